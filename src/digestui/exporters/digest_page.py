"""A digest to read elsewhere: papers in groups, as text, Markdown, one page of HTML, or a mail with both.

What is in it and why is `library.digesting`. A mail is made by the standard library, which refuses a line
break in a header; foreign text is made one safe line before it gets there.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from digestui.exporters import html_page, markdown, text_page
from digestui.exporters.formats import Options
from digestui.exporters.markdown_text import escape
from digestui.model.rows import Detail
from digestui.records import dataclass, replace
from digestui.text.safe import one_line

FORMATS = ("text", "markdown", "html", "email")
MAIL_WIDTH = 76


@dataclass(frozen=True, slots=True)
class Group:
    """Papers under one heading."""

    name: str
    papers: Sequence[Detail]


def text(groups: Sequence[Group], options: Options) -> str:
    """Plain text, headings underlined."""
    parts = [one_line(options.heading) + "\n"]
    for group in groups:
        name = one_line(group.name)
        parts.append(f"{name}\n{'-' * min(len(name), options.width or 72)}\n")
        parts += [text_page.page(detail, options) for detail in group.papers]
    return "\n".join(parts)


def as_markdown(groups: Sequence[Group], options: Options) -> str:
    """One document: a heading a group, below it one a paper."""
    parts = [f"# {escape(options.heading)}\n"]
    for group in groups:
        parts.append(f"# {escape(group.name)}\n")
        parts += [markdown.section(detail, options) for detail in group.papers]
    return "\n".join(parts)


def html(groups: Sequence[Group], options: Options) -> str:
    """One page that stands alone."""
    parts = [html_page.begin(options)]
    for group in groups:
        parts.append(html_page.group(group.name))
        parts += [html_page.article(detail, options) for detail in group.papers]
    return "".join([*parts, html_page.END])


def mail(groups: Sequence[Group], options: Options, sender: str, to: str) -> bytes:
    """A mail with the text and, for readers that show it, the page."""
    message = EmailMessage()
    count = sum(len(group.papers) for group in groups)
    papers = f"{count} paper{'' if count == 1 else 's'}"
    message["Subject"] = f"{one_line(options.heading, 120)}: {papers}"
    message["From"] = one_line(sender, 200)
    if to:
        message["To"] = one_line(to, 200)
    message["Date"] = formatdate(options.now, localtime=True)
    message["Message-ID"] = make_msgid(domain="digestui.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text(groups, replace(options, width=MAIL_WIDTH)))
    message.add_alternative(html(groups, options), subtype="html")
    return message.as_bytes()
