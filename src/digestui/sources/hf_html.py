"""The Hugging Face papers page as a browser saves it: its data, which lies in an attribute, not its cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.errors import BadInput
from digestui.sources import decode, hf_json, jsonfile, signs
from digestui.sources.base import Finding, Hint, Reader


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    name = hint.shown
    text, remarks = decode.text(stream, hint)
    props = _props(text)
    if props is None:
        raise BadInput(name, "no daily papers are in this page", "save https://huggingface.co/papers")
    try:
        data = jsonfile.loads(props)
    except ValueError as error:
        raise BadInput(name, f"the page's data is damaged ({error})", "save the page again") from error
    papers = data.get("dailyPapers") if isinstance(data, dict) else None
    if not isinstance(papers, list):
        raise BadInput(name, "the page's data holds no list of papers", "save https://huggingface.co/papers")
    yield hf_json.facts(papers, _day(data))
    yield from remarks
    for number, record in enumerate(papers, 1):
        yield from hf_json.paper(record, f"paper {number}", None)


def _day(data: dict[str, Any]) -> object:
    return data.get("dateString") or data.get("date")


def _props(text: str) -> str | None:
    """The unescaped data of the island that holds the daily papers."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text.replace("\0", ""))
    for node in tree.css("[data-target=DailyPapers]"):
        found = node.attributes.get("data-props")
        if found:
            return str(found)
    return None


READER = Reader("hf-html", signs.hf_html, read)
