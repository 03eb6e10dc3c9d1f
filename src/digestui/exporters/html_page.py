"""`html`: one page that stands alone: no script, nothing loaded, light and dark, fit to print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from digestui.exporters.fields import page_of, safe_url
from digestui.exporters.formats import Options
from digestui.exporters.words import authors_of, facts, link_label, title_of
from digestui.model.rows import Detail
from digestui.text.latex import to_unicode
from digestui.text.safe import clean, one_line

STYLE = """
:root { color-scheme: light dark; --text: #2b2e35; --bright: #0f1115; --soft: #535a66; --bg: #fcfbf8;
  --line: #d5d0c3; --accent: #1d5bb8; --note: #f3f1ea; }
@media (prefers-color-scheme: dark) { :root { --text: #d6dae2; --bright: #f4f6f9; --soft: #abb3c0;
  --bg: #15171c; --line: #343a46; --accent: #8ab4f8; --note: #1b1e25; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 44rem; background: var(--bg);
  color: var(--text); font: 1rem/1.55 Georgia, "Noto Serif", serif; overflow-wrap: anywhere; }
h1, h2, .facts, .links, header p { font-family: system-ui, sans-serif; }
h1 { margin: 0; color: var(--bright); font-size: 1.5rem; }
h1.group { margin: 2.5rem 0 0; font-size: 1.25rem; }
h2 { margin: 0 0 .25rem; color: var(--bright); font-size: 1.1rem; line-height: 1.35; }
header p, .authors, .facts { margin: .15rem 0; color: var(--soft); font-size: .9rem; }
article { padding: 1.5rem 0; border-bottom: 1px solid var(--line); break-inside: avoid-page; }
article > p { margin: .6rem 0; }
article > p.authors, article > p.facts { margin: .15rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.links { font-size: .9rem; }
.links a { margin-right: 1rem; }
.note { margin: .8rem 0 0; padding: .6rem .9rem; background: var(--note);
  border-left: 3px solid var(--accent); white-space: pre-wrap; }
@media print { :root { --text: #000; --bright: #000; --soft: #444; --bg: #fff; --line: #bbb; --accent: #000;
  --note: #fff; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  .links a::after { content: " " attr(href); font-size: .8em; word-break: break-all; } }
"""
_ALLOWED = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src '{_ALLOWED}'; base-uri 'none'; form-action 'none'"
"""The page may show its one style sheet and do nothing else."""


END = "</main>\n</body>\n</html>\n"


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    yield begin(options)
    count = 0
    for detail in details:
        count += 1
        yield article(detail, options)
    yield ("" if count else "<p>No papers.</p>\n") + END


def begin(options: Options) -> str:
    """The page up to its first paper."""
    heading = escape(one_line(options.heading))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{heading}</h1><p>{escape(options.day)}</p></header>\n<main>\n"
    )


def group(name: str) -> str:
    """A heading over papers that belong together."""
    return f'<h1 class="group">{escape(one_line(name))}</h1>\n'


def article(detail: Detail, options: Options) -> str:
    """One paper."""
    page = page_of(detail)
    title = escape(title_of(detail))
    parts = ["<article>", f"<h2>{_link(page, title)}</h2>"]
    if authors := authors_of(detail):
        parts.append(f'<p class="authors">{escape(", ".join(authors))}</p>')
    told = " · ".join((one_line(detail.key), *facts(detail, options.now)))
    parts.append(f'<p class="facts">{escape(told)}</p>')
    if detail.why:
        parts.append(f'<p class="facts">{escape(one_line(detail.why))}</p>')
    for paragraph in clean(to_unicode(detail.paper.abstract)).split("\n\n"):
        if paragraph.strip():
            parts.append(f"<p>{escape(one_line(paragraph))}</p>")
    addresses = dict.fromkeys(a for a in (page, *map(safe_url, detail.paper.urls)) if a)
    if addresses:
        links = "".join(_link(a, escape(link_label(a))) for a in addresses)
        parts.append(f'<p class="links">{links}</p>')
    if detail.note and detail.note.strip():
        parts.append(f'<div class="note">{escape(clean(detail.note).strip())}</div>')
    return "\n".join([*parts, "</article>\n"])


def _link(address: str, shown: str) -> str:
    if not address:
        return shown
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{shown}</a>'
