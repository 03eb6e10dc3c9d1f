"""The text of the Hugging Face papers page, copied in a browser: titles and abstracts, nothing else.

A copy has no ids and no marks of where a paper begins. Abstracts are told from titles by what they look like,
not by alternation: one missing or doubled abstract must not spoil every pair behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.records import dataclass
from digestui.sources import decode, signs, when
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.text.safe import one_line

NAME, SOURCE = "Hugging Face Papers", "Hugging Face"

LONG = 250
"""No title is as long as this, and hardly an abstract shorter."""

_BREAK = re.compile(r"\n(?:[ \t\u00a0]*\n)+")
_SENTENCES = re.compile(r"[.!?][)\]}\"']? +[A-Z(\"'`$\\]")
_HEADER = re.compile(
    r"(?:daily |trending )?papers|new|get trending papers in your email inbox.*|subscribe|by ?ak.*|trending"
    r"|by the .*community.*|.*and the research community|submit(?: a)? papers?|hugging face|models|datasets"
    r"|spaces|community|docs|pricing|log in|sign up|daily|weekly|monthly|search.*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\d[\d.,]*k?|submitted by.*|upvote|view (?:arxiv page|pdf|all).*|[-·•×]|·? ?\d+ authors?|previous|next"
    r"|(?:arxiv page|github|pdf|arxiv|project page)(?: [\d.,]+k?)?|load more|tos|terms of service|privacy"
    r"|about|careers|jobs|company|website|system theme|models|datasets|spaces|pricing|docs|© .*"
    r"|https?://\S+|published on .*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Block:
    """A paragraph with the line it begins in."""

    line: int
    text: str

    @property
    def prose(self) -> bool:
        size = len(self.text)
        return size >= LONG or (
            size >= 110 and self.text[-1] in ".!?)" and bool(_SENTENCES.search(self.text))
        )


def _blocks(text: str) -> list[_Block]:
    out: list[_Block] = []
    line = 1
    at = 0
    for m in [*_BREAK.finditer(text), None]:
        end = m.start() if m else len(text)
        piece = text[at:end]
        lead = len(piece) - len(piece.lstrip("\n"))
        if piece.strip():
            out.append(_Block(line + lead, " ".join(piece.split())))
        if m:
            line += text.count("\n", at, m.end())
            at = m.end()
    if len(out) < 3:
        # A copy without blank lines: each line is a paragraph.
        rows = enumerate(text.split("\n"), 1)
        out = [_Block(number, " ".join(row.split())) for number, row in rows if row.strip()]
    return out


def _begin(blocks: list[_Block], hint: Hint) -> tuple[int, str | None, bool]:
    """(where the papers begin, the page's own day, whether its year was guessed)."""
    for at, block in enumerate(blocks[:40]):
        if block.prose:
            break
        found = when.lone_day(block.text, hint.modified)
        if found:
            return at + 1, found[0].isoformat(), found[1]
    at = 0
    while at < min(len(blocks), 40) and not blocks[at].prose and _HEADER.fullmatch(blocks[at].text):
        at += 1
    return at, None, False


def _tail(block: _Block, follower: _Block | None) -> bool:
    """Whether a short paragraph behind an abstract still belongs to it: a closing line, not a title."""
    if re.search(r"https?://", block.text):
        return True
    closed = block.text[-1] in ".;:" and not block.text.endswith(("etc.", "al."))
    return closed and (follower is None or not follower.prose)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    text, remarks = decode.text(stream, hint)
    blocks = _blocks(text)
    at, day, guessed = _begin(blocks, hint)
    blocks = [block for block in blocks[at:] if not _FURNITURE.fullmatch(block.text)]
    if not any(block.prose for block in blocks):
        raise BadInput(hint.shown, "no title with an abstract is in it", "copy the whole page")
    yield DigestFacts(NAME, day, SOURCE)
    yield from remarks
    if guessed and day:
        reason = (
            f"the page gives no year: {day} is the newest such day not after the file's own; --date overrules"
        )
        yield Mended("", reason, blocks[0].line - 2 if blocks else None)
    title: _Block | None = None
    abstract: list[str] = []
    for number, block in enumerate(blocks):
        follower = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.prose and title is None:
            yield Reject(one_line(block.text, 60), "an abstract without a title", block.line)
        elif title is not None and (block.prose or (abstract and _tail(block, follower))):
            abstract.append(block.text)
        else:
            if title is not None:
                yield from _paper(title, abstract)
            title, abstract = block, []
    if title is not None:
        yield from _paper(title, abstract)


def _paper(title: _Block, abstract: list[str]) -> Iterator[Finding]:
    yield from findings(title.text, title.line, Raw(title=title.text, abstract="\n\n".join(abstract)))
    if not abstract:
        yield Mended(one_line(title.text, 200), "has no abstract", title.line)


READER = Reader("hf-text", signs.hf_text, read)
