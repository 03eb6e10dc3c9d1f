"""A parsed line of the query language: which papers, in what order, how many. Plain values only.

`query.parse` makes these from text and `query.show` prints them back; `storage.search` turns them into SQL.
What a node means is said here once; how it is typed is said in `query`, how it is found in `storage`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from digestui.kinds import StrEnum
from digestui.records import dataclass, field


class TextField(StrEnum):
    """Where a text condition looks. `ANY` is title, abstract and authors; notes only when asked for."""

    ANY = ""
    TITLE = "title"
    ABSTRACT = "abstract"
    AUTHOR = "author"
    NOTE = "note"


class NameField(StrEnum):
    """Fields whose value is a name or the beginning of one."""

    TAG = "tag"
    DIGEST = "digest"
    SOURCE = "source"
    CATEGORY = "cat"
    KEY = "key"
    VENUE = "venue"
    VIEW = "q"


class StateName(StrEnum):
    """What `is:` can ask."""

    READ = "read"
    UNREAD = "unread"
    STARRED = "starred"
    QUEUED = "queued"
    DONE = "done"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    NOTED = "noted"
    TAGGED = "tagged"
    NEW = "new"
    INBOX = "inbox"
    KEPT = "kept"
    UPDATED = "updated"
    WATCHED = "watched"


class HasName(StrEnum):
    """What `has:` can ask."""

    NOTE = "note"
    CODE = "code"
    PDF = "pdf"
    TAGS = "tags"
    ABSTRACT = "abstract"
    ID = "id"


class Where(StrEnum):
    """What `in:` can ask; `ANY` is the whole library, whatever was decided."""

    INBOX = "inbox"
    QUEUE = "queue"
    DONE = "done"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    ANY = "any"


class DateField(StrEnum):
    """Fields that compare days. DATE is the digest's date and PUBLISHED the paper's own; the last four are
    the digest's date from one side."""

    DATE = "date"
    PUBLISHED = "published"
    ADDED = "added"
    READ = "read"
    AFTER = "after"
    BEFORE = "before"
    NEWER = "newer"
    OLDER = "older"


ONE_SIDED = frozenset({DateField.AFTER, DateField.BEFORE, DateField.NEWER, DateField.OLDER})


class NumberField(StrEnum):
    """Fields that compare numbers."""

    YEAR = "year"
    UPVOTES = "upvotes"


class OrderBy(StrEnum):
    """What `sort:` can name. DIGEST is the order without `sort:` where a query has no words."""

    DATE = "date"
    ADDED = "added"
    RANK = "rank"
    RELEVANCE = "relevance"
    TITLE = "title"
    AUTHOR = "author"
    UPVOTES = "upvotes"
    DIGEST = "digest"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the text. A value with punctuation or spaces is the phrase of its words."""

    value: str
    field: TextField = TextField.ANY
    quoted: bool = False
    """Typed in quotes: the words exactly, no plural."""
    prefix: bool = False
    """The last word may go on: `transf*`."""
    open: bool = False
    """Still being typed: the word itself, its plural, or the beginning of a longer one. Never printed."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name: tag, digest, source, category, key, venue or view. Case and accents do not matter."""

    field: NameField
    value: str
    prefix: bool = False
    """The name may go on (`tag:vi*`)."""


@dataclass(frozen=True, slots=True)
class Is:
    """A state of the paper."""

    name: StateName


@dataclass(frozen=True, slots=True)
class Has:
    """Something the paper has."""

    name: HasName


@dataclass(frozen=True, slots=True)
class In:
    """A place; a running snooze is a place of its own."""

    name: Where


