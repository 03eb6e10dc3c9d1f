"""`export`: papers in a format other programs read, to standard output, a file or a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking, progress
from digestui.cli.command import Command, Option
from digestui.cli.output import papers, times
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session

FORMATS = ("jsonl", "json", "csv", "bibtex", "ris", "csl", "markdown", "html")


def _export(session: Session) -> int:
    from digestui.library import export, search

    target = session.line.get("--output")
    to_stream = target in (None, "-")
    path = session.env.path(target) if target else None
    chosen = session.line.get("--format") or (export.format_for(path) if path and not to_stream else None)
    if chosen is None:
        raise BadUsage("export", "it wants a format", "add --format and one of " + ", ".join(FORMATS))
    if path and not to_stream and not path.parent.is_dir():
        raise BadUsage(str(path), "its folder is not there", "make the folder first")
    lib = session.library(readonly=True)
    understood = asking.understand(session, lib, session.query() or "in:any")
    ids = search.find(lib, asking.near(session, lib, understood.query)).ids
    if not ids:
        asking.nothing(session, understood)
    dress = export.Dress(heading=understood.canonical if session.words else "Papers")
    if to_stream or path is None:
        export.export(lib, ids, chosen, session.env.stdout, dress)
        return Exit.DONE
    with progress.bar(session.env, f"to {path.name}") as bar:
        done = export.export(lib, ids, chosen, path, dress, bar.show, overwrite=session.has("--overwrite"))
    session.out.aside(f"exported {papers(done.papers)} to {path}")
    for name, reason in done.left[:10]:
        session.out.aside(f"left alone: {name}: {reason}")
    if len(done.left) > 10:
        session.out.aside(f"left alone: {times(len(done.left) - 10, 'more file')}")
    if done.left:
        session.out.aside("--overwrite writes files anew that were changed there")
    return Exit.PARTLY if done.left else Exit.DONE


COMMANDS = {
    "export": Command(
        name="export",
        summary="write papers for other programs",
        usage="[QUERY] --format F [-o FILE] [--overwrite]",
        examples=(
            ("digestui export in:queue --format bibtex -o queue.bib", "the reading list as BibTeX"),
            ("digestui export --format jsonl -o all.jsonl", "everything, personal data included"),
            ("digestui export is:starred --format markdown -o vault", "one file per paper, in a folder"),
        ),
        details="Without QUERY every paper. A file is written whole or not at all. In a folder, files that "
        "you changed since are left alone and named, unless --overwrite says otherwise.",
        options=(
            Option("--format", "the format", value="F", short="-f", choices=FORMATS),
            Option(
                "--output",
                "to this file; markdown also to a folder; - is standard output",
                value="FILE",
                short="-o",
                file=True,
            ),
            Option("--overwrite", "in a folder also files that were changed there"),
        ),
        run=_export,
    )
}
