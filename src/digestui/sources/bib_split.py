"""BibTeX taken apart into entries and fields: where each begins, what is broken, macros put in.

Only structure lives here; what fields mean is in `bibtex`. As TeX does, a backslash does not protect a brace.
Work is linear in the text and bounded in memory, whatever macros are defined.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from digestui.records import dataclass, field

FIELD_LIMIT = 1_000_000
"""Characters of one value with its macros put in."""
EXPANSION_LIMIT = 64_000_000
"""Characters that macros may add to one file in all."""

_ENTRY = re.compile(r"@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
# The start of another entry at the start of a line: inside a value it means that a brace never closed.
_NEXT = re.compile(
    r"^[ \t]*@[ \t]*(?:[A-Za-z][\w-]*)[ \t]*[{(][^\S\n]*(?:[^\s,{}()\"=#]+[^\S\n]*[,=}]|\n)", re.MULTILINE
)
_KEY = re.compile(r"\s*+([^,{}\"=\n]*+)\s*+")
_NAME = re.compile(r"\s*([^\s,={}\"#()]+)\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"#()=]+")
_JOIN = re.compile(r"\s*#\s*")
_STOP = re.compile(r"[{}\"]")
_BRACE = re.compile(r"[{}]")
_BLANK = re.compile(r"[\s,]*")
_PASS = re.compile(r"[{},)]")
_STRAY = re.compile(r"[\s}]*+,?\s*+([A-Za-z][\w-]*)\s*=\s*[{\"\d]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_AFTER = re.compile(r"\s*(?:[,#})]|\Z)")
_TRIES = 30
_QUIET = frozenset(("comment", "preamble"))


class TooLong(ValueError):
    """A value that macros would blow up."""


@dataclass(slots=True)
class Entry:
    """One entry: its type and field names in lower case, values without their delimiters."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    """What was put right or passed over: line and reason."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry that cannot be read."""

    key: str
    line: int
    reason: str


class _Unclosed(ValueError):
    pass


