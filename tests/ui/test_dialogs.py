"""The dialogs, in sentences: what is typed, what is answered, what is left unchanged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from digestui.ui.dialogs import tag_words
from digestui.ui.dialogs.ask import AskDialog
from digestui.ui.dialogs.choose import Choice, ChooseDialog
from digestui.ui.dialogs.command_line import CommandLine
from digestui.ui.dialogs.files import files
from digestui.ui.dialogs.palette import Palette
from digestui.ui.dialogs.snooze import SnoozeDialog, reading
from digestui.ui.dialogs.tags import TagsDialog
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.keymap import Keymap
from digestui.ui.widgets.words import Words
from ui.fingers import press, settle
from ui.stage import NOTHING, Stage, typed

NOW = datetime(2025, 4, 28, 12, 0).timestamp()
KNOWN = [("vit", 44), ("robustness", 17), ("distillation", 10), ("nas", 10), ("dispatch", 2)]
HOSTILE = "[/INST] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202eevil"


def at(when: datetime) -> int:
    return int(when.timestamp())


async def ask(screen: Screen[Any], text: str = "", *keys: str) -> object:
    """What a dialog answers to typing `text` and pressing `keys`."""
    app = Stage(screen)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await typed(pilot, text)
        await press(pilot, *keys)
        await settle(pilot)
        return app.answer


def tags(now: dict[str, int] | None = None, papers: int = 3) -> TagsDialog:
    return TagsDialog(papers, KNOWN, now if now is not None else {"vit": 1, "backbone": 1, "augment": 1})


# ---- tags ----------------------------------------------------------------------------------------------


async def test_enter_completes_the_word_being_typed_and_applies_the_line() -> None:
    assert await ask(tags(), "+backbone -augment +dis", "enter") == "+backbone -augment +distillation"


async def test_a_space_keeps_a_tag_as_it_was_typed() -> None:
    assert await ask(tags(), "dis ", "enter") == "+dis"


async def test_a_new_tag_stands_before_those_it_is_only_a_part_of() -> None:
    assert await ask(tags(), "tion", "enter") == "+tion"


async def test_tab_completes_and_goes_on() -> None:
    assert await ask(tags(), "rob", "tab", "n", "enter") == "+robustness +nas"


async def test_arrows_choose_another_completion() -> None:
    assert await ask(tags(), "dis", "down", "enter") == "+dispatch"


async def test_what_takes_away_is_offered_only_what_the_papers_have() -> None:
    assert await ask(tags(), "-a", "enter") == "-augment"
    assert await ask(tags({}), "-dis", "enter") == "-dis"


async def test_the_case_of_a_known_tag_wins() -> None:
    assert await ask(tags(), "VIT", "enter") == "+vit"


@pytest.mark.parametrize("keys", [("escape",), ("enter",)])
async def test_nothing_typed_or_escape_leaves_tags_unchanged(keys: tuple[str, ...]) -> None:
    assert await ask(tags(), "", *keys) is None


async def test_what_will_be_is_shown_beside_what_is() -> None:
    app = Stage(tags())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await typed(pilot, "+backbone -augment +dis")
        facts = app.screen.query_one("#tag-facts", Words).text.split("\n")
    assert " ".join(facts[0].split()) == "now #vit 1 of 3 #backbone 1 of 3 #augment 1 of 3"
    assert " ".join(facts[1].split()) == "then #vit 1 of 3 #backbone 3 of 3 #distillation 3 of 3"


async def test_a_click_on_a_tag_completes_it() -> None:
    app = Stage(tags())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.click("#tag-list", offset=(4, 1))
        await press(pilot, "enter")
        await settle(pilot)
    assert app.answer == "+robustness"


# ---- snooze --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "when"),
    [
        ("1", datetime(2025, 4, 28, 18)),
        ("2", datetime(2025, 4, 29, 6)),
        ("3", datetime(2025, 5, 3, 6)),
        ("4", datetime(2025, 5, 5, 6)),
        ("5", datetime(2025, 5, 28, 6)),
    ],
)
async def test_a_number_alone_is_its_line(key: str, when: datetime) -> None:
    assert await ask(SnoozeDialog(NOW), "", key) is NOTHING
    assert await ask(SnoozeDialog(NOW), "", key, "enter") == at(when)


async def test_a_number_is_read_back_and_its_line_shown_until_the_cursor_goes_elsewhere() -> None:
    app = Stage(SnoozeDialog(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "4")
        assert app.screen.query_one("#reading", Words).text.strip() == "Mon 5 May 06:00"
        assert app.screen.lines.cursor == 3  # type: ignore[attr-defined]
        await press(pilot, "up")
        await settle(pilot)
        assert app.screen.query_one("#reading", Words).text.strip() == ""
        await press(pilot, "enter")
        await settle(pilot)
    assert app.answer == at(datetime(2025, 5, 3, 6))


@pytest.mark.parametrize(
    ("hour", "said"), [(12, "Tonight"), (18, "Tomorrow evening"), (23, "Tomorrow evening")]
)
async def test_in_the_evening_the_next_evening_is_called_tomorrows(hour: int, said: str) -> None:
    app = Stage(SnoozeDialog(datetime(2025, 4, 28, hour, 30).timestamp()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())
        assert said in lines


async def test_a_typed_day_is_read_back_and_answered() -> None:
    app = Stage(SnoozeDialog(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "fri")
        assert app.screen.query_one("#reading", Words).text.strip() == "Fri 2 May 06:00"
        await press(pilot, "enter")
        await settle(pilot)
    assert app.answer == at(datetime(2025, 5, 2, 6))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("3d", datetime(2025, 5, 1, 6)),
        (" 3d", datetime(2025, 5, 1, 6)),
        ("1w", datetime(2025, 5, 5, 6)),
        ("2026-12-01", datetime(2026, 12, 1, 6)),
    ],
)
async def test_a_typed_day_may_begin_with_a_digit(text: str, when: datetime) -> None:
    assert await ask(SnoozeDialog(NOW), text, "enter") == at(when)


async def test_a_letter_typed_before_the_dialog_came_is_its_first() -> None:
    assert await ask(SnoozeDialog(NOW, typed="t"), "omorrow", "enter") == at(datetime(2025, 4, 29, 6))


async def test_a_day_that_is_none_or_past_is_told_and_answers_nothing() -> None:
    app = Stage(SnoozeDialog(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, " 2020-01-01")
        await press(pilot, "enter")
        await settle(pilot)
        assert app.screen.query_one("#reading", Words).text.strip() == "that is past"
        await typed(pilot, "x")
        assert "not a day yet" in app.screen.query_one("#reading", Words).text
    assert app.answer is NOTHING


async def test_enter_takes_the_day_under_the_cursor() -> None:
    assert await ask(SnoozeDialog(NOW), "", "down", "enter") == at(datetime(2025, 4, 29, 6))


def test_a_reading_names_the_year_only_when_it_is_another_one() -> None:
    assert reading(at(datetime(2025, 5, 5, 6)), NOW) == "Mon 5 May 06:00"
    assert reading(at(datetime(2026, 1, 2, 6)), NOW) == "Fri 2 Jan 2026 06:00"


# ---- choose and ask ------------------------------------------------------------------------------------

ORDERS = [Choice("digest", "Digest order", "d", chosen=True), Choice("-date", "Newest first", "n")]
VIEWS = [Choice(name, name, str(n)) for n, name in enumerate(("Inbox", "Queue", "New 1"), 1)]


async def test_a_choices_key_chooses_it_at_once() -> None:
    assert await ask(ChooseDialog("Sort", ORDERS), "", "n") == "-date"


async def test_the_cursor_starts_on_what_is_so_now() -> None:
    assert await ask(ChooseDialog("Sort", ORDERS[::-1]), "", "enter") == "digest"


async def test_typing_narrows_and_digits_choose_only_while_nothing_is_typed() -> None:
    assert await ask(ChooseDialog("Views", VIEWS, narrow=True), "2") == "Queue"
    assert await ask(ChooseDialog("Views", VIEWS, narrow=True), "new 1", "enter") == "New 1"


async def test_a_click_chooses() -> None:
    app = Stage(ChooseDialog("Sort", ORDERS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click("Lines", offset=(3, 1))
        await settle(pilot)
    assert app.answer == "-date"


async def test_a_click_beside_a_dialog_leaves_it() -> None:
    app = Stage(ChooseDialog("Sort", ORDERS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(offset=(1, 1))
        await settle(pilot)
    assert app.answer is None


async def test_a_wrong_answer_is_told_and_not_given() -> None:
    def check(text: str) -> str:
        return "that name is taken" if text == "Inbox" else ""

    assert await ask(AskDialog("Save view", check=check), "Inbox", "enter") is NOTHING
    assert await ask(AskDialog("Save view", check=check), " ViT unread ", "enter") == "ViT unread"


async def test_a_path_is_completed(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").touch()
    (tmp_path / "pictures").mkdir()
    (tmp_path / ".hidden").touch()
    assert files(f"{tmp_path}/") == [f"{tmp_path}/pictures/", f"{tmp_path}/papers.bib"]
    assert await ask(AskDialog("Import", value=f"{tmp_path}/", complete=files), "pa", "tab", "enter") == str(
        tmp_path / "papers.bib"
    )
    assert files(f"{tmp_path}/nothing/") == []
    assert files("\0") == []


async def test_pasted_lines_become_one() -> None:
    from textual import events

    app = Stage(AskDialog("Pipe to"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.post_message(events.Paste("jq .title\n\x1b[31m| less\n"))
        await settle(pilot)
        await press(pilot, "enter")
        await settle(pilot)
    assert app.answer == "jq .title [31m| less"


# ---- command line and palette --------------------------------------------------------------------------

SOURCES = {"tag": lambda: ["vit", "robustness"], "view": lambda: ["Inbox", "New with code"]}


async def test_a_command_is_completed_with_its_arguments() -> None:
    assert await ask(CommandLine(SOURCES), "ta", "tab", *"+vi", "tab", "enter") == "tag +vit"


async def test_tab_goes_through_all_that_fit() -> None:
    assert await ask(CommandLine(SOURCES), "view ", "tab", "tab", "enter") == 'view "New with code"'


async def test_enter_runs_what_is_typed_not_what_is_offered() -> None:
    assert await ask(CommandLine(SOURCES), "sort date", "enter") == "sort date"


async def test_an_unknown_command_is_told_and_the_line_stays() -> None:
    assert await ask(CommandLine(SOURCES), "srot year", "enter") is NOTHING


async def test_earlier_lines_come_back() -> None:
    history = ["sort title", "tag +vit", "sort date"]
    assert await ask(CommandLine(history=history), "", "up", "up", "enter") == "tag +vit"
    assert await ask(CommandLine(history=history), "sort", "up", "up", "enter") == "sort title"


@pytest.mark.parametrize("keys", [("backspace",), ("escape",), ("enter",)])
async def test_an_empty_line_is_left_by_several_keys(keys: tuple[str, ...]) -> None:
    assert await ask(CommandLine(), "", *keys) is None


def palette() -> Palette:
    return Palette(Keymap.build()[0], recent=["zoom"])


async def test_the_palette_runs_what_is_typed() -> None:
    assert await ask(palette(), "dismiss above", "enter") == "dismiss-above"
    assert await ask(palette(), "copy bib", "enter") == "copy-bibtex"


async def test_a_slip_of_the_fingers_still_finds_a_command() -> None:
    assert str(await ask(palette(), "snoze", "enter")).startswith("snooze")


async def test_what_was_run_of_late_stands_first() -> None:
    assert await ask(palette(), "", "enter") == "zoom"


async def test_the_palette_finds_nothing_quietly() -> None:
    assert await ask(palette(), "qqqqqqqq", "enter") is NOTHING


# ---- what is read while one types already ----------------------------------------------------------------


async def test_tags_that_come_after_the_dialog_complete_what_is_typed_meanwhile() -> None:
    dialog = TagsDialog(1, None, {})
    app = Stage(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "rob")
        dialog.learn(KNOWN)
        await press(pilot, "enter")
        await settle(pilot)
        dialog.learn(KNOWN)
    assert app.answer == "+robustness"


@pytest.mark.parametrize(("keys", "answer"), [("2", "Queue"), ("new", "New 1")])
async def test_keys_typed_before_the_choices_came_choose_when_they_do(keys: str, answer: str) -> None:
    dialog = ChooseDialog("Views", None, narrow=True)
    app = Stage(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, keys)
        dialog.fill(VIEWS)
        await settle(pilot)
        if app.answer is NOTHING:
            await press(pilot, "enter")
            await settle(pilot)
    assert app.answer == answer


# ---- all of them ---------------------------------------------------------------------------------------

ALL = {
    "tags": tags,
    "tags-hostile": lambda: TagsDialog(2, [(HOSTILE, 1)], {HOSTILE: 1}),
    "snooze": lambda: SnoozeDialog(NOW),
    "choose": lambda: ChooseDialog(HOSTILE, [Choice("x", HOSTILE, note=HOSTILE)], narrow=True),
    "ask": lambda: AskDialog(HOSTILE, about=HOSTILE, value=HOSTILE),
    "command": lambda: CommandLine({"tag": lambda: [HOSTILE]}, value="tag +", history=[HOSTILE]),
    "palette": palette,
}


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "no-color"])
@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
@pytest.mark.parametrize("name", ALL)
async def test_every_dialog_fits_shows_how_to_leave_and_leaves(
    name: str, size: tuple[int, int], theme: str
) -> None:
    app = Stage(ALL[name](), theme=theme, glyphs=ASCII if theme == "no-color" else UNICODE)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        hints = app.screen.query_one("#hints", Words)
        assert hints.region.bottom <= size[1]
        assert "esc" in hints.text
        screen = "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in screen)
        await press(pilot, "escape")
        await settle(pilot)
    assert app.answer is None


async def test_keys_that_come_before_the_dialog_is_drawn_are_not_lost() -> None:
    app = Stage(tags())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"nas", "enter")
        await settle(pilot)
    assert app.answer == "+nas"


def test_tags_are_apart_by_commas_as_by_blanks() -> None:
    assert tag_words.result("a,b, -c", {"c": 1}, 1) == {"a": 1, "b": 1}
    assert tag_words.canonical("+vit,nas -old,", {}) == "+vit +nas -old"
