"""`mark`: decisions about every paper a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import DRY_RUN, JSON, Command
from digestui.cli.output import papers
from digestui.cli.progress import under_way
from digestui.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digestui.cli.session import Session
    from digestui.model.triage import Action

ACTIONS = "read unread star unstar inbox queue done dismiss snooze=WHEN unsnooze"
SAMPLE = 10


def _mark(session: Session) -> int:
    from digestui.library import triage

    session.want_words(2, None, f"a QUERY and an action ({ACTIONS})")
    query, *words = session.words
    now = session.library().now()
    actions = [triage.parse_action(word, now) for word in words]
    return act(session, query, actions)


def act(session: Session, query: str, actions: Sequence[Action]) -> int:
    """Do `actions` to every paper of `query` as one step, or with --dry-run say to which."""
    from digestui.library import triage

    lib = session.library()
    ids = asking.ids_to_act_on(session, lib, query)
    if session.has("--dry-run"):
        _would(session, ids)
        return Exit.DONE
    with under_way(session.env, f"marking {len(ids):,} papers"):
        receipt = triage.act_all(lib, ids, actions)
    asking.told(session, receipt, len(ids))
    return Exit.DONE


def _would(session: Session, ids: Sequence[int]) -> None:
    from digestui.library import search
    from digestui.text import latex

    rows = search.rows(session.library(), ids if session.has("--json") else ids[:SAMPLE])
    if session.has("--json"):
        session.out.json({"matched": len(ids), "changed": 0, "papers": [row.key for row in rows]})
        return
    session.out.line(f"would change {papers(len(ids))}")
    for row in rows:
        session.out.line(f"  {latex.display(row.title)}")
    if len(ids) > len(rows):
        session.out.line(f"  and {len(ids) - len(rows):,} more")


COMMANDS = {
    "mark": Command(
        name="mark",
        summary="decide about every paper of a query",
        usage="QUERY ACTION...",
        examples=(
            ("digestui mark 'survey in:inbox' dismiss", "dismiss the surveys"),
            ("digestui mark key:arxiv:2103.14030 star queue", "star one paper and put it on the list"),
            ("digestui mark is:starred snooze=monday", "see them again on Monday"),
        ),
        details=f"Actions: {ACTIONS}. WHEN is tonight, tomorrow, monday to sunday, week, month, 3d, 2w, "
        "1m, a date, or a date and time. Several actions are one step of undo.",
        options=(DRY_RUN, JSON),
        run=_mark,
    )
}