class Splitter:
    """Walks over one text. `entries` may be called more than once: each walk starts anew."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [m.end() for m in re.finditer("\n", text)]

    def entries(self) -> Iterator[Entry | Broken]:
        """Everything that is an entry, in order."""
        self._macros: dict[str, str | None] = {month: month for month in _MONTHS}
        self._budget = EXPANSION_LIMIT
        self._limit = self._failures = 0
        at = 0
        while (found := _ENTRY.search(self.text, at)) is not None:
            if self._limit <= found.start():
                following = _NEXT.search(self.text, found.end())
                self._limit = following.start() if following else len(self.text)
                self._failures = 0
            kind = found[1].lower()
            if kind in _QUIET:
                at = self._past_quiet(found.end())
            elif kind == "string":
                at = self._define(found.end())
            else:
                entry, at = self._entry(kind, found)
                yield entry

    def line_of(self, at: int) -> int:
        """The line, from 1, of a place in the text."""
        return bisect_right(self._lines, at) + 1

    def _past_quiet(self, at: int) -> int:
        """The end of a comment or preamble; where its braces do not balance, just past its beginning."""
        try:
            return self._close_brace(at)
        except _Unclosed:
            return self._after_failure(at)

    def _after_failure(self, at: int) -> int:
        """Where to look on after something unclosed: close by, but not for ever in one stretch of text, for
        each try reads it to its end."""
        self._failures += 1
        return at if self._failures < _TRIES else self._limit

    def _define(self, at: int) -> int:
        name = _NAME.match(self.text, at)
        if name is None:
            return at
        try:
            self._macros[name[1].lower()], at = self._value(name.end())
        except TooLong:
            self._macros[name[1].lower()] = None
            return self._limit
        except _Unclosed:
            return self._limit
        return at

    def _entry(self, kind: str, found: re.Match[str]) -> tuple[Entry | Broken, int]:
        """One entry, and where to go on."""
        text, line = self.text, self.line_of(found.start())
        closer = "}" if found[2] == "{" else ")"
        at = found.end()
        key = _KEY.match(text, at, self._limit)
        if key is not None and text[key.end() : key.end() + 1] in (",", closer):
            at = key.end()
        else:
            key = None
        entry = Entry(kind, " ".join(key[1].split()) if key else "", line)
        try:
            while True:
                at = _BLANK.match(text, at, self._limit).end()  # type: ignore[union-attr]
                if at >= self._limit or _ENTRY.match(text, at):
                    raise _Unclosed
                if text[at] == closer:
                    break
                name = _NAME.match(text, at, self._limit)
                if name is None:
                    entry.remarks.append((self.line_of(at), f"not a field, passed over: {_show(text, at)}"))
                    at = self._pass_over(at, closer)
                    continue
                value, at = self._field(entry, name)
                entry.fields.setdefault(name[1].lower(), value)
        except _Unclosed:
            return Broken(
                entry.key, line, "a brace or quote of this entry never closes"
            ), self._after_failure(max(at, found.end()))
        at += 1
        if _STRAY.match(text, at, self._limit):
            entry.remarks.append(
                (self.line_of(at), "what follows the end of the entry is not read: a brace too many?")
            )
        return entry, at

    def _field(self, entry: Entry, name: re.Match[str]) -> tuple[str, int]:
        try:
            return self._value(name.end())
        except TooLong:
            entry.remarks.append(
                (self.line_of(name.start(1)), f"{name[1]}: macros make it too long, left out")
            )
            return "", self._pass_over(name.end(), "}")

    def _value(self, at: int) -> tuple[str, int]:
        """A value whose parts are joined by `#`, and where it ends. Raises `TooLong`, `_Unclosed`."""
        text, parts, size = self.text, [], 0
        while at < self._limit:
            opening = text[at]
            if opening == "{":
                end = self._close_brace(at + 1)
                part = text[at + 1 : end - 1]
            elif opening == '"':
                end = self._close_quote(at + 1)
                part = text[at + 1 : end - 1]
            elif (bare := _BARE.match(text, at, self._limit)) is not None:
                end = bare.end()
                part = self._macro(bare[0])
            else:
                break
            size += len(part)
            if size > FIELD_LIMIT:
                raise TooLong
            parts.append(part)
            at = end
            join = _JOIN.match(text, at, self._limit)
            if join is None:
                break
            at = join.end()
        return "".join(parts), at

    def _macro(self, name: str) -> str:
        """What a bare word stands for: itself where it is a number or no macro."""
        value = self._macros.get(name.lower(), name)
        if value is None:
            raise TooLong
        self._budget -= len(value)
        if self._budget < 0:
            raise TooLong
        return value

    def _close_brace(self, at: int) -> int:
        """Just past the brace that closes what is open at `at`."""
        depth = 1
        for found in _BRACE.finditer(self.text, at, self._limit):
            depth += 1 if found[0] == "{" else -1
            if not depth:
                return found.end()
        raise _Unclosed

    def _close_quote(self, at: int) -> int:
        """Just past the quote that closes what is open at `at`; one inside braces does not."""
        depth = 0
        for found in _STOP.finditer(self.text, at, self._limit):
            if found[0] == '"':
                # `J\\"urgen` in quotes is wrong BibTeX, yet often written, and plain to see.
                accent = self.text[found.start() - 1] == "\\" and not _AFTER.match(self.text, found.end())
                if not depth and not accent:
                    return found.end()
            else:
                depth = max(0, depth + (1 if found[0] == "{" else -1))
        raise _Unclosed

    def _pass_over(self, at: int, closer: str) -> int:
        """The next comma or end of the entry outside braces, from a place where nothing can be read."""
        depth = 0
        for found in _PASS.finditer(self.text, at, self._limit):
            if not depth and found[0] in (",", closer):
                return found.start()
            depth = max(0, depth + {"{": 1, "}": -1}.get(found[0], 0))
        raise _Unclosed


def _show(text: str, at: int) -> str:
    return " ".join(text[at : at + 40].split())
