"""Help, palette, command line, history, digests, opening and copying."""

from __future__ import annotations

import io
import json
import threading

import pytest

from digestui import exporters
from digestui.library import export, intake, notes, search, syncing
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.storage import citekeys
from digestui.ui import commands
from digestui.ui.control import finder, outside
from digestui.ui.keymap import COMMANDS
from ui import fingers
from ui.reading import Clock, make_library, reading


def test_every_command_of_the_key_table_has_a_function() -> None:
    missing = [command.name for command in COMMANDS if commands.find(command.name) is None]
    assert not missing


@pytest.mark.parametrize("keys", ["?", ":", "F", "S", "b b", "t", "*", "g h", "g d", "ctrl+p"])
@pytest.mark.parametrize("size", [(80, 24), (160, 45), (44, 12)])
async def test_every_dialog_and_screen_opens_and_escape_leaves_it(library, keys, size) -> None:
    async with reading(library, size=size) as r:
        await r.press(*keys.split())
        assert r.app.screen is not r.screen
        await r.press("escape")
        assert r.app.screen is r.screen


async def test_help_runs_the_command_it_was_asked_for(library) -> None:
    async with reading(library) as r:
        await r.press("?")
        assert "Decide" in r.text()
        await r.press("escape")


async def test_the_palette_runs_a_command_by_name(library) -> None:
    async with reading(library) as r:
        await r.press("ctrl+p", *"star or", "enter")
        assert r.state().starred


async def test_the_command_line_takes_words(library) -> None:
    async with reading(library) as r:
        await r.press(":", *"tag +reading", "enter")
        assert r.state().tags == ("reading",)
        await r.press(":", *"sort title", "enter")
        assert "sort:title" in r.desk.finder.showing.text
        await r.press(":", *"nonsense", "enter")


async def test_papers_are_exported_from_the_command_line(library, tmp_path) -> None:
    async with reading(library) as r:
        await r.press("x", "x")
        target = tmp_path / "out.bib"
        await r.press(":", *f"export bibtex {target}", "enter")
        assert target.read_text().count("@") == 2


async def test_what_the_header_counts_is_exported_and_not_what_stands_dimmed(library, tmp_path) -> None:
    async with reading(library) as r:
        target = tmp_path / "out.bib"
        await r.press("d", "d", ":", *f"export bibtex {target}", "enter")
        assert target.read_text().count("@") == 109
        assert "exported 109 papers to out.bib" in r.status()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("export bibtex /not/here.bib", "/not/here.bib: no such file or directory: look at its name"),
        ("sort colour", "sort: no order colour: use date, added"),
        ("undo abc", "undo: abc is no number of steps: say undo 3"),
        ("undo 0", "undo: 0 is no number of steps"),
        ("redo -1", "redo: -1 is no number of steps"),
        ("view save", "view: save what?: say save NAME"),
        ("digest remove", "digest: remove what?: say remove NAME"),
    ],
)
async def test_a_line_that_means_nothing_is_told_how_to_be_said(library, line, said) -> None:
    async with reading(library, size=(160, 45)) as r:
        await r.press("d")
        await r.press(":", *line, "enter")
        assert said in r.status()
        assert r.listing.gone


async def test_history_shows_the_acts_and_goes_to_a_paper(library) -> None:
    async with reading(library) as r:
        await r.press("d", "a", "j", "j", "g", "h")
        assert "dismissed" in r.text()
        await r.press("enter")
        assert r.app.screen is r.screen


async def test_digests_are_listed_and_opened(library) -> None:
    async with reading(library) as r:
        await r.press("g", "d")
        assert "Hugging Face" in r.text()
        await r.press("enter")
        assert len(r.listing) == 111
        assert "digest:" in r.desk.finder.showing.text


async def test_copies_say_what_was_copied(library) -> None:
    async with reading(library) as r:
        for key, what in (
            ("k", "citation key"),
            ("i", "id"),
            ("t", "title"),
            ("b", "BibTeX"),
            ("m", "Markdown"),
        ):
            await r.press("y", key)
            assert f"copied {what}" in r.status()
        assert "Elucidating" in r.app.clipboard


