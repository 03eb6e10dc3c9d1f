"""Reading lists in Markdown: list items and table rows that link to papers.

Anything else in such a file (headings, prose, badges, other links) is no paper. One item is one paper,
however many addresses of it stand there; an item that names several papers by their titles gives each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model import keys
from digestui.model.digest import DigestFacts
from digestui.records import dataclass, field
from digestui.sources import decode, links, markup, signs, when
from digestui.sources.base import Finding, Hint, Reader
from digestui.sources.build import Raw, findings
from digestui.sources.ids import shown

_ITEM = re.compile(r"^(\s*(?:>\s*)*)(?:[-*+•]|\d{1,4}[.)])\s+(\S.*)$")
_ROW = re.compile(r"^\s*\|(.*)$")
_RULE = re.compile(r"^[\s|:-]+$")
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'(][^)]*)?\)"
    r"|\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\[([^\]]*)\]"
    r"|<a\s[^>]{0,200}?href=[\"']([^\"'>]{1,2000})[\"'][^>]{0,200}>(.{0,400}?)</a>"
    r"|<?(https?://[^\s<>|\]]+)>?",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"^\s{0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
_GENERIC = re.compile(
    r"\W*(?:(?:the |our |full |original )?"
    r"(?:paper|arxiv|pdf|doi|link|abs|abstract|openreview|html|url|here|preprint|acl|website|page|publication"
    r"|article|huggingface|hf|source|code|论文|链接|web)s?(?: ?(?:link|page|pdf|paper|version))?"
    r"|(?:arxiv|doi)?[:\s]*[\d./v]+|https?://.*|v?\d+|)\W*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:\[[ xX]?\]\s*|[-*+•]\s+|\W{0,2}(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}\W{0,3}\s*"
    r"|[\[(](?:[^\])]{1,20})[\])]\s*(?=\S)"
    r"|[✅☑✔❌⭐🔥📄📑\ufe0f]+\s*)"
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARKS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_TAG = re.compile(
    rf"</?(?:b|i|em|strong|br|sub|sup|code|u|p|span|a|td|tr|details|summary){markup.ATTRIBUTES}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+[|–—]\s+|\s+-\s+|\s*[|(\[]\s*$|\.\s+(?=[A-Z][^.]*(?:,| and |\d{4}))|\s*:\s*$|,\s*\*"
    r"|\s+by\s+(?=[A-Z])"
)
_LONGEST, _TITLE = 20_000, 2_000
"""Characters looked at of one entry, and of what may be its title."""
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d(?:[-/.](?:0?[1-9]|1[0-2]))(?:[-/.]\d{1,2})?)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    address: str
    key: str | None
    start: int
    end: int


@dataclass(slots=True)
class _Entry:
    """A list item or a table row that may be a paper."""

    line: int
    text: str
    cells: list[str] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    text, remarks = decode.text(stream, hint)
    defined = {m[1].strip().lower(): m[2] for m in _DEFINITION.finditer(text)}
    found = [(entry, _links(entry.text, defined)) for entry in _entries(text, everything=False)]
    found = [(entry, seen) for entry, seen in found if any(one.key for one in seen)]
    if not found:
        # A page of plain paragraphs: each line with a paper counts.
        found = [(entry, _links(entry.text, defined)) for entry in _entries(text, everything=True)]
        found = [(entry, seen) for entry, seen in found if any(one.key for one in seen)]
    if not found:
        raise BadInput(hint.shown, "no link to a paper is in it", "give a list with links to papers")
    yield DigestFacts(None, None, "Markdown")
    yield from remarks
    for entry, seen in found:
        yield from _papers(entry, seen)


def _entries(text: str, everything: bool) -> Iterator[_Entry]:
    open_item: _Entry | None = None
    heading: list[str] = []
    before = ""
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
            continue
        item, row = _ITEM.match(line), _ROW.match(line)
        goes_on = open_item is not None and line[:2] in ("  ", "\t", " \t") and line.strip() and not item
        if fenced or (not goes_on and open_item is not None):
            if open_item is not None:
                yield open_item
            open_item = None
            if fenced:
                continue
        if goes_on and open_item is not None:
            if len(open_item.text) < _LONGEST:
                open_item.text += " " + line.strip()[:_LONGEST]
        elif item:
            open_item = _Entry(number, item[2])
        elif row and _RULE.match(line):
            heading = _cells(before)
        elif row or (heading and "|" in line):
            yield _Entry(number, line, _cells(line), heading)
        elif everything and line.strip() and not line.startswith("#"):
            yield _Entry(number, line)
        if not row and not (heading and "|" in line):
            heading = []
        before = line
    if open_item is not None:
        yield open_item


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _links(text: str, defined: dict[str, str]) -> list[_Link]:
    """All links of an entry; a picture in a link counts as a link without text."""
    bare = _IMAGE.sub(lambda m: " " * len(m[0]), text[:_LONGEST])
    out = []
    for m in _LINK.finditer(bare):
        if m[2] is not None:
            said, address = m[1], m[2]
        elif m[3] is not None:
            said, address = m[3], defined.get((m[4] or m[3]).strip().lower(), "")
        elif m[5] is not None:
            said, address = _TAG.sub("", m[6]), m[5]
        else:
            said, address = "", links.tidy(m[7])
        inner = re.fullmatch(r"\[?(.*?)\]?\(?(https?://\S+)?\)?", said)
        if address:
            key = keys.from_text(address) if address.startswith("http") else None
            out.append(_Link(plain(inner[1] if inner else said), address, key, m.start(), m.end()))
    return out


def plain(text: str) -> str:
    """Markdown's own marks taken off a stretch of text."""
    text = _TAG.sub(" ", text[:_TITLE])
    for _ in range(3):
        text = _MARKS.sub(r"\2", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text)
    return " ".join(text.split()).strip(" *_")


