"""Lines of the abstract chosen to be quoted: which, and the words they make. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digestui.records import dataclass
from digestui.ui.show import ink
from digestui.ui.show.ink import Line


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """A stretch of lines from the one it began on to the one it was drawn to, in either direction."""

    anchor: int
    head: int

    @property
    def span(self) -> range:
        """The lines, top to bottom."""
        return range(min(self.anchor, self.head), max(self.anchor, self.head) + 1)

    def drawn(self, by: int, first: int, last: int) -> ChosenLines:
        """Drawn on by so many lines, within those there are."""
        return ChosenLines(self.anchor, max(first, min(last, self.head + by)))


def words(lines: Sequence[Line]) -> str:
    """What lines say without the breaks that the width of the pane made; paragraphs stay apart."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        text = ink.plain(line).strip()
        if text:
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(_joined(parts) for parts in paragraphs if parts)


def _joined(parts: Sequence[str]) -> str:
    """Broken lines in one; a word that was broken at its own hyphen is whole again."""
    text = parts[0]
    for part in parts[1:]:
        whole = text.endswith(("-", "\u2010", "\u2014")) and text[-2:-1].isalpha() and part[:1].isalpha()
        text += part if whole else f" {part}"
    return text


def quote(text: str) -> str:
    """The words as a quotation in Markdown, ready to stand in a note."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
