"""Acts on more papers than a receipt names: all of them are done, dimmed, counted and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestui.library import facets, intake, search
from digestui.library.library import Library
from digestui.model.receipt import MANY
from digestui.ui.control import arrival, words
from ui.reading import Clock, Reading, reading

COUNT = MANY + 300


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    file = folder / "many.jsonl"
    file.write_text(
        "".join(f'{{"title": "Paper number {n}", "year": 2020}}\n' for n in range(COUNT)), "utf-8"
    )
    with Library.open(folder / "library.db", create=True, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [file])
    return folder / "library.db"


@pytest.fixture
def many(shelf: Path, tmp_path: Path) -> Path:
    (tmp_path / "library.db").write_bytes(shelf.read_bytes())
    return tmp_path / "library.db"


def held(r: Reading, query: str) -> int:
    with r.library() as lib:
        return search.count(lib, search.understand(lib, query).query)


async def test_what_was_dismissed_is_selected_by_nothing_and_undo_brings_all_of_it_back(many: Path) -> None:
    async with reading(many) as r:
        await r.press("V")
        assert f"{COUNT:,} selected" in r.text()
        await r.press("d")
        assert len(r.listing.gone) == COUNT
        await r.press("V", "a")
        assert held(r, "in:queue") <= 1  # the one under the cursor, for nothing was selected
        await r.press("u", "u") if held(r, "in:queue") else await r.press("u")
        assert held(r, "in:inbox") == COUNT
        assert not r.listing.gone
        await r.press("V")
        assert len(r.listing.selected) == COUNT


async def test_all_that_was_kept_is_counted(many: Path) -> None:
    async with reading(many) as r:
        await r.press("V", "s")
        assert f"kept {COUNT:,}" in r.status()
        await r.press("u")
        assert "kept" not in r.status()
        await r.press("V", "a")
        assert f"kept {COUNT:,}" in r.status()
        await r.press("r")
        await r.press("g", "q")
        await r.press("V", "d")
        assert "kept" not in r.status()


async def test_the_next_undecided_paper_is_found_behind_however_many_dimmed_ones(many: Path) -> None:
    async with reading(many) as r:
        chosen = list(r.listing.ids[: MANY + 200])
        r.listing.select(chosen)
        await r.press("d")
        await r.press("g", "g", "d")
        assert r.listing.cursor == len(chosen)
        assert held(r, "in:dismissed") == len(chosen)


async def test_a_selection_that_is_let_go_is_said_to_be_nowhere(many: Path) -> None:
    async with reading(many) as r:
        await r.press("V", "escape")
        assert "selected" not in "\n".join(r.lines()[:-2])
        await r.press("v", "j", "j")
        assert "3 selected" in r.lines()[1]


async def test_counts_that_take_longer_come_later(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "AT_ONCE", 100)
    async with reading(many, size=(160, 45)) as r:
        await r.press("/", *"number", "enter")
        years = next(group for group in r.screen.filters._groups if group.name == "years")
        assert [value.count for value in years.values] == [COUNT]


async def test_an_import_that_is_stopped_is_not_told_as_one_that_came_to_its_end(
    many: Path, tmp_path: Path
) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text("".join(f'{{"title": "Another paper {n}"}}\n' for n in range(3000)), "utf-8")
    async with reading(many) as r:
        r.desk.stopping = True  # as escape sets it, before the first records are in
        arrival.bring_in(r.desk, [str(file)])
        r.desk.stopping = True
        await r.settle()
        assert "stopped: " in r.status()
        assert "import it again to go on" in r.status()
        await r.press(":", *f"import {file}", "enter")
        assert "imported: 3,000 added" in r.status()


async def test_what_takes_its_time_is_said_to_be_under_way(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "SLOW", 0.0)
    said: list[str] = []
    async with reading(many) as r:
        say = r.desk.words.say
        monkeypatch.setattr(
            r.desk.words, "say", lambda *parts: (said.append("".join(map(str, parts))), say(*parts))
        )
        await r.press("V", "d", "u")
    assert any(f"working on {COUNT:,} papers" in text for text in said)
    assert any("undoing" in text for text in said)


async def test_ctrl_c_says_how_to_leave_and_stops_what_runs(many: Path) -> None:
    async with reading(many) as r:
        await r.press("ctrl+c")
        assert "q leaves" in r.status()
        r.desk.busy = "import"
        await r.press("ctrl+c")
        assert r.desk.stopping
