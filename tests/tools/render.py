"""Turn a screenshot of the reader into a PNG that looks as a terminal would show it.

    python tests/tools/render.py shot.svg shot.png

Textual's SVG asks the web for a font and places runs of text by a width that no local font has. Here its
cells are read back and drawn again: a fixed grid, a monospace font of this machine, every mark in the middle
of its own cell, rules and bars as shapes. Needs `rsvg-convert`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.app import App

CELL, ROW, SIZE = 10, 22, 16.667
FONTS = "'JetBrains Mono','DejaVu Sans Mono',monospace"
_X, _Y = 12.2, 24.4
"""The cell of the SVG that Rich writes."""
GROUND = "#0c0c0c"
"""Where a program leaves the ground to the terminal."""
_NS = "{http://www.w3.org/2000/svg}"
_CLASS = re.compile(r"\.(terminal-\d+-r\d+) \{([^}]*)\}")
_BARS = {
    "▌": (0, 0, 5, ROW),
    "█": (0, 0, CELL, ROW),
    "│": (4.5, 0, 1, ROW),
    "┃": (4, 0, 3, ROW),
    "─": (0, 10.5, CELL, 1),
}
_BARS |= {c: (0, ROW - ROW * n / 8, CELL, ROW * n / 8) for n, c in enumerate("▁▂▃▄▅▆▇", 1)}
_BARS |= {"▬": (0, 8, CELL, 6), "■": (0, 6, 10, 10)}


def redraw(svg: str) -> str:
    """The same cells as an SVG that any renderer draws on the grid."""
    root = ElementTree.fromstring(svg)
    styles = {name: _declarations(body) for name, body in _CLASS.findall(svg)}
    rects: list[str] = []
    texts: list[str] = []
    width = height = 0
    for group in root.iter(f"{_NS}g"):
        if "clip-path" not in group.attrib:
            continue
        for rect in group.iter(f"{_NS}rect"):
            column, row = round(float(rect.get("x", 0)) / _X), round((float(rect.get("y", 0)) - 1.5) / _Y)
            cells = round(float(rect.get("width", 0)) / _X)
            width, height = max(width, column + cells), max(height, row + 1)
            rects.append(_rect(column * CELL, row * ROW, cells * CELL, ROW, rect.get("fill", "#000")))
        for text in group.iter(f"{_NS}text"):
            column, row = round(float(text.get("x", 0)) / _X), round((float(text.get("y", 0)) - 20) / _Y)
            texts += _run(text.text or "", column, row, styles.get(text.get("class", ""), {}))
    for clip in root.iter(f"{_NS}clipPath"):
        if clip.get("id", "").endswith("-clip-terminal"):
            box = clip[0]
            width, height = round(float(box.get("width", 0)) / _X), round(float(box.get("height", 0)) / _Y)
    rects.insert(0, _rect(0, 0, width * CELL, height * ROW, GROUND))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * CELL}" height="{height * ROW}">'
    group = f'<g font-family="{FONTS}" font-size="{SIZE}" xml:space="preserve">'
    return "\n".join([head, *rects, group, *texts, "</g></svg>"])


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    where = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'<rect {where} fill="{fill}" shape-rendering="crispEdges"/>'


def _run(text: str, column: int, row: int, style: dict[str, str]) -> list[str]:
    """A run of text: ASCII in one piece, everything else cell by cell, lines under and through by hand."""
    text = text.replace("\xa0", " ").rstrip("\n")
    fill = style.get("fill", "#fff")
    look = "".join(f' {k}="{style[k]}"' for k in ("font-weight", "font-style") if k in style)
    start, out = column, []
    for part in re.findall(r"[ -~]+|[^ -~][\u0300-\u036f\u200d\ufe0f]*", text):
        x, y = column * CELL, row * ROW
        cells = cell_len(part)
        if part in _BARS:
            left, top, wide, tall = _BARS[part]
            out.append(_rect(x + left, y + top, wide, tall, fill))
        elif part.isascii():
            out.append(f'<text x="{x}" y="{y + 16}" fill="{fill}"{look}>{escape(part)}</text>')
        elif part.strip():
            middle = x + cells * CELL / 2
            where = f'x="{middle}" y="{y + 16}" text-anchor="middle"'
            out.append(f'<text {where} fill="{fill}"{look}>{escape(part)}</text>')
        column += cells
    lines = style.get("text-decoration", "")
    if "underline" in lines:
        out.append(_rect(start * CELL, row * ROW + 18, (column - start) * CELL, 1, fill))
    if "line-through" in lines:
        out.append(_rect(start * CELL, row * ROW + 11, (column - start) * CELL, 1, fill))
    return out


def to_png(svg: str, png: Path) -> None:
    """Write the redrawn screenshot."""
    program = shutil.which("rsvg-convert")
    if program is None:
        raise SystemExit("render: rsvg-convert is missing: install librsvg2-bin")
    subprocess.run([program, "-o", str(png)], input=redraw(svg).encode(), check=True)


def shoot(app: App[object], png: Path | str) -> None:
    """What `app` shows now, as a PNG."""
    to_png(app.export_screenshot(), Path(png))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: render.py SVG PNG", file=sys.stderr)
        return 2
    to_png(Path(arguments[0]).read_text(), Path(arguments[1]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
