"""HTML in fields becomes plain text: paragraphs kept, tags gone, no words lost. Pure.

What only looks like a tag (`<this picture>`, `n < 10`, `a<b and c>d`) stays, letter for letter.
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
_ALONE = (
    "allowfullscreen|async|checked|compact|controls|defer|disabled|hidden|ismap|itemscope|loop|multiple|muted|"
    "nohref|noshade|nowrap|open|playsinline|readonly|required|reversed|selected"
)
"""Attributes that need no value; of any other word without one the `<` before it is no tag's."""
ATTRIBUTES = rf"(?:\s+(?:(?:{_ALONE})\s+)*[\w:@.-]+\s*=[^<>]*|(?:\s+(?:{_ALONE}))*\s*/?)>"
"""What follows the name of a tag, up to its end."""
_TAG = re.compile(rf"</?(?:{_KNOWN}){ATTRIBUTES}", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_SILENT = re.compile(
    rf"<(script|style|template|svg|iframe){ATTRIBUTES}.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|blockquote|section|article|ul|ol|dl|table|pre|figure|header|footer|jats:p|jats:title|"
    rf"jats:sec){ATTRIBUTES}",
    re.IGNORECASE,
)
_BREAK = re.compile(rf"<(?:br|hr|/li|/tr|/dd|/dt|li){ATTRIBUTES}", re.IGNORECASE)


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
