"""How a line is taken apart: options anywhere, words among them, errors in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.cli.command import COMMON, Command, Option, take_apart
from digestui.cli.main import run
from digestui.errors import BadUsage

from .conftest import Box

SAMPLE = Command(
    "sample",
    "a sample",
    "WORD...",
    (("digestui sample", "nothing"),),
    lambda session: 0,
    options=(
        Option("--limit", "so many", value="N", short="-n"),
        Option("--count", "count"),
        Option("--format", "how", value="F", choices=("json", "csv")),
        Option("--output", "where", value="FILE", file=True),
        Option("--set", "what", value="TEXT", blank=True),
    ),
)


def test_words_and_options_stand_in_any_order() -> None:
    line = take_apart(SAMPLE, ["swin", "--limit", "5", "transformer", "--count", "x", "--format=JSON"])
    assert line.words == ["swin", "transformer", "x"]
    assert line.options == {"--limit": "5", "--count": "", "--format": "json"}
    assert line.number("--limit") == 5


@pytest.mark.parametrize("arguments", [["-n", "7"], ["-n7"], ["--limit=7"], ["--limit", "7"]])
def test_a_value_is_joined_or_apart(arguments: list[str]) -> None:
    assert take_apart(SAMPLE, arguments).number("--limit") == 7


def test_after_two_dashes_everything_is_a_word() -> None:
    assert take_apart(SAMPLE, ["a", "--", "-is:read", "--count", "--"]).words == [
        "a",
        "-is:read",
        "--count",
        "--",
    ]


def test_a_lone_dash_is_a_word() -> None:
    assert take_apart(SAMPLE, ["-"]).words == ["-"]


@pytest.mark.parametrize(
    ("arguments", "do"),
    [
        (["--limti", "5"], "did you mean --limit?"),
        (["-is:read"], "a query that begins with a dash follows --, as digestui sample -- -is:read"),
        (["--count=3"], "--count takes no value"),
        (["--limit"], "write --limit N"),
        (["--format", "xml"], "use one of json, csv"),
        (["--zebra"], "digestui sample --help lists them"),
        (["--limit", ""], "write --limit N"),
        (["--output="], "write --output FILE"),
        (["caf\udce9"], "write it in UTF-8"),
        (["--set", "caf\udce9"], "write it in UTF-8"),
    ],
)
def test_what_means_nothing_is_named_with_what_to_write(arguments: list[str], do: str) -> None:
    with pytest.raises(BadUsage) as caught:
        take_apart(SAMPLE, arguments)
    assert caught.value.do == do


def test_a_text_may_be_empty_and_a_file_named_in_any_bytes() -> None:
    line = take_apart(SAMPLE, ["--set", "", "--output", "caf\udce9.csv", ""])
    assert (line.words, line.options) == ([""], {"--set": "", "--output": "caf\udce9.csv"})


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "", "٣", "1" * 20])
def test_a_number_is_a_whole_number(text: str) -> None:
    with pytest.raises(BadUsage):
        take_apart(SAMPLE, ["--limit=" + text]).number("--limit")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_line_is_taken_apart_or_refused_in_words(arguments: list[str]) -> None:
    try:
        line = take_apart(SAMPLE, arguments)
    except BadUsage as error:
        line = None
        said = str(error)
        assert said.count(": ") >= 2
    if line is not None:
        known = {option.name for option in (*SAMPLE.options, *COMMON)}
        assert set(line.options) <= known


def test_what_follows_the_query_of_tag_is_never_an_option(shelf: Box) -> None:
    said = shelf("tag", "in:any", "+json", "-library", "--json")
    assert said.code == 0
    assert [tag["name"] for tag in shelf("tags", "--json").json] == ["json"]


@pytest.mark.parametrize("place", ["before", "after", "joined", "variable"])
def test_the_library_is_named_on_either_side_or_by_a_variable(shelf: Box, place: str) -> None:
    path = str(shelf.library)
    lines = {
        "before": ["--library", path, "search", "in:any", "--count"],
        "after": ["search", "in:any", "--count", "--library", path],
        "joined": ["--library=" + path, "search", "--count", "in:any"],
        "variable": ["search", "in:any", "--count"],
    }
    if place == "variable":
        shelf.variables["DIGESTUI_LIBRARY"] = path
    assert shelf.bare(*lines[place]).out == "3\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["serch"], "digestui: serch: no such command: did you mean digestui search?"),
        (["--libary", "x"], "digestui: --libary: there is no such option: digestui --help lists them"),
        (["--library"], "digestui: --library: it wants a file: write --library PATH"),
        (
            ["undo", "many"],
            "digestui: undo: many is no number of steps: write digestui undo [N] [--json]",
        ),
        (
            ["views", "drop", "x"],
            (
                "digestui: views: drop means nothing here: write digestui views "
                "[list | save NAME QUERY | remove NAME] [--json]"
            ),
        ),
        (
            ["export"],
            (
                "digestui: export: it wants a format: add --format and one of "
                "jsonl, json, csv, bibtex, ris, csl, markdown, html"
            ),
        ),
        (
            ["completions", "tcsh"],
            "digestui: completions: no completions for tcsh: use one of bash, zsh, fish",
        ),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(box: Box, arguments: list[str], line: str) -> None:
    said = box.bare(*arguments)
    assert (said.code, said.out, said.errors) == (2, "", [line])


@pytest.mark.parametrize(
    "arguments",
    [
        *(
            ["sync", ""],
            ["import", ""],
            ["open", ""],
            ["sources", "add", ""],
            ["backup", ""],
            ["restore", ""],
        ),
        *(["digest", "--mail-to", ""], ["export", "--format", "csv", "-o", ""], ["stats", "--library="]),
    ],
)
def test_a_variable_that_nobody_set_is_no_name(shelf: Box, arguments: list[str]) -> None:
    before = sorted(shelf.cwd.iterdir())
    shelf.settings('[sync]\nfolder = "~/elsewhere"')
    said = shelf(*arguments)
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)
    assert " is empty: write " in said.err
    assert sorted(shelf.cwd.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["note", "arxiv:2103.14030", "--set", "\udcff\udcfe"],
        ["note", "arxiv:2103.14030", "--append", "caf\udce9"],
        ["tag", "in:any", "+caf\udce9"],
        ["mark", "\udce9", "dismiss"],
        ["import", "three.jsonl", "--digest", "caf\udce9"],
        ["sources", "add", "./caf\udce9.bib"],
    ],
)
def test_bytes_that_are_no_text_are_refused_and_nothing_of_them_is_taken(
    shelf: Box, arguments: list[str]
) -> None:
    shelf("note", "arxiv:2103.14030", "--set", "precious")
    said = shelf(*arguments)
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)
    assert " is no UTF-8: " in said.err
    assert "\ufffd" in said.err
    assert shelf("note", "arxiv:2103.14030").out == "precious\n"
    assert shelf("search", "is:tagged", "in:any", "--count").out == "0\n"


def test_files_may_be_named_in_any_bytes(shelf: Box) -> None:
    (shelf.cwd / "caf\udce9.jsonl").write_bytes((shelf.cwd / "three.jsonl").read_bytes())
    assert shelf("import", "caf\udce9.jsonl").out == "caf\ufffd.jsonl: 3 unchanged  (Three, 2025-04-28)\n"
    assert shelf("backup", "b\udcff.db").code == 0
    assert shelf("restore", "b\udcff.db").code == 0
    assert shelf("export", "--format", "csv", "-o", "x\udcff.csv").code == 0
    assert (shelf.cwd / "x\udcff.csv").stat().st_size > 100
    for sent in ("sent 0 acts and 3 papers", "sent 0 acts and 0 papers"):  # the same folder the second time
        said = shelf("sync", "s\udcff")
        assert (said.code, said.out.partition(",")[0]) == (0, sent)


def test_a_folder_that_no_text_can_name_is_no_source(shelf: Box) -> None:
    shelf.cwd = shelf.cwd / "caf\udce9"
    shelf.cwd.mkdir()
    shelf.file("x.bib", "@article{x, title={A title}}")
    said = shelf("sources", "add", "x.bib")
    assert (said.code, len(said.errors)) == (2, 1)
    assert said.err.endswith(": give the file and its folders names in UTF-8\n")


def test_escape_sequences_on_the_command_line_come_back_harmless(box: Box) -> None:
    said = box.bare("sea\x1b]52;c;aGk=\x07rch\n\u202e")
    assert said.code == 2
    assert not set(said.err) & {"\x1b", "\x07", "\u202e"}
    assert len(said.errors) == 1


def test_version_and_help_need_nothing(box: Box) -> None:
    assert box.bare("--version").out.startswith("digestui ")
    assert box.bare("--version", "search").code == 0
    assert "usage: digestui" in box.bare("--help").out
    assert box.bare("help", "mark").out == box.bare("mark", "--help").out == box.bare("--help", "mark").out
    assert list(box.home.rglob("*")) == []


def test_every_line_of_help_fits_a_narrow_terminal(box: Box) -> None:
    from digestui.cli.registry import MODULES

    for name in ("", *MODULES):
        for line in box.bare(*name.split(), "--help").lines:
            assert len(line) <= 120, line


def test_the_real_environment_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completions", "bash"]) == 0
    assert "complete -F _digestui digestui" in capsys.readouterr().out
