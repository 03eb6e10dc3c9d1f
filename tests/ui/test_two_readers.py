"""Two readers of one library: what the other one does is shown, and nothing is said that is not so."""

from __future__ import annotations

from pathlib import Path

from digestui.library import digests, history, intake, notes, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from ui.reading import Reading, reading

DISMISS = Action(ActionKind.DISMISS)


async def hear(r: Reading) -> None:
    """Let the reader notice that another wrote."""
    r.desk.watcher.elsewhere()
    await r.settle()


async def test_an_act_that_the_other_takes_back_is_taken_back_here(library: Path) -> None:
    async with reading(library) as r:
        await r.press("j", "a", "d")
        assert "kept 1" in r.status()
        with r.library() as lib:
            history.undo(lib, 2)
        await hear(r)
        assert not r.listing.gone
        assert "kept" not in r.status()
        assert "new" not in r.status()


async def test_new_papers_are_counted_whatever_the_other_decided(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text("".join(f'{{"title": "Paper number {n} of more"}}\n' for n in range(3)), "utf-8")
    async with reading(library) as r:
        far = list(r.listing.ids[60:65])
        with r.library() as lib:
            triage.act(lib, far, DISMISS)
            intake.import_files(lib, [file])
        await hear(r)
        assert "3 new, r to show" in r.status()
        assert r.listing.gone == set(far)
        assert "109 papers" in r.header()


async def test_what_another_view_shows_is_no_news(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text('{"title": "One more"}\n', "utf-8")
    async with reading(library) as r:
        with r.library() as lib:
            intake.import_files(lib, [file])
        await hear(r)
        assert "1 new" in r.status()
        await r.press("g", "u")
        assert len(r.listing) == 112
        assert "new" not in r.status()


async def test_papers_that_the_other_took_out_leave_the_list_and_nothing_else_moves(
    library: Path, tmp_path
) -> None:
    file = tmp_path / "zoo.jsonl"
    file.write_text("".join(f'{{"title": "Animal number {n}"}}\n' for n in range(3)), "utf-8")
    with Library.open(library, device="test") as lib:
        intake.import_files(lib, [file])
    async with reading(library) as r:
        await r.press("/", *"animal", "enter")
        animals = list(r.listing.ids)
        await r.press("escape")
        r.screen.list.move(max(r.listing.find(animal) for animal in animals) + 1)
        await r.settle()
        title, last = r.title(), len(r.listing)
        assert "Animal" not in title
        with r.library() as lib:
            digests.remove_digest(lib, "zoo")
        await hear(r)
        assert (r.title(), len(r.listing)) == (title, last - 3)
        assert "111 papers" in r.header()


async def test_an_act_on_a_paper_that_is_no_more_says_so_and_draws_nothing(library: Path, tmp_path) -> None:
    file = tmp_path / "zoo.jsonl"
    file.write_text('{"title": "Animal number one"}\n', "utf-8")
    with Library.open(library, device="test") as lib:
        intake.import_files(lib, [file])
    async with reading(library) as r:
        await r.press("/", *"animal", "enter")
        with r.library() as lib:
            digests.remove_digest(lib, "zoo")
        await r.press("a")
        assert "not in the library any more" in r.status()
        assert "already" not in r.status()
        assert not len(r.listing)


async def test_a_note_on_a_paper_that_is_no_more_stays_a_draft(library: Path, tmp_path) -> None:
    file = tmp_path / "zoo.jsonl"
    file.write_text('{"title": "Animal number one"}\n', "utf-8")
    with Library.open(library, device="test") as lib:
        intake.import_files(lib, [file])
    async with reading(library) as r:
        await r.press("/", *"animal", "enter", "c", *"soft fur")
        with r.library() as lib:
            digests.remove_digest(lib, "zoo")
        await r.press("escape")
        assert "not saved: it is not in the library any more" in r.status()
        with r.library() as lib:
            assert [draft.text for draft in notes.drafts(lib)] == ["soft fur"]
