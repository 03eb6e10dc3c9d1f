"""`fetch --pdf`: PDFs of papers one has, kept in the folder that the settings name."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from digestui.cli import asking, progress
from digestui.cli.output import papers
from digestui.errors import BadUsage, Exit, Trouble

if TYPE_CHECKING:
    from digestui.cli.session import Session


def keep(session: Session) -> int:
    """Keep the PDFs of the papers of a query."""
    from digestui.cli.commands.intake import stopping
    from digestui.library import pdfs, search
    from digestui.web.answers import Stopped
    from digestui.web.client import Client

    place = pdfs.Place(session.settings.pdf_folder, session.settings.pdf_name)
    if not place.folder:
        raise BadUsage("fetch --pdf", "no folder is set for PDFs", "set pdf_folder (digestui config path)")
    session.want_words(1, None, "a QUERY")
    lib = session.library()
    rows = search.rows(lib, asking.ids_to_act_on(session, lib, session.query()))
    done: list[dict[str, object]] = []
    with (
        progress.bar(session.env, "getting PDFs") as bar,
        stopping() as stop,
        Client(stop=stop.is_set, whole=pdfs.WHOLE) as client,
        suppress(Stopped),
    ):
        getter = pdfs.Downloader(
            lib, place, session.settings.sources, session.env.environ, stop.is_set, client
        )
        for number, row in enumerate(rows):
            if stop.is_set():
                break
            bar.show(number, len(rows))
            told: dict[str, object] = {"key": row.key, "file": None, "new": False, "error": None}
            try:
                kept = getter.keep(row.id)
                told |= {"file": str(kept.path), "new": kept.new}
            except Trouble as trouble:
                told["error"] = str(trouble)
            done.append(told)
    new = sum(bool(one["new"]) for one in done)
    failed = [one for one in done if one["error"]]
    if session.has("--json"):
        session.out.json({"folder": str(place.path), "papers": done})
    else:
        for one in done:
            if one["new"]:
                session.out.line(str(one["file"]))
        session.out.line(f"kept {papers(new)} of {len(rows):,}: {len(done) - new - len(failed):,} were there")
    for one in failed:
        session.out.aside(f"digestui: {one['error']}")
    if stop.is_set():
        session.out.aside("digestui: fetch: stopped: what is there is whole")
        return Exit.INTERRUPTED
    if not failed:
        return Exit.DONE
    return Exit.NOTHING if len(failed) == len(done) else Exit.PARTLY
