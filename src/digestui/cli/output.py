"""How commands speak: results on standard output, everything else on standard error, nothing that obeys data.

Every line passes through `text.safe` here, at the last edge, whatever was cleaned before. Listings are laid
out here too; what they list is the commands' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from digestui.errors import Ambiguous, Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digestui.cli.environment import Environment

MANY_CANDIDATES = 20
LONGEST_LINE = 1500
"""Characters of an error line; what is longer is cut with an ellipsis."""


class Output:
    """The two streams of one run."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.lost = False
        """Whether results could not be written, for a reason that somebody must be told."""

    def line(self, text: str = "") -> None:
        """One line of results."""
        from digestui.text import safe

        self._write(safe.terminal(safe.in_text(text)) + "\n")

    def text(self, text: str) -> None:
        """Several lines of results, closed by a line end."""
        for line in text.removesuffix("\n").split("\n"):
            self.line(line)

    def json(self, document: object) -> None:
        """One JSON document, the only thing a command with --json prints."""
        import json

        cleaned = made_safe(document)
        text = json.dumps(cleaned, ensure_ascii=not self.env.unicode, allow_nan=False, indent=2)
        self._write(text + "\n")

    def flush(self) -> None:
        """Send off what waits to be written."""
        with self._noticing():
            self.env.stdout.flush()

    def _write(self, text: str) -> None:
        with self._noticing():
            self.env.stdout.write(text)

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.lost |= not isinstance(error, BrokenPipeError)
            raise

    def aside(self, text: str) -> None:
        """A remark that is no result: one line on standard error. Where that cannot be written nobody can be
        told, and what was done stays done."""
        from digestui.text import safe

        try:
            self.flush()
        except BrokenPipeError:
            raise
        except OSError:
            pass  # it is flushed once more when the command is over, and told then
        with suppress(OSError):
            self.env.stderr.write(safe.one_line(safe.in_text(text), limit=LONGEST_LINE) + "\n")
            self.env.stderr.flush()

    def trouble(self, trouble: Trouble) -> None:
        """An error: `digestui: what: why: what to do`, and the candidates of an ambiguous key."""
        self.aside(f"digestui: {trouble}")
        if isinstance(trouble, Ambiguous):
            for candidate in trouble.candidates[:MANY_CANDIDATES]:
                self.aside(f"  {candidate}")
            more = len(trouble.candidates) - MANY_CANDIDATES
            if more > 0:
                self.aside(f"  and {more} more")

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.env.colours else text


def made_safe(value: object) -> object:
    """A JSON document with every text in it made safe."""
    from digestui.text import safe

    if isinstance(value, str):
        return safe.clean(safe.in_text(value))
    if isinstance(value, Mapping):
        return {str(made_safe(key)): made_safe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [made_safe(item) for item in value]
    return value


def columns(
    rows: Iterable[Sequence[str]], *, right: Iterable[int] = (), width: int | None = None
) -> list[str]:
    """Rows as lines with aligned columns, two cells apart; the last column is cut at `width` cells.

    `right` are the columns to align at the right, for numbers.
    """
    from digestui.text import safe, widths

    cells = [[safe.one_line(cell) for cell in row] for row in rows]
    if not cells:
        return []
    count = max(map(len, cells))
    spans = [max((widths.width(row[i]) for row in cells if i < len(row)), default=0) for i in range(count)]
    rights = set(right)
    lines = []
    for row in cells:
        parts = []
        for i, cell in enumerate(row):
            space = " " * (spans[i] - widths.width(cell))
            parts.append(space + cell if i in rights else cell + space)
        line = "  ".join(parts).rstrip()
        lines.append(widths.cut(line, width) if width else line)
    return lines


def papers(count: int) -> str:
    """`1 paper`, `1,204 papers`."""
    return "1 paper" if count == 1 else f"{count:,} papers"


def times(count: int, one: str, many: str = "") -> str:
    """`1 file`, `3 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
