"""The key table: every key of the reader once, presets as differences, users' keys over all."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.ui.keymap import BY_NAME, COMMANDS, Keymap, KeyReader, Prefix, Step
from digestui.ui.keys import canonical, known, sequence, spell
from digestui.ui.keytable import EDITING, FOOTERS, GROUPS, LIST, PRESETS, READING, SEARCH


def keymap(preset: str = "default", **overrides: object) -> Keymap:
    built, problems = Keymap.build(preset, {name.replace("_", "-"): v for name, v in overrides.items()})
    assert [problem for problem in problems if problem.wrong] == []
    return built


def run(built: Keymap, *keys: str, pane: str = "list") -> str | None:
    reader = KeyReader(built)
    steps = [reader.feed(key, pane) for key in keys]
    return steps[-1].command.name if steps[-1].command else None


CONTRACT = """
j down | k up | down down | up up | g+g first | home first | upper_g last | end last
ctrl+d half-page-down | ctrl+u half-page-up | ctrl+f page-down | ctrl+b page-up | pagedown page-down
pageup page-up | J next-paper | K previous-paper | left_square_bracket previous-digest
right_square_bracket next-digest | h previous-pane | l next-pane | tab next-pane | shift+tab previous-pane
enter open | escape back | space read-on | backspace read-back | n next-unread | p previous-unread
m toggle-read | I mark-read | U mark-unread | s star | a queue | e done | d dismiss | D dismiss-above
b+1 snooze-tonight | b+2 snooze-tomorrow | b+3 snooze-saturday | b+4 snooze-week | b+5 snooze-month
t tag | u undo | ctrl+r redo | x select | v select-range | V select-all | asterisk select-state | A read-all
slash search | f filters | F views | 1 view-1 | 9 view-9 | g+i go-inbox | g+u go-unread | g+s go-starred
g+q go-queue | g+z go-snoozed | g+h history | g+d digests | S sort | c note | E editor
o open-page | O open-pdf | C open-code | y+y copy-link | y+i copy-id | y+t copy-title | y+b copy-bibtex
y+m copy-markdown | vertical_line pipe | L similar | r refresh | R fetch | z zoom | T statistics
colon command-line | ctrl+p palette | question_mark help | f1 help | q quit
"""


@pytest.mark.parametrize(
    "line", [part.strip() for part in CONTRACT.replace("\n", "|").split("|") if part.strip()]
)
def test_every_key_of_the_contract_runs_its_command(line: str) -> None:
    keys, name = line.split()
    pressed = [keys] if keys.startswith(("ctrl", "shift")) else keys.split("+")
    assert run(keymap(), *pressed) == name


def test_names_are_unique_and_every_group_is_known() -> None:
    assert len(BY_NAME) == len(COMMANDS)
    assert {command.group for command in COMMANDS} == set(GROUPS)


def test_every_sequence_of_the_table_is_made_of_keys_a_terminal_can_send() -> None:
    for keys in [k for c in COMMANDS for k in c.keys] + [
        k for p in PRESETS.values() for v in p.values() for k in v
    ]:
        assert all(known(key) for key in sequence(keys)), keys


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_conflict_and_leaves_every_command_a_key(preset: str) -> None:
    built, problems = Keymap.build(preset)
    assert problems == []
    for command in COMMANDS:
        assert bool(built.keys(command.name)) == bool(command.keys), command.name
    for name, keys in PRESETS[preset].items():
        assert [sequence(k) for k in keys] == built.keys(name), name


@pytest.mark.parametrize("preset", PRESETS)
def test_every_footer_offer_of_a_preset_has_keys_and_a_command(preset: str) -> None:
    built, _ = Keymap.build(preset)
    for pane in FOOTERS:
        offers = built.footer(pane)
        assert len(offers) == len(FOOTERS[pane].split())
        assert all(item.keys and item.word and item.command in BY_NAME for item in offers)


def test_a_prefix_waits_and_shows_its_menu() -> None:
    found = keymap().lookup((), "y", LIST)
    assert isinstance(found, Prefix)
    assert found.word == "copy"
    assert [(item.keys, item.word) for item in keymap().menu(found.keys)] == [
        ("y", "link"),
        ("i", "id"),
        ("t", "title"),
        ("b", "BibTeX"),
        ("k", "cite key"),
        ("h", "HTML"),
        ("m", "Markdown"),
        ("r", "RIS"),
        ("c", "CSL"),
        ("j", "JSON"),
        ("l", "JSON Lines"),
        ("v", "CSV"),
    ]


def test_the_first_offers_of_the_list_are_those_of_the_picture() -> None:
    words = [f"{item.keys} {item.word}" for item in keymap().footer(LIST)]
    assert words[:8] == [
        "j k move",
        "space read on",
        "a queue",
        "d dismiss",
        "s star",
        "e done",
        "b snooze",
        "t tags",
    ]


def test_any_other_letter_after_b_begins_a_typed_day() -> None:
    reader = KeyReader(keymap())
    reader.feed("b", LIST)
    step = reader.feed("f", LIST)
    assert (step.command.name, step.typed) == ("snooze", "f")
    reader.feed("b", LIST)
    step = reader.feed("b", LIST)
    assert (step.command.name, step.typed) == ("snooze", "")


def test_escape_leaves_a_sequence_and_does_nothing_else() -> None:
    reader = KeyReader(keymap())
    reader.feed("g", LIST)
    assert reader.feed("escape", LIST) == Step()
    assert reader.feed("j", LIST).command.name == "down"


def test_a_wrong_key_after_a_prefix_ends_the_sequence_and_runs_nothing() -> None:
    reader = KeyReader(keymap())
    reader.feed("y", LIST)
    step = reader.feed("d", LIST)
    assert step.command is None
    assert step.used
    assert reader.pending == ()


def test_a_key_nobody_knows_is_left_to_the_pane() -> None:
    assert KeyReader(keymap()).feed("f9", LIST).used is False


def test_keys_that_type_are_no_commands_where_one_types() -> None:
    for pane in (EDITING, SEARCH):
        assert run(keymap(), "question_mark", pane=pane) is None
        assert run(keymap(), "f1", pane=pane) == "help"
    assert run(keymap(), "escape", pane=EDITING) == "note-close"
    assert run(keymap(), "ctrl+d", pane=EDITING) is None


def test_n_steps_through_matches_in_the_abstract() -> None:
    assert run(keymap(), "n", pane="abstract") == "next-match"
    assert run(keymap(), "n", pane="list") == "next-unread"


def test_digits_count_in_vim_and_open_views_elsewhere() -> None:
    reader = KeyReader(keymap("vim"))
    reader.feed("1", LIST)
    reader.feed("0", LIST)
    step = reader.feed("j", LIST)
    assert (step.command.name, step.count) == ("down", 10)
    assert run(keymap("vim"), "g", "3") == "view-3"
    assert run(keymap(), "3") == "view-3"


def test_a_count_survives_a_prefix() -> None:
    reader = KeyReader(keymap("vim"))
    for key in ("2", "g"):
        reader.feed(key, LIST)
    assert reader.feed("g", LIST).count == 2


def test_users_keys_replace_those_of_the_command() -> None:
    built = keymap(dismiss="X", star=["ctrl+s", "g x"])
    assert run(built, "X") == "dismiss"
    assert run(built, "d") is None
    assert run(built, "g", "x") == "star"
    assert built.keys_of("star") == "ctrl+s"


def test_users_keys_win_over_the_table_and_say_who_lost_the_last_key() -> None:
    built, problems = Keymap.build("default", {"dismiss": "x"})
    assert run(built, "x") == "dismiss"
    assert problems == [("select", "has no key left: x is now dismiss", False)]


def test_two_commands_on_one_key_are_told_and_the_first_keeps_it() -> None:
    built, problems = Keymap.build("default", {"dismiss": "w", "star": "w"})
    assert run(built, "w") == "dismiss"
    assert problems == [("star", "w is already dismiss", True)]


def test_a_key_that_begins_a_users_own_sequence_is_told() -> None:
    _, problems = Keymap.build("default", {"dismiss": "w w", "star": "w"})
    assert problems == [("star", "w is already dismiss", True)]


def test_unknown_names_keys_values_and_presets_are_told_and_the_rest_works() -> None:
    built, problems = Keymap.build(
        "emacs", {"dismis": "x", "star": "ctrl+flower", "queue": 7, "done": "w", "tag": "g escape"}
    )
    assert problems == [
        ("preset", "emacs is none of default, vim, newsboat, mutt, gmail", True),
        ("dismis", "no such command; did you mean dismiss?", True),
        ("star", "no such key: ctrl+flower", True),
        ("queue", 'keys are text such as "g g", or a list of such', True),
        ("tag", "g esc: esc leaves a sequence", True),
    ]
    assert run(built, "w") == "done"
    assert run(built, "s") == "star"


def test_an_empty_setting_takes_a_commands_keys_away() -> None:
    for nothing in ("", "none", []):
        assert run(keymap(quit=nothing), "q") is None


def test_a_prefix_whose_commands_moved_away_is_free() -> None:
    built = keymap(copy_link="o o", star="Q")
    assert built.family("copy") is None
    assert run(built, "Q") == "star"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("question_mark", "?"),
        ("upper_g", "G"),
        ("shift+g", "G"),
        ("G", "G"),
        ("<C-d>", "ctrl+d"),
        ("Ctrl+D", "ctrl+d"),
        ("esc", "escape"),
        ("pgdn", "pagedown"),
        (" ", "space"),
        ("ctrl+i", "tab"),
        ("section_sign", "§"),
        ("shift+tab", "shift+tab"),
        ("ctrl+plus", "ctrl++"),
        ("shift+ctrl+a", "ctrl+shift+a"),
    ],
)
def test_a_key_has_one_spelling_however_it_is_written(written: str, name: str) -> None:
    assert canonical(written) == name
    assert known(name)


@given(st.text(max_size=12))
def test_naming_a_key_never_fails_and_settles_at_once(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    known(once)
    spell(text)


@given(
    st.sampled_from(list(PRESETS)),
    st.dictionaries(
        st.sampled_from([c.name for c in COMMANDS]) | st.text(max_size=5),
        st.text(max_size=6) | st.sampled_from(["g", "g g", "x", "ctrl+x", "x y z"]) | st.integers(),
        max_size=6,
    ),
)
def test_no_settings_break_the_keymap_and_no_sequence_begins_another(preset: str, overrides: dict) -> None:
    built, _ = Keymap.build(preset, overrides)
    for pane in READING:
        shown = built.footer(pane)
        assert all(item.keys for item in shown)
        for keys, command in built.pane(pane).items():
            assert built.lookup(keys[:-1], keys[-1], pane) is command
            assert not any(keys[:length] in built.pane(pane) for length in range(1, len(keys)))


def test_the_help_names_every_command_once() -> None:
    named = [name for _, rows in keymap().help() for row in rows for name in row.commands]
    assert sorted(named) == sorted(c.name for c in COMMANDS if not c.hidden)


def test_the_nine_views_are_one_row() -> None:
    rows = dict(keymap().help())["Find"]
    assert ("1-9",) in [row.keys for row in rows if row.text == "nth view"]
    rows = dict(keymap("vim").help())["Find"]
    assert ("g 1-9",) in [row.keys for row in rows if row.text == "nth view"]


def test_the_table_loads_without_textual() -> None:
    code = "import sys, digestui.ui.keymap; print({'textual', 'rich', 'rapidfuzz'} & set(sys.modules) or '')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_letter_is_no_key_where_one_types_and_the_usual_key_stays() -> None:
    built, problems = Keymap.build("default", {"note-save": "x"})
    assert problems == [("note-save", "x is text where one types", True)]
    assert built.keys_of("note-save") == "ctrl+s"


def test_a_key_that_begins_others_is_named_itself_as_what_took_theirs() -> None:
    _, problems = Keymap.build("default", {"done": "g"})
    assert ("go-inbox", "has no key left: g is now done", False) in problems
