"""`O` where PDFs are kept: the file if it is there, else it is got in the background and then opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digestui.library import pdfs
from digestui.library.pdfs import Downloader, Kept, Place
from digestui.model.rows import Detail
from digestui.ui.control import outside
from digestui.ui.control.arrival import in_the_background
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.library.library import Library
    from digestui.ui.desk import Desk

STEP = 100_000
"""Bytes between two words about how far it is."""


def open_kept(desk: Desk, detail: Detail, opened: Callable[[], None]) -> None:
    """Open the kept PDF of a paper; `opened` is told when a program has it."""
    place = Place(desk.settings.pdf_folder, desk.settings.pdf_name)
    command = desk.settings.pdf_command or desk.settings.open_command

    def show(path: Path) -> None:
        if outside.open_file(desk, path, command):
            opened()

    def found(path: Path | None) -> None:
        if path is not None:
            show(path)
        elif desk.busy:
            desk.words.say(Span(f"{desk.busy} is under way: O again when it is done", "warn"))
        else:
            _get(desk, detail.id, place, show)

    desk.lanes.front.ask("pdf", lambda lib: pdfs.kept(lib, detail.id, place), found, desk.words.failed)


def _get(desk: Desk, paper: int, place: Place, show: Callable[[Path], None]) -> None:
    last = 0

    def told(taken: int, size: int | None) -> None:
        nonlocal last
        if taken - last >= STEP:
            last = taken
            desk.app.soon(lambda: _say(desk, taken, size))

    def job(lib: Library) -> Kept | None:
        from digestui.web.answers import Stopped

        getter = Downloader(lib, place, desk.settings.sources, desk.env, stop=lambda: desk.stopping)
        try:
            return getter.keep(paper, told)
        except Stopped:
            return None

    def then(kept: Kept | None) -> None:
        if kept is None:
            desk.words.say("stopped: no PDF is kept")
        else:
            show(kept.path)

    _say(desk, 0, None)
    in_the_background(desk, "getting a PDF", job, then)


def _say(desk: Desk, taken: int, size: int | None) -> None:
    """`getting the PDF: 1.2 of 3.4 MB  esc stop`"""
    if not desk.busy and taken:
        return
    far = f": {taken / 1e6:.1f}" + (f" of {size / 1e6:.1f}" if size else "") + " MB" if taken else ""
    desk.words.say(Span(f"getting the PDF{far}", "soft"), *desk.words.hint("back", "stop"))
