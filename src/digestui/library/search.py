"""Finding papers: what a text means, which papers it holds, in what order, and what they are.

The only door to search for both front ends. No input is an error here. A statement that is stopped by
`Library.interrupt` leaves as `Interrupted`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date

from digestui.errors import Ambiguous, NotFound
from digestui.library.library import Library
from digestui.model.query import (
    And,
    Completion,
    Correction,
    Hits,
    Is,
    NameField,
    Near,
    Node,
    OrderBy,
    Parsed,
    Query,
    StateName,
    Text,
    Understood,
    words_of,
)
from digestui.model.rows import Detail, Row
from digestui.query.parse import parse
from digestui.query.settle import settle
from digestui.query.show import pieces, show
from digestui.records import replace
from digestui.storage import names, ordering
from digestui.storage import rows as stored
from digestui.storage import search as engine
from digestui.storage.vocabulary import vocabulary
from digestui.text.folding import words

__all__ = [
    "Completion",
    "Correction",
    "Hits",
    "Near",
    "Understood",
    "among",
    "complete",
    "completions",
    "count",
    "count_unread",
    "detail",
    "details",
    "find",
    "first_page",
    "id_of",
    "limited",
    "matching",
    "narrowed",
    "nearly",
    "page_around",
    "pieces",
    "resolve_key",
    "rows",
    "settled",
    "size",
    "understand",
]


# -- what a text means --------------------------------------------------------------------------------------


def understand(lib: Library, text: str, *, typing: bool = False, guessing: bool = True) -> Understood:
    """What `text` says. Never raises, whatever it is.

    While `typing`, the last word may go on. On enter it is whole, unless nothing is found so while some
    papers hold a longer word, be it beside near spellings of the others: then it becomes `transf*` and
    prints so. Who acts on papers wants no `guessing`.
    """
    parsed = parse(text, typing=typing)
    guess = _beginning(lib, text, parsed) if guessing and not typing else None
    query = parsed.query if guess is None else guess.query
    return Understood(query, show(query), parsed.corrections, parsed.unfinished, guess)


def settled(lib: Library, query: Query) -> Query:
    """`query` as storage needs it: days for moments, what they say for views."""

    def says(name: str) -> str | None:
        from digestui.library.views import views

        return next((view.query for view in views(lib) if view.name.casefold() == name.casefold()), None)

    return settle(query, _today(lib), says)


def _today(lib: Library) -> date:
    return date.fromtimestamp(lib.now())


def _beginning(lib: Library, text: str, parsed: Parsed) -> Near | None:
    """The query of a finished line whose last word stays a beginning, for it finds nothing whole."""
    query = parsed.query
    open_word = _open_word(parse(text.rstrip(), typing=True).query.where)
    last = open_word and replace(open_word, open=False)
    if last is None or last not in words_of(query.where) or len(words(last.value)[-1][0]) < 2:
        return None
    if first_page(lib, query, 1):
        return None
    longer = Query(_replaced(query.where, last, replace(last, prefix=True)), query.order, query.limit)
    guess = Near((last.value,), (f"{last.value}*",), longer)
    if first_page(lib, longer, 1):
        return guess
    known, word = vocabulary(lib.database), words(last.value)[-1][0]
    if known.knows(word) or not known.begins(word):
        return None  # a word, or a slip itself
    near = _near(lib, longer)
    return guess if near is not None and first_page(lib, near.query, 1) else None


def _open_word(where: Node | None) -> Text | None:
    return next((text for text in words_of(where) if text.open), None)


def _replaced(where: Node | None, old: Text, new: Text) -> Node | None:
    if isinstance(where, And):
        return And(tuple(new if item == old else item for item in where.items))
    return new if where == old else where


# -- which papers it holds ----------------------------------------------------------------------------------


def first_page(lib: Library, query: Query, limit: int = 100) -> list[int]:
    """The first papers of a query, fast at any size: newest first also where `find` puts the best first."""
    return ordering.first(lib.database, settled(lib, query), lib.now(), _today(lib).toordinal(), limit)


def limited(query: Query, most: int | None) -> Query:
    """`query`, holding at most so many papers: its first twenty cost less than all of them in order."""
    if most is None or (query.limit is not None and query.limit <= most):
        return query
    return Query(query.where, query.order, most)


def page_around(lib: Library, query: Query, paper: int, limit: int = 100) -> list[int]:
    """The page of a query that `paper` stands on, fast at any size and depth, where its order is newest
    first; else, or where the query does not hold it, nothing."""
    return ordering.around(lib.database, settled(lib, query), lib.now(), paper, limit)


def find(lib: Library, query: Query) -> Hits:
    """Every paper a query holds, in its order. Where none matches as typed, those of a near spelling.

    An act should never fall on papers of a spelling that was only guessed: look at `Hits.near`.
    """
    if query.order is not None and query.order.by is OrderBy.RELEVANCE and not words_of(query.where):
        return _by_liking(lib, query)
    ids = _all(lib, query)
    if ids or not words_of(query.where):
        return Hits(ids)
    near = _near(lib, query)
    if near is not None and (found := _all(lib, near.query)):
        return Hits(found, near)
    return Hits(ids)


def nearly(lib: Library, query: Query) -> Near | None:
    """The near spelling whose papers `find` gives where none matches as typed; without finding them all."""
    if not words_of(query.where) or first_page(lib, query, 1):
        return None
    near = _near(lib, query)
    return near if near is not None and first_page(lib, near.query, 1) else None


def _near(lib: Library, query: Query) -> Near | None:
    from digestui.query.corrections import respell

    known = vocabulary(lib.database)
    return respell(query, known.nearest, known.begins)


def _by_liking(lib: Library, query: Query) -> Hits:
    """`sort:relevance` without words: undecided papers first, those first that are like what was kept."""
    from digestui.library import recommending

    ids = _all(lib, Query(query.where))
    ranked = recommending.order(lib, query)
    if ranked is None:
        return Hits(ids[: query.limit], remark=f"digest order, until {recommending.LEAST} papers are kept")
    inside = set(ids)
    first = [paper for paper in ranked if paper in inside]
    placed = set(first)
    ids = array("q", [*first, *(paper for paper in ids if paper not in placed)])
    if query.order is not None and query.order.reverse:
        ids.reverse()
    return Hits(ids[: query.limit])


def _all(lib: Library, query: Query) -> array[int]:
    return ordering.all_of(lib.database, settled(lib, query), lib.now(), _today(lib).toordinal())


def size(lib: Library) -> int:
    """How many papers the library holds; as fast at any size."""
    return engine.papers(lib.database)


def count(lib: Library, query: Query) -> int:
    """How many papers a query holds as typed."""
    from digestui.library.simple import counted

    known = counted(lib, query)
    if known is not None:
        return known
    return engine.count(lib.database, settled(lib, query), lib.now())


def count_unread(lib: Library, query: Query) -> int:
    """How many unread papers a query holds: of those that its limit leaves."""
    if query.limit is not None:
        return len(among(lib, Query(Is(StateName.UNREAD)), find(lib, query).ids))
    return count(lib, _unread(query))


def known_counts(lib: Library, query: Query) -> tuple[int, int] | None:
    """How many papers a query holds, and how many unread ones, where that is known at once at any size; None
    where they would have to be counted."""
    from digestui.library.simple import counted

    papers = counted(lib, query) if query.limit is None else None
    return None if papers is None else (papers, counted(lib, _unread(query)) or 0)


def _unread(query: Query) -> Query:
    return Query(narrowed(query, Is(StateName.UNREAD)).where)


def narrowed(query: Query, *more: Node) -> Query:
    """The papers of `query` that meet more conditions; its order and limit stay. Never put words round what
    somebody typed instead: after an open quote or a trailing OR they would mean something else."""
    where = query.where
    items = where.items if isinstance(where, And) else () if where is None else (where,)
    items = (*items, *more)
    return Query(And(items) if len(items) > 1 else items[0], query.order, query.limit)


def among(lib: Library, query: Query, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that a query holds, in the order given; its order and limit aside."""
    return engine.among(lib.database, settled(lib, query), lib.now(), ids)


