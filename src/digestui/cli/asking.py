"""Queries on the command line: understood, told about, found. Shared by every command that takes a QUERY."""

from __future__ import annotations

from array import array

from digestui.cli.output import papers
from digestui.errors import BadUsage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.library import Library
    from digestui.model.query import Query, Understood
    from digestui.model.receipt import Receipt


def understand(session: Session, lib: Library, text: str, *, acting: bool = False) -> Understood:
    """The query in `text`; what looks like a slip is told on standard error and searched as typed, and so is
    a last word that stays a beginning. Where papers are acted on none does."""
    from digestui.library import search

    understood = search.understand(lib, text, guessing=not acting)
    for correction in understood.corrections:
        session.out.aside(f"digestui: {correction}{'?' * bool(correction.meant)}".replace("??", "?"))
    if understood.guess is not None:
        session.out.aside(str(understood.guess))
    if understood.query.void:
        session.out.aside(f"there is nothing to search for in {text}")
    return understood


def near(session: Session, lib: Library, query: Query) -> Query:
    """The query whose papers are found: where `query` finds none, one in a near spelling, which is told."""
    from digestui.library import search

    found = search.nearly(lib, query)
    if found is None:
        return query
    session.out.aside(str(found))
    return found.query


def nothing(session: Session, understood: Understood) -> None:
    """Say that a query found nothing."""
    if understood.query.void:
        return  # that has been said
    what = f"nothing matches {understood.canonical}" if understood.canonical else "there are no papers"
    session.out.aside(what)


def suggest(session: Session, lib: Library, text: str, understood: Understood) -> None:
    """Say that what was to be acted on was not found, and which spelling would find something."""
    from digestui.library import search

    guessed = search.understand(lib, text)
    spelt = search.nearly(lib, guessed.query)
    meant = [word for found in (spelt, guessed.guess) if found is not None for word in found.shown]
    if meant:
        session.out.aside(f"nothing matches {understood.canonical}; did you mean {' '.join(meant)}?")
    else:
        nothing(session, understood)


def want_query(session: Session, text: str) -> None:
    """BadUsage for an empty query where papers are acted on: mostly a variable that nobody set."""
    if not text.strip():
        raise BadUsage(session.command.name, "the query is empty", "write in:any for every paper")


def ids_to_act_on(session: Session, lib: Library, text: str) -> array[int]:
    """Ids of the papers a query finds as typed.

    A near spelling, or a longer word, is only suggested: nobody may lose sight of papers through a guess.
    """
    from digestui.library import search

    want_query(session, text)
    understood = understand(session, lib, text, acting=True)
    hits = search.find(lib, understood.query)
    if hits.near is None and hits.total:
        return hits.ids
    suggest(session, lib, text, understood)
    return array("q")


def told(session: Session, receipt: Receipt, matched: int) -> None:
    """Say what an act did, to how many papers, and what undo would reverse."""
    if session.has("--json"):
        session.out.json(
            {
                "label": receipt.label,
                "matched": matched,
                "changed": receipt.count,
                "batch": receipt.batch,
                "key": receipt.key or None,
                "title": receipt.title or None,
            }
        )
        return
    if not matched:
        session.out.line("0 papers changed")
        return
    if not receipt.count:
        session.out.line(
            f"0 papers changed: {papers(matched)} were so already".replace("1 paper were", "1 paper was")
        )
        return
    what = papers(receipt.count)
    if receipt.count == 1 and receipt.title:
        what += f" ({receipt.title})"
    already = matched - receipt.count
    rest = f", {already:,} so already" if already > 0 else ""
    # That a newer version was seen is no act: the step before would be taken back.
    undo = "; digestui undo takes it back" if receipt.batch is not None else ""
    session.out.line(f"{receipt.label} {what}{rest}{undo}")
