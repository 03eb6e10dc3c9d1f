"""`arxiv-mail`: arXiv's daily mailings as text, as one message or as a mailbox. Each mailing is a digest.

A mailing has three parts: new papers, cross-lists, replacements (which have no abstract and no first date).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.records import dataclass, field
from digestui.sources import decode, mail, signs, when
from digestui.sources.base import Finding, Hint, Mended, Reader
from digestui.sources.build import Raw, findings
from digestui.text.latex import to_unicode

_ID = re.compile(r"(?:arXiv|Paper)(?: \(\*[^)]*\))?:?\s*(\S+)")
_FIELD = re.compile(r"([A-Z][A-Za-z-]*(?: \([^)]*\))?):\s*(.*)")
_RULE = re.compile(r"(?:-{20,}|(?:%-){5,}%?|(?:%%--){3,}%*|(?:%%%---){3,}%*)\s*$")
_SIZE = re.compile(r"\s*\(\d+\s*kb[^()]*\)\s*$", re.IGNORECASE)
_REPLACED = re.compile(r"(?:was )?replaced with(?: a)?(?: revised)? version\s*(.*)", re.IGNORECASE)
_RECEIVED = re.compile(
    r"received from\s.*?\s+to\s+(?:[A-Z][a-z]{2},?\s+)?(\d{1,2})\s+([A-Z][a-z]{2})\w*\s+(\d{2,4})\b",
    re.DOTALL,
)
_AS_OF = re.compile(r"received as of\s+[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s.{0,30}?\b(\d{4})\b")
_ARCHIVE = re.compile(r"To:\s*([A-Za-z-]+)@arxiv\.org", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*(?:(?:re|fwd?)\s*:\s*)*([a-z-]+(?:\.[A-Za-z-]+)?)\s+daily\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_WRAPPED = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[^\W\d_])(?!(?:and|or|to)\b)")


@dataclass(slots=True)
class _Record:
    line: int
    ident: str
    fields: dict[str, str] = field(default_factory=dict)
    replaced: str = ""
    abstract: list[str] = field(default_factory=list)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The papers of each mailing, in order; messages that are no mailings are passed over."""
    raw = decode.whole(stream, hint)
    begun = False
    for message in mail.messages(raw):
        records = list(_records(message.text))
        if not records and not _is_mailing(message.text):
            continue
        begun = True
        yield _facts(message)
        yield from message.remarks
        for record in records:
            line = record.line + message.first_line if message.first_line is not None else None
            yield from _read_record(record, line)
    if not begun:
        raise BadInput(
            hint.name or "standard input",
            "no arXiv mailing is in it",
            "records begin with a line `\\\\` and `arXiv:`",
        )


def _is_mailing(text: str) -> bool:
    return "received from" in text and "Submissions to:" in text


def _facts(message: mail.Message) -> DigestFacts:
    """Named for the archive; dated by the end of the time in which it received papers."""
    subject = _SUBJECT.match(message.subject)
    archive = _ARCHIVE.search(message.text[:5000])
    name = subject[1] if subject else archive[1] if archive else ""
    return DigestFacts(f"arXiv {name}" if name else "arXiv mailing", _date(message), "arXiv")


def _date(message: mail.Message) -> str | None:
    head = message.text[:8000]
    received, as_of = _RECEIVED.search(head), _AS_OF.search(head)
    if received:
        year = (
            received[3] if len(received[3]) == 4 else ("19" if int(received[3]) > 90 else "20") + received[3]
        )
        found, _ = when.partial(f"{received[1]} {received[2]} {year}")
    elif as_of:
        found, _ = when.partial(f"{as_of[2]} {as_of[1]} {as_of[3]}")
    else:
        found, _ = when.partial(message.date)
    return found if found and len(found) == 10 else None


def _records(text: str) -> Iterator[_Record]:
    """The records of a mailing: a line `\\\\`, the head, a line `\\\\`, the abstract, a line `\\\\ (...)`."""
    record: _Record | None = None
    in_abstract = False
    last = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if bare == "\\\\" and number < len(lines) and _ID.match(lines[number]):
            if record is not None:
                yield record
            ident = _ID.match(lines[number])
            record, in_abstract, last = _Record(number + 1, ident[1] if ident else ""), False, ""
        elif record is None or number == record.line:
            continue
        elif _RULE.match(bare) or (bare.startswith("\\\\") and (in_abstract or bare != "\\\\")):
            yield record
            record = None
        elif bare == "\\\\":
            in_abstract = True
        elif in_abstract:
            record.abstract.append(line.rstrip())
        else:
            last = _head_line(record, line, last)
    if record is not None:
        yield record


def _head_line(record: _Record, line: str, last: str) -> str:
    """Take one line of the head; the name of the field that a next line may continue."""
    if line.startswith("  ") and last:
        record.fields[last] += "\n" + line
        return last
    replaced = _REPLACED.match(line)
    if replaced:
        record.replaced = replaced[1]
        return ""
    named = _FIELD.match(line)
    if named is None:
        return "" if not line.strip() else last
    name = named[1].lower()
    if name in record.fields:
        return ""
    record.fields[name] = named[2]
    return name


def _flow(text: str) -> str:
    """Wrapped lines as one; a word that was broken at its hyphen is whole again."""
    return _WRAPPED.sub("-", text)


def _read_record(record: _Record, line: int | None) -> Iterator[Finding]:
    head = record.fields
    dates = [value for name, value in head.items() if name.startswith("date") and "revised" not in name]
    revised = [value for name, value in head.items() if name.startswith("date") and "revised" in name]
    authors = head.get("authors") or head.get("author") or head.get("author(s)") or ""
    updated = record.replaced or (revised[-1] if revised else "")
    raw = Raw(
        title=_flow(head.get("title", "")),
        abstract=_flow("\n".join(record.abstract)),
        indented=True,
        authors=_people(_flow(authors)),
        ids=[record.ident],
        maybe=head.get("doi", "").split(),
        published=_SIZE.sub("", dates[0]) if dates else None,
        updated=_SIZE.sub("", updated) or None,
        categories=(head.get("categories") or head.get("subj-class") or "").split(),
        venue=_flow(head.get("journal-ref", "")),
        comment=_flow(head.get("comments") or head.get("comment") or ""),
    )
    for found in findings(f"arXiv:{record.ident}", line, raw):
        # Times such as `18:01:34 METDST` are older than any standard: the day is all that counts.
        if not (isinstance(found, Mended) and "time of day" in found.reason):
            yield found


def _people(authors: str) -> str:
    """The field without affiliations in brackets, its TeX accents as letters."""
    text = to_unicode(" ".join(authors.split()))
    for _ in range(4):
        shorter = _BRACKETS.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


READER = Reader("arxiv-mail", signs.arxiv_mail, read)
