"""Papers for the tests of exporters: one plain, one that attacks, one of which nothing is known."""

from __future__ import annotations

from digestui.model.digest import Membership
from digestui.model.paper import Paper
from digestui.model.rows import Detail
from digestui.model.triage import Place, Triage
from digestui.records import replace

SWIN = Detail(
    id=1,
    paper=Paper(
        keys=("arxiv:2103.14030", "doi:10.1109/iccv48922.2021.00986"),
        title="Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        abstract="A hierarchical Transformer.\n\nCode is at https://github.com/microsoft/Swin-Transformer.",
        authors=("Ze Liu", "Ludwig van Beethoven", "Martin Luther King Jr.", "ATLAS Collaboration"),
        published="2021-03-25",
        updated="2021-08-17",
        categories=("cs.CV", "cs.LG"),
        venue="Proceedings of ICCV",
        urls=("https://arxiv.org/abs/2103.14030", "https://github.com/microsoft/Swin-Transformer"),
        upvotes=12,
        version=2,
        comment="ICCV 2021 best paper",
    ),
    triage=Triage(
        read=True, starred=True, place=Place.QUEUE, snoozed_until=4070908800, tags=("backbone", "zu lesen")
    ),
    note="# Swin\n\nShifted windows: **linear** cost.\n",
    digests=(Membership("Hugging Face Papers", "2025-04-28", 1),),
    aliases=("title:00112233445566aa",),
)
BARE = Detail(
    id=2,
    paper=Paper(keys=("title:00112233445566ab",), title="A paper known by its title only"),
    triage=Triage(),
)
EVIL_TITLES = (
    r"Cost \input{/etc/passwd} \write18{id} 50% & #1 _x^2 ~ {unbalanced",
    "](javascript:alert(1)) ![x](file:///etc/passwd) `code` # heading --- | a | b |",
    "<script>alert(1)</script><img src=x onerror=alert(1)> &#8238; &lt;b>",
    '=HYPERLINK("http://x")',
    "../../etc/passwd",
    "CON.txt",
    "-- rm -rf",
    "unclosed } brace \\",
    'quote " and @article{x, and } end',
    "$primary [$error]x[/] \\",
    "ER  - ",
    "",
    "1. item - [x]: javascript:alert(1)",
)


def titled(title: str, number: int = 1) -> Detail:
    """A paper of that title; the abstract and an author carry the same text."""
    paper = Paper(
        keys=(f"arxiv:2601.{number:05d}",),
        title=title,
        abstract=f"{title}\n\n{title}",
        authors=(title or "A B", "Ada Lovelace"),
        published="2026-01-02",
        venue=title or None,
        categories=(title or "cs.CV",),
        urls=("https://example.org/a_b?x=1&y=%20", "javascript:alert(1)", "file:///etc/passwd"),
    )
    return Detail(
        id=number, paper=paper, triage=Triage(tags=(title or "t",)), note=f"Own: {title}\n\n[x]({title})"
    )


def evil() -> list[Detail]:
    return [titled(t, n) for n, t in enumerate(EVIL_TITLES, 1)]


def dated(detail: Detail, **changes: object) -> Detail:
    """The same with other facts of the paper."""
    return replace(detail, paper=replace(detail.paper, **changes))  # type: ignore[arg-type]
