"""RSS, Atom, and arXiv's feeds, mailings and listings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.sources.markup import inline, plain
from sources.reading import SAMPLES, read


def test_rss_titles_and_texts_become_plain() -> None:
    found = read(SAMPLES / "blog.rss.xml")
    assert found.format == "rss"
    assert (found.facts[0].name, found.facts[0].date) == ("Reading — group", "2025-04-28")
    protein, question = found.papers
    assert (protein.key, protein.title) == ("doi:10.1038/s41586-021-03819-2", "Proteins with AlphaFold")
    assert protein.authors == ("John Jumper", "Richard Evans")
    assert protein.abstract == "First & foremost.\n\nSecond, n < 10."
    assert protein.published == "2021-07-15"
    assert (question.key, question.title) == ("arxiv:1810.04805", "Q&A on a <this picture> task")
    assert (question.authors, question.abstract) == (("Ann Smith",), "A closer look.")


def test_atom_texts_links_and_dates() -> None:
    found = read(SAMPLES / "lab.atom.xml")
    assert found.format == "atom"
    assert (found.facts[0].name, found.facts[0].date) == ("Lab papers", "2025-04-28")
    need, bounds = found.papers
    assert (need.key, need.title) == ("arxiv:1706.03762", "All You Need & more")
    assert (need.published, need.updated) == ("2017-06-12", "2023-08-02")
    assert "https://lab.example.org/papers/one.html" in need.urls
    assert (bounds.title, bounds.abstract) == ("Bounds for n < 10", "First.\n\nThey are tight.")
    assert bounds.published == "2025-04-02"


def test_an_answer_of_the_arxiv_api() -> None:
    found = read(SAMPLES / "query.atom.xml")
    assert found.format == "arxiv-atom"
    assert (found.facts[0].name, found.facts[0].date) == ("arXiv cat:cs.CV", "2025-04-28")
    (paper,) = found.papers
    assert paper.keys == ("arxiv:hep-th/9711200", "doi:10.1023/a:1026654312961")
    assert (paper.version, paper.title) == (3, "The Large N Limit of $AdS_5$")
    assert paper.categories == ("hep-th", "gr-qc")
    assert (paper.published, paper.updated) == ("1997-11-27", "1998-01-22")
    assert (paper.abstract, paper.venue) == ("The large N limit is shown.", "Adv.Theor.Math.Phys. 2")


def test_an_error_of_the_arxiv_api_is_told_in_its_words() -> None:
    text = (SAMPLES / "query.atom.xml").read_text()
    text = text.replace("http://arxiv.org/abs/hep-th/9711200v3</id>", "http://arxiv.org/api/errors#x</id>")
    found = read(text)
    assert not found.papers
    assert "The large N limit is shown" in str(found.trouble)


def test_arxiv_announcements_are_dated_by_the_day_they_were_made() -> None:
    found = read(SAMPLES / "announce.rss.xml")
    assert found.format == "arxiv-rss"
    assert (found.facts[0].name, found.facts[0].date) == ("arXiv cs.CL", "2024-10-30")
    new, old = found.papers
    assert (new.key, new.abstract, new.published) == ("arxiv:2410.00001", "Fresh text.", "2024-10-30")
    assert new.authors == ("Ann Smith", "Bob Jones")
    assert (old.abstract, old.published, old.version) == ("Old text.", None, 7)
    assert "doi:10.1000/x" in old.keys


def test_announcements_of_before_2024() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://export.arxiv.org/rss/cs.CV">
    <title>cs.CV updates on arXiv.org</title><dc:date>2023-05-02T20:30:00-05:00</dc:date></channel>
    <item rdf:about="http://arxiv.org/abs/2305.00001"><title>A Title. (arXiv:2305.00001v1 [cs.CV])</title>
    <link>http://arxiv.org/abs/2305.00001</link><description>&lt;p&gt;Text $x &lt; y$.&lt;/p&gt;</description>
    <dc:creator>&lt;a href="/a"&gt;Ann Smith&lt;/a&gt;, &lt;a href="x"&gt;Bob Jones&lt;/a&gt;</dc:creator>
    </item></rdf:RDF>"""
    found = read(text)
    (paper,) = found.papers
    assert found.facts[0].date == "2023-05-02"
    assert (paper.key, paper.title, paper.categories) == ("arxiv:2305.00001", "A Title", ("cs.CV",))
    assert paper.authors == ("Ann Smith", "Bob Jones")
    assert paper.abstract == "Text $x < y$."


def test_an_empty_weekend_is_no_error() -> None:
    text = (SAMPLES / "announce.rss.xml").read_text()
    found = read(text[: text.index("<item>")] + "</channel></rss>")
    assert found.trouble is None
    assert not found.papers
    assert found.facts[0].name == "arXiv cs.CL"


