"""`fetch`: what is new at the subscriptions becomes papers. Several are asked at once; what comes is taken in
one after another, each answer in its own transaction, so that a stop or a fall leaves whole digests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import date as Day
from datetime import datetime
from pathlib import Path

from digestui.library import intake
from digestui.library import subscriptions as sources
from digestui.library.library import Library
from digestui.library.requests import Asker, Got, Page
from digestui.library.subscriptions import Kind, Subscription
from digestui.model.rows import ImportedFile, Remark
from digestui.records import dataclass, field
from digestui.storage import subscriptions as stored
from digestui.text.safe import one_line
from digestui.web.answers import NoAnswer, Stopped, Why
from digestui.web.client import Client
from digestui.web.services import Bases, Paces

AT_ONCE = 6
REFUSALS_REMEMBERED = 2_000
"""Of each subscription; what is refused beyond is named at every fetch."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one subscription."""

    name: str
    address: str
    kind: str
    files: tuple[ImportedFile, ...] = ()
    """The digests that came, each as an import tells of it."""
    expected: int | None = None
    """How many the service says there are, where it says."""
    got: int | None = None
    unchanged: bool = False
    """The server said that nothing is new since the last time."""
    gap: str = ""
    """Why papers may be missing between the last time and this one."""
    error: str = ""
    offline: bool = False
    told_before: frozenset[str] = frozenset()
    """Which records were refused, and named, at an earlier time: marks of `_mark`."""

    @property
    def newly_refused(self) -> list[tuple[ImportedFile, Remark]]:
        """The records that were refused now and not before, each with its file."""
        return [pair for pair in _refusals(self.files) if _mark(*pair) not in self.told_before]

    @property
    def refused_before(self) -> int:
        """How many records are refused as they were before."""
        return self.rejected - len(self.newly_refused) if self.told_before else 0

    @property
    def lack(self) -> str:
        """What did not come, in words: a gap, or how many records were refused, the first by name."""
        refused = self.newly_refused
        if self.gap or not refused:
            return self.gap
        first = refused[0][1]
        named = ": ".join(part for part in (first.record, first.reason) if part)
        return f"{len(refused):,} refused ({named})"

    @property
    def added(self) -> int:
        return sum(file.added for file in self.files)

    @property
    def updated(self) -> int:
        return sum(file.updated for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether something that should have come did not."""
        return bool(self.error) or any(file.error for file in self.files)


def _refusals(files: Sequence[ImportedFile]) -> list[tuple[ImportedFile, Remark]]:
    return [(file, remark) for file in files for remark in file.warnings if remark.refused]


def _mark(file: ImportedFile, remark: Remark) -> str:
    """By what a refused record is known again: not by its line where it has a name, for lines move."""
    import hashlib

    which = remark.record or str(remark.line)
    return hashlib.blake2b("\0".join((file.file, which, remark.reason)).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of all."""

    sources: tuple[Fetched, ...] = field(default_factory=tuple)
    stopped: bool = False

    @property
    def added(self) -> int:
        return sum(one.added for one in self.sources)

    @property
    def offline(self) -> bool:
        """Whether nothing on the net could be reached."""
        asked = [one for one in self.sources if one.kind != Kind.PATH]
        return bool(asked) and all(one.offline for one in asked)


def fetch(
    lib: Library,
    names: Sequence[str] = (),
    *,
    since: Day | None = None,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
    client: Client | None = None,
    paces: Paces | None = None,
    told: Callable[[str], None] | None = None,
    stop: Callable[[], bool] | None = None,
    in_use: bool = False,
) -> FetchReport:
    """Get what is new from the subscriptions named, or from all.

    `since` looks back to that day whatever was got before. `settings` is `[sources]` of the settings file.
    `told` hears what is being asked, from any thread. A subscription that fails keeps no other one out.
    Raises NotFound for a name that is none.
    """
    chosen = sources.named(lib, names)
    stop = stop or (lambda: False)
    told = told or (lambda words: None)
    bases = Bases.chosen(settings or {}, env or {})
    own = client or Client(stop=stop)
    try:
        asker = Asker(own, bases, paces or paces_for(bases), Day.fromtimestamp(lib.now()), since, told)
        fetched = list(_fetched(lib, chosen, asker, stop, in_use))
    finally:
        if client is None:
            own.close()
    order = {one.address: place for place, one in enumerate(chosen)}
    fetched.sort(key=lambda one: order[one.address])
    return FetchReport(tuple(fetched), stopped=stop())


def paces_for(bases: Bases) -> Paces:
    """The services' own pace; a stand-in on this machine need not be spared."""
    local = all(
        base.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
        for base in (bases.arxiv, bases.huggingface)
    )
    return Paces.none() if local else Paces()


def _fetched(
    lib: Library, chosen: Sequence[Subscription], asker: Asker, stop: Callable[[], bool], in_use: bool
) -> Iterator[Fetched]:
    web = [one for one in chosen if one.kind is not Kind.PATH]
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="digestui-fetch")
    try:
        asked: dict[Future[Got], Subscription] = {pool.submit(asker.ask, one): one for one in web}
        for one in chosen:
            if one.kind is Kind.PATH and not stop():
                yield _from_disk(lib, one, stop, in_use)
        for done in as_completed(asked):
            try:
                got = done.result()
            except Stopped:
                continue
            yield _take_in(lib, asked[done], got, in_use)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _from_disk(lib: Library, one: Subscription, stop: Callable[[], bool], in_use: bool) -> Fetched:
    report = intake.import_files(lib, [Path(one.address)], stop=stop, in_use=in_use)
    files = tuple(file for file in report.files if file.added or file.updated or file.rejected or file.error)
    error = files[0].error if len(report.files) == 1 and files else ""
    fetched = Fetched(one.name, one.address, one.kind, files, error=error, told_before=_told_before(one))
    _remember(lib, one, fetched, {})
    return fetched


