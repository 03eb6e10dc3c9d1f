"""`search` and `show`: which papers to print, and how many. How they look is the library's business."""

from __future__ import annotations

from digestui.cli import asking
from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import papers
from digestui.errors import Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digestui.cli.session import Session

FORMATS = ("table", "text", "jsonl", "json", "csv", "bibtex", "ris", "csl", "markdown", "html")
SORTS = ("date", "added", "rank", "relevance", "title", "author", "upvotes", "digest", "random")
ON_A_TERMINAL = 100
"""Papers that a table shows where nobody said how many."""

FORMAT = Option("--format", "how to print", value="F", short="-f", choices=FORMATS)


def _search(session: Session) -> int:
    from digestui.library import search

    limit = session.line.number("--limit")
    text = session.query()
    if sort := session.line.get("--sort"):
        text = f"{text} sort:{sort}".strip()
    lib = session.library(readonly=True)
    understood = asking.understand(session, lib, text)
    if session.has("--explain"):
        session.out.line(understood.canonical)
        return Exit.DONE
    if session.has("--count"):
        found = search.count(lib, asking.near(session, lib, understood.query))
        session.out.line(str(min(found, limit) if limit else found))
        return Exit.DONE
    chosen = format_of(session) or ("table" if session.env.stdout_isatty else "jsonl")
    if limit is None and chosen == "table" and session.env.stdout_isatty:
        limit = ON_A_TERMINAL
    hits = search.find(lib, search.limited(understood.query, limit or None))
    if hits.near is not None:
        session.out.aside(str(hits.near))
    if hits.remark:
        session.out.aside(hits.remark)
    write(session, hits.ids, chosen, heading=understood.canonical or "Papers")
    if not hits.ids:
        asking.nothing(session, understood)
    elif len(hits.ids) == limit and "--limit" not in session.line.options:
        total = search.count(lib, hits.near_query or understood.query)
        if total > limit:
            session.out.aside(f"the first {limit} of {papers(total)}; --limit 0 shows all")
    return Exit.DONE


def _show(session: Session) -> int:
    from digestui.library import search

    session.want_words(1, None, "a KEY")
    lib = session.library(readonly=True)
    found = search.resolve_key(lib, session.query())
    write(session, [found], format_of(session) or "text")
    return Exit.DONE


def format_of(session: Session) -> str | None:
    """What `--format` or `--json` ask for."""
    return "json" if session.has("--json") else session.line.get("--format")


def write(session: Session, ids: Sequence[int], chosen: str, heading: str = "Papers") -> None:
    """Papers on standard output in one of `FORMATS`."""
    from digestui.library.export import Dress, export

    env = session.env
    dress = Dress(
        heading=heading,
        width=env.width if env.stdout_isatty else None,
        ascii=session.settings.glyphs == "ascii" or (session.settings.glyphs == "auto" and not env.unicode),
    )
    export(session.library(readonly=True), ids, chosen, env.stdout, dress)


COMMANDS = {
    "search": Command(
        name="search",
        summary="print the papers a query finds",
        usage="[QUERY] [--limit N] [--sort ORDER] [--format F] [--count] [--explain]",
        examples=(
            ("digestui search 'vision transformer is:unread'", "both words, unread"),
            ("digestui search 'author:hinton year:..2015 sort:-date'", "newest first"),
            ("digestui search in:queue --format bibtex > queue.bib", "the reading list as BibTeX"),
            ("digestui search tag:vit --count", "how many"),
            ("digestui search -- -is:read", "a query that begins with a dash"),
        ),
        details="On a terminal the first 100 papers as a table; in a pipe all of them, one JSON object a "
        "line. Without a query: everything that is neither dismissed nor snoozed.",
        options=(
            Option("--limit", "print at most so many; 0 is no limit", value="N", short="-n"),
            Option(
                "--sort",
                "in this order; a dash before it turns it round",
                value="ORDER",
                choices=(*SORTS, *(f"-{sort}" for sort in SORTS)),
            ),
            FORMAT,
            JSON,
            Option("--count", "print only how many there are"),
            Option("--explain", "print the query as it was understood, and search nothing"),
        ),
        run=_search,
    ),
    "show": Command(
        name="show",
        summary="print one paper, whole, with what you decided and noted",
        usage="KEY [--format F]",
        examples=(
            ("digestui show arxiv:2103.14030", "by its key"),
            ("digestui show https://arxiv.org/abs/2103.14030v2", "by its address"),
            ("digestui show 2103.14030 --format bibtex", "as BibTeX"),
        ),
        details="A KEY is arxiv:..., doi:..., openreview:..., acl:..., title:..., an unambiguous beginning "
        "of one, a bare arXiv id, or an arXiv, Hugging Face or DOI address.",
        options=(FORMAT, JSON),
        run=_show,
    ),
}
