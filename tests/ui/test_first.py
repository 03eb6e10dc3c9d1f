"""The page that the door paints before the reader is loaded, and the frame that takes its place."""

from __future__ import annotations

import pyte
import pytest

from digestui.errors import Trouble
from digestui.settings import Settings
from digestui.ui import door, first
from digestui.ui.geometry import geometry
from ui.reading import Clock, reading

ENV = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (200, 60)])
async def test_the_first_frame_has_every_title_where_the_door_painted_it(library, size) -> None:
    async with reading(library, size) as r:
        await r.press("d", "a", "s", "j", "j")
    env = {**ENV, "COLUMNS": str(size[0]), "LINES": str(size[1])}
    found = first.look(library, Settings(), env, clock=Clock())
    painted = pyte.Screen(*size)
    pyte.Stream(painted).feed(found.screen)
    async with reading(library, size) as r:
        place = geometry(*size)
        rows = range(place.body_top, place.body_top + place.list_rows)
        columns = slice(place.list_left, place.list_left + place.list)
        seen = [r.lines()[row][columns].rstrip() for row in rows]
    assert [painted.display[row][columns].rstrip() for row in rows] == seen


async def test_the_reader_begins_in_the_view_of_the_settings(library) -> None:
    async with reading(library, settings=Settings(start_view="starred")) as r:
        assert r.desk.finder.showing.text == "is:starred"
    async with reading(library, settings=Settings(start_view="cat:cs.CV")) as r:
        assert r.desk.finder.showing.text == "cat:cs.CV"


async def test_a_view_to_begin_in_that_is_not_there_is_said_and_the_inbox_shown(library) -> None:
    async with reading(library, settings=Settings(start_view="Mine")) as r:
        assert "start_view: there is no view Mine" in r.status()
        assert len(r.listing) == 111


def test_nothing_is_painted_where_colours_are_not_wanted(library) -> None:
    for env in ({**ENV, "NO_COLOR": "1"}, {**ENV, "COLORTERM": ""}):
        assert first.look(library, Settings(), env, clock=Clock()).screen == ""


def test_only_cleaned_text_is_painted(library, tmp_path) -> None:
    from digestui.library import intake
    from digestui.library.library import Library

    file = tmp_path / "bad.jsonl"
    file.write_text(
        '{"key": "arxiv:2501.00001", "title": "A\\u001b]52;c;QQ==\\u0007 title \\u202e[/INST]"}\n'
    )
    with Library.open(library, device="test", clock=Clock()) as lib:
        intake.import_files(lib, [file], date="2025-05-01")
    painted = first.look(library, Settings(), ENV, clock=Clock()).screen
    assert "[/INST]" in painted
    assert "\x1b]" not in painted
    assert "\x07" not in painted
    assert "\u202e" not in painted


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {}])
def test_without_a_terminal_that_can_place_text_the_door_says_so(library, env) -> None:
    with pytest.raises(Trouble):
        door.open_reader(library, (), Settings(), env)
