"""`resolve`: papers known only by their title get ids, authors, dates and categories.

arXiv is asked first, several titles at once; where it knows nothing sure, OpenAlex, and where that cannot be
reached, Semantic Scholar. `matching` judges. What is sure is written as one batch that one undo takes back;
what is doubtful is told and not written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

from digestui.library import filling, matching, merging, receipts, search
from digestui.library.fetching import paces_for
from digestui.library.library import Library
from digestui.library.matching import Candidate, Verdict
from digestui.model.paper import Paper
from digestui.model.query import Has, HasName, In, Not, Where
from digestui.model.receipt import Changes, Receipt
from digestui.records import dataclass, field
from digestui.sources import facts, sniff
from digestui.sources.base import Hint, Incoming
from digestui.storage import papers
from digestui.storage.acts import Batch
from digestui.text.safe import one_line
from digestui.web import services
from digestui.web.answers import NoAnswer, Stopped, Why, foreign
from digestui.web.client import Client
from digestui.web.services import Bases, Paces

AT_ONCE = 5
"""Titles in one request to arXiv."""
FOUND_EACH = 4
"""Papers asked for per title: the right one is nearly always the first."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of one paper."""

    key: str
    """Its key before."""
    title: str
    found: str = ""
    """The better key; empty where none is sure."""
    found_title: str = ""
    source: str = ""
    score: float | None = None
    why: str = ""
    """Why a near one was not taken."""


@dataclass(frozen=True, slots=True)
class ResolveReport:
    """What became of all."""

    asked: int
    found: tuple[Resolved, ...] = ()
    doubtful: tuple[Resolved, ...] = ()
    unknown: tuple[Resolved, ...] = ()
    receipt: Receipt = field(default_factory=lambda: Receipt("resolved"))
    error: str = ""
    """Why the asking ended early; what had been found is written all the same."""
    stopped: bool = False


@dataclass(slots=True)
class _One:
    id: int
    paper: Paper
    first: list[Candidate] = field(default_factory=list)


