"""Settings: what a file says is used, what is wrong in it is named with its line, the rest still works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.records import fields
from digestui.settings import Settings, load
from digestui.settings.default_file import default_file
from digestui.settings.reading import read
from digestui.settings.rules import RULES, SERVICES
from digestui.web.services import Bases

HERE = Path("config.toml")


def sentences(text: str) -> list[str]:
    return [complaint.sentence("config.toml") for complaint in read(text, HERE).complaints]


def test_a_missing_file_gives_the_defaults_in_silence(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml")
    assert (loaded.settings, loaded.complaints) == (Settings(), ())


def test_a_folder_in_place_of_the_file_is_told_and_the_defaults_are_used(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.settings == Settings()
    assert "cannot be read" in loaded.complaints[0].why


def test_what_the_file_sets_is_used() -> None:
    loaded = read('theme = "Light"\npeek = 0\nadvance = false\n[keys]\npreset = "vim"\nstar = "f5"\n', HERE)
    chosen = loaded.settings
    assert (chosen.theme, chosen.peek, chosen.advance, chosen.preset) == ("light", 0, False, "vim")
    assert dict(chosen.keys) == {"star": ("f5",)}
    assert loaded.complaints == ()
    assert loaded.given == {"theme", "peek", "advance", "keys.preset", "keys.star"}


def test_a_wrong_value_is_named_with_its_line_and_what_is_allowed_and_the_rest_works() -> None:
    loaded = read('# mine\ntheme = "dim"\npeek = 2\n', HERE)
    assert loaded.settings.theme == "auto"
    assert loaded.settings.peek == 2
    assert sentences('# mine\ntheme = "dim"\npeek = 2\n') == [
        'config.toml: line 2: theme: not "dim": use one of auto, dark, light, high-contrast, ansi, own'
    ]


def test_colours_of_ones_own_are_taken_and_wrong_ones_named() -> None:
    text = 'theme = "own"\n[colours]\nbase = "light"\naccent = "#7A1FA2"\nacent = "#000000"\nstar = "gold"\n'
    chosen = read(text, HERE).settings
    assert chosen.theme == "own"
    assert dict(chosen.colours) == {"base": "light", "accent": "#7a1fa2"}
    assert sentences(text) == [
        "config.toml: line 5: colours.acent: no such role: did you mean accent?",
        'config.toml: line 6: colours.star: not "gold": use a colour as "#8ab4f8"',
    ]
    (said,) = sentences('colours = "red"')
    assert "line 1: colours: is a table" in said


def test_an_unknown_setting_is_named_with_the_nearest_one() -> None:
    assert sentences('them = "dark"') == ["config.toml: line 1: them: no such setting: did you mean theme?"]


def test_a_wrong_setting_in_a_table_has_its_own_line() -> None:
    text = 'theme = "dark"\n\n[backup]\ndaily = 3\nweekly = "often"\n'
    assert sentences(text) == ['config.toml: line 5: backup.weekly: not "often": use a number from 0 to 520']
    assert read(text, HERE).settings.backup.daily == 3


def test_a_line_that_is_not_toml_is_left_out_and_the_others_count() -> None:
    loaded = read('theme = "dark\npeek = 3\nadvance = false\n', HERE)
    assert (loaded.settings.theme, loaded.settings.peek, loaded.settings.advance) == ("auto", 3, False)
    assert loaded.complaints[0].line == 1


def test_what_stands_under_a_broken_heading_does_not_slip_into_the_table_above() -> None:
    loaded = read('theme = "dark"\n[keys\nlibrary = "x"\n[backup]\ndaily = 1\n', HERE)
    assert (loaded.settings.library, loaded.settings.backup.daily) == ("", 1)


@pytest.mark.parametrize(
    "value", ["7", "true", '["end"]', '"sometimes"', '"dwell:"', '"dwell:-1s"', '"dwell:nan"']
)
def test_read_when_takes_nothing_but_its_words(value: str) -> None:
    assert read(f"read_when = {value}", HERE).complaints
    assert read(f"read_when = {value}", HERE).settings.read_when == "end"


def test_a_wrong_preset_is_named_with_its_table_and_line() -> None:
    loaded = read('theme = "dark"\n[keys]\nstar = "s"\npreset = "emacs"\n', HERE)
    (complaint,) = loaded.complaints
    assert (complaint.setting, complaint.line) == ("keys.preset", 4)
    assert "vim" in complaint.do
    assert loaded.settings.preset == "default"


@pytest.mark.parametrize("value", ["-rf", "--exec", "'unclosed"])
def test_a_program_may_not_begin_with_a_dash_nor_leave_a_quote_open(value: str) -> None:
    assert read(f'open_command = "{value}"', HERE).complaints


def test_a_search_address_must_be_a_web_address() -> None:
    assert read('search_url = "file:///etc/{title}"', HERE).complaints
    assert not read('search_url = "https://example.org/?q={title}"', HERE).complaints


def test_the_default_file_is_all_comments_and_holds_every_setting_at_its_default() -> None:
    assert read(default_file(), HERE).given == frozenset()
    bare = re.sub(r"^# (?=\[|\w+ = )", "", default_file(), flags=re.M)
    loaded = read(bare, HERE)
    assert loaded.complaints == ()
    names = {name for name in RULES if name != "preset" and not name.startswith("colours.")} | {"keys.preset"}
    assert names <= loaded.given
    for field in fields(Settings):
        if field.name not in ("keys", "colours", "sources"):  # examples of what they may hold
            assert getattr(loaded.settings, field.name) == getattr(Settings(), field.name), field.name


def test_every_service_that_is_asked_can_be_given_another_address() -> None:
    assert set(SERVICES) == {base.name for base in fields(Bases)}
    assert not read('[sources]\narxiv = "https://mirror.example.org"', HERE).complaints


@given(st.text(max_size=300))
def test_no_text_stops_the_program(text: str) -> None:
    for complaint in read(text, HERE).complaints:
        assert complaint.why


@given(
    st.sampled_from(sorted(RULES)), st.one_of(st.integers(), st.text(max_size=30), st.booleans(), st.none())
)
def test_a_rule_takes_a_value_or_says_what_is_allowed(name: str, value: object) -> None:
    said = ""
    try:
        RULES[name](value)
    except ValueError as error:
        said = str(error)
    assert not said or said.startswith("use ")


@pytest.mark.parametrize("pattern", ["{title}", "{author} {year} {title}", "x-{key}", "{id}"])
def test_names_of_pdfs_are_patterns(pattern: str) -> None:
    assert read(f'pdf_name = "{pattern}"', HERE).settings.pdf_name == pattern


@pytest.mark.parametrize(
    "pattern", ["", "paper", "{year}", "{title}/x", "../{title}", "{titel}", "{title", "{{title}}"]
)
def test_a_pattern_that_names_no_paper_or_another_folder_is_refused(pattern: str) -> None:
    assert "no slash" in sentences(f'pdf_name = "{pattern}"')[0]
