"""Reading lists in Markdown, lists of ids, lists of subscriptions."""

from __future__ import annotations

from sources.reading import read

LIST = """# Awesome [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> See the [listing](https://arxiv.org/list/cs.LG/recent).

- [Contents](#contents)
- **Attention Is All You Need** (2017), *Vaswani et al.* [[paper](https://arxiv.org/abs/1706.03762)] [[code](https://github.com/t/t)]
- [FlashAttention: Fast](https://arxiv.org/pdf/2205.14135v2.pdf) ![stars](https://img.shields.io/s/D/f) - T D
* [2021/06] LoRA: Low-Rank Adaptation | [arXiv](https://arxiv.org/abs/2106.09685) | [or](https://openreview.net/forum?id=nZeVKeeFYf9)
1. [x] Mamba: Linear-Time Modeling. Albert Gu, Tri Dao. 2023. <https://arxiv.org/abs/2312.00752>
- One with a badge alone [![arXiv](https://img.shields.io/b.svg)](https://arxiv.org/abs/2401.00001)
- [A tool](https://github.com/x/y) that is no paper
- Goes on in the
  next line: [pdf](https://arxiv.org/pdf/2401.00002)
- Compare [The first of two papers](https://arxiv.org/abs/2401.00003), [The second of two papers](https://arxiv.org/abs/2401.00004)
- [When a<b and c>d](https://arxiv.org/abs/2401.00005)

```
- [Not this](https://arxiv.org/abs/2401.09999)
```

| Date | Title | Venue | Link |
|:---:|---|---|---|
| 2015-05 | Deep learning | Nature | [doi](https://doi.org/10.1038/nature14539) |
"""


def test_each_item_with_a_paper_is_one_paper() -> None:
    found = read(LIST, name="README.md")
    assert found.format == "markdown"
    assert [(p.key, p.title) for p in found.papers] == [
        ("arxiv:1706.03762", "Attention Is All You Need"),
        ("arxiv:2205.14135", "FlashAttention: Fast"),
        ("arxiv:2106.09685", "LoRA: Low-Rank Adaptation"),
        ("arxiv:2312.00752", "Mamba: Linear-Time Modeling"),
        ("arxiv:2401.00001", "One with a badge alone"),
        ("arxiv:2401.00002", "Goes on in the next line"),
        ("arxiv:2401.00003", "The first of two papers"),
        ("arxiv:2401.00004", "The second of two papers"),
        ("arxiv:2401.00005", "When a<b and c>d"),
        ("doi:10.1038/nature14539", "Deep learning"),
    ]
    by_key = {paper.key: paper for paper in found.papers}
    assert "https://github.com/t/t" in by_key["arxiv:1706.03762"].urls
    assert "openreview:nZeVKeeFYf9" in by_key["arxiv:2106.09685"].keys
    assert by_key["doi:10.1038/nature14539"].venue == "Nature"
    assert by_key["doi:10.1038/nature14539"].published == "2015-05"


def test_a_page_without_papers_is_refused() -> None:
    found = read("# Nothing\n\n- [a](https://example.org)\n", name="x.md")
    assert found.trouble is not None


def test_ids_in_any_form_are_papers_and_other_lines_are_named() -> None:
    text = "# mine\n1706.03762\narXiv:1512.03385v1\nhttps://doi.org/10.1000/X  # flash\n\n1706.03762\nhello\nhttps://example.org/x\n"
    found = read(text)
    assert found.format == "ids"
    assert [p.key for p in found.papers] == ["arxiv:1706.03762", "arxiv:1512.03385", "doi:10.1000/x"]
    assert [p.title for p in found.papers] == ["arXiv:1706.03762", "arXiv:1512.03385", "doi:10.1000/x"]
    assert found.papers[1].version == 1
    assert [one.line for one in found.rejects] == [7, 8]


OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="a &amp; b">
<outline type="rss" title="cs.CL" xmlUrl="https://rss.arxiv.org/rss/cs.CL"/>
<outline text="R &amp; f" xmlUrl="https://r.example.org/f?a=1&amp;b=2"/><outline text="again" xmlUrl="https://rss.arxiv.org/rss/cs.CL"/>
<outline text="bad" xmlUrl="file:///etc/passwd"/></outline></body></opml>"""


def test_subscriptions_are_found_once_and_files_are_refused() -> None:
    found = read(OPML)
    assert found.format == "opml"
    assert [(one.address, one.title) for one in found.sources] == [
        ("https://rss.arxiv.org/rss/cs.CL", "cs.CL"),
        ("https://r.example.org/f?a=1&b=2", "R & f"),
    ]
    assert found.rejects[0].record == "bad"


def test_a_bare_ampersand_is_mended_and_entities_are_refused() -> None:
    mended = read(OPML.replace("a=1&amp;b", "a=1&b"))
    assert len(mended.sources) == 2
    assert mended.mended
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]>' + OPML.partition("?>")[2]
    assert read(bomb, format="opml").trouble is not None
    assert read("<opml><head/></opml>").trouble is not None