def resolve(
    lib: Library,
    query: str = "",
    *,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
    client: Client | None = None,
    paces: Paces | None = None,
    told: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ResolveReport:
    """Find the papers of `query` (empty: all) that have no id; `told` hears (done, of how many)."""
    stop = stop or (lambda: False)
    bases = Bases.chosen(settings or {}, env or {})
    mail = settings.get("mail") if settings else None
    own = client or Client(stop=stop)
    asker = _Asker(own, bases, paces or paces_for(bases), mail if isinstance(mail, str) else "")
    wanted = _without_ids(lib, query)
    verdicts: list[tuple[_One, Verdict]] = []
    error, stopped = "", False
    try:
        for number, verdict in enumerate(_verdicts(wanted, asker), 1):
            verdicts.append(verdict)
            if told is not None:
                told(number, len(wanted))
    except Stopped:
        stopped = True
    except NoAnswer as trouble:
        # Only arXiv's; its address is long and says less than its name.
        error = one_line(": ".join(part for part in ("arXiv", trouble.why, trouble.do) if part), 300)
    finally:
        if client is None:
            own.close()
    return _write(lib, len(wanted), verdicts, error, stopped or stop())


def _without_ids(lib: Library, query: str) -> list[_One]:
    understood = search.understand(lib, query, guessing=False).query
    hits = search.find(lib, search.narrowed(understood, Not(Has(HasName.ID)), In(Where.ANY)))
    ids = list(hits.ids) if hits.near is None else []
    kept = papers.load(lib.database, ids)
    return [_One(paper, kept[paper].paper) for paper in ids if paper in kept]


def _verdicts(wanted: Sequence[_One], asker: _Asker) -> Iterator[tuple[_One, Verdict]]:
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found = asker.arxiv([one.paper.title for one in some])
        for one in some:
            first = matching.candidates(one.paper.title, one.paper.authors, found, "arXiv")
            second = asker.second(one.paper) if matching.needs_second(first) else []
            yield one, matching.judge(first, second)


class _Asker:
    """Asks the services; what cannot be reached once as a second opinion is not asked again."""

    def __init__(self, client: Client, bases: Bases, paces: Paces, mail: str) -> None:
        self._client = client
        self._bases = bases
        self._paces = paces
        self._mail = mail
        self._silent: set[str] = set()

    def arxiv(self, titles: Sequence[str]) -> list[Paper]:
        """Papers of arXiv with one of these titles. Raises NoAnswer: without arXiv nothing can be found."""
        url = services.arxiv_titles(self._bases, titles, FOUND_EACH * len(titles))
        answer = self._client.get(url, pace=self._paces.arxiv)
        if not facts.is_arxiv(answer.body):
            raise foreign(url, "arXiv")
        return read_answer(answer.body, "arxiv-atom")

    def second(self, paper: Paper) -> list[Candidate]:
        """What another service says of a title."""
        ways = (
            ("OpenAlex", services.openalex_title(self._bases, paper.title, self._mail), "openalex",
             facts.is_openalex, self._paces.openalex),
            ("Semantic Scholar", services.semantic_title(self._bases, paper.title), "semantic-scholar",
             facts.is_semantic, self._paces.semantic_scholar),
        )  # fmt: skip
        for name, url, format, own, pace in ways:
            if name in self._silent:
                continue
            try:
                answer = self._client.get(url, pace=pace)
                if not own(answer.body):
                    raise foreign(url, name)
                found = read_answer(answer.body, format)
            except NoAnswer as trouble:
                if trouble.kind is not Why.REFUSED or "nothing there" not in trouble.why:
                    self._silent.add(name)
                continue
            near = matching.candidates(paper.title, paper.authors, found, name)
            if near:
                return near
        return []


def read_answer(body: bytes, format: str) -> list[Paper]:
    """The papers of an answer; one that cannot be read holds none."""
    from digestui.errors import BadInput

    try:
        findings = list(sniff.reader(format).read(BytesIO(body), Hint(name=format)))
    except BadInput:
        return []
    return [one.paper for one in findings if isinstance(one, Incoming)]


def _write(
    lib: Library, asked: int, verdicts: Sequence[tuple[_One, Verdict]], error: str, stopped: bool
) -> ResolveReport:
    found: list[Resolved] = []
    doubtful: list[Resolved] = []
    unknown: list[Resolved] = []
    receipt = Receipt("resolved")
    with lib.database.write():
        batch = Batch(lib.database, lib.device, lib.clock(), label="resolved")
        for one, verdict in verdicts:
            told = _told(one, verdict)
            other = _in_the_library(lib, one, verdict)
            if other:
                doubtful.append(told(why=f"it is in the library already, as {other}"))
            elif verdict.chosen is not None:
                new = merging.merged(one.paper, verdict.chosen.paper, same_source=False)
                filling.fill(lib, {one.id: new}, batch, verdict.chosen.source)
                found.append(told(found=new.key))
            elif verdict.nearest is not None:
                doubtful.append(told(why=verdict.why_not))
            else:
                unknown.append(told())
        if batch.finish() is not None:
            receipt = receipts.of_batch(lib, batch, "resolved", Changes.PAPERS)
    return ResolveReport(asked, tuple(found), tuple(doubtful), tuple(unknown), receipt, error, stopped)


def _told(one: _One, verdict: Verdict) -> Callable[..., Resolved]:
    near = verdict.chosen or verdict.nearest

    def make(*, found: str = "", why: str = "") -> Resolved:
        return Resolved(
            key=one.paper.key,
            title=one.paper.title,
            found=found or (near.paper.key if near else ""),
            found_title=near.paper.title if near else "",
            source=near.source if near else "",
            score=round(near.score, 1) if near else None,
            why=why,
        )

    return make


def _in_the_library(lib: Library, one: _One, verdict: Verdict) -> str:
    """The key of another paper here that the record found is; both stay, for a person to judge."""
    if verdict.chosen is None:
        return ""
    for key, (paper, _) in papers.by_keys(lib.database, verdict.chosen.paper.keys).items():
        if paper != one.id:
            papers.doubt(lib.database, [(one.id, paper)])
            return key
    return ""
