"""markdown, html, text and table: what people read, and what a renderer makes of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st
from make import BARE, EVIL_TITLES, SWIN, evil, titled
from markdown_it import MarkdownIt

from digestui import exporters
from digestui.exporters.formats import Options
from digestui.exporters.markdown_text import escape, paragraphs, tame
from digestui.text.widths import width

LIVE = re.compile(r"<\s*/?\s*(script|img|iframe|svg|object|embed|form|a|style)\b|\bon\w+\s*=", re.IGNORECASE)


def text(name: str, details: list, options: Options | None = None) -> str:
    return "".join(exporters.write(name, details, options))


def dangers(markdown: str) -> list[str]:
    """Live HTML and links off the web that a CommonMark renderer finds, with no filter of its own."""
    reader = MarkdownIt("commonmark")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    found = []
    for block in reader.parse(markdown):
        for token in [block, *(block.children or [])]:
            if token.type in ("html_inline", "html_block"):
                # A block of HTML goes on with plain text until a blank line; only its tags are alive.
                found += [tag for tag in re.findall(r"<[^>]*>?", token.content) if LIVE.search(tag)]
            target = str(token.attrs.get("href") or token.attrs.get("src") or "")
            if token.type in ("link_open", "image") and not re.match(
                r"(https?://|mailto:)|(?!/|\\|\.\.)[^:/?#]*([/?#].*)?$", target
            ):
                found.append(target)
    return found


def shown(markdown: str) -> str:
    """The text a renderer shows of one line."""
    inline = [t for t in MarkdownIt("commonmark").parse(markdown) if t.type == "inline"]
    assert len(inline) <= 1, markdown
    return "".join(c.content for c in (inline[0].children or [])) if inline else ""


@given(st.text(alphabet=st.sampled_from("ab1.)-+=#*_`[]()<>!|~&;:\\{}$^\"' /"), max_size=30))
@settings(max_examples=300)
def test_foreign_text_shows_letter_for_letter(words: str) -> None:
    line = escape(words)
    assert shown(line) == " ".join(words.split())
    assert shown("- " + line) == " ".join(words.split())
    assert not dangers(line)


def test_addresses_in_an_abstract_become_links_to_themselves() -> None:
    assert paragraphs("Code: https://github.com/a_b/c_d.\n\nEnd") == [
        "Code: <https://github.com/a_b/c_d>.",
        "End",
    ]


PIECES = st.sampled_from([
    "[x](", "](", ")", "<", ">", "javascript:", "&#106;ava", "file:///", "/etc", "..", "\\", "[a]: ", "\n",
    "\n\n", " ", "script", "img src=x onerror=y", "a href=", "https://x.org", "`", "```", "![", "]", "[", "b",
    "!--", "--", "?", "&lt;", "&#60;", "<b>", "</b>", "<a\n", "\t", "mailto:", "svg/onload=z", "    ", "1. ",
    "- ", "> ", "'",
])  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
@example("<b>\nimg src=x onerror=y")
@example("[x]([x]()https://x.org)")
@example("[a]: \n1. [a]: javascript:")
@example("[x](((a)(b))javascript:c)")
@example(f"[x]({'a' * 2000}javascript:c)")
@example("[x](\\)javascript:c)")
@settings(max_examples=500)
def test_no_note_holds_live_html_or_a_link_off_the_web(note: str) -> None:
    assert not dangers(tame(note))


def test_links_with_parentheses_and_words_behind_them_stay() -> None:
    for note in ("[a](https://en.wikipedia.org/wiki/C_(language)): yes", "([b](c.md)): d", "[e](f(g)h.md)"):
        assert tame(note) == note


def test_a_note_keeps_its_markdown() -> None:
    note = (
        "# H\n\n**bold** <b>x</b> [p](https://x.org) [o](other.md) <https://y.org> a < b\n\n    v<int> v;\n"
    )
    assert tame(note) == note
    assert tame("&#8238;x") == "&amp;#8238;x"


def test_a_markdown_document_is_safe_and_has_a_heading_a_paper() -> None:
    out = text("markdown", [SWIN, BARE, *evil()])
    assert len(re.findall(r"^## ", out, re.MULTILINE)) == 2 + len(EVIL_TITLES)
    assert not dangers(out)
    assert "> Shifted windows: **linear** cost." in out


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.policy = ""
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        known = dict(attrs)
        assert not any(name.startswith("on") for name in known)
        if "href" in known:
            self.links.append(known["href"])
        if known.get("http-equiv") == "Content-Security-Policy":
            self.policy = known["content"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_an_html_page_stands_alone_and_nothing_in_it_is_live() -> None:
    page = Page(text("html", [SWIN, BARE, *evil()], Options(heading="<Mine>", day="2025-04-28")))
    known = "html head meta title style body header h1 p main article h2 a div"
    assert set(page.tags) <= set(known.split())
    assert all(link.startswith("https://") for link in page.links)
    assert page.policy.startswith("default-src 'none'")
    assert "script" not in page.policy
    words = "".join(page.words)
    assert "<Mine>" in words
    for title in EVIL_TITLES[2:6]:
        assert title in words


def test_an_html_page_of_nothing_says_so() -> None:
    assert "No papers." in text("html", [])


def test_text_fits_its_width() -> None:
    out = text("text", [SWIN, BARE, *evil()], Options(width=40))
    assert max(width(line) for line in out.splitlines() if "://" not in line) <= 40
    assert "Shifted windows: **linear** cost." in out


def test_a_table_has_one_line_a_paper_within_its_width() -> None:
    for cells in (30, 50, 80, 120):
        lines = text("table", [SWIN, BARE, *evil()], Options(width=cells, now=1)).splitlines()
        assert len(lines) == 2 + len(EVIL_TITLES)
        assert max(map(width, lines)) <= max(cells, 40)
    lines = text("table", [SWIN, titled("")], Options(width=100, ascii=True)).splitlines()
    assert lines[0].startswith(' z*" arxiv:2103.14030')
    assert "(untitled)" in lines[1]
    assert all(line.isascii() for line in lines)
