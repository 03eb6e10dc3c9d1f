"""The searches made, newest last, to be had again with the arrow keys."""

from __future__ import annotations

from digestui.records import dataclass, field

KEPT = 100


@dataclass
class Searches:
    """A history of lines, browsed from its end."""

    lines: list[str] = field(default_factory=list)
    at: int | None = None
    """Where one is while browsing; None is the line being typed."""
    typed: str = ""
    recalled: bool = False
    """The searches of earlier days are asked for, or there."""

    @property
    def browsing(self) -> bool:
        return self.at is not None

    def keep(self, line: str) -> None:
        """Remember a line; one said again moves to the end."""
        self.at = None
        if line.strip():
            self.lines = [*(old for old in self.lines if old != line), line][-KEPT:]

    def recall(self, lines: list[str]) -> None:
        """Put the searches of earlier days before those of today."""
        self.lines = [*(old for old in lines if old not in self.lines), *self.lines][-KEPT:]

    def earlier(self, now: str) -> str | None:
        """The line before; None at the first."""
        if self.at is None:
            self.typed, at = now, len(self.lines)
        else:
            at = self.at
        if at == 0:
            return None
        self.at = at - 1
        return self.lines[self.at]

    def later(self) -> str:
        """The line after, and at the end what had been typed."""
        if self.at is None:
            return self.typed
        self.at += 1
        if self.at >= len(self.lines):
            self.at = None
            return self.typed
        return self.lines[self.at]