def test_a_mailing_has_new_crossed_and_replaced_papers() -> None:
    found = read(SAMPLES / "mailing.txt")
    assert found.format == "arxiv-mail"
    assert (found.facts[0].name, found.facts[0].date) == ("arXiv cs", "2024-10-29")
    mamba, limit, attention = found.papers
    assert mamba.title == "Mamba: Linear-Time Sequence Modeling, Short- and Long"
    assert mamba.authors == ("Albert Gu", "Christopher Ré", "Tri Dao")
    assert mamba.abstract == "First paragraph goes on and on.\n\nSecond paragraph."
    assert (mamba.published, mamba.comment) == ("2023-12-01", "36 pages, in two lines")
    assert (mamba.venue, mamba.keys[1]) == ("J. Test 1 (2024)", "doi:10.1000/test.1")
    assert (limit.key, limit.published) == ("arxiv:hep-th/9711200", "1997-11-27")
    assert (attention.published, attention.updated, attention.abstract) == (None, "2023-08-02", "")
    assert found.incoming[0].line == 9


def test_each_mailing_of_a_mailbox_is_a_digest() -> None:
    found = read(SAMPLES / "mailings.mbox")
    assert [(f.name, f.date) for f in found.facts] == [
        ("arXiv cs.CL", "2024-10-30"),
        ("arXiv cs.CL", "2024-10-31"),
    ]
    flash, adam = found.papers
    assert (flash.authors, flash.abstract) == (("Christopher Ré",), "A long line that was broken on its way.")
    assert adam.abstract == "From here the method."


def test_mail_without_mailings_is_refused() -> None:
    found = read("Subject: hi\nFrom: a@b.c\n\nHello\n", format="arxiv-mail")
    assert "no arXiv mailing" in str(found.trouble)


def test_a_page_of_recent_papers_has_a_digest_for_each_day() -> None:
    found = read(SAMPLES / "recent.html")
    assert found.format == "arxiv-listing-html"
    assert [(f.name, f.date) for f in found.facts] == [
        ("arXiv cs.CL", "2024-10-25"),
        ("arXiv cs.CL", "2024-10-24"),
    ]
    bounds, limit = found.papers
    assert (bounds.key, bounds.title) == ("arxiv:2410.00001", "Bounds for $n < 10$")
    assert (bounds.authors, bounds.categories) == (("Ann Smith", "Bob Jones"), ("cs.CL", "cs.LG"))
    assert bounds.published == "2024-10-25"
    assert (limit.key, limit.authors) == ("arxiv:hep-th/9711200", ("Juan M. Maldacena",))
    assert (limit.published, limit.comment, limit.abstract) == (None, "20 pages", "The limit.")


FEED = '<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
ITEM = "<item><title>{title}</title><link>https://example.org/x</link></item>"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>',
    ],
)
def test_a_doctype_that_could_load_or_expand_is_refused(doctype: str) -> None:
    found = read(FEED.format(doctype=doctype, items=ITEM.format(title="A")), format="rss")
    assert not found.papers
    assert "DOCTYPE" in str(found.trouble)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Caf&eacute; &amp; bar&nbsp;", "Café & bar"),
        ("AT&T and a & b", "AT&T and a & b"),
        ("ring\x07\x07 the bell", "ring the bell"),
        ("&#27;[2J&#x1b; gone", "[2J gone"),
        ("&unknown; stays", "&unknown; stays"),
    ],
)
def test_what_xml_forbids_is_mended_and_told(title: str, shown: str) -> None:
    found = read(FEED.format(doctype="", items=ITEM.format(title=title)), format="rss")
    assert found.titles == [shown]
    assert found.mended


def test_a_feed_that_breaks_off_gives_what_stands_before() -> None:
    text = FEED.format(doctype="", items=ITEM.format(title="One") + ITEM.format(title="Two"))
    found = read(text[: text.index("Two") + 1], format="rss")
    assert found.titles[0] == "One"
    assert found.reasons
    api = (SAMPLES / "query.atom.xml").read_text()
    twice = api[: api.index("</feed>")] + api[api.index("<entry>") : api.index("<summary>")]
    found = read(twice)
    assert len(found.papers) == 1
    assert "nothing behind it is read" in found.rejects[0].reason


@given(st.text(alphabet="ab <;/!-#x1", max_size=40))
def test_what_is_no_tag_loses_nothing(text: str) -> None:
    for harmless in (
        "n < 10 and m > 3",
        "<this picture>",
        "x<y",
        "a <- b",
        "<!- no",
        "a<b and c>d",
        "s<svg so x>t",
    ):
        assert inline(harmless) == harmless
    assert plain(text) == text


def test_a_tag_may_have_attributes_with_a_value_or_such_as_need_none() -> None:
    tagged = '<b class="x">a</b><br clear=all /><td nowrap>b</td><mml:mi xmlns="x">c</mml:mi>'
    assert plain(f"{tagged}<script async>d</script>") == "a\nbc"


def test_blocks_of_html_are_paragraphs() -> None:
    assert plain("<div>a<br/>b</div><p>c <b>d</b></p><style>x{}</style>").split() == ["a", "b", "c", "d"]
    assert plain("<p>a</p><p>b</p>").strip() == "a\n\n\n\nb"
    assert plain("x <!-- no --> y") == "x  y"
