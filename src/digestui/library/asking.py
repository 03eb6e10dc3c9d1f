"""Services asked about papers one has: requests made, answers read, nothing written.

Each service is asked in a thread of its own at its own pace; what it says goes to a queue as it comes. A
service that fails is left alone for the rest of the run and keeps no other from being asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import SimpleQueue

from digestui.model.paper import Paper
from digestui.records import dataclass, field
from digestui.sources import facts
from digestui.sources.facts import Said
from digestui.web import services
from digestui.web.answers import Answer, NoAnswer, Stopped, Why, foreign
from digestui.web.client import Client
from digestui.web.pace import Pace
from digestui.web.services import Bases, Paces

OPENALEX, SEMANTIC, HF, ARXIV = "OpenAlex", "Semantic Scholar", "Hugging Face", "arXiv"
SERVICES = (OPENALEX, SEMANTIC, HF, ARXIV)
AT_ONCE = 50
"""Papers in one request, where a service takes several."""
TOGETHER = 10
"""Answers about single papers that are passed on together."""
LARGEST = 8 << 20
"""Bytes of one answer."""
_OWN = {
    OPENALEX: facts.is_openalex,
    SEMANTIC: facts.is_semantic,
    HF: facts.is_huggingface,
    ARXIV: facts.is_arxiv,
}
"""Whether an answer is one of the service's own: any other says nothing about what it knows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper to be asked about."""

    id: int
    arxiv: str
    """Its arXiv id without version, or empty."""
    doi: str
    """Its DOI in lower case; that of arXiv where it has no other."""
    due: frozenset[str]
    """Which services are to be asked. Semantic Scholar is only where OpenAlex knows nothing."""
    marks: Mapping[str, str]
    """What services gave the last time to ask again cheaply."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one service says of one paper; an empty `said` is that it does not know it."""

    id: int
    said: Said = ()
    mark: str = ""
    unchanged: bool = False
    """What it said the last time still stands."""
    paper: Paper | None = None
    """Its record of the paper, where it gives a whole one."""


@dataclass(slots=True)
class Asking:
    """The asking of all services, under way."""

    client: Client
    bases: Bases
    paces: Paces
    mail: str = ""
    stop: Callable[[], bool] = lambda: False
    troubles: dict[str, NoAnswer] = field(default_factory=dict)
    """Why a service was given up, by its name."""
    _queue: SimpleQueue[tuple[str, list[Told]] | BaseException | None] = field(default_factory=SimpleQueue)
    _over: threading.Event = field(default_factory=threading.Event)

    def ask(self, wanted: Sequence[Wanted]) -> Iterator[tuple[str, list[Told]]]:
        """(service, what it says of some papers) as it comes. Where the user stops it, it ends early, with
        all that has come."""
        ways: list[Callable[[Sequence[Wanted]], None]] = [self._scholars, self._huggingface, self._arxiv]
        threads = [
            threading.Thread(target=self._run, args=(way, wanted), name="digestui-enrich", daemon=True)
            for way in ways
        ]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                got = self._queue.get()
                if got is None:
                    running -= 1
                elif isinstance(got, BaseException):
                    raise got
                else:
                    yield got
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _run(self, way: Callable[[Sequence[Wanted]], None], wanted: Sequence[Wanted]) -> None:
        try:
            way(wanted)
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self._queue.put(error)
        finally:
            self._queue.put(None)

    def _get(self, service: str, url: str, pace: Pace, mark: str = "") -> Answer | None:
        """An answer, or None where the service does not know what was asked for. Raises _Silent."""
        if self._over.is_set() or self.stop():
            raise Stopped
        if service in self.troubles:
            raise _Silent
        try:
            answer = self.client.get(url, pace=pace, etag=mark or None, limit=LARGEST)
            if not answer.unchanged and not _OWN[service](answer.body):
                raise foreign(url, service)
            return answer
        except NoAnswer as trouble:
            if trouble.kind is Why.REFUSED and "nothing there" in trouble.why:
                return None
            self.troubles[service] = trouble
            raise _Silent from trouble

    # ---- citations and venues --------------------------------------------------------------------------

    def _scholars(self, wanted: Sequence[Wanted]) -> None:
        # A comma or a bar would end the DOI in a question about several.
        several = [one for one in wanted if OPENALEX in one.due and one.doi and not set(one.doi) & set(",|")]
        first = {one.id for one in several}
        for some in _parts(several):
            url = services.openalex_dois(self.bases, [one.doi for one in some], self.mail)
            try:
                answer = self._get(OPENALEX, url, self.paces.openalex)
            except _Silent:
                self._semantic(some)
                continue
            known = facts.openalex(answer.body) if answer is not None else {}
            told = [Told(one.id, known.get(one.doi, ())) for one in some]
            self._queue.put((OPENALEX, told))
            self._semantic([one for one in some if not known.get(one.doi)])
        self._semantic([one for one in wanted if one.id not in first])

    def _semantic(self, wanted: Sequence[Wanted]) -> None:
        def url(one: Wanted) -> str:
            ident = f"ARXIV:{one.arxiv}" if one.arxiv else f"DOI:{one.doi}"
            return services.semantic_paper(self.bases, ident)

        self._one_by_one(SEMANTIC, wanted, url, self.paces.semantic_scholar, facts.semantic)

    # ---- upvotes and code ------------------------------------------------------------------------------

    def _huggingface(self, wanted: Sequence[Wanted]) -> None:
        known = [one for one in wanted if one.arxiv]
        self._one_by_one(
            HF,
            known,
            lambda one: services.hf_paper(self.bases, one.arxiv),
            self.paces.huggingface,
            facts.huggingface,
        )

    def _one_by_one(
        self,
        service: str,
        wanted: Sequence[Wanted],
        url: Callable[[Wanted], str],
        pace: Pace,
        read: Callable[[bytes], Said],
    ) -> None:
        told: list[Told] = []
        try:
            for one in wanted:
                if service not in one.due:
                    continue
                answer = self._get(service, url(one), pace, one.marks.get(service, ""))
                if answer is None:
                    told.append(Told(one.id))
                elif answer.unchanged:
                    told.append(Told(one.id, unchanged=True))
                else:
                    told.append(Told(one.id, read(answer.body), answer.etag or ""))
                if len(told) == TOGETHER:
                    self._queue.put((service, told))
                    told = []
        except _Silent:
            pass
        finally:
            if told:
                self._queue.put((service, told))

    # ---- newer versions --------------------------------------------------------------------------------

    def _arxiv(self, wanted: Sequence[Wanted]) -> None:
        due = [one for one in wanted if one.arxiv and ARXIV in one.due]
        for some in _parts(due):
            url = services.arxiv_ids(self.bases, [one.arxiv for one in some])
            try:
                answer = self._get(ARXIV, url, self.paces.arxiv)
            except _Silent:
                return
            known = {paper.key: paper for paper in _records(answer.body)} if answer is not None else {}
            self._queue.put((ARXIV, [_version(one, known.get(f"arxiv:{one.arxiv}")) for one in some]))


class _Silent(Exception):
    """A service that was given up."""


def _parts(wanted: Sequence[Wanted]) -> Iterator[Sequence[Wanted]]:
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def _records(body: bytes) -> list[Paper]:
    from digestui.library.resolving import read_answer

    return read_answer(body, "arxiv-atom")


def _version(one: Wanted, paper: Paper | None) -> Told:
    if paper is None:
        return Told(one.id)
    return Told(one.id, (("version", str(paper.version)),) if paper.version else (), paper=paper)
