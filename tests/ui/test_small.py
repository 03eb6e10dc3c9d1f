"""On the smallest terminal, with titles of every width: whatever is run, every line has its cells."""

from __future__ import annotations

import json
from pathlib import Path

from digestui.library import intake
from digestui.library.library import Library
from digestui.text import widths
from ui.reading import Clock, Reading, reading
from ui.test_row_layout import SCRIPTS
from ui.walking import walk

LEADS_OUT = frozenset({"open-page", "open-pdf", "open-code", "editor", "note-editor"})


def shelf(folder: Path) -> Path:
    """A library of papers in many scripts."""
    file = folder / "scripts.jsonl"
    papers = [
        {"key": f"arxiv:2401.{n:05}", "title": title, "abstract": f"{title}. " * 12, "authors": [title]}
        for n, title in enumerate(SCRIPTS * 3)
    ]
    file.write_text("\n".join(json.dumps(paper) for paper in papers), encoding="utf-8")
    with Library.open(folder / "scripts.db", create=True, clock=Clock(), device="test") as lib:
        assert intake.import_files(lib, [str(file)], digest="Scripts 图像", date="2025-04-28").added
    return folder / "scripts.db"


def crooked(read: Reading) -> list[str]:
    width = read.app.size.width
    return [line for line in read.lines() if widths.width(line) != width]


async def test_every_command_keeps_to_forty_by_ten(tmp_path: Path) -> None:
    async with reading(shelf(tmp_path), (40, 10)) as read:
        assert read.title()[:4] in read.text()
        found: dict[str, list[str]] = {}
        async for name in walk(read, LEADS_OUT):
            found[name] = crooked(read)
        assert {name: lines for name, lines in found.items() if lines} == {}
        await read.press("g", "i", "g", "g")
        assert read.title()[:4] in read.text()