COPIED = {
    "b": "bibtex",
    "m": "markdown",
    "r": "ris",
    "c": "csl",
    "j": "json",
    "l": "jsonl",
    "v": "csv",
    "h": "html",
}


async def test_what_is_copied_is_what_an_export_would_write(library) -> None:
    assert sorted(COPIED.values()) == sorted(export.formats())
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("y", "k")
        assert r.app.clipboard == "elucidating-design-space-classifier"
        for key, format in COPIED.items():
            await r.press("y", key)
            out = io.StringIO()
            with r.library() as lib:
                export.export(lib, [paper], format, out, export.Dress())
            copied = r.app.clipboard.strip()
            assert "Elucidating" in copied
            assert copied == out.getvalue().strip()


def test_the_reader_knows_which_formats_have_citation_keys() -> None:
    assert {name for name in export.COPIES if exporters.get(name).named} == export.NAMED


async def test_keys_that_copying_gives_are_written_where_all_else_is(library, monkeypatch) -> None:
    wrote: list[str] = []
    put = citekeys.put

    def noted(*given: object) -> None:
        wrote.append(threading.current_thread().name)
        put(*given)

    monkeypatch.setattr(citekeys, "put", noted)
    async with reading(library) as r:
        await r.press("y", "b", "y", "r", "y", "k")
    assert wrote == ["digestui-write"], "else it looks as if another program had written"


async def test_a_selection_is_copied_whole(library) -> None:
    async with reading(library) as r:
        await r.press("x", "x", "x", "y", "b")
        assert "copied BibTeX of 3 papers" in r.status()
        assert r.app.clipboard.count("\n@") + r.app.clipboard.startswith("@") == 3
        await r.press("y", "k")
        assert len(r.app.clipboard.split(",")) == 3


async def test_the_key_that_is_copied_is_the_key_of_every_export_and_the_vault(library, tmp_path) -> None:
    async with reading(library) as r:
        await r.press("x", "x", "x", "y", "k")
        keys = r.app.clipboard.split(",")
        papers = r.listing.targets()
        with r.library() as lib:
            everything = list(search.find(lib, search.understand(lib, "in:any").query).ids)
            all_csl = json.loads(export.text(lib, everything, "csl"))
            told = [
                json.loads(line).get("citekey") for line in export.text(lib, papers, "jsonl").splitlines()
            ]
            export.export(lib, papers, "markdown", tmp_path / "vault")
        assert set(keys) < {item["id"] for item in all_csl}
        assert told == keys
        fronts = "".join(file.read_text() for file in (tmp_path / "vault").glob("*.md"))
        assert all(f'citekey: "{key}"' in fronts for key in keys)


async def test_a_prefix_key_turns_the_footer_into_its_menu(library) -> None:
    async with reading(library) as r:
        await r.pilot.press("y")
        await r.pilot.pause()
        assert "BibTeX" in r.footer()
        await r.press("escape")
        assert "dismiss" in r.footer()


async def test_files_named_at_the_start_are_brought_in_while_one_reads(library, tmp_path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text('{"title": "A new paper about nothing", "key": "arxiv:2501.00001"}\n')
    async with reading(library, files=(str(file),)) as r:
        assert "1 new" in r.status()
        assert r.listing.cursor == 0
        await r.press("r")
        assert len(r.listing) == 112


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "ansi"])
async def test_every_theme_draws_every_pane(library, theme) -> None:
    async with reading(library, size=(160, 45), settings=Settings(theme=theme)) as r:
        assert "Elucidating" in r.text()
        assert "DIGESTS" in r.text()


async def test_no_color_and_ascii_marks_leave_nothing_but_ascii_in_the_marks(library) -> None:
    env = {"NO_COLOR": "1", "LANG": "C", "LC_ALL": "C"}
    async with reading(library, settings=Settings(glyphs="ascii"), env=env) as r:
        await r.press("d", "a", "s")
        text = r.text()
        assert not set(text) & set("●≡✓×◷★✎▌┃│…")


