"""What becomes of a text that is typed into a query: a name is found by what can be typed of it. Pure."""

from __future__ import annotations

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "＂": '"'})


def readable(text: str) -> str:
    """`text` with straight quotes, and a space for each character that nobody sees: every place the same."""
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)
    return text.translate(_STRAIGHT)


def tidy(inner: str) -> str:
    """White space single; a backslash at the end would hide the closing quote."""
    inner = " ".join(inner.split())
    while inner.endswith("\\"):
        inner = inner.rstrip("\\").rstrip()
    return inner


def as_typed(name: str) -> str:
    """A name as a query says it: two names that are alike so cannot be told apart by one."""
    if (
        name.isascii()
        and name.isprintable()
        and "  " not in name
        and name[:1] != " "
        and name[-1:] not in " \\"
    ):
        return name  # most are
    return tidy(readable(name))
