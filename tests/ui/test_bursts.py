"""Keys that come in one burst (a slow line, a held key, a script) do what the same keys do one by one.

Keys that bring another list are left out: by contract an act applies to the paper under the cursor when its
key went down, so a key pressed before the new list has come means the old one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digestui.library import history
from ui.reading import reading

TAG = ("t", *"+vit", "enter")
HI = ("c", *"hi", "escape")
HO = ("c", *"ho", "escape")
WALKS = {
    "tags, then a decision": (*TAG, "d"),
    "tags, a snooze, a decision": (*TAG, "b", "4", "d"),
    "two notes and decisions from the abstract": ("l", *HI, "d", "j", *HO, "e"),
    "a note written on twice": (*HI, *HO, "d"),
    "a state selected, then decided": ("s", "*", "s", "d", "d"),
    "panes changed on the way": ("l", "J", "d", "tab", "e"),
    "zoomed in and out": ("z", "d", "z", "e"),
    "read on with a held key": ("space", "space", "space", "d"),
    "back from the abstract": ("enter", "d", "backspace", "k", "d"),
    "the last paper marked twice": ("G", "m", "m", "m", "s"),
}


async def _do(library: Path, folder: Path, keys: tuple[str, ...], size: tuple[int, int], burst: bool):
    folder.mkdir()
    for file in library.parent.glob(library.name + "*"):
        shutil.copy(file, folder / file.name)
    async with reading(folder / library.name, size) as r:
        if burst:
            await r.burst(*keys)
        else:
            for key in keys:
                await r.press(key)
        row = r.listing.row
        with r.library() as lib:
            acts = [(act.verb, act.key, act.value) for act in history.history(lib, limit=100)]
        return row.key if row else "", r.screen.pane, acts


@pytest.mark.parametrize("walk", WALKS)
async def test_a_burst_does_what_its_keys_do_one_by_one(library: Path, tmp_path: Path, walk: str) -> None:
    for size in ((80, 24), (160, 45)):
        folder = tmp_path / str(size[0])
        folder.mkdir()
        slowly = await _do(library, folder / "slowly", WALKS[walk], size, False)
        at_once = await _do(library, folder / "at-once", WALKS[walk], size, True)
        assert at_once == slowly


async def test_what_waits_for_a_paper_to_be_on_show_waits_for_the_one_of_a_better_list(library: Path) -> None:
    """Else the letters of a note that is typed at once after a search would be commands."""
    async with reading(library) as r:
        facts, first, said = r.desk.facts, r.listing.current, []
        detail, facts.detail = facts.detail, None
        facts.when_shown(lambda: said.append(r.listing.current))
        # The answer has come, and before anybody hears of it there is another list.
        facts._show(detail, None)
        r.listing.move(2)
        facts.moved(at_once=True)
        await r.settle()
        assert said == [r.listing.current] != [first]


async def test_a_note_begun_after_a_search_is_never_taken_for_commands(library: Path) -> None:
    async with reading(library) as r:
        await r.burst("slash", *"swin", "enter", "c", *"name", "escape")
        with r.library() as lib:
            acts = [act.verb for act in history.history(lib, limit=10)]
        assert acts == ["note"]