async def test_a_paper_is_piped_to_a_command_and_its_output_becomes_a_note(library) -> None:
    async with reading(library) as r:
        await r.press("|", *"wc -l", "enter")
        assert "append it to the note" in r.text()
        await r.press("n")
        with r.library() as lib:
            assert (notes.read_note(lib, r.listing.current) or "").strip() == "1"
        await r.press("x", "x", "|", *"cat /nowhere", "enter")
        assert "ended with 1" in r.status()
        await r.press(":", *"pipe no-such-program $(id)", "enter")
        assert "cannot be run" in r.status()


async def test_what_a_command_says_while_one_goes_on_takes_no_key(library, tmp_path) -> None:
    gate = tmp_path / "gate"
    command = f"sh -c 'until test -e {gate}; do sleep 0.02; done; echo said'"
    async with reading(library) as r:
        first = r.listing.current
        await fingers.press(r.pilot, "|", *command, "enter", "j", "j", "c", "n")
        gate.touch()
        await r.until(lambda: r.desk.waiting is not None)
        await r.press(*"ice", "escape")
        with r.library() as lib:
            assert notes.read_note(lib, r.listing.current) == "nice"
            assert notes.read_note(lib, first) is None
        await r.press("|", "n")
        with r.library() as lib:
            assert (notes.read_note(lib, first) or "").strip() == "said"
        await r.press("|")
        assert "Pipe to" in r.text()


