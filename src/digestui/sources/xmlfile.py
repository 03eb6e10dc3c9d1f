"""XML as it is found: checked before it is believed, mended where that is safe, read item by item.

No entity is declared or expanded, nothing outside the file is loaded, depth and memory are bounded. What an
element means is the readers' business.
"""

from __future__ import annotations

import html.entities
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from digestui.errors import BadInput
from digestui.records import dataclass, field
from digestui.sources import decode
from digestui.sources.base import Hint, Mended

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 200
"""Elements within elements; no format of papers needs more."""

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(\d{1,9}|[xX][0-9a-fA-F]{1,8});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_KEPT = frozenset(("amp", "lt", "gt", "quot", "apos"))
_OTHER_ENCODINGS = re.compile(
    r"(iso-8859-\d+|latin-?\d|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-..|us-ascii)$"
)


class _Refused(Exception):
    """The file may not be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """An element that was asked for, whole, and the elements around it, outermost first, with attributes."""

    element: Element
    around: tuple[Element, ...]


@dataclass(slots=True)
class Document:
    """A file that may be read."""

    raw: bytes
    remarks: list[Mended] = field(default_factory=list)
    top: dict[str, str] = field(default_factory=dict)
    """Texts of the first elements of each name near the root, as far as they were passed: a feed's title."""
    broken: tuple[str, int] | None = None
    """Why and in which line the file breaks off; what stands before it is read."""

    def items(self, *names: str) -> Iterator[Found]:
        """The elements of these names (without namespace), in order, each dropped once it was yielded."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.ElementTree import iterparse

        wanted = frozenset(names)
        stack: list[Element] = []
        inside = 0
        try:
            for event, element in iterparse(io.BytesIO(self.raw), ("start", "end"), forbid_dtd=False):
                if event == "start":
                    inside += local(element) in wanted
                    stack.append(element)
                    continue
                stack.pop()
                name = local(element)
                if name in wanted:
                    inside -= 1
                    if not inside:
                        yield Found(element, tuple(stack))
                        if stack:
                            del stack[-1][:]
                elif not inside and len(stack) <= 2 and not len(element):
                    text = (element.text or "").strip()
                    if text:
                        self.top.setdefault(name, text)
        except ParseError:
            return  # where and why is in `broken`


def read(stream: BinaryIO, hint: Hint, *, doctype: bool = False) -> Document:
    """The document in `stream`, mended if need be. Raises `BadInput` where it may not or cannot be read.

    With `doctype`, one that names an external DTD is passed over (it is never loaded).
    """
    name = hint.name or "standard input"
    raw = decode.whole(stream, hint)
    try:
        trouble = _check(raw, doctype)
        if trouble is None:
            return Document(raw)
        text, remarks = _mended(raw)
        if b"<!ENTITY" in text:
            raise _Refused("it declares entities, which are not read for safety")
        again = _check(text, doctype)
    except _Refused as refused:
        raise BadInput(name, str(refused), "get a plain version of the file") from refused
    if again is None:
        reason, line = trouble
        return Document(text, remarks or [Mended("", f"not well-formed: {reason}; mended", line)])
    reason, line = again
    if b"<" not in text[:1000]:
        raise BadInput(name, f"is no XML: {reason} in line {line}", "get the file again")
    return Document(text, remarks, broken=again)


def _check(raw: bytes, doctype: bool) -> tuple[str, int] | None:
    """None where the file is well-formed, else why not and in which line. Raises `_Refused`."""
    parser = expat.ParserCreate()
    depth = 0

    def begin(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _Refused(f"elements are nested more than {DEEPEST} deep (line {parser.CurrentLineNumber})")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(_name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset:
            raise _Refused("its DOCTYPE declares things of its own, which is not read for safety")
        if (system or public) and not doctype:
            raise _Refused("its DOCTYPE names a file elsewhere, which is not loaded for safety")

    def entity(*_: object) -> None:
        raise _Refused("it declares entities, which are not read for safety")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        return expat.errors.messages.get(error.code, "not well-formed"), error.lineno
    except (ValueError, LookupError) as error:
        # An encoding that Python does not know, or one of several bytes a character.
        return str(error)[:80], 1
    return None


def _mended(raw: bytes) -> tuple[bytes, list[Mended]]:
    """The file as UTF-8 without what XML forbids: control characters, HTML's entities, lone ampersands."""
    declared = _ENCODING.match(raw[:200])
    named = declared[1].decode("ascii").lower() if declared else ""
    remarks: list[Mended] = []
    if named.startswith("utf-7"):
        raise _Refused("it is written in UTF-7, which is not read for safety")
    if _OTHER_ENCODINGS.match(named) and not decode.mark(raw)[0]:
        text = raw.decode(named, "replace")
    else:
        text, remarks = decode.decoded(raw)
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()
    illegal = _ILLEGAL.search(text)
    if illegal:
        line = text.count("\n", 0, illegal.start()) + 1
        remarks.append(Mended("", "characters that XML does not allow are left out", line))
        text = _ILLEGAL.sub("", text)
    return _REFERENCE.sub(_reference, text).encode("utf-8", "replace"), remarks


def _reference(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1][1:], 16) if found[1][0] in "xX" else int(found[1])
        return found[0] if code < 0x110000 and not _ILLEGAL.match(chr(code)) else ""
    if found[2] is None:
        return "&amp;"
    if found[2] in _KEPT:
        return found[0]
    meant = html.entities.html5.get(found[2] + ";")
    return f"&amp;{found[2]};" if meant is None else "".join(f"&#{ord(c)};" for c in meant)


def local(element: Element) -> str:
    """An element's name without its namespace, in lower case; empty for comments and instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def space(element: Element) -> str:
    """An element's namespace, or empty."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[0] == "{" else ""


def words(element: Element | None) -> str:
    """All text inside an element, its markup passed over."""
    return "" if element is None else "".join(element.itertext())


def child(element: Element, *names: str) -> Element | None:
    """The first child of the first of these names that there is."""
    for name in names:
        for one in element:
            if local(one) == name:
                return one
    return None


def children(element: Element, name: str) -> list[Element]:
    """All children of that name."""
    return [one for one in element if local(one) == name]
