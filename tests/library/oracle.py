"""What a query means, said a second time in plain Python over every paper: slow, and without a database."""

from __future__ import annotations

from datetime import date

from digestui.model.query import (
    And,
    DateField,
    Days,
    Has,
    In,
    Is,
    Named,
    Never,
    Node,
    Not,
    Number,
    NumberField,
    Or,
    Query,
    Text,
    opens_everything,
)
from digestui.text.dates import local
from digestui.text.folding import fold, words
from digestui.text.inflect import variants
from digestui.text.latex import to_unicode
from library.bookcase import DIGESTS, NOW, Book

PLACES = ("inbox", "queue", "done", "dismissed")
NEWEST = {
    number
    for number, (_, day, source) in enumerate(DIGESTS, 1)
    if day == max(other for _, other, of in DIGESTS if of == source)
}


def place(book: Book) -> str:
    """Where a paper is now."""
    if book.until is not None and book.until > NOW:
        return "snoozed"
    if book.until is not None and book.place >= 2:
        return "inbox"
    return PLACES[book.place]


def holds(query: Query, book: Book) -> bool:
    """Whether a settled query holds a paper."""
    hidden = not opens_everything(query.where) and place(book) in ("dismissed", "snoozed")
    return not hidden and (query.where is None or passes(query.where, book))


def passes(node: Node, book: Book) -> bool:
    match node:
        case And(items):
            return all(passes(item, book) for item in items)
        case Or(items):
            return any(passes(item, book) for item in items)
        case Not(item):
            return not passes(item, book)
        case Text():
            return _text(node, book)
        case Is(state):
            return _is(state.value, book)
        case In(where):
            return where.value in ("any", place(book))
        case Has(thing):
            return bool(
                {
                    "note": book.note,
                    "code": book.code,
                    "pdf": book.pdf,
                    "tags": book.tags,
                    "abstract": book.abstract,
                    "id": not book.key.startswith("title:"),
                }[thing.value]
            )
        case Named():
            return _named(node, book)
        case Number(field, low, high, over, under):
            value = book.year if field is NumberField.YEAR else book.upvotes
            return value is not None and (
                (low is None or value > low or (value == low and not over))
                and (high is None or value < high or (value == high and not under))
            )
        case Days():
            return _days(node, book)
        case Never():
            return False
    raise AssertionError(node)


def _is(state: str, book: Book) -> bool:
    where = place(book)
    return bool(
        {
            "read": book.read,
            "unread": not book.read,
            "starred": book.starred,
            "watched": book.watched,
            "queued": where == "queue",
            "done": where == "done",
            "dismissed": where == "dismissed",
            "snoozed": where == "snoozed",
            "inbox": where == "inbox",
            "kept": book.starred or where in ("queue", "done"),
            "noted": book.note,
            "tagged": book.tags,
            "updated": book.revised,
            "new": where == "inbox" and NEWEST & set(book.digests),
        }[state]
    )


def _named(node: Named, book: Book) -> bool:
    value = " ".join(word for word, _, _ in words(node.value))
    match node.field.value:
        case "tag":
            return any(_same(fold(node.value), fold(tag), node.prefix) for tag in book.tags)
        case "cat":
            wanted = fold(node.value)
            return any(
                name == wanted or name.startswith(wanted + ".") or (node.prefix and name.startswith(wanted))
                for name in map(fold, book.categories)
            )
        case "venue":
            text = " ".join(word for word, _, _ in words(book.venue or ""))
            return bool(book.venue) and f" {value}{'' if node.prefix else ' '}" in f" {text} "
        case "digest":
            labels = {
                number: " ".join(word for word, _, _ in words(f"{name} {day}"))
                for number, (name, day, _) in enumerate(DIGESTS, 1)
            }
            end = "" if node.prefix else " "
            return any(f" {value}{end}" in f" {labels[number]} " for number in book.digests)
        case "source":
            return any(fold(DIGESTS[number - 1][2]) == fold(node.value) for number in book.digests)
        case "key":
            return book.key.startswith(node.value) if node.prefix else book.key == node.value
    raise AssertionError(node)


def _same(wanted: str, name: str, prefix: bool) -> bool:
    return name.startswith(wanted) if prefix else name == wanted


def _days(node: Days, book: Book) -> bool:
    def inside(day: str) -> bool:
        full = (day[:10] + "-01-01")[:10]
        return (node.low is None or full >= node.low) and (node.high is None or full <= node.high)

    match node.field:
        case DateField.PUBLISHED:
            return book.published is not None and inside(book.published)
        case DateField.ADDED:
            if not book.digests:
                return False
            first = min(NOW - 86_400 * (number - 1) for number in book.digests)
            return inside(date.fromtimestamp(first).isoformat()) and first >= local(date(1990, 1, 1))
        case DateField.READ:
            return book.read and any(map(inside, book.read_on))
        case _:
            return any(inside(DIGESTS[number - 1][1]) for number in book.digests)


def _text(node: Text, book: Book) -> bool:
    texts = {
        "": (book.title, book.abstract, book.authors),
        "title": (book.title,),
        "abstract": (book.abstract,),
        "author": (book.authors,),
        "note": (book.note or "",),
    }[node.field.value]
    plain = to_unicode(node.value)
    wanted = [word for word, _, _ in words(plain)]
    single = len(wanted) == 1 and not node.quoted and "-" not in node.value
    forms = [set(variants(word)) if single and not node.prefix else {word} for word in wanted]
    signs = plain.lower() if plain.lower() in ("c++", "c#", ".net", ".ne") else ""
    return any(
        (not signs or signs in text.lower())
        and any(
            all(
                found[at + i] in form
                or (node.prefix and i == len(forms) - 1 and found[at + i].startswith(wanted[i]))
                for i, form in enumerate(forms)
            )
            for found in _streams(text)
            for at in range(len(found) - len(forms) + 1)
        )
        for text in texts
    )


def _streams(text: str) -> list[list[str]]:
    """The words of a text as written, and with its LaTeX read."""
    return [[word for word, _, _ in words(form)] for form in dict.fromkeys((text, to_unicode(text)))]
