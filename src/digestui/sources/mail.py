"""Messages in bytes: a plain text, one RFC 822 message, or a mailbox, each as the text a person would read.

What the text says is the readers' business. Attachments are not looked at.
"""

from __future__ import annotations

import email
import email.message
import re
from collections.abc import Iterator

from digestui.records import dataclass, field
from digestui.sources import decode
from digestui.sources.base import Mended

_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]*\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_MAIL = re.compile(
    rb"^(?:subject|received|message-id|mime-version|from|content-type):", re.MULTILINE | re.IGNORECASE
)
_CHARSET = re.compile(
    r"(iso-8859-\d+|windows-125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(jp|kr))$"
)


@dataclass(slots=True)
class Message:
    """One message: its words, and what its head says."""

    text: str
    subject: str = ""
    date: str = ""
    first_line: int | None = None
    """Lines of the file before the text; None where they are not to be told (encoded or many messages)."""
    remarks: list[Mended] = field(default_factory=list)


def messages(raw: bytes) -> Iterator[Message]:
    """The messages that a file holds, in order; a file that is no mail is one message without a head."""
    start = decode.mark(raw)[1]
    body = raw[start:].lstrip(b"\r\n\t ")
    if body.startswith(b"From "):
        marks = list(_FROM.finditer(body))
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(body)
            yield _message(_ESCAPED.sub(rb"\1", body[mark.end() : end]))
        return
    head = _HEAD.match(body)
    if head is not None and _MAIL.search(head[0]):
        yield _message(body)
        return
    text, remarks = decode.decoded(raw)
    yield Message(text, first_line=0, remarks=remarks)


def _message(raw: bytes) -> Message:
    """A message's plain text, whichever way it is packed; broken packing gives the text as it stands."""
    try:
        parsed = email.message_from_bytes(raw)
        subject, date = str(parsed.get("Subject") or ""), str(parsed.get("Date") or "")
        parts = [text for text in map(_part, parsed.walk()) if text is not None]
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError):
        parts, subject, date = [], "", ""
    if not parts:
        text, remarks = decode.decoded(raw)
        return Message(text, subject, date, remarks=remarks)
    return Message(
        "\n".join(text for text, _ in parts), subject, date, remarks=[r for _, told in parts for r in told]
    )


def _part(part: email.message.Message) -> tuple[str, list[Mended]] | None:
    if part.is_multipart() or part.get_content_type() != "text/plain" or part.get_filename():
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    charset = (part.get_content_charset() or "").lower()
    if _CHARSET.match(charset):
        return payload.decode(charset, "replace").replace("\r\n", "\n"), []
    return decode.decoded(payload)