@dataclass(frozen=True, slots=True)
class When:
    """Days between `low` and `high`, both included; None is open.

    Each is a moment as `query.dates` writes it: a day, month or year, `today`, `yesterday`, or an age (`3d`).
    One-sided fields use `low` alone.
    """

    field: DateField
    low: str | None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """`When` with its moments settled: ISO days, both included, None is open. Never printed."""

    field: DateField
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `low` and `high`, None is open; `over` and `under` leave the end itself out."""

    field: NumberField
    low: int | None
    high: int | None
    over: bool = False
    under: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """Every one of two or more."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    item: Node


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing: a text with nothing to search for (`!`), a view that does not exist or uses itself."""


Leaf = Text | Named | Is | Has | In | When | Days | Number | Never
Node = And | Or | Not | Leaf


@dataclass(frozen=True, slots=True)
class Order:
    """An order; `reverse` is the other way round."""

    by: OrderBy
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Which papers, in what order, how many."""

    where: Node | None = None
    """None is every paper that is not dismissed or snoozed."""
    order: Order | None = None
    """None is relevance where there are words, else digest order."""
    limit: int | None = None
    """None is no limit."""

    @property
    def empty(self) -> bool:
        """True for nothing typed."""
        return self == EMPTY

    @property
    def void(self) -> bool:
        """True where something was typed that nothing can be searched by."""
        return isinstance(self.where, Never)


EMPTY = Query()


def leaves(node: Node | None, negated: bool = False) -> Iterator[tuple[Leaf, bool]]:
    """Every condition of `node`, each with whether it stands under an odd number of negations."""
    if node is None:
        return
    if isinstance(node, And | Or):
        for item in node.items:
            yield from leaves(item, negated)
    elif isinstance(node, Not):
        yield from leaves(node.item, not negated)
    else:
        yield node, negated


def opens_everything(node: Node | None) -> bool:
    """True where `node` itself says where to look, so that dismissed and snoozed papers are not left out."""
    return any(
        isinstance(leaf, In)
        or (isinstance(leaf, Is) and leaf.name in (StateName.DISMISSED, StateName.SNOOZED))
        or (isinstance(leaf, Named) and leaf.field is NameField.KEY)
        for leaf, _ in leaves(node)
    )


def words_of(node: Node | None) -> tuple[Text, ...]:
    """The text conditions that a hit must or may hold: what relevance ranks by and panes highlight."""
    return tuple(
        leaf
        for leaf, negated in leaves(node)
        if isinstance(leaf, Text) and not negated and leaf.field is not TextField.NOTE
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """Something typed that looks like a slip: `typed` between `start` and `end` of the text, and what was
    probably `meant`; nothing where a value is like none that its field takes."""

    start: int
    end: int
    typed: str
    meant: str

    def __str__(self) -> str:
        return f"{self.typed}? did you mean {self.meant}" if self.meant else f"{self.typed} is not understood"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: the query and the slips in it."""

    query: Query
    corrections: tuple[Correction, ...] = ()
    unfinished: bool = False
    """A field without its value yet, an open quote or parenthesis."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A text understood by a library: the query, its canonical text, the slips in it."""

    query: Query
    canonical: str
    corrections: tuple[Correction, ...] = ()
    unfinished: bool = False
    """Something at the end is still being typed."""
    guess: Near | None = None
    """Set where the last word finds nothing whole and stays a beginning: `query` is the guess's then."""

    @property
    def stays(self) -> bool:
        """True where the last good result should stay on screen while this is being typed."""
        return bool(self.corrections) or (self.unfinished and self.query == EMPTY)

    @property
    def order(self) -> OrderBy:
        """The order the papers come in."""
        if self.query.order is not None:
            return self.query.order.by
        return OrderBy.RELEVANCE if words_of(self.query.where) else OrderBy.DIGEST


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: put `text` in place of what stands between `start` and `end`."""

    start: int
    end: int
    text: str
    hint: str = ""
    """What it is or how many papers it holds."""


@dataclass(frozen=True, slots=True)
class Near:
    """Spellings tried because nothing matched: `typed` words and the ones `shown` instead."""

    typed: tuple[str, ...]
    shown: tuple[str, ...]
    query: Query

    def __str__(self) -> str:
        return f"no match for {' '.join(self.typed)}; showing {' '.join(self.shown)}"


@dataclass(frozen=True, slots=True)
class Hits:
    """Every paper a query holds, in its order."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    near: Near | None = None
    """Set where nothing matched as typed and these are the hits of a near spelling."""
    remark: str = ""
    """Why the papers are not in the order that was asked for."""

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def near_query(self) -> Query | None:
        """The query whose hits these are, where it is not the one asked."""
        return self.near.query if self.near else None
