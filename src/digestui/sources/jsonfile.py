"""JSON documents of any size, record by record: the one place that parses JSON files.

A list of a million records is read in constant memory. Numbers that are none (NaN, 1e999), integers of
thousands of digits, nesting without end and text after the document are all met here, so that readers see
only values. What a field means is the readers' business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from digestui.errors import BadInput
from digestui.records import dataclass, field
from digestui.sources.base import Hint, Mended, Reject
from digestui.sources.blanks import after_blanks
from digestui.sources.decode import Pieces

SMALL = 4 * 2**20
"""Characters up to which a document is read to its end before its first record counts: whole or refused."""
LONGEST_RECORD = 16 * 2**20

_BETWEEN = re.compile(r"[ \t\r\n]*(,)?[ \t\r\n]*")
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_NEAR = 24
"""An error this near the end of what was read may only mean that more must be read."""


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= 18 else None


_DECODE: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(strict=False).raw_decode
_DECODE_HUGE: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(
    strict=False, parse_int=_integer
).raw_decode


@dataclass(frozen=True, slots=True)
class Item:
    """One record: its number from 1, its line, its value; a `refused` one has a reason instead of a value."""

    number: int
    line: int
    value: Any
    refused: str = ""


class Broken(Exception):
    """The document goes against JSON at a place."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.reason}"


class _Tape:
    """A window that moves over the text of a document and counts lines."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces
        self.buffer = ""
        self.at = 0
        self.line = 1
        self.counted = 0
        self.ended = False

    def more(self) -> bool:
        """Read on, dropping what was passed. False at the end."""
        if self.ended:
            return False
        wanted = max(1, len(self.buffer) - self.at)
        self.count(self.at)
        got = [self.buffer[self.at :]]
        size = 0
        for piece in self.pieces:
            got.append(piece)
            size += len(piece)
            if size >= wanted:  # as much again as is pending, so that one long record takes linear time
                break
        else:
            self.ended = True
        self.buffer, self.at, self.counted = "".join(got), 0, 0
        return size > 0

    def count(self, upto: int) -> None:
        """Take the newlines up to a place in the window into `line`."""
        self.line += self.buffer.count("\n", self.counted, upto)
        self.counted = upto

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a place in the window."""
        line = self.line + self.buffer.count("\n", self.counted, at)
        start = self.buffer.rfind("\n", 0, at)
        return line, at - start if start >= 0 else at + 1

    def broken(self, reason: str, at: int | None = None) -> Broken:
        return Broken(reason, *self.place(self.at if at is None else at))

    def peek(self) -> str:
        """The next character that is no blank, at `at`; empty at the end."""
        while True:
            self.at = after_blanks(self.buffer, self.at)
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more():
                return ""

    def value(self) -> tuple[Any, str]:
        """The value at `at`, or a reason why there is none although it is well formed (`at` is behind it)."""
        while True:
            try:
                found, end = _DECODE(self.buffer, self.at)
            except RecursionError:
                return self.skip("is nested too deeply")
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self.buffer.rstrip())
                near = cut or error.pos >= len(self.buffer) - _NEAR
                if near and len(self.buffer) - self.at < LONGEST_RECORD and self.more():
                    continue
                if cut and self.ended:
                    raise self.broken("the file breaks off here", len(self.buffer)) from None
                raise self.broken(_said(error), error.pos) from None
            except ValueError:
                try:
                    found, end = _DECODE_HUGE(self.buffer, self.at)
                except (ValueError, RecursionError):
                    return self.skip("holds a number of thousands of digits")
            # A bare number at the end of the window may go on.
            if end == len(self.buffer) and self.buffer[end - 1] not in '}]"' and self.more():
                continue
            self.at = end
            return found, ""

    def skip(self, reason: str) -> tuple[Any, str]:
        """Pass over the value at `at` by counting brackets."""
        while True:
            depth = 0
            for m in _STRUCTURE.finditer(self.buffer, self.at):
                sign = m[0]
                if sign in "{[":
                    depth += 1
                elif sign in "}]":
                    depth -= 1
                    if depth <= 0:
                        self.at = m.end()
                        return None, reason
            if len(self.buffer) - self.at > LONGEST_RECORD or not self.more():
                raise self.broken(reason)

    def items(self) -> Iterator[Item]:
        """The elements of the list at `at`; `at` ends behind its bracket."""
        self.at += 1
        number = 0
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            sign = self.peek()
            if not sign:
                raise self.broken("the file breaks off here")
            if sign == "]":
                raise self.broken("a comma before the closing bracket")
            self.count(self.at)
            line = self.line
            value, refused = self.value()
            number += 1
            yield Item(number, line, value, refused)
            sign = self.peek()
            self.at += 1
            if sign == "]":
                return
            if sign != ",":
                self.at -= 1
                raise self.broken(
                    "a comma or a closing bracket is missing" if sign else "the file breaks off here"
                )


def _said(error: json.JSONDecodeError) -> str:
    reason = error.msg[:1].lower() + error.msg[1:]
    if reason.startswith("expecting property name enclosed in double quotes"):
        return "a name in double quotes is expected (a comma too many, or single quotes?)"
    return f"not JSON: {reason}"