async def test_an_export_to_a_dash_writes_no_file_of_that_name(library, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(library) as r:
        await r.press(":", *"export csv -", "enter")
        assert "name a file" in r.status()
    assert not (tmp_path / "-").exists()


async def test_a_digest_is_removed_by_its_name_once_that_is_said_again(library) -> None:
    async with reading(library) as r:
        await r.press(":", *"digest remove Nope", "enter")
        assert "there is none of that name" in r.status()
        await r.press("a", ":", *"digest remove Hugging Face Papers", "enter")
        assert "no undo" in r.text()
        await r.press("enter")
        assert len(r.listing) == 111
        await r.press(":", *"digest remove Hugging Face Papers", "enter", "j", "enter")
        assert "110 papers left the library" in r.status()


async def test_a_view_saved_over_another_says_what_that_was(library) -> None:
    async with reading(library, size=(160, 45)) as r:
        await r.press(":", *"view save Mine", "enter")
        assert r.status().endswith("saved view Mine: in:inbox")
        await r.press("g", "q", ":", *"view save mine", "enter")
        assert "saved view mine: in:queue; it was in:inbox" in r.status()
        await r.press(":", *"view save Unread", "enter")
        assert "saved view Unread: in:queue; it was is:unread" in r.status()


async def test_the_vim_preset_counts(library) -> None:
    async with reading(library, settings=Settings(preset="vim")) as r:
        await r.press("5", "j")
        assert r.listing.cursor == 5
        await r.press("3", "J")
        assert r.listing.cursor == 8


async def test_counts_in_the_vim_preset_reach_acts_unread_papers_and_undo(library) -> None:
    async with reading(library, settings=Settings(preset="vim")) as r:
        await r.press("4", "d")
        assert r.listing.cursor == 4
        assert "dismissed 4 papers" in r.status()
        await r.press("2", "n")
        assert r.listing.cursor == 6
        await r.press("2", "N")
        assert r.listing.cursor == 4
        await r.press("u")
        assert "undid dismissed 4 papers" in r.status()
        await r.press("g", "g", "2", "I", "1", "G")
        assert r.state().read
        await r.press("g", "3")
        assert r.screen.list_title.title.text == "Unread"


async def test_the_abstract_is_shown_as_it_was_written(tmp_path) -> None:
    path = make_library(tmp_path / "library.db")
    file = tmp_path / "one.bib"
    file.write_text(
        "@article{a, title={On $\\alpha$}, abstract={We gain $87.7\\%$ by \\emph{care}.}, year=2020}"
    )
    with Library.open(path, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [file])
    async with reading(path, (160, 45)) as r:
        await r.press("/", *"care", "enter")
        assert "87.7%" in r.text()
        await r.press("\\")
        assert "87.7\\%" in r.text()
        assert "as it was written" in r.status()
        await r.press("\\")
        assert "87.7\\%" not in r.text()


async def test_sync_in_the_reader_exchanges_behind_it_and_says_what_went(library, tmp_path) -> None:
    shared = tmp_path / "shared"
    with Library.open(tmp_path / "other.db", create=True, device="b" * 16) as other:
        async with reading(library) as r:
            await r.press(":", *"sync", "enter")
            assert "no folder is set" in r.status()
            await r.press("s", ":")
            await r.write(f"sync {shared}")
            await r.press("enter")
            assert "sent 1 act and" in r.status()
            syncing.sync(other, shared)
            assert search.count(other, search.understand(other, "is:starred").query) == 1


async def test_titles_links_and_ids_are_copied_of_all_that_is_selected(library, monkeypatch) -> None:
    async with reading(library) as r:
        copied: list[str] = []
        monkeypatch.setattr(r.app, "copy_to_clipboard", copied.append)
        titles = [r.listing.rows[paper].title for paper in r.listing.ids[:3]]
        await r.press("x", "x", "x", "y", "t")
        assert copied == ["\n".join(titles)]
        assert "copied title of 3 papers" in r.status()
        await r.press("y", "i")
        assert len(copied[-1].splitlines()) == 3
        await r.press("escape", "y", "t")
        assert copied[-1] == r.title()


async def test_a_pdf_is_opened_with_the_program_that_opens_pages(library, tmp_path, monkeypatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(outside, "_start", lambda words, argument: started.append([*words, argument]) or "")
    async with reading(library, env={"BROWSER": "/opt/show"}) as r:
        assert outside.open_file(r.desk, tmp_path / "a.pdf")
        assert outside.open_file(r.desk, tmp_path / "a.pdf", "zathura --fork")
    assert started == [["/opt/show", str(tmp_path / "a.pdf")], ["zathura", "--fork", str(tmp_path / "a.pdf")]]


async def test_the_last_key_goes_to_the_last_filter_and_the_first_key_to_the_first(library) -> None:
    async with reading(library, (160, 45)) as r:
        await r.press("f", "G")
        last = r.screen.filters.current
        await r.press("j")
        assert r.screen.filters.current == last
        await r.press("g", "g")
        assert r.screen.filters.current.value.label == "Inbox"
        assert last.value is None or last.value.label != "Inbox"


async def test_a_filter_that_leaves_nothing_of_a_full_inbox_is_no_inbox_zero(library) -> None:
    async with reading(library, (160, 45)) as r:
        await r.press(*"/in:inbox -is:unread", "enter")
        r.desk.finder.go("in:inbox -is:unread", "Inbox", narrowing=True)
        await r.settle()
        assert not len(r.listing)
        assert "Inbox zero" not in r.text()
        assert "Nothing matches in:inbox -is:unread" in r.text()


async def test_what_is_saved_or_sorted_at_once_is_the_view_that_was_asked_for(library) -> None:
    async with reading(library) as r:
        asked, ask = [], r.desk.lanes.front.ask

        def slow(kind, *given, **more) -> None:
            if kind == "page":
                asked.append((kind, *given))
            else:
                ask(kind, *given, **more)

        r.desk.lanes.front.ask = slow
        await r.press("g", "q", ":", *"view save mine", "enter")
        assert "saved view mine: in:queue" in r.status()
        await r.press(":", *"sort title", "enter")
        r.desk.lanes.front.ask = ask
        ask(*asked[-1])
        await r.settle()
        assert (r.desk.finder.showing.text, r.desk.finder.showing.name) == ("in:queue sort:title", "Queue")


async def test_what_is_being_written_is_among_what_is_asked_for_next(library, monkeypatch) -> None:
    monkeypatch.setattr(finder, "WRITTEN", 10.0)
    async with reading(library) as r:
        held = threading.Event()
        r.desk.lanes.write.do("slow", lambda lib: held.wait(10))
        await fingers.press(r.pilot, "a", "g", "q", "j")
        assert r.desk.finder.showing.text == "in:inbox"
        held.set()
        await r.settle()
        assert (r.desk.finder.showing.text, len(r.listing)) == ("in:queue", 1)
