"""Opening pages and PDFs, copying: what leaves the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from digestui.library import export, search
from digestui.model.rows import Detail
from digestui.model.triage import Action, ActionKind
from digestui.text import latex, safe
from digestui.ui import links
from digestui.ui.commands import register
from digestui.ui.control import outside
from digestui.ui.control.counted import papers

if TYPE_CHECKING:
    from digestui.library.library import Library
    from digestui.ui.desk import Desk


def with_detail(desk: Desk, then: Callable[[Detail], None]) -> None:
    """Do something with the paper under the cursor, whole; asked for where it is not yet there."""
    paper = desk.listing.current
    if paper is None:
        desk.words.say("no paper under the cursor")
        return
    detail = desk.facts.detail
    if detail is not None and detail.id == paper:
        then(detail)
        return

    def arrived(found: Detail | None) -> None:
        if found is not None:
            then(found)

    desk.lanes.front.ask("whole", lambda lib: search.detail(lib, paper), arrived, desk.words.failed)


def _read(desk: Desk, detail: Detail) -> None:
    if desk.settings.read_when != "manual" and not detail.triage.read:
        desk.decider.act(Action(ActionKind.READ), ids=[detail.id])


def open_address(desk: Desk, address: str) -> None:
    """Open an address that was clicked."""
    outside.open_outside(desk, address, desk.settings.open_command)


@register("open-page")
def open_page(desk: Desk, count: int | None) -> None:
    def go(detail: Detail) -> None:
        page = links.links(detail).page
        if not page:
            title = safe.one_line(latex.display(detail.paper.title))
            page = desk.settings.search_url.replace("{title}", quote_plus(title))
        if outside.open_outside(desk, page, desk.settings.open_command):
            _read(desk, detail)

    with_detail(desk, go)


@register("open-pdf")
def open_pdf(desk: Desk, count: int | None) -> None:
    def go(detail: Detail) -> None:
        address = links.links(detail).pdf
        if desk.settings.pdf_folder:
            from digestui.ui.control.pdfs import open_kept

            open_kept(desk, detail, lambda: _read(desk, detail))
        elif not address:
            desk.words.say("no PDF is known for this paper")
        elif outside.open_outside(desk, address, desk.settings.pdf_command or desk.settings.open_command):
            _read(desk, detail)

    with_detail(desk, go)


@register("open-code")
def open_code(desk: Desk, count: int | None) -> None:
    def go(detail: Detail) -> None:
        addresses = links.links(detail).code
        if not addresses:
            desk.words.say("no code repository is known for this paper")
        elif len(addresses) == 1:
            open_address(desk, addresses[0])
        else:
            from digestui.ui.dialogs.choose import Choice, ChooseDialog

            choices = [Choice(a, a.split("://", 1)[-1], key=str(n)) for n, a in enumerate(addresses[:9], 1)]
            desk.app.push_screen(
                ChooseDialog("Code", choices, verb="open"), lambda a: open_address(desk, a) if a else None
            )

    with_detail(desk, go)


def _copy(name: str, what: str, make: Callable[[Detail], str]) -> None:
    """Copies one thing of each paper of the selection, a line each, or of the paper under the cursor."""

    @register(name)
    def copy_it(desk: Desk, count: int | None) -> None:
        def go(detail: Detail) -> None:
            text = make(detail)
            if text:
                outside.copy(desk, text, what)
            else:
                desk.words.say(f"this paper has no {what}")

        def told(lines: list[str]) -> None:
            if lines:
                outside.copy(desk, "\n".join(lines), f"{what} of {len(lines):,} papers")
            else:
                desk.words.say(f"none of these papers has a {what}")

        targets = papers(desk, count)
        if not desk.listing.selected and len(targets) < 2:
            with_detail(desk, go)
            return
        desk.lanes.back.ask(
            "copy",
            lambda lib: [text for detail in search.details(lib, targets) if (text := make(detail))],
            told,
            desk.words.failed,
        )


_copy("copy-link", "link", lambda detail: links.links(detail).page or "")
_copy(
    "copy-id", "id", lambda detail: detail.key.split(":", 1)[-1] if detail.key[:5] != "title" else detail.key
)
_copy("copy-title", "title", lambda detail: safe.one_line(latex.display(detail.paper.title)))


def _copy_as(name: str, what: str, make: Callable[[Library, Sequence[int]], str], named: bool) -> None:
    """Copies the selection, or the paper under the cursor; where papers are `named` each has a citation key
    first, which is written."""

    @register(name)
    def copy_it(desk: Desk, count: int | None) -> None:
        targets = papers(desk, count)
        if not targets:
            desk.words.say("no paper under the cursor")
            return
        told = what if len(targets) == 1 else f"{what} of {len(targets):,} papers"

        def read(_: object = None) -> None:
            desk.lanes.back.ask(
                "copy",
                lambda lib: make(lib, targets),
                lambda text: outside.copy(desk, text, told),
                desk.words.failed,
            )

        if named:
            desk.lanes.write.do("names", lambda lib: export.citekeys(lib, targets), read, desk.words.failed)
        else:
            read()


for _format, _what in export.COPIES.items():
    _copy_as(f"copy-{_format}", _what, partial(export.text, format=_format), _format in export.NAMED)
_copy_as("copy-citekey", "citation key", export.citekeys, True)
