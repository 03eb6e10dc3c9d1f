"""Typed text -> Query. Pure, and never raises: what is not understood is searched as words.

Grammar and meaning are the user's contract. The parser descends by hand, keeps a bound on depth and on the
number of conditions (SQLite has such bounds too), and remembers slips for `corrections`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from digestui.model.query import (
    ONE_SIDED,
    And,
    Correction,
    Has,
    In,
    Is,
    Named,
    NameField,
    Never,
    Node,
    Not,
    Or,
    Order,
    Parsed,
    Query,
    Text,
    TextField,
    When,
)
from digestui.query.dates import moment, moments
from digestui.query.names import (
    DATE_FIELDS,
    FIELDS,
    HAS,
    NAME_FIELDS,
    NUMBER_FIELDS,
    ORDERS,
    PLACES,
    STATES,
    TEXT_FIELDS,
)
from digestui.query.numbers import number, whole
from digestui.query.scan import OPERATORS, Piece, Scanner
from digestui.records import replace
from digestui.text.folding import words

DEEPEST = 16
"""Parentheses within parentheses; deeper ones are read as spaces."""
MOST = 400
"""Conditions in one query; what stands after them is not read."""


@lru_cache(maxsize=64)
def parse(text: str, *, typing: bool = False) -> Parsed:
    """What `text` says.

    While `typing`, the last word may be the beginning of a longer one, and what is plainly unfinished at the
    very end is left out.
    """
    return _Parser(text, typing).run()


class _Parser:
    def __init__(self, text: str, typing: bool) -> None:
        self.scan = Scanner(text)
        self.typed = text
        self.orders: list[tuple[int, int]] = []
        """Where orders and limits stand, which are no condition."""
        self.typing = typing
        self.order: Order | None = None
        self.limit: int | None = None
        self.corrections: list[Correction] = []
        self.unfinished = False
        self.conditions = 0

    def run(self) -> Parsed:
        where = self._any(0, None)
        while not self.scan.done:  # a closing parenthesis that nothing opened
            self.scan.at += 1
            where = _all_of([where, self._any(0, None)])
        if where is None and not self.typing and self._anything_else():
            # Nothing but operators: they are words then. Where nothing can be searched by, nothing is found:
            # else a script whose variable holds but a sign would act on everything.
            lone = [word for word in self.scan.text.split() if word in OPERATORS]
            where = _all_of([Text(word, quoted=True) for word in dict.fromkeys(lone)]) if lone else Never()
        return Parsed(Query(where, self.order, self.limit), tuple(self.corrections), self.unfinished)

    def _anything_else(self) -> bool:
        """Whether something was typed beside order and limit, and brackets round them."""
        rest = self.typed
        for start, end in reversed(self.orders):
            rest = rest[:start].removesuffix("-") + rest[end:]
        rest = "".join(rest.split())
        while self.orders and "()" in rest:
            rest = rest.replace("()", "")
        return bool(rest)

    def _any(self, depth: int, scope: str | None) -> Node | None:
        """or = and { "OR" and }"""
        branches = [self._all(depth, scope)]
        while self.scan.operator("OR"):
            branches.append(self._all(depth, scope))
        return _any_of(branches)

    def _all(self, depth: int, scope: str | None) -> Node | None:
        """and = not { ["AND"] not }"""
        items: list[Node | None] = []
        while True:
            self.scan.skip_space()
            if self.scan.done or self.scan.next == ")":
                break
            if self.conditions >= MOST:
                self.scan.at = len(self.scan.text)
                break
            if self.scan.operator("AND"):
                continue
            if self._at_or():
                break
            items.append(self._not(depth, scope))
        return _all_of(items)

    def _at_or(self) -> bool:
        place = self.scan.at
        found = self.scan.operator("OR")
        self.scan.at = place
        return found

    def _not(self, depth: int, scope: str | None) -> Node | None:
        """not = ["-" | "NOT "] atom; any number of them."""
        scan = self.scan
        negated = False
        while True:
            following = scan.text[scan.at + 1 : scan.at + 2]
            if scan.next == "-" and following and not following.isspace() and following != ")":
                scan.at += 1
            elif scan.operator("NOT"):
                scan.skip_space()
            else:
                break
            negated = not negated
        if scan.done or scan.next == ")" or self._at_or() or scan.operator("AND"):
            return None
        item = self._atom(depth, scope, negated)
        if item is None or not negated:
            return item
        return item.item if isinstance(item, Not) else Not(item)

    def _atom(self, depth: int, scope: str | None, negated: bool) -> Node | None:
        scan = self.scan
        if scan.next == "(":
            return self._group(depth, scope)
        if scan.next == '"':
            return self._leaf(scope, scan.phrase(), negated)
        if scan.next == "#":
            scan.at += 1
            return self._value("tag", depth, scan.at - 1, negated)
        field = scan.field()
        if field in FIELDS:
            start = scan.at
            scan.pass_field()
            return self._value(field, depth, start, negated)
        piece = scan.word()
        if scan.at == piece.start:  # a character no rule takes
            scan.at += 1
            return None
        if field is not None and scope is None:
            key = _as_key(piece.value)
            if key:
                self.conditions += 1
                return Named(NameField.KEY, key)
            self._slip_of_field(field, piece)
        return self._leaf(scope, piece, negated)

    def _group(self, depth: int, scope: str | None) -> Node | None:
        self.scan.at += 1
        if depth >= DEEPEST:
            return None
        inner = self._any(depth + 1, scope)
        if not self.scan.take(")"):
            self.unfinished = True
        return inner

    def _value(self, field: str, depth: int, start: int, negated: bool) -> Node | None:
        """What follows `field:`, whose first character stands at `start`."""
        scan = self.scan
        if scan.next == "(" and depth < DEEPEST:
            return self._group(depth, field)
        if scan.next == '"':
            return self._leaf(field, replace(scan.phrase(), start=start), negated)
        if scan.done or scan.next.isspace() or scan.next in "()":
            if scan.done:
                self.unfinished = True
            if self.typing and scan.done:
                return None
            if not scan.done and (following := scan.text[scan.at :].split(None, 1)):
                typed = scan.text[start : scan.at]
                self.corrections.append(Correction(start, scan.at, typed, f"{typed}{following[0]}"))
            return self._words(TextField.ANY, Piece(field, False, False, start, scan.at))
        return self._leaf(field, replace(scan.word(), start=start), negated)

    def _leaf(self, field: str | None, piece: Piece, negated: bool) -> Node | None:
        """The condition that `piece` is as a value of `field`; None is no field."""
        if not piece.closed:
            self.unfinished = True
        if field is None:
            if not piece.quoted and _like_an_id(piece.value) and (key := _as_key(piece.value)):
                self.conditions += 1
                return Named(NameField.KEY, key)
            return self._words(TextField.ANY, piece)
        if field in TEXT_FIELDS:
            return self._words(TEXT_FIELDS[field], piece)
        self.conditions += 1
        if not piece.value:
            self.unfinished = True
            return None
        if field in NAME_FIELDS:
            return self._name(NAME_FIELDS[field], piece)
        value = piece.value.casefold() if not piece.star else f"{piece.value.casefold()}*"
        if field == "sort":
            order = ORDERS.get(value.removeprefix("-"))
            if order is not None:
                self.order = Order(order, value.startswith("-") != negated)
                self.orders.append((piece.start, piece.end))
                return None
        elif field == "limit":
            count = whole(value)
            if count is not None and count >= 0:
                self.limit = count or None
                self.orders.append((piece.start, piece.end))
                return None
        elif (leaf := _fixed(field, value)) is not None:
            if self.typing and piece.end == len(self.scan.text) and field == "year" and len(value) < 4:
                self.unfinished = True
                return None
            return leaf
        return self._slip_of_value(field, piece)

    def _words(self, field: TextField, piece: Piece) -> Node | None:
        found = words(piece.value)
        if not found and not _has_symbol(piece.value):
            return None
        self.conditions += 1
        at_end = self.typing and piece.end == len(self.scan.text) and not piece.quoted and not piece.star
        if at_end and found and found[-1][2] == len(piece.value):
            if len(found) == 1 and len(found[0][0]) < 2:
                self.unfinished = True
                return None
            return Text(piece.value, field, open=True)
        operator = piece.value in OPERATORS and field is TextField.ANY
        return Text(piece.value, field, piece.quoted or operator, piece.star)

    def _name(self, field: NameField, piece: Piece) -> Node | None:
        value = piece.value
        if piece.quoted:
            value = value.replace('\\"', '"')
        value = value.strip("\\ ") if value.endswith(("\\", " ")) else value
        if field is NameField.TAG:
            value = value.lstrip("#")
        if not value or value.isspace():
            return None
        going_on = self.typing and piece.end == len(self.scan.text) and not piece.quoted
        if field is NameField.KEY and not piece.star and not going_on:
            from digestui.model.keys import from_text

            value = from_text(value) or value
        return Named(field, value, piece.star or going_on)

    def _slip_of_field(self, field: str, piece: Piece) -> None:
        from digestui.query.corrections import field_meant

        rest = piece.value[len(field) + 1 :]
        meant = field_meant(field) if rest and not rest.startswith("//") else None
        if meant:
            star = "*" if piece.star else ""
            self._correct(piece, f"{meant}:{rest}{star}")

    def _slip_of_value(self, field: str, piece: Piece) -> Node | None:
        """A value its field does not know: searched as words, unless somebody is still typing it."""
        from digestui.query.corrections import begins_value, value_meant

        at_end = self.typing and piece.end == len(self.scan.text)
        if at_end and begins_value(field, piece.value):
            self.unfinished = True
            return None
        meant = value_meant(field, piece.value.casefold())
        self._correct(piece, f"{field}:{meant}" if meant else "")
        if at_end:
            self.unfinished = True
            return None
        self.conditions -= 1
        return self._words(TextField.ANY, replace(piece, value=f"{field}:{piece.value}"))

    def _correct(self, piece: Piece, meant: str) -> None:
        typed = self.scan.text[piece.start : piece.end]
        self.corrections.append(Correction(piece.start, piece.end, typed, meant))


def _fixed(field: str, value: str) -> Node | None:
    """The condition of a field with fixed values, dates or numbers; None for a value it does not know."""
    if field == "is":
        return Is(STATES[value]) if value in STATES else None
    if field == "has":
        return Has(HAS[value]) if value in HAS else None
    if field == "in":
        return In(PLACES[value]) if value in PLACES else None
    if field in DATE_FIELDS:
        date_field = DATE_FIELDS[field]
        if date_field in ONE_SIDED:
            day = moment(value)
            return When(date_field, day) if day else None
        ends = moments(value)
        return When(date_field, *ends) if ends else None
    return number(NUMBER_FIELDS[field], value) if field in NUMBER_FIELDS else None


def _like_an_id(value: str) -> bool:
    """Whether it begins as arXiv's ids and DOIs do."""
    return value[:4].isdigit() or (value[:3] == "10." and "/" in value)


def _as_key(value: str) -> str | None:
    """The key that a pasted id or address names, or None for ordinary words."""
    if not any(sign in value for sign in ":/."):
        return None
    # Imported late: its patterns take longer to make ready than most queries to answer.
    from digestui.model.keys import from_text

    key = from_text(value)
    return None if key is None or key.startswith("title:") else key


def _has_symbol(value: str) -> bool:
    """True for what is no word but can be looked for: an emoji, `∇`. ASCII signs and dashes are not."""
    return any(not c.isascii() and unicodedata.category(c) in ("So", "Sm", "Sc") for c in value)


def _all_of(items: list[Node | None]) -> Node | None:
    return _joined(And, items)


def _any_of(items: list[Node | None]) -> Node | None:
    return _joined(Or, items)


def _joined(kind: type[And] | type[Or], items: list[Node | None]) -> Node | None:
    """`items` under one `kind`, flat and without repeats; None for none, the item itself for one."""
    flat: dict[Node, None] = {}
    for item in items:
        if isinstance(item, And | Or) and type(item) is kind:
            flat.update(dict.fromkeys(item.items))
        elif item is not None:
            flat[item] = None
    make: Callable[[tuple[Node, ...]], Node] = kind
    return make(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)
