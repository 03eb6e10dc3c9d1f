"""Notes: one Markdown text per paper, every earlier text reachable, two different ones never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.errors import NotFound
from digestui.library.library import Library
from digestui.model.beside import with_part
from digestui.records import dataclass, replace
from digestui.storage import notes as stored
from digestui.text import safe

if TYPE_CHECKING:
    from digestui.model.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that was typed and not saved."""

    key: str
    text: str
    base: str | None
    """The note it began with."""
    at: int
    """When it was kept, in seconds since 1970 UTC."""


def from_bytes(raw: bytes) -> tuple[str, str]:
    """What an editor or a pipe has left, as text: UTF-8, else read as imports read it; and a sentence about
    what had to be guessed, empty where nothing had."""
    from digestui.sources.decode import GUESSED, decoded

    text, remarks = decoded(raw)
    if not remarks:
        return text, ""
    reason = remarks[0].reason
    return text, "what was written is not UTF-8: read as Windows-1252" if reason == GUESSED else reason


def read_note(lib: Library, paper: int) -> str | None:
    """The note of a paper, or None."""
    return stored.read(lib.database, paper)


def save_note(lib: Library, paper: int, text: str, *, base: str | None) -> Receipt:
    """Save a note. `base` is the text the writer began with: where another was saved meanwhile both are
    kept, one under the other, and the receipt says so. Who goes on from one of the two changes that one. An
    empty text takes away the note it began with, never another."""
    text, base = _tidy(text), _tidy(base or "")
    with lib.database.write():
        now = stored.read(lib.database, paper)
        conflict = now is not None and now != base and now != text
        if conflict:
            assert now is not None
            text = with_part(now, base, text)
        receipt = _write(lib, paper, text)
    return replace(receipt, conflict=bool(conflict))


def append_note(lib: Library, paper: int, text: str) -> Receipt:
    """Add a paragraph to a note."""
    text = _tidy(text)
    with lib.database.write():
        now = stored.read(lib.database, paper) or ""
        joined = now + ("" if not now or now.endswith("\n") else "\n") + text
        return _write(lib, paper, joined)


def _write(lib: Library, paper: int, text: str) -> Receipt:
    # The reader looks for a draft with its first frame, and writes later.
    from digestui.library import receipts
    from digestui.model.receipt import Changes
    from digestui.storage import steps
    from digestui.storage.acts import Batch

    label = "noted" if text else "removed the note"
    batch = Batch(lib.database, lib.device, lib.clock(), label=label)
    if not batch.note(paper, text):
        if text and not steps.title_of(lib.database, paper)[0]:
            raise NotFound("the paper", "it is not in the library any more", "its digest brings it back")
        return receipts.nothing(label)
    batch.finish()
    return receipts.of_batch(lib, batch, label, Changes.NOTES)


def _tidy(text: str) -> str:
    """Safe, and nothing at all where there are only blanks."""
    text = safe.clean(text)
    return text if text.strip() else ""


def note_history(lib: Library, paper: int) -> list[tuple[str, str]]:
    """Every text a note had, newest first: (when, ISO 8601 with its zone; the text, empty where it was
    taken away)."""
    from digestui.storage import journal

    found = stored.history(lib.database, paper)
    return [(journal.iso(at, offset), text) for at, offset, text in reversed(found)]


def keep_draft(lib: Library, key: str, text: str, base: str | None, *, before: str = "") -> None:
    """Keep what is being typed: it is on the disk when this returns. It takes the place of `before`, what
    this writer kept last; what another is typing about the same paper stays beside it."""
    with lib.database.write():
        there = stored.draft(lib.database, key)
        if there is not None and there[0] != before:
            text = with_part(there[0], before, text)
            stored.drop_draft(lib.database, key)  # it may be under another key
        stored.keep_draft(lib.database, key, text, base, lib.now())


def draft(lib: Library, key: str) -> Draft | None:
    """The draft of a paper's note, under any of its keys."""
    found = stored.draft(lib.database, key)
    return Draft(key, *found) if found else None


def drop_draft(lib: Library, key: str, own: str | None = None) -> None:
    """Forget a draft, or of what several are typing the part `own`."""
    if stored.draft(lib.database, key) is None:
        return
    with lib.database.write():
        there = stored.draft(lib.database, key)
        stored.drop_draft(lib.database, key)
        if there is not None and own is not None and (others := with_part(there[0], own, "")):
            stored.keep_draft(lib.database, key, others, there[1], there[2])


def drafts(lib: Library) -> list[Draft]:
    """All drafts, newest first."""
    return [Draft(*found) for found in stored.drafts(lib.database)]