def _take_in(lib: Library, one: Subscription, got: Got, in_use: bool) -> Fetched:
    files: list[ImportedFile] = []
    for page in got.pages:
        files += _page(lib, page, in_use)
    trouble = got.trouble
    fetched = Fetched(
        one.name,
        one.address,
        one.kind,
        tuple(files),
        expected=got.expected,
        got=got.got,
        unchanged=got.unchanged,
        gap=_gap(one, got, files),
        error=_words(trouble) if trouble else next((file.error for file in files if file.error), ""),
        offline=trouble is not None and trouble.kind is Why.OFFLINE,
        told_before=_told_before(one),
    )
    # What an answer that could not be read said of itself is not kept: the next one is to be read again.
    _remember(lib, one, fetched, {} if fetched.failed else got.state)
    return fetched


def _page(lib: Library, page: Page, in_use: bool) -> list[ImportedFile]:
    return intake.import_bytes(
        lib,
        page.body,
        label=page.label,
        hint=page.hint,
        format=page.format,
        digest=page.digest,
        date=page.date,
        in_use=in_use,
    )


def _gap(one: Subscription, got: Got, files: Sequence[ImportedFile]) -> str:
    if got.trouble is None and got.expected is not None and got.got is not None and got.got < got.expected:
        return f"{got.got:,} of {got.expected:,} came: fetch again with --since to get the rest"
    seen_before = bool(one.state.get("last")) and not one.state.get("error")
    known = sum(file.unchanged + file.updated for file in files)
    if one.kind is Kind.WEB and seen_before and any(file.added for file in files) and not known:
        return "nothing of the last time is in it any more: some papers may have come and gone meanwhile"
    return ""


def _told_before(one: Subscription) -> frozenset[str]:
    marks = one.state.get("refused")
    return frozenset(map(str, marks)) if isinstance(marks, list) else frozenset()


def _remember(lib: Library, one: Subscription, fetched: Fetched, state: Mapping[str, object]) -> None:
    kept = dict(one.state)
    if not fetched.failed:
        kept = {k: v for k, v in kept.items() if k in ("last", "day")} | dict(state)
        kept["last"] = datetime.fromtimestamp(lib.now()).isoformat(timespec="seconds")
    refused = {_mark(*pair) for pair in _refusals(fetched.files)}
    if fetched.failed or fetched.unchanged:
        refused |= fetched.told_before
    kept["refused"] = sorted(refused)[:REFUSALS_REMEMBERED]
    kept["tried"] = datetime.fromtimestamp(lib.now()).isoformat(timespec="seconds")
    kept["error"] = fetched.error
    if not fetched.failed:
        kept |= {"added": fetched.added, "expected": fetched.expected, "got": fetched.got}
    with lib.database.write():
        stored.remember(lib.database, one.address, kept)


def _words(trouble: NoAnswer) -> str:
    return one_line(f"{trouble.why}: {trouble.do}" if trouble.do else trouble.why, 300)


def check(
    lib: Library,
    names: Sequence[str] = (),
    *,
    settings: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
    told: Callable[[str], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> FetchReport:
    """Ask every subscription and read what comes without keeping any of it."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="digestui-") as folder:
        scratch = Library.open(Path(folder) / "library.db", create=True, clock=lib.clock, device="check")
        with scratch:
            with scratch.database.write():
                for one in sources.named(lib, names):
                    stored.put(scratch.database, one.name, one.address)
            return fetch(scratch, settings=settings, env=env, told=told, stop=stop)
