"""`recommend`: the inbox ranked by what one kept before, each paper with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import columns
from digestui.errors import Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _recommend(session: Session) -> int:
    from digestui.library import recommending, search
    from digestui.model.query import In, Where

    if session.has("--reset"):
        session.want_words(0, 0, "no QUERY with --reset")
        recommending.reset(session.library())
        session.out.line("forgotten: only what you decide from now on counts")
        return Exit.DONE
    lib = session.library(readonly=True)
    if session.query().strip():
        understood = asking.understand(session, lib, session.query())
        asking.near(session, lib, search.narrowed(understood.query, In(Where.INBOX)))
    limit = session.line.number("--limit")
    found = recommending.recommend(lib, session.query(), recommending.LIMIT if limit is None else limit)
    if session.has("--json"):
        session.out.json(recommending.records(lib, found))
        return Exit.DONE
    width = session.env.width if session.env.stdout_isatty else None
    rows = [(f"{one.score:.2f}", one.row.key, one.row.title, one.why) for one in found.papers]
    for line in columns(rows, width=width):
        session.out.line(line)
    if not found.model:
        session.out.aside(recommending.too_little(lib))
    elif not found.papers:
        session.out.aside("nothing undecided there")
    else:
        session.out.aside(
            f"learnt from {found.liked} kept and {found.disliked} dismissed papers ({found.model})"
        )
    return Exit.DONE


COMMANDS = {
    "recommend": Command(
        name="recommend",
        summary="rank the inbox by what you kept before, with reasons",
        usage="[QUERY] [--limit N] [--reset] [--json]",
        examples=(
            ("digestui recommend", "the twenty best of the inbox"),
            ("digestui recommend cat:cs.CV --limit 5", "of a part of it"),
            ("digestui recommend --reset", "forget what was learnt"),
        ),
        details="Learns from starred, queued, noted and done papers against dismissed ones; the reason names "
        "the words and authors that speak for a paper. Nothing leaves this machine. With scikit-learn "
        "(pip install 'digestui[recommend]') it weighs words by logistic regression.",
        options=(
            Option("--limit", "print at most so many; 0 is all", value="N", short="-n"),
            Option("--reset", "forget what was learnt"),
            JSON,
        ),
        run=_recommend,
    )
}
