"""`similar`: the papers near to one, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import columns
from digestui.errors import Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _similar(session: Session) -> int:
    from digestui.library import similar

    session.want_words(1, None, "a KEY")
    limit = session.line.number("--limit")
    lib = session.library(readonly=True)
    most = similar.LIMIT if limit is None else limit or similar.LOOKED_AT
    found = similar.similar(lib, session.query(), most)
    if session.has("--json"):
        session.out.json(similar.records(lib, found))
        return Exit.DONE
    width = session.env.width if session.env.stdout_isatty else None
    rows = [(f"{score:.2f}", row.key, row.title, why) for row, score, why in found]
    for line in columns(rows, width=width):
        session.out.line(line)
    if not found:
        session.out.aside("no paper shares rare words or authors with it")
    return Exit.DONE


COMMANDS = {
    "similar": Command(
        name="similar",
        summary="list papers near to one, with reasons",
        usage="KEY [--limit N] [--json]",
        examples=(
            ("digestui similar arxiv:2103.14030", "the twenty nearest"),
            ("digestui similar 2103.14030 --json", "with score and why, for scripts"),
        ),
        details="Near are papers that share rare words of title and abstract, or authors. The score is from "
        "0 to 1; the reason names the words. Nothing leaves this machine.",
        options=(Option("--limit", "print at most so many; 0 is all", value="N", short="-n"), JSON),
        run=_similar,
    )
}
