"""Lists of subscriptions (OPML): feeds, no papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.errors import BadInput
from digestui.sources import decode, links, signs
from digestui.sources.base import Finding, FoundSource, Hint, Mended, Reader, Reject
from digestui.text.safe import one_line

_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    name = hint.shown
    text, remarks = decode.text(stream, hint)
    outlines = _outlines(text, name, remarks)
    if outlines is None:
        raise BadInput(name, "the body with the subscriptions is missing", "export the list again")
    yield from remarks
    seen: set[str] = set()
    for outline in outlines:
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        address = (attributes.get("xmlurl") or "").strip()
        if not address:
            continue
        title = one_line(attributes.get("title") or attributes.get("text") or "", 200)
        found, wrong = links.clean(address)
        if found is None:
            yield Reject(title or one_line(address, 60), wrong)
        elif found not in seen:
            seen.add(found)
            yield FoundSource(one_line(found), title)


def _outlines(text: str, name: str, remarks: list[Mended]) -> list[Any] | None:
    """All outlines in order, however deep; None where there is no body."""
    from defusedxml import DefusedXmlException
    from defusedxml import ElementTree as Safe

    text = _DECLARED.sub("", text)
    mended = _AMPERSAND.sub("&amp;", text)
    if mended != text:
        remarks.append(Mended("", "a bare & is read as &amp;"))
    try:
        root = Safe.fromstring(mended, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInput(name, "declares entities or a DTD", "export the list again") from error
    except (Safe.ParseError, ValueError, RecursionError) as error:
        raise BadInput(
            name, f"is damaged XML ({one_line(str(error), 80)})", "export the list again"
        ) from error
    if root.tag.lower() != "opml":
        raise BadInput(name, "is no OPML", "give a list of subscriptions")
    bodies = [child for child in root if isinstance(child.tag, str) and child.tag.lower() == "body"]
    if not bodies:
        return None
    return [
        one
        for body in bodies
        for one in body.iter()
        if isinstance(one.tag, str) and one.tag.lower() == "outline"
    ]


READER = Reader("opml", signs.opml, read)
