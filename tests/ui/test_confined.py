"""A confined reader: nothing leads out of it, by key, by line, by palette or by click."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from digestui.ui.control import confined, outside, piping
from digestui.ui.keytable import OUTSIDE
from ui.reading import Reading, reading
from ui.walking import walk

_seen: list[tuple[str, Any]] | None = None


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and (event in confined.STARTS or (event == "open" and _writes(arguments))):
        _seen.append((event, arguments[0]))


def _writes(arguments: tuple[Any, ...]) -> bool:
    return isinstance(arguments[0], str) and any(mode in str(arguments[1] or "r") for mode in "wax+")


sys.addaudithook(_look)


@contextmanager
def watching() -> Iterator[list[tuple[str, Any]]]:
    """Programs that are started and files that are opened to be written, meanwhile."""
    global _seen
    _seen = seen = []
    try:
        yield seen
    finally:
        _seen = None


async def spell(read: Reading, line: str) -> None:
    await read.press(*("space" if character == " " else character for character in line))


@pytest.mark.parametrize("name", sorted(OUTSIDE))
async def test_what_leads_out_is_off_and_says_so(library: Path, name: str) -> None:
    async with reading(library, confined=True) as read:
        with watching() as seen:
            read.screen.run(name)
            await read.settle()
        assert "is off here" in read.status()
        assert read.app.screen is read.screen
        assert seen == []


async def test_no_command_starts_a_program_or_writes_a_file(library: Path) -> None:
    async with reading(library, (80, 24), confined=True, env={"EDITOR": "true", "BROWSER": "true"}) as read:
        with watching() as seen:
            assert [name async for name in walk(read)]
        assert seen == []


@pytest.mark.parametrize(
    "line", ["export jsonl out.jsonl", "import /etc/passwd", "pipe touch made", "editor", "expo bibtex x.bib"]
)
async def test_a_typed_line_leads_nowhere_either(
    library: Path, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    async with reading(library, confined=True) as read:
        with watching() as seen:
            await read.press("colon")
            await spell(read, line)
            await read.press("enter")
        assert "is off here" in read.status()
        assert seen == []
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("alone", [False, True])
async def test_names_of_files_are_not_told(library: Path, alone: bool) -> None:
    async with reading(library, confined=alone) as read:
        await read.press("colon")
        await spell(read, "import /et")
        assert ("/etc/" in read.text()) is not alone


async def test_a_command_that_forgets_to_ask_gets_no_further(library: Path) -> None:
    async with reading(library, confined=True) as read:
        with watching() as seen:
            assert not outside.open_outside(read.desk, "https://example.org/")
            assert outside.edit_text(read.desk, "words") is None
            piping.pipe(read.desk, "true")
            outside.copy(read.desk, "words", "link")
            await read.settle()
        assert seen == []


async def test_elsewhere_the_footer_offers_them_and_here_it_does_not(library: Path) -> None:
    async with reading(library, size=(200, 40)) as read:
        assert "page" in read.footer()
    async with reading(library, size=(200, 40), confined=True) as read:
        assert "page" not in read.footer()
        await read.press("s")
        assert read.status().count("starred") == 1
