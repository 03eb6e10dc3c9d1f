"""Foreign text and own notes as Markdown that stays what it is: no live HTML, no link but to the web.

`escape` is for text that is no Markdown (titles, abstracts); `tame` is for notes, which are.
"""

from __future__ import annotations

import html
import re

from digestui.exporters.fields import safe_url
from digestui.text.safe import clean, one_line

# `_` inside a word and a lone `&` mean nothing to Markdown and stay readable.
_SPECIAL = re.compile(r"[\\`*{\[\]<>#|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#|[A-Za-z0-9]+;)")
_START = re.compile(r"(?:[-+=:]|\d{1,9}(?=[.)]))")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\[\]()]+[^\s<>\"'`{}|\\^\[\]().,;:!?*_~]", re.IGNORECASE)


def escape(text: str) -> str:
    """One line that shows letter for letter; web addresses in it become links to themselves."""
    text = one_line(text)
    out: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        out += (_plain(text[at : found.start()]), f"<{safe_url(found[0])}>")
        at = found.end()
    out.append(_plain(text[at:]))
    line = "".join(out)
    opening = _START.match(line)
    if opening is None:
        return line
    end = opening.end()
    return line[:end] + "\\" + line[end:] if line[0].isdigit() else "\\" + line


def link(label: str, address: str) -> str:
    """`[label](<address>)`; the label alone where the address is not a web one."""
    address = safe_url(address)
    shown = _plain(one_line(label))
    return f"[{shown}](<{address}>)" if address else shown


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an abstract, each escaped to one line."""
    return [p for p in (escape(p) for p in clean(text).split("\n\n")) if p]


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BARE = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)\s*/?>")
_POWERFUL_WORDS = """
    a applet area audio base body button canvas embed form frame frameset head html iframe image img
    input link map math meta noscript object option param portal pre script select source style svg
    template textarea title track video xmp
"""
_POWERFUL = frozenset(_POWERFUL_WORDS.split())
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"\]\(\s*(?P<to><[^<>\n]*>?)?")
_REFERENCE = re.compile(
    r"^(?P<before>[\s>*+\-\d.)]*)\[(?P<label>(?:\\.|[^\]\\])*)\]:(?=\s*(?P<to>\S*))", re.MULTILINE | re.DOTALL
)
LONGEST = 1000
"""Characters of an address that are looked at."""
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_SCHEME = re.compile(r"[^/?#]*:")


def tame(note: str) -> str:
    """A note as it was written, save that tags with any power, links off the web and character references
    to what `text.safe` drops are shown as text."""
    note = clean(note)

    def tag(found: re.Match[str]) -> str:
        bare = _BARE.match(note, found.start())
        if bare is not None and bare[1].lower() not in _POWERFUL:
            return "<"
        return "<" if _AUTOLINK.match(note, found.start()) else "&lt;"

    if "<" in note:
        note = _TAG.sub(tag, note)
    if "](" in note:
        note = _INLINE.sub(lambda m: m[0] if _web(m["to"] or _target(m)) else "]\\(" + m[0][2:], note)
    if "]:" in note:
        note = _REFERENCE.sub(lambda m: m[0] if _web(m["to"]) else m[0].replace("[", "\\[", 1), note)
    if "&" in note:
        note = _ENTITY.sub(_harmless_reference, note)
    return note


def _harmless_reference(found: re.Match[str]) -> str:
    meant = html.unescape(found[0])
    return found[0] if clean(meant) == meant else "&amp;" + found[0][1:]


def _target(opening: re.Match[str]) -> str:
    """Where an inline link leads: parentheses in it are in pairs, and a blank ends it. Of a very long
    one only the beginning, so that a note full of beginnings costs no time without end."""
    note, at = opening.string, opening.end()
    depth, end = 0, at
    last = min(len(note), at + LONGEST)
    while end < last and note[end] > " ":
        if note[end] == "\\":
            end += 1
        elif note[end] == "(":
            depth += 1
        elif note[end] == ")":
            depth -= 1
            if depth < 0:
                break
        end += 1
    # What is cut off could hold a colon: only an address of the web is believed then.
    return note[at:end] + (":" if end >= at + LONGEST else "")


def _web(target: str) -> bool:
    """Whether a link's target is on the web, in this document or beside it."""
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(target.strip("<>")))
    plain = "".join(c for c in plain if c > " ")
    if plain.lower().startswith(("http://", "https://", "mailto:")):
        return True
    return not _SCHEME.match(plain) and not plain.startswith(("/", "\\", ".."))