def matching(lib: Library, query: Query, ids: Iterable[int]) -> set[int]:
    """`among`, as a set."""
    return set(among(lib, query, list(ids)))


# -- what they are ------------------------------------------------------------------------------------------


def rows(lib: Library, ids: Sequence[int]) -> list[Row]:
    """Lines of the list for `ids`, in that order; ids without a paper are left out. One statement."""
    return stored.rows(lib.database, ids)


def detail(lib: Library, id: int) -> Detail | None:
    """One paper, whole, or None where there is none with this id."""
    return next(iter(stored.details(lib.database, [id])), None)


def details(lib: Library, ids: Sequence[int]) -> list[Detail]:
    """Papers, whole, in the order of `ids`; ids without a paper are left out."""
    return stored.details(lib.database, ids)


def id_of(lib: Library, key: str) -> int | None:
    """The paper that a whole key leads to, in any spelling of it, or None."""
    return names.paper_of(lib.database, key)


def resolve_key(lib: Library, text: str) -> int:
    """The paper that a key, the beginning of one, an id or an address names.

    A whole key wins over a beginning. Raises `NotFound`, or `Ambiguous` with the candidates' keys.
    """
    whole = names.paper_of(lib.database, text.strip())
    if whole is not None:
        return whole
    found = stored.candidates(lib.database, text) if text.strip() else []
    if not found:
        raise NotFound(text or "no key", "no paper has this key", "look for it with `digestui search`")
    if len(found) > 1:
        raise Ambiguous(text, [key for _, key in found])
    return found[0][0]


def keys_like(lib: Library, text: str) -> list[str]:
    """Keys that begin with `text`, with or without what stands before their colon; none for no text."""
    return [key for _, key in stored.candidates(lib.database, text)] if text.strip() else []


# -- completion ---------------------------------------------------------------------------------------------


def completions(lib: Library, text: str, cursor: int) -> list[Completion]:
    """Ways to go on at `cursor`: fields, fixed values, names in this library, best first."""
    from digestui.query import complete as completing

    def known(field: NameField, typed: str) -> list[tuple[str, str]]:
        if field is NameField.VIEW:
            from digestui.library.views import views

            return [(view.name, "") for view in views(lib) if typed in view.name.casefold()]
        return [(name, f"{n:,}" if n else "") for name, n in names.counted(lib.database, field, typed)]

    def people(begun: str) -> list[tuple[str, str]]:
        from digestui.storage.vocabulary import vocabulary

        return [(word, f"{n:,}") for word, n in vocabulary(lib.database).of_authors(begun)]

    return completing.complete(text, cursor, known, people)


def complete(
    lib: Library, text: str, cursor: int, understood: Understood | None = None
) -> tuple[str, int] | None:
    """What Tab makes of `text`, and where the cursor then stands; None where it makes nothing.

    The correction that is offered, else the first completion.
    """
    if understood is not None:
        for slip in understood.corrections:
            if slip.meant and text[slip.start : slip.end] == slip.typed:
                return text[: slip.start] + slip.meant + text[slip.end :], slip.start + len(slip.meant)
    for choice in completions(lib, text, cursor):
        changed = text[: choice.start] + choice.text + text[choice.end :]
        if changed != text:
            return changed, choice.start + len(choice.text)
    return None
