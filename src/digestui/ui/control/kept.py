"""What was kept since the reader opened: queued, starred or done by an act of this sitting, or by another
program meanwhile. Counted from receipts, and asked of the library where an act touched more papers than one
names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui.library.library import Library
from digestui.model.receipt import Receipt
from digestui.model.rows import Row
from digestui.model.triage import Place
from digestui.records import dataclass, field

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@dataclass
class Kept:
    """Knows which papers were kept."""

    desk: Desk
    papers: set[int] = field(default_factory=set)
    """Papers queued, starred or done since the reader opened, and not those that were so before."""
    began: dict[int, tuple[bool, Place]] = field(default_factory=dict)
    """Star and place, when the reader opened, of papers that something was done to since."""

    def __len__(self) -> int:
        return len(self.papers)

    def take(self, receipt: Receipt) -> None:
        """Something was done to the papers of a receipt."""
        for paper, state in receipt.states.items():
            began = self.began.setdefault(paper, receipt.was.get(paper, (state.starred, state.place)))
            (self.papers.add if state.kept_since(*began) else self.papers.discard)(paper)
        if receipt.count > len(receipt.papers) and receipt.batch is not None:
            self._ask(receipt.batch)

    def count_again(self, rows: Sequence[Row]) -> None:
        """Another program decided about papers."""
        for row in rows:
            if row.id in self.began and not row.triage.kept_since(*self.began[row.id]):
                self.papers.discard(row.id)

    def _ask(self, batch: int) -> None:
        desk, named = self.desk, frozenset(self.began)

        def job(lib: Library) -> tuple[set[int], set[int]]:
            from digestui.library import history

            return history.kept_by(lib, batch)

        def then(found: tuple[set[int], set[int]]) -> None:
            kept, left = found
            self.papers |= kept - named
            self.papers -= left - named
            desk.words.where()

        desk.lanes.back.ask("kept", job, then, desk.words.failed)
