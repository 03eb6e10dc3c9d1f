"""A command line in a box: any terminal, any day, a home of its own."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from digestui.cli.environment import Environment
from digestui.cli.main import run

PROJECT_SOURCES = Path(__file__).resolve().parents[2] / "src"

NOON = 1_745_928_000.0
"""29 April 2025, 12:00 UTC."""


@dataclass
class Said:
    """What a command said and how it left."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Box:
    """A home, a working folder, a library, a clock."""

    home: Path
    cwd: Path
    library: Path
    now: float = NOON
    terminal: bool = False
    columns: int = 100
    variables: dict[str, str] = field(default_factory=dict)
    edited: str | None = None
    """What the editor leaves in its file; None leaves the file alone."""
    editor_code: int = 0

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Said:
        """Run a command on the library of this box."""
        return self.bare("--library", str(self.library), *arguments, stdin=stdin)

    def bare(self, *arguments: str, stdin: bytes = b"") -> Said:
        """Run a command with nothing said about the library."""
        out, err = io.StringIO(newline=""), io.StringIO(newline="")
        env = Environment(
            stdin=io.BytesIO(stdin),
            stdout=out,
            stderr=err,
            stdin_isatty=self.terminal,
            stdout_isatty=self.terminal,
            stderr_isatty=False,
            environ=self.environ,
            cwd=self.cwd,
            clock=lambda: self.now,
            columns=self.columns,
            run_program=self.edit,
        )
        return Said(run(list(arguments), env), out.getvalue(), err.getvalue())

    @property
    def environ(self) -> dict[str, str]:
        places = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "EDITOR": "ed",
        }
        return {**places, **self.variables}

    def edit(self, arguments: list[str]) -> int:
        if self.edited is not None:
            Path(arguments[-1]).write_text(self.edited, encoding="utf-8")
        return self.editor_code

    def settings(self, text: str) -> Path:
        file = self.home / "config/digestui/config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def file(self, name: str, content: object) -> str:
        """A file in the working folder: text as it is, anything else as JSON."""
        text = content if isinstance(content, str) else json.dumps(content)
        (self.cwd / name).write_text(text, encoding="utf-8")
        return name


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    """An empty box: no library yet."""
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    cwd = tmp_path / "work"
    cwd.mkdir()
    return Box(tmp_path / "home", cwd, tmp_path / "papers.db")


PAPERS = [
    {
        "key": "arxiv:2103.14030",
        "title": "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        "abstract": "Shifted windows serve as a backbone. Code at https://github.com/microsoft/Swin-Transformer.",
        "authors": ["Ze Liu", "Yutong Lin"],
        "published": "2021-03-25",
        "categories": ["cs.CV"],
    },
    {
        "key": "arxiv:2103.15808",
        "title": "CvT: Introducing Convolutions to Vision Transformers",
        "abstract": "Convolutions come to the transformer.",
        "authors": ["Haiping Wu"],
        "published": "2021-03-29",
        "categories": ["cs.CV"],
    },
    {
        "key": "doi:10.1038/nature14539",
        "title": "Deep learning",
        "abstract": "Representations with multiple levels of abstraction.",
        "authors": ["Yann LeCun", "Yoshua Bengio", "Geoffrey Hinton"],
        "published": "2015-05-28",
        "venue": "Nature",
    },
]


@pytest.fixture
def shelf(box: Box) -> Box:
    """A box whose library holds three papers of one digest."""
    lines = "".join(json.dumps(paper) + "\n" for paper in PAPERS)
    box.file("three.jsonl", lines)
    said = box("import", "three.jsonl", "--digest", "Three", "--date", "2025-04-28")
    assert said.code == 0, said.err
    return box