def _papers(entry: _Entry, seen: list[_Link]) -> Iterator[Finding]:
    papers = [one for one in seen if one.key]
    titled = [one for one in papers if not _GENERIC.fullmatch(one.text) and len(one.text) > 8]
    different = len({one.key for one in titled if one.key and one.key.startswith("arxiv:")})
    if different > 1 and len(titled) == len(papers):
        for one in titled:
            yield from _paper(entry, one.text, [one], [])
        return
    best = keys.best_first(one.key for one in papers if one.key)
    first = {key.partition(":")[0]: key for key in reversed(best)}.values()
    kept = [one for one in papers if one.key in first]
    title = titled[0].text if titled else _title_before(entry, papers[0])
    others = [one for one in seen if not one.key and _worth(one.address)]
    yield from _paper(entry, title, kept, others)


def _worth(address: str) -> bool:
    return address.startswith(("http://", "https://")) and not re.search(
        r"shields\.io|badge|\.(?:png|svg|gif|jpe?g)(?:\?|$)|arxiv\.org/list", address, re.IGNORECASE
    )


def _paper(entry: _Entry, title: str, papers: list[_Link], others: list[_Link]) -> Iterator[Finding]:
    best = keys.best_first(one.key for one in papers if one.key)[0]
    day = None
    for cell in entry.cells or [entry.text[:40]]:
        m = _DATE.search(_LINK.sub(" ", cell))
        if m and (len(cell) < 24 or not entry.cells):
            day = m[1].replace("/", "-").replace(".", "-")
            break
    published, doubt = when.partial(day)
    raw = Raw(
        title=title,
        stub=shown(best),
        ids=[one.address for one in papers],
        published=None if doubt else published,
        urls=[one.address for one in (*papers, *others)],
        venue=_named(entry, ("venue", "conference", "journal", "publication")),
    )
    yield from findings(title or shown(best), entry.line, raw)


def _named(entry: _Entry, names: tuple[str, ...]) -> str | None:
    """The cell below a heading of that name, where it is plain text."""
    for name, cell in zip(entry.heading, entry.cells, strict=False):
        if plain(name).lower() in names and cell and "](" not in cell:
            return plain(cell)
    return None


def _title_before(entry: _Entry, link: _Link) -> str:
    if entry.cells:
        named = _named(entry, ("title", "paper", "paper title", "name", "papers", "标题"))
        if named and not _GENERIC.fullmatch(named):
            return named
        texts = [plain(_LINK.sub(" ", _IMAGE.sub(" ", cell))) for cell in entry.cells]
        return max(texts, key=len, default="")
    before = _IMAGE.sub(" ", entry.text[: link.start])[:_TITLE]
    while (m := _LEAD.match(before)) and m.end() and m.end() < len(before):
        before = before[m.end() :]
    bold = _BOLD.search(before)
    if bold and len(bold[2]) > 8:
        return plain(_LINK.sub(r"\1", bold[2])).rstrip(" :.,-|")
    before = _LINK.sub(lambda m: m[1] or m[3] or "", before)
    for m in _AFTER.finditer(before):
        if len(before[: m.start()].strip()) > 8:
            before = before[: m.start()]
            break
    return plain(before.strip(" [(<|")).rstrip(" :.,-–—|")


READER = Reader("markdown", signs.markdown, read)
