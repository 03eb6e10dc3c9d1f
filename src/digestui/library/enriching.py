"""`fetch --enrich`: citations, venue, upvotes, code and newer versions of papers one has.

Each thing said is kept as a fact with its source and day, and asked for again only when it is old. A venue
and a code repository also fill a record that has none: one act (`enrich`), which undo takes back. Counts, and
what arXiv says of a newer version, are taken as an import would take them, and are no act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from digestui.library import filling, merging, search
from digestui.library.asking import ARXIV, HF, OPENALEX, SEMANTIC, SERVICES, Asking, Told, Wanted
from digestui.library.fetching import paces_for
from digestui.library.library import Library
from digestui.model.facts import ASKED, FIELDS, Fact
from digestui.model.paper import Paper
from digestui.records import dataclass, field, replace
from digestui.storage import facts, papers
from digestui.storage.acts import Batch
from digestui.text.safe import one_line
from digestui.web.answers import Why
from digestui.web.client import Client
from digestui.web.services import Bases, Paces

QUERY = "is:new OR in:queue"
"""What is asked about where nobody says what."""
EVERY = 7
"""Days for which an answer is not asked for again."""
MOST = 500
"""Papers asked about in one run, the first of the query; the next run goes on."""
_LOAD = 500
LABEL = "enriched"


@dataclass(slots=True)
class EnrichReport:
    """What became of it."""

    asked: int = 0
    """Papers that some service was asked about."""
    recent: int = 0
    """Papers left alone because they were asked about in the last days."""
    nameless: int = 0
    """Papers without arXiv id or DOI, of which nobody can be asked."""
    more: bool = False
    """Whether there are papers beyond `MOST`."""
    said: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    """How many papers something is said of, by field."""
    newer: list[str] = field(default_factory=list)
    """Keys of papers of which a newer version is out."""
    changed: dict[int, None] = field(default_factory=dict)
    """Papers whose record changed."""
    batch: int | None = None
    """The step that undo takes back, if there is anything to take back."""
    errors: dict[str, str] = field(default_factory=dict)
    """Why a service could not be asked, by its name."""
    offline: bool = False
    """Whether no service could be reached."""
    stopped: bool = False


def after_fetch(settings: Mapping[str, object] | None) -> bool:
    """Whether the settings (`[sources] enrich = true`) want this after each fetch."""
    return bool(settings) and (settings or {}).get("enrich") is True


def enrich(
    lib: Library,
    query: str = "",
    *,
    ids: Sequence[int] | None = None,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
    client: Client | None = None,
    paces: Paces | None = None,
    told: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> EnrichReport:
    """Ask about the papers `ids`, else of `query` (empty: `QUERY`); `told` hears (answers, of how many).

    What has come is kept whatever happens afterwards: each answer is written as it arrives.
    """
    stop = stop or (lambda: False)
    bases = Bases.chosen(settings or {}, env or {})
    mail = (settings or {}).get("mail")
    report = EnrichReport()
    if ids is None:
        hits = search.find(lib, search.understand(lib, query.strip() or QUERY).query)
        ids = hits.ids if hits.near is None else ()
    wanted = _wanted(lib, ids, report)
    own = client or Client(stop=stop)
    mail = mail if isinstance(mail, str) else ""
    under_way = Asking(own, bases, paces or paces_for(bases), mail, stop)
    total, seen = sum(map(_questions, wanted)), set[tuple[int, str]]()
    people = {one.id: one for one in wanted}
    try:
        for service, answers in under_way.ask(wanted) if wanted else ():
            _write(lib, service, [one for one in answers if one.id in people], report)
            seen |= {(one.id, OPENALEX if service == SEMANTIC else service) for one in answers}
            if told is not None:
                told(min(len(seen), total), total)
    finally:
        if client is None:
            own.close()
    report.stopped = stop()
    troubles = under_way.troubles
    report.errors = {
        name: one_line(f"{t.why}: {t.do}" if t.do else t.why, 300) for name, t in troubles.items()
    }
    report.offline = bool(troubles) and not seen and all(t.kind is Why.OFFLINE for t in troubles.values())
    return report


def _questions(one: Wanted) -> int:
    """How many of the three kinds of question a paper is due for."""
    return bool(one.due & {OPENALEX, SEMANTIC}) + (HF in one.due) + (ARXIV in one.due)


def _wanted(lib: Library, ids: Sequence[int], report: EnrichReport) -> list[Wanted]:
    before = (date.fromtimestamp(lib.now()) - timedelta(days=EVERY)).isoformat()
    wanted: list[Wanted] = []
    for start in range(0, len(ids), _LOAD):
        some = ids[start : start + _LOAD]
        asked = {service: facts.asked(lib.database, service, some) for service in SERVICES}
        cited = facts.saying(lib.database, OPENALEX, "citations", some)
        for paper, kept in papers.load(lib.database, some).items():
            one = _one(paper, kept.paper, asked, before, cited)
            if not (one.arxiv or one.doi):
                report.nameless += 1
            elif not one.due:
                report.recent += 1
            elif len(wanted) == MOST:
                report.more = True
                break
            else:
                wanted.append(one)
        if report.more:
            break
    report.asked = len(wanted)
    return wanted


def _one(
    number: int, paper: Paper, asked: Mapping[str, Mapping[int, Fact]], before: str, cited: set[int]
) -> Wanted:
    known = dict(key.split(":", 1) for key in reversed(paper.keys))
    arxiv = known.get("arxiv", "")
    doi = known.get("doi", "") or (f"10.48550/arxiv.{arxiv}" if arxiv else "")
    last = {service: found[number] for service, found in asked.items() if number in found}
    can = ((OPENALEX, doi), (SEMANTIC, arxiv or doi), (HF, arxiv), (ARXIV, arxiv))
    due = {name for name, ident in can if ident and (name not in last or last[name].at <= before)}
    if OPENALEX not in due and number in cited:
        due.discard(SEMANTIC)  # Only where OpenAlex knows nothing.
    return Wanted(number, arxiv, doi, frozenset(due), {name: fact.value for name, fact in last.items()})


def _write(lib: Library, service: str, told: Sequence[Told], report: EnrichReport) -> None:
    """Keep what one service said of some papers, in one transaction."""
    day = date.fromtimestamp(lib.now()).isoformat()
    database = lib.database
    for one in told:
        for name, _ in one.said:
            report.said[name] += 1
    with database.write():
        kept = papers.load(database, [one.id for one in told])
        told = [one for one in told if one.id in kept]
        rows = []
        for one in told:
            if one.unchanged:
                facts.still_true(database, one.id, service, day)
                continue
            said = (*one.said, (ASKED, one.mark))
            rows += [(one.id, Fact(name, value, service, day)) for name, value in said]
        facts.put(database, rows)
        _as_an_import(lib, told, {number: one.paper for number, one in kept.items()}, report)
        _as_an_act(lib, service, told, report)


def _as_an_import(
    lib: Library, told: Sequence[Told], kept: Mapping[int, Paper], report: EnrichReport
) -> None:
    """Upvotes, and what arXiv says of its paper; a newer version marks the paper as updated."""
    changes: dict[int, Paper] = {}
    newer: set[int] = set()
    for one in told:
        paper = kept[one.id]
        if one.paper is not None:
            changes[one.id] = merging.merged(paper, one.paper, same_source=False)
            if merging.is_newer(paper, one.paper):
                newer.add(one.id)
                report.newer.append(paper.key)
        upvotes = dict(one.said).get("upvotes")
        if upvotes is not None:
            changes[one.id] = replace(changes.get(one.id, paper), upvotes=int(upvotes))
    report.changed |= dict.fromkeys(filling.fill(lib, changes, newer=newer))


def _as_an_act(lib: Library, service: str, told: Sequence[Told], report: EnrichReport) -> None:
    """A venue and a code repository, where the record has none."""
    filled = [(one.id, dict(one.said)) for one in told]
    filled = [(number, said) for number, said in filled if "venue" in said or "code" in said]
    kept = papers.load(lib.database, [number for number, _ in filled])
    changes: dict[int, Paper] = {}
    for number, said in filled:
        paper = kept[number].paper
        urls = {address.lower().rstrip("/").removesuffix(".git") for address in paper.urls}
        if said.get("venue") and not paper.venue:
            paper = replace(paper, venue=said["venue"])
        code = said.get("code", "")
        if code and code.lower().rstrip("/").removesuffix(".git") not in urls:
            paper = replace(paper, urls=(*paper.urls, code))
        if paper is not kept[number].paper:
            changes[number] = paper
    if not changes:
        return
    batch = Batch(lib.database, lib.device, lib.clock(), label=LABEL, step=report.batch)
    report.changed |= dict.fromkeys(filling.fill(lib, changes, batch, service))
    if batch.finish() is not None:
        report.batch = batch.step
