"""Promises 5, 7 and 8 inside the reader: a disk that refuses, another reader at work, the copy of the day."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from digestui.library import notes, search, triage
from digestui.library.library import Library
from faults.apart import apart
from library.feeding import feed, ids, paper
from ui.reading import Reading, reading


async def until(there: Callable[[], bool], what: str, soon: float = 20.0) -> float:
    """Wait until something is so; the seconds it took."""
    start = time.monotonic()
    while not there():
        assert time.monotonic() - start < soon, f"not within {soon} s: {what}"
        await asyncio.sleep(0.01)
    return time.monotonic() - start


async def limit(reader: Reading, full: bool) -> None:
    """Let the library grow no further, as a full disk would, or give room again: through SQLite itself."""
    size = "(SELECT 1)" if full else "1073741823"

    def job(lib: Library) -> object:
        database = lib.database
        pages = database.value("PRAGMA page_count") if full else size
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database.value("PRAGMA freelist_count")

    await reader.desk.write("limit", job)


async def test_a_note_that_the_disk_refuses_is_kept_and_offered_until_it_is_saved(library: Path) -> None:
    text = "a thought that needs room " * 400
    async with reading(library) as reader:
        await limit(reader, full=True)
        await reader.press("c")
        editor = reader.screen.note.typing_in
        assert editor is not None
        editor.insert(text)  # type: ignore[attr-defined]
        await reader.press("escape")
        assert "the disk is full" in reader.status()
        await reader.press("j", "k")
        assert reader.screen.note.text.strip() == text.strip()
        await reader.press("c")
        assert reader.screen.note.text.strip() == text.strip()
        await limit(reader, full=False)
        await reader.press("escape")
        with reader.library() as lib:
            assert (notes.read_note(lib, ids(lib)[0]) or "").strip() == text.strip()
            assert notes.drafts(lib) == []
        assert reader.desk.notekeeper.unsaved == {}


async def test_a_note_that_was_refused_becomes_a_draft_when_there_is_room(library: Path) -> None:
    text = "a thought that needs room " * 400
    async with reading(library) as reader:
        await limit(reader, full=True)
        await reader.press("c")
        reader.screen.note.typing_in.insert(text)  # type: ignore[union-attr]
        await reader.press("escape", "j")
        await limit(reader, full=False)

        def kept() -> bool:
            with reader.library() as lib:
                return [draft.text.strip() for draft in notes.drafts(lib)] == [text.strip()]

        await until(kept, "the draft")


async def test_a_note_that_is_refused_to_the_end_is_put_elsewhere(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "a thought that needs room " * 400
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    async with reading(library, env=env) as reader:
        await limit(reader, full=True)
        await reader.press("c")
        reader.screen.note.typing_in.insert(text)  # type: ignore[union-attr]
        await reader.press("escape")
    reader.desk.notekeeper.rescue()
    (file,) = (tmp_path / "state" / "digestui").glob("unsaved-note-*.md")
    assert text.strip() in file.read_text()
    assert str(file) in capsys.readouterr().err


def put_another_in_its_place(library: Path) -> None:
    beside = library.with_name("beside.db")
    shutil.copyfile(library, beside)
    beside.replace(library)


@pytest.mark.parametrize("lose", [Path.unlink, put_another_in_its_place])
async def test_a_library_that_is_lost_under_the_reader_takes_nothing_more_and_what_is_typed_is_kept(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lose: Callable[[Path], None]
) -> None:
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    async with reading(library, env=env) as reader:
        await reader.press("s", "c", *"first")
        with closing(sqlite3.connect(library)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        lose(library)
        await until(lambda: "in its place" in reader.status(), "word of it")
        await reader.press(*" words", "escape")
        assert "not saved" in reader.status()
        await reader.press("j")
        before = reader.state()
        await reader.press("a", "k")
        assert "not saved" in reader.status() or reader.state() == before
        kept = len(reader.desk.decider.kept)
        assert kept == 1
    assert reader.desk.notekeeper.rescue()
    (file,) = (tmp_path / "state" / "digestui").glob("unsaved-note-*.md")
    assert "first words" in file.read_text()
    if library.exists():
        with closing(sqlite3.connect(library)) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_what_another_does_is_seen_within_two_seconds_and_moves_nobody(library: Path) -> None:
    async with reading(library) as one, reading(library) as two:
        await two.press("j", "j", "j")
        before = (two.title(), two.screen.list.top, two.listing.cursor)
        await one.press("s")
        starred = one.listing.row
        assert starred is not None
        took = await until(
            lambda: two.listing.rows[starred.id].triage.starred, "the star of the other reader"
        )
        with Library.open(library, device="third") as lib:
            triage.act(lib, [ids(lib)[3]], triage.parse_tags("+from-a-command"))
            feed(lib, [paper("A paper that came meanwhile", "arxiv:2599.00001")], date="2025-05-01")
        took = max(took, await until(lambda: two.state().tags == ("from-a-command",), "the tag"))
        took = max(took, await until(lambda: "1 new" in two.header() + two.status(), "the new paper"))
        await one.press("c", *"seen", "escape")

        def noted() -> bool:
            return two.listing.rows[starred.id].noted and one.listing.rows[starred.id].noted

        took = max(took, await until(noted, "the note of the other reader"))
        print(f"the slowest was seen after {took:.2f} s")
        assert took < 2.0 * (1 if os.environ.get("DIGESTUI_THOROUGH") else 5)
        assert (two.title(), two.screen.list.top, two.listing.cursor) == before
        assert search is not None


async def test_what_is_done_after_a_command_came_and_went_is_in_the_library(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("s", "j", "j")
        apart(library, "tag")
        await reader.press("c", *"kept", "escape", "s")
        assert apart(library, "look") == {"2": "kept"}
        with reader.library() as lib:
            starred = ids(lib)[2]
        assert reader.listing.rows[starred].triage.starred


async def test_the_first_decision_of_a_day_makes_a_copy_while_the_reader_stays_open(library: Path) -> None:
    folder = library.parent / "backups"
    async with reading(library) as reader:
        await reader.press("j")
        assert not folder.exists()
        await reader.press("s")
        await until(lambda: folder.exists() and len(list(folder.glob("library-*.db"))) == 1, "the copy")
        reader.clock.at += 86_400
        await reader.press("j", "s")
        await until(lambda: len(list(folder.glob("library-*.db"))) == 2, "the copy of the next day")
