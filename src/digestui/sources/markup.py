"""HTML in fields becomes plain text: paragraphs kept, tags gone, no words lost. Pure.

What only looks like a tag (`<this picture>`, `n < 10`, `a<b`) stays, letter for letter.
"""

from __future__ import annotations

import html
import re

_KNOWN = (
    "a|abbr|acronym|address|article|aside|b|bdi|bdo|big|blockquote|body|br|caption|center|cite|code|col|colgroup|"
    "dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|ins|"
    "kbd|label|li|link|main|mark|meta|nav|nobr|noscript|object|ol|p|picture|pre|q|s|samp|script|section|small|"
    "source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|var|"
    "video|wbr|nocase|sc|jats:[a-z-]+|mml:[a-z]+|inline-formula|title-group"
)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_SILENT = re.compile(
    r"<(script|style|template|svg|iframe)\b[^<>]*>.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|blockquote|section|article|ul|ol|dl|table|pre|figure|header|footer|jats:p|jats:title|"
    r"jats:sec)(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|hr|/li|/tr|/dd|/dt|li)(?:\s[^<>]*|/)?>", re.IGNORECASE)


def plain(text: str) -> str:
    """The words of a piece of HTML, paragraphs parted by a blank line."""
    if "<" in text:
        text = _SILENT.sub("", _CDATA.sub("", _uncommented(text)))
        # Line ends of the source mean nothing in HTML; those of its blocks do.
        if _TAG.search(text):
            text = re.sub(r"\s+", " ", text) if "<pre" not in text.lower() else text
            text = _BLOCK.sub("\n\n", _BREAK.sub("\n", text))
            text = _TAG.sub("", text)
    return html.unescape(text) if "&" in text else text


def inline(text: str) -> str:
    """A title or name: known tags gone, on one line."""
    return " ".join(plain(text).split())


def _uncommented(text: str) -> str:
    """Without comments; one that never ends is none."""
    out: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin + 4)
        if end < 0:
            break
        out.append(text[at:begin])
        at = end + 3
    return "".join(out) + text[at:]
