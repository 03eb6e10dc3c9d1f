"""`views`: queries with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command
from digestui.cli.output import columns
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _views(session: Session) -> int:
    verb, *rest = session.words or ["list"]
    if verb == "list":
        session.want_words(0, 1, "list alone")
        return _list(session)
    if verb == "save":
        session.want_words(3, None, "a NAME and a QUERY")
        return _save(session, rest[0], " ".join(rest[1:]))
    if verb == "remove":
        session.want_words(2, 2, "the NAME of a view")
        return _remove(session, rest[0])
    raise BadUsage("views", f"{verb} means nothing here", session.usage)


def _list(session: Session) -> int:
    from digestui.library import views

    listed = views.views(session.library(readonly=True), counts=True)
    if session.has("--json"):
        session.out.json(
            [{"name": v.name, "query": v.query, "count": v.count, "builtin": v.builtin} for v in listed]
        )
        return Exit.DONE
    rows = [(v.name, "" if v.count is None else f"{v.count:,}", v.query) for v in listed]
    for line in columns(rows, right=(1,)):
        session.out.line(line)
    return Exit.DONE


def _save(session: Session, name: str, query: str) -> int:
    from digestui.cli import asking
    from digestui.library import search, views

    lib = session.library()
    if search.understand(lib, query, guessing=False).query.void:
        raise BadUsage(
            f"the view {name}", f"there is nothing to search for in {query}", "write a word or a field"
        )
    # As it is written: what a word is a slip of today it may not be a slip of tomorrow.
    canonical = asking.understand(session, lib, query, acting=True).canonical
    receipt = views.save_view(lib, name, canonical)
    if session.has("--json"):
        session.out.json({"name": name, "query": canonical})
    else:
        session.out.line(receipt.label)
    return Exit.DONE


def _remove(session: Session, name: str) -> int:
    from digestui.library import views

    views.remove_view(session.library(), name)
    if session.has("--json"):
        session.out.json({"name": name, "removed": True})
    else:
        session.out.line(f"removed the view {name}; its papers are where they were")
    return Exit.DONE


COMMANDS = {
    "views": Command(
        name="views",
        summary="list, save or remove queries with a name",
        usage="[list | save NAME QUERY | remove NAME] [--json]",
        examples=(
            ("digestui views", "every view with its count"),
            ("digestui views save vision 'cat:cs.CV is:unread'", "give a query a name"),
            ("digestui search 'q:vision newer:1w'", "use it in another"),
        ),
        details="A view may use others, as q:NAME.",
        options=(JSON,),
        run=_views,
    )
}
