"""`docs/tutorial.md`, walked through: every key pressed in a new reader, every command run in a shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.reading import reading

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
NAMED = {"enter": "enter", "esc": "escape", "space": "space"}
BIB = "@article{a, title = {A Paper of One's Own}, author = {Woolf, Virginia}, year = 1929}\n"


def steps() -> list[tuple[list[str], str]]:
    """What each step says to press, and the words that are then on the screen."""
    found = []
    for keys, see in re.findall(r"^\| (`.+`) \| (.+) \|$", PAGE, re.M):
        pressed: list[str] = []
        for word in re.findall(r"`([^`]+)`", keys):
            pressed += [NAMED[word]] if word in NAMED else list(word)
        found.append((pressed, re.findall(r"`([^`]+)`", see)[-1]))
    return found


def commands() -> list[str]:
    """The lines of every block of shell, in order."""
    return [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


async def test_every_key_does_what_the_page_says(library: Path) -> None:
    assert len(steps()) > 20
    async with reading(library) as r:
        for pressed, words in steps():
            await r.press(*("space" if key == " " else key for key in pressed))
            assert words in r.text(), (pressed, words, r.status())


@pytest.fixture
def shell(tmp_path: Path, library: Path) -> dict[str, str]:
    """Variables of a shell in which `digestui` is this program and the library a new one."""
    tool = tmp_path / "bin" / "digestui"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digestui "$@"\n')
    tool.chmod(0o755)
    return {
        "PATH": f"{tool.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
        "DIGESTUI_LIBRARY": str(library),
        "LANG": "C.UTF-8",
    }


def test_every_command_of_the_page_works(tmp_path: Path, shell: dict[str, str]) -> None:
    (tmp_path / "papers.bib").write_text(BIB, "utf-8")
    script = "set -e\n" + "".join(f"echo '+ {i}' >&2\n{line}\n" for i, line in enumerate(commands()))
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=shell, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(commands()) > 15
