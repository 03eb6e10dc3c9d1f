"""`digests`: the dated lists papers came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command
from digestui.cli.output import columns, papers
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _digests(session: Session) -> int:
    from digestui.library import digests

    verb, *rest = session.words or ["list"]
    if verb == "remove":
        session.want_words(2, None, "the NAME of a digest")
        receipt = digests.remove_digest(session.library(), " ".join(rest))
        if session.has("--json"):
            session.out.json({"label": receipt.label, "changed": receipt.count})
        else:
            session.out.line(
                f"{receipt.label}: {papers(receipt.count)} taken out; what you decided about stays"
            )
        return Exit.DONE
    if verb != "list":
        raise BadUsage("digests", f"{verb} means nothing here", session.usage)
    session.want_words(0, 1, "list alone")
    listed = digests.digests(session.library(readonly=True))
    if session.has("--json"):
        session.out.json(
            [
                {
                    "name": d.name,
                    "date": d.date,
                    "source": d.source,
                    "count": d.count,
                    "unread": d.unread,
                    "undecided": d.undecided,
                }
                for d in listed
            ]
        )
        return Exit.DONE
    rows = [(d.date, d.name, d.source, f"{d.count:,}", f"{d.unread:,} unread") for d in listed]
    for line in columns(rows, right=(3, 4)):
        session.out.line(line)
    if not listed:
        session.out.aside("no digests yet; digestui import FILE brings one in")
    return Exit.DONE


COMMANDS = {
    "digests": Command(
        name="digests",
        summary="list digests with their papers, or take one out",
        usage="[list | remove NAME] [--json]",
        examples=(
            ("digestui digests", "every digest with date, source, size, unread"),
            ("digestui digests remove 'Hugging Face Papers'", "take one out"),
        ),
        details="Taking a digest out takes those of its papers along that carry nothing personal and stand "
        "in no other digest.",
        options=(JSON,),
        run=_digests,
    )
}
