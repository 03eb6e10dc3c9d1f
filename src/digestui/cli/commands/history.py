"""`undo`, `redo`, `history`: the journal, across restarts. One command, one key, one rule is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import columns, papers
from digestui.cli.progress import under_way
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.model.journal import HistoryEntry
    from digestui.model.receipt import Receipt

ON_A_TERMINAL = 50
FIELDS = ("seq", "at", "verb", "key", "title", "value", "previous", "undone")


def _step(session: Session, back: bool) -> int:
    from digestui.library import history

    session.want_words(0, 1, "a number")
    text = session.words[0] if session.words else "1"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 10_000):
        raise BadUsage(session.command.name, f"{text} is no number of steps", session.usage)
    lib = session.library()
    with under_way(session.env, "undoing" if back else "redoing"):
        receipt = (history.undo if back else history.redo)(lib, int(text))
    if receipt is None:
        if session.has("--json"):
            session.out.json({"label": "", "changed": 0, "batch": None, "refused": []})
        session.out.aside(f"nothing to {'undo' if back else 'redo'}")
        return Exit.PARTLY
    _tell(session, receipt, back)
    return Exit.PARTLY if receipt.refused else Exit.DONE


def _tell(session: Session, receipt: Receipt, back: bool) -> None:
    if session.has("--json"):
        session.out.json(
            {
                "label": receipt.label,
                "changed": receipt.count,
                "batch": receipt.batch,
                "refused": list(receipt.refused),
            }
        )
    else:
        title = f" ({receipt.title})" if receipt.count == 1 and receipt.title else ""
        other = "digestui redo brings it back" if back else "digestui undo takes it back"
        if not receipt.count:
            other = "nothing of it was left to change"
        session.out.line(f"{receipt.label}: {papers(receipt.count)}{title}; {other}")
    for reason in receipt.refused:
        session.out.aside(f"left alone: {reason}")


def _undo(session: Session) -> int:
    return _step(session, back=True)


def _redo(session: Session) -> int:
    return _step(session, back=False)


def _history(session: Session) -> int:
    from digestui.library import history

    lib = session.library(readonly=True)
    limit = session.line.number("--limit")
    if limit is None and session.env.stdout_isatty and not session.has("--json"):
        limit = ON_A_TERMINAL
    query = None
    if session.words:
        query = asking.near(session, lib, asking.understand(session, lib, session.query()).query)
    entries = history.history(lib, query, limit=limit or None)
    if session.has("--json"):
        session.out.json([{name: getattr(entry, name) for name in FIELDS} for entry in entries])
        return Exit.DONE
    width = session.env.width if session.env.stdout_isatty else None
    shown: dict[tuple[int, str], HistoryEntry] = {}
    for entry in entries:
        # Star and place of one paper in one step are one line here; --json has each act.
        shown.setdefault((entry.batch, entry.key), entry)
    for line in columns([_row(entry) for entry in shown.values()], right=(0,), width=width):
        session.out.line(line)
    if not entries:
        session.out.aside(
            "nothing was decided yet" if query is None else "nothing was decided about these papers"
        )
    elif limit and len(entries) == limit and "--limit" not in session.line.options:
        session.out.aside(f"the newest {limit}; --limit 0 shows all")
    return Exit.DONE


def _row(entry: HistoryEntry) -> tuple[str, ...]:
    from digestui.text import latex

    when = entry.at[:16].replace("T", " ")
    what = entry.label or f"{entry.verb} {entry.value}"
    return (
        str(entry.seq),
        when,
        what + (" (undone)" if entry.undone else ""),
        latex.display(entry.title) or entry.key,
    )


_HOW = "One command, one key in the reader, one rule on one import: each is one step."

COMMANDS = {
    "undo": Command(
        name="undo",
        summary="take back the last step, or the last N",
        usage="[N] [--json]",
        examples=(("digestui undo", "take back the last step"), ("digestui undo 3", "the last three")),
        details=_HOW + " What was changed again since is left alone and named.",
        options=(JSON,),
        run=_undo,
    ),
    "redo": Command(
        name="redo",
        summary="do again what undo took back",
        usage="[N] [--json]",
        examples=(("digestui redo", "bring back what undo took"),),
        details=_HOW + " A new decision closes redo.",
        options=(JSON,),
        run=_redo,
    ),
    "history": Command(
        name="history",
        summary="list what was decided, newest first",
        usage="[QUERY] [--limit N] [--json]",
        examples=(
            ("digestui history", "the newest decisions"),
            ("digestui history 'tag:vit in:any'", "about these papers only"),
        ),
        options=(Option("--limit", "list at most so many; 0 is no limit", value="N", short="-n"), JSON),
        run=_history,
    ),
}
