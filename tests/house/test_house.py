"""House rules that no linter knows: sizes, SQL in one room, help for all, and what a command may load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from digestui.cli.registry import GROUPS, MODULES, find
from digestui.library.intake import load_bundled
from digestui.library.library import Library

SOURCES = Path(__file__).resolve().parents[2] / "src" / "digestui"
FILES = sorted(SOURCES.rglob("*.py"))
LONGEST = 400
SQL = re.compile(
    r"\b(select\s.+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s"
    r"|create\s+(virtual\s+|temp\s+)?(table|index|trigger)\s|pragma\s+\w+)",
    re.IGNORECASE | re.DOTALL,
)


def name(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


def texts(tree: ast.AST) -> list[str]:
    """Every string of a module that is not a docstring."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_has_one_job_and_says_which(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(source)), "a module says what lives in it"


@pytest.mark.parametrize("path", [p for p in FILES if not name(p).startswith("storage/")], ids=name)
def test_sql_stays_in_the_storage_room(path: Path) -> None:
    found = [t for t in texts(ast.parse(path.read_text(encoding="utf-8"))) if SQL.search(t)]
    assert found == []


@pytest.mark.parametrize("command", sorted(MODULES))
def test_a_command_says_what_it_does_and_shows_an_example(command: str) -> None:
    described = find(command)
    assert described.name == command
    assert described.summary
    assert not described.summary.endswith(".")
    assert described.examples
    assert all(f"digestui {command}" in line for line, _ in described.examples[:1])
    assert all(option.help for option in described.all_options)


def test_every_command_of_the_contract_is_there() -> None:
    words = (
        "open import fetch sources resolve search show mark tag tags note undo redo history views digests "
        "rules digest export similar recommend stats backup restore doctor sync config serve completions"
    )
    assert set(words.split()) == set(MODULES)
    assert len(MODULES) == sum(len(commands) for _, commands in GROUPS)


@pytest.mark.parametrize(
    "command",
    [
        "search",
        "show",
        "tags",
        "history",
        "views",
        "digests",
        "rules",
        "import",
        "doctor",
        "config",
        "sources",
    ],
)
def test_a_listing_command_takes_json(command: str) -> None:
    assert "--json" in {option.name for option in find(command).options}


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """Exit code and the modules a command had loaded when it was over."""
    program = (
        "import sys\n"
        "from digestui.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "sys.stderr.write('\\nLOADED ' + ' '.join(sorted(sys.modules)))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SOURCES.parent), "PATH": "", "HOME": "/nonexistent", "LANG": "C.UTF-8"},
        check=False,
    )
    return done.returncode, set(done.stderr.rpartition("LOADED ")[2].split())


def test_the_version_costs_hardly_more_than_python_itself() -> None:
    code, modules = loaded_by("--version")
    assert code == 0
    heavy = {
        "sqlite3",
        "sqlite_utils",
        "rapidfuzz",
        "textual",
        "argparse",
        "json",
        "dataclasses",
        "pathlib",
        "typing",
    }
    assert modules & heavy == set()


def test_a_search_loads_nothing_that_it_does_not_use(tmp_path) -> None:
    library = tmp_path / "library.db"
    with Library.open(library, create=True, device="test") as lib:
        load_bundled(lib)
    code, modules = loaded_by("--library", str(library), "search", "diffusion")
    assert code == 0
    heavy = {"dataclasses", "inspect", "ast", "argparse", "calendar", "rapidfuzz", "sqlite_utils", "textual"}
    heavy |= {"typing", "threading", "shutil", "urllib.parse"}
    of_the_reader = {"library.highlight", "library.verdict", "library.views", "query.corrections"}
    assert modules & (heavy | {f"digestui.{name}" for name in of_the_reader}) == set()


@pytest.mark.parametrize(
    "line",
    [["--help"], ["search", "--help"], ["config", "keys"], ["config", "check"], ["completions", "bash"]],
)
def test_what_needs_no_library_loads_no_database_and_no_reader(line: list[str]) -> None:
    code, modules = loaded_by(*line)
    assert code == 0
    assert modules & {"sqlite3", "sqlite_utils", "rapidfuzz", "textual"} == set()
