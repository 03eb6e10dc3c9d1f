"""What is asked of each kind of subscription, and what comes back: bytes for `intake`, and a count of what
was expected. Runs in threads beside each other and never touches the library.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from digestui.library.subscriptions import Kind, Subscription, arxiv_search
from digestui.records import dataclass, field
from digestui.sources import facts
from digestui.sources.base import Hint
from digestui.text import safe
from digestui.web import services
from digestui.web.answers import Answer, NoAnswer, Why, foreign
from digestui.web.client import Client
from digestui.web.services import Bases, Paces

FIRST_DAYS = 3
"""Days looked back the first time, where nobody says how far."""
OVERLAP = 4
"""Days asked for again each time: what is submitted on a Friday is announced on a Monday."""
MOST_DAYS = 31
"""Days of daily papers got at once without `--since`."""
MOST_PAGES = 30


@dataclass(frozen=True, slots=True)
class Page:
    """One answer on its way into the library."""

    body: bytes
    label: str
    hint: Hint
    format: str | None = None
    digest: str | None = None
    date: str | None = None


@dataclass(slots=True)
class Got:
    """What one subscription gave."""

    pages: list[Page] = field(default_factory=list)
    expected: int | None = None
    """How many there should be, where the service says: papers of arXiv, days of Hugging Face."""
    got: int | None = None
    unchanged: bool = False
    """The server says that nothing is new."""
    state: dict[str, Any] = field(default_factory=dict)
    """What to remember for the next time."""
    trouble: NoAnswer | None = None
    """What ended the asking early; pages that came before it count all the same."""


@dataclass(frozen=True, slots=True)
class Asker:
    """All that asking needs besides the subscription."""

    client: Client
    bases: Bases
    paces: Paces
    today: date
    since: date | None = None
    told: Callable[[str], None] = lambda words: None
    """Is told what is being asked."""

    def ask(self, one: Subscription) -> Got:
        """Everything new of one subscription. Raises `Stopped` and nothing else: troubles are in `Got`."""
        got = Got()
        try:
            {Kind.WEB: self._web, Kind.ARXIV: self._arxiv, Kind.HF: self._daily}[one.kind](one, got)
        except NoAnswer as trouble:
            got.trouble = trouble
        return got

    def _web(self, one: Subscription, got: Got) -> None:
        self.told(one.name)
        state = one.state
        answer = self.client.get(one.address, etag=_text(state, "etag"), modified=_text(state, "modified"))
        if answer.unchanged:
            got.unchanged = True
            got.state = {name: state[name] for name in ("etag", "modified") if state.get(name)}
            return
        got.state = {k: v for k, v in (("etag", answer.etag), ("modified", answer.modified)) if v}
        got.pages.append(Page(answer.body, one.name, self._hint(one)))

    def _arxiv(self, one: Subscription, got: Got) -> None:
        since = self.since or self._since(one, FIRST_DAYS)
        search = services.arxiv_window(arxiv_search(one), since, self.today)
        got.got = 0
        for page in range(MOST_PAGES):
            self.told(f"{one.name}: {got.got:,}" + (f" of {got.expected:,}" if got.expected else ""))
            answer = self._arxiv_page(services.arxiv_search(self.bases, search, page * services.ARXIV_PAGE))
            total = services.arxiv_total(answer.body)
            entries = answer.body.count(b"<entry>") + answer.body.count(b"<entry ")
            got.expected = total if total is not None else got.expected
            got.got += entries
            if entries:
                got.pages.append(
                    Page(
                        answer.body, one.name, self._hint(one), "arxiv-atom", one.name, self.today.isoformat()
                    )
                )
            if not entries or got.got >= (total if total is not None else got.got):
                break
        got.state = {"day": self.today.isoformat()}

    def _arxiv_page(self, url: str) -> Answer:
        """One page; arXiv now and then answers with an empty one although there is more: asked once again."""
        for attempt in (1, 2):
            answer = self.client.get(url, pace=self.paces.arxiv)
            if not facts.is_arxiv(answer.body):
                raise foreign(url, "arXiv")
            if b"<entry" in answer.body or not services.arxiv_total(answer.body) or attempt == 2:
                return answer
        raise AssertionError

    def _daily(self, one: Subscription, got: Got) -> None:
        first = self.since or max(self._since(one, 1), self.today - timedelta(days=MOST_DAYS))
        days = [first + timedelta(days=n) for n in range(max(0, (self.today - first).days) + 1)]
        got.expected, got.got = len(days), 0
        # Newest first: what is wanted most is there soonest, and the oldest is what a stop leaves out.
        for day in reversed(days):
            self.told(f"{one.name}: {day.isoformat()}")
            try:
                answer = self.client.get(services.hf_daily(self.bases, day), pace=self.paces.huggingface)
            except NoAnswer as trouble:
                if trouble.kind is not Why.REFUSED or "error 400" not in trouble.why:
                    raise
                got.got += 1
                continue  # A day that has not begun everywhere is refused.
            got.got += 1
            if answer.body.strip() not in (b"", b"[]"):
                got.pages.append(
                    Page(answer.body, one.name, self._hint(one), "hf-json", None, day.isoformat())
                )
        got.state = {"day": self.today.isoformat()}

    def _since(self, one: Subscription, first: int) -> date:
        try:
            last = date.fromisoformat(_text(one.state, "day") or "")
        except ValueError:
            return self.today - timedelta(days=first)
        return last - timedelta(days=OVERLAP if one.kind is Kind.ARXIV else 1)

    def _hint(self, one: Subscription) -> Hint:
        return Hint(name=safe.one_line(one.name), modified=self.today)


def _text(state: Any, name: str) -> str | None:
    value = state.get(name)
    return value if isinstance(value, str) else None
