"""A view on show, and a page of one: what the finder keeps and hands on. Plain values."""

from __future__ import annotations

from digestui.library import phrasing, search
from digestui.model.query import Query
from digestui.model.rows import Row
from digestui.records import dataclass
from digestui.ui.row_layout import Span

INBOX = "in:inbox"
RESULTS = ("Results", "")
"""What lists are called that were searched for."""


@dataclass
class Showing:
    """The view on show."""

    name: str = "Inbox"
    text: str = INBOX
    """The query in canonical form."""
    understood: search.Understood | None = None
    typing: bool = False
    total: int | None = None
    """How many papers match; None while not known."""
    unread: int | None = None
    took: float = 0.0
    """Milliseconds the first page took."""
    near: Query | None = None
    """What is shown in place of a query that matches nothing: its words spelled as they are known."""
    remark: str = ""
    """Why the papers are not in the order that was asked for."""
    cursor_at: int | None = None
    """The paper under the cursor when the reader went elsewhere."""

    @property
    def query(self) -> Query | None:
        """What the papers on show match."""
        return self.near or (self.understood.query if self.understood is not None else None)

    @property
    def inbox(self) -> bool:
        """Whether the next paper after an act is the next undecided one."""
        return self.understood is not None and phrasing.is_inbox(self.understood.query)

    @property
    def whole_inbox(self) -> bool:
        """Whether nothing narrows the inbox: that it is empty is the aim."""
        return self.understood is not None and phrasing.is_all_of_inbox(self.understood.query)

    @property
    def searching(self) -> bool:
        return self.name in RESULTS

    @property
    def order(self) -> str:
        """The order on show, as the query language writes it: `-date`."""
        if self.understood is None:
            return "digest"
        reverse = self.understood.query.order is not None and self.understood.query.order.reverse
        return f"{'-' if reverse else ''}{self.understood.order.value}"


@dataclass
class Page:
    """The first papers of a query, or those about one of them."""

    understood: search.Understood
    ids: list[int]
    rows: list[Row]
    took: float
    at: int | None = None
    above: bool = False
    """It is not the first page but the one that `at` stands on."""
    counts: tuple[int, int] | None = None
    """How many papers there are, and how many unread ones, where that is known before all of them are."""


def query_spans(text: str) -> list[Span]:
    """A query as the search box shows it: `field:` soft, the value bright."""
    out: list[Span] = []
    for number, word in enumerate(search.pieces(text)):
        if number:
            out.append(Span(" ", "text"))
        field_name, colon, value = word
        if colon:
            out.append(Span(field_name + colon, "soft"))
        out.append(Span(value, "bright"))
    return out
