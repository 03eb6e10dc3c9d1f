"""Promise 1: data never controls the terminal, on any screen and from any command.

`text/test_safe.py` has the function that cleans; here is what comes out at the edges.
"""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import pytest

from digestui.cli.environment import Environment
from digestui.cli.main import run
from digestui.library import intake, views
from digestui.library.library import Library
from digestui.text import safe
from effort import examples
from faults import hostile
from faults.terminal import Terminal
from library.feeding import Clock

PAPERS = 40


@pytest.fixture(scope="session")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of hostile papers, notes, tags, digests and views."""
    folder = tmp_path_factory.mktemp("evil")
    file = folder / "evil\u202e\x1b]0;PWNED\x07.jsonl"
    file.write_text(hostile.records(PAPERS))
    with Library.open(folder / "library.db", create=True, clock=Clock(), device="test") as lib:
        report = intake.import_files(lib, [file])
        assert report.added >= PAPERS - 5
        views.save_view(lib, f"view {hostile.ATTACKS[0]}", hostile.ATTACKS[1])
    return folder / "library.db"


def test_ten_thousand_texts_hold_nothing_forbidden_when_cleaned() -> None:
    for text in hostile.texts(examples(1000, 10_000), seed=11):
        assert hostile.FORBIDDEN.search(safe.clean(text)) is None
        assert hostile.FORBIDDEN.search(safe.one_line(text)) is None


FORMATS = ["table", "text", "json", "jsonl", "csv", "bibtex", "ris", "csl", "markdown", "html"]
COMMANDS = [
    *(("search", "in:any", "--format", name) for name in FORMATS),
    ("search", hostile.ATTACKS[0]),
    ("search", "is:" + hostile.ATTACKS[3], "--explain"),
    ("show", "arxiv:2412.00001"),
    ("show", hostile.ATTACKS[0]),
    ("note", "arxiv:2412.00001"),
    ("note", "arxiv:2412.00001", "--history"),
    ("mark", "in:any", hostile.ATTACKS[0]),
    ("tag", "in:any", "+" + hostile.ATTACKS[0] + "x"),
    ("tags",),
    ("history",),
    ("views",),
    ("digests",),
    ("rules", "list"),
    ("sources", "list"),
    ("stats",),
    ("similar", "arxiv:2412.00001"),
    ("recommend",),
    ("digest", "in:any"),
    ("doctor",),
    ("import", "/no/such/" + hostile.ATTACKS[0]),
    ("restore", "/no/such/" + hostile.ATTACKS[16]),
    (hostile.ATTACKS[0],),
]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_no_command_lets_a_control_through(evil: Path, tmp_path: Path, terminal: bool) -> None:
    wrong = []
    for words in COMMANDS:
        out, err = io.StringIO(newline=""), io.StringIO(newline="")
        env = Environment(
            stdin=io.BytesIO(),
            stdout=out,
            stderr=err,
            stdin_isatty=terminal,
            stdout_isatty=terminal,
            stderr_isatty=terminal,
            environ={"HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"},
            cwd=tmp_path,
            clock=Clock(),
            columns=100,
        )
        code = run(["--library", str(evil), *words], env)
        said = out.getvalue() + err.getvalue()
        assert code in (0, 1, 2), words
        assert "Traceback" not in said
        own = hostile.TOKEN.sub(lambda m: "" if terminal and hostile.OWN.fullmatch(m[0]) else m[0], said)
        if terminal:
            own = own.replace("\r", "")
        found = hostile.FORBIDDEN.findall(own.replace("\r\n", "\n"))
        wrong += [(words[:2], ascii(one)) for one in sorted(set(found))]
    assert wrong == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_no_screen_of_the_reader_lets_a_control_through(evil: Path, tmp_path: Path) -> None:
    escape = "\x1b"
    walk: list[str | bytes] = [
        *"jjjkk", "\r", "l", "h", "\t", escape, " ", " ", "z", "z",
        "F", escape, "f", "jj", escape, "S", escape, "L", escape, "T", escape, "?", escape,
        "gh", "jj", escape, "gd", "jj", escape, "gi", "t", "+ZQ", escape, "b", escape,
        "c", "note \x1b[200~" + hostile.ATTACKS[0] + hostile.ATTACKS[16] + "\x1b[201~", escape,
        "E", "yi", "yt", "yb", "ym", "yl", "o", "O", "C", escape, "m", "s", "a", "e", "d", "u", "u",
        "/", "plain " + hostile.ATTACKS[23][:20], "\r", escape, "/", "is:stared", "\r", escape,
        ":", "tag +" + hostile.ATTACKS[23][:20], "\r", ":", "import /no/\u202e[/INST].json", "\r",
        "\x10", "[/INST]", escape, "x", "x", "A", "u", "\\", "gu", "gq", "gz", "gs",
    ]  # fmt: skip
    with Terminal(evil, home=tmp_path) as terminal:
        terminal.words("\x1b[?1049h")
        terminal.quiet()
        for _ in range(examples(1, 6)):
            terminal.keys(*walk)
            terminal.keys(*"j" * examples(6, 2 * PAPERS))
        assert terminal.child.poll() is None
        assert len(terminal.seen) > 20_000
        terminal.signal(signal.SIGTERM)
        terminal.left()
        seen = bytes(terminal.seen)
    assert hostile.faults(seen) == []
    assert b"Traceback" not in seen


def test_the_looker_finds_what_it_looks_for() -> None:
    for attack in hostile.ATTACKS[:16]:
        if attack not in ("\r\nforged line", "\x1b[?1049l", "\x1b[66;66H\x1b[2J"):
            assert hostile.faults(f"plain {hostile.MARK}{attack}".encode()), ascii(attack)
    assert hostile.faults(b"\x1b[66;66H")
    assert hostile.faults(b"\x1b[1;31mred\x1b[0m\x1b[3;4H \x1b[?25l") == []