@dataclass(slots=True)
class Document:
    """A document being read: what stands beside its list, and the records of the list."""

    top: dict[str, Any] = field(default_factory=dict)
    """The other values of the top object that stand before the list; all of them in a small document."""
    name: str = ""
    """The list's name in the top object; empty for a plain list or a single record."""
    single: bool = False
    """The top object itself is the one record."""
    items: Iterator[Item | Reject | Mended] = field(default_factory=lambda: iter(()))
    """The records; `Reject` where the document breaks off or a record is refused, `Mended` for guesses."""


def read(stream: BinaryIO, hint: Hint, lists: tuple[str, ...] | None = None) -> Document:
    """The document in `stream`.

    `lists` are the names under which the records may stand in a top object (None: any list of objects); an
    object with none of them is a single record. A document up to `SMALL` characters that is no JSON raises
    `BadInput`; a longer one gives what stands before the break, then a `Reject`.
    """
    name = hint.shown
    pieces = Pieces(stream)
    tape = _Tape(iter(pieces))
    while len(tape.buffer) <= SMALL and tape.more():
        pass
    small = tape.ended
    try:
        first = tape.peek()
        if not first:
            raise BadInput(name, "is empty", "give a file with papers")
        if first == "[":
            return _listed(tape, pieces, Document(), small)
        if first == "{":
            return _object(tape, pieces, lists, small)
        raise tape.broken("neither a list nor an object begins here")
    except Broken as error:
        raise _refused(name, error) from error


def _refused(name: str, error: Broken) -> BadInput:
    return BadInput(name, str(error), "mend it there, or get the file again")


def _listed(tape: _Tape, pieces: Pieces, document: Document, small: bool) -> Document:
    if small:
        found = list(tape.items())
        if not document.name and tape.peek():
            raise tape.broken("text after the end of the document")
        document.items = _told(iter(found), pieces)
    else:
        document.items = _told(tape.items(), pieces)
    return document


def _told(items: Iterator[Item], pieces: Pieces) -> Iterator[Item | Reject | Mended]:
    told = 0
    number = 0
    try:
        for item in items:
            number = item.number
            while told < len(pieces.remarks):
                yield pieces.remarks[told]
                told += 1
            if item.refused:
                yield Reject(f"record {item.number}", item.refused, item.line)
            else:
                yield item
    except Broken as error:
        yield Reject(f"record {number + 1}", f"{error}; nothing behind it is read", error.line)
    yield from pieces.remarks[told:]


def _object(tape: _Tape, pieces: Pieces, lists: tuple[str, ...] | None, small: bool) -> Document:
    document = Document()
    if small:
        begin = tape.at
        line = tape.place(begin)[0]
        value, refused = tape.value()
        if refused:
            raise tape.broken(f"the document {refused}")
        if tape.peek():
            raise tape.broken("text after the end of the document")
        name = _chosen(value, lists)
        if not name:
            single: Iterator[Item] = iter([Item(1, line, value)])
            return Document(top=value, single=True, items=_told(single, pieces))
        # Once more from the start, as far as the list: only this way its records have lines.
        document.top = {key: one for key, one in value.items() if key != name}
        lists = (name,)
        tape.at = begin
    tape.at += 1
    while True:
        sign = tape.peek()
        if sign == ",":
            tape.at += 1
            continue
        if sign != '"':
            raise tape.broken("no list of records found")
        key, _ = tape.value()
        if tape.peek() != ":":
            raise tape.broken("a colon is missing")
        tape.at += 1
        if tape.peek() == "[" and (lists is None or key in lists):
            document.name = str(key)
            return _listed(tape, pieces, document, small)
        skipped, _ = tape.value()
        if not small:
            document.top[str(key)] = skipped


def _chosen(value: dict[str, Any], lists: tuple[str, ...] | None) -> str:
    """The name of the list that holds the records; empty where the object itself is the record."""
    found = ""
    if lists is None:
        # The list that holds most objects; a record's own lists (authors) hold names and lose to its title.
        sizes = {k: sum(isinstance(x, dict) for x in v) for k, v in value.items() if isinstance(v, list)}
        if sizes and not any(isinstance(value.get(k), str) for k in ("title", "Title", "paper_title")):
            best = max(sizes, key=lambda k: sizes[k])
            found = best if sizes[best] or len(sizes) == 1 else ""
    else:
        found = next((k for k in lists if isinstance(value.get(k), list)), "")
    return found


def loads(line: str) -> Any:
    """One value that fills `line`; raises `ValueError` with a reason for people."""
    try:
        start = after_blanks(line, 0)
        try:
            value, end = _DECODE(line, start)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated") or error.pos >= len(line.rstrip()):
                raise ValueError("breaks off in the middle") from None
            raise ValueError(f"column {error.pos + 1}: {_said(error)}") from None
        except ValueError:
            value, end = _DECODE_HUGE(line, start)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if after_blanks(line, end) != len(line):
        raise ValueError(f"column {end + 1}: text after the record")
    return value
