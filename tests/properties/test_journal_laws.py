"""Laws of the journal, under any acts in any order: undo after do is identity, the state is what replaying
the journal gives, and the counters are what counting gives."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from digestui.library import doctor, filling, history, intake, notes, triage
from digestui.library.library import Library
from digestui.model.keys import best_first
from digestui.model.triage import Action, ActionKind
from digestui.records import replace
from digestui.storage import counters, examine, papers, replay
from digestui.storage.acts import Batch

PAPERS = [
    f'{{"key": "arxiv:2501.0000{n}", "title": "Paper number {n} on {word}",'
    f' "published": "20{n + 15}-01-0{n}", "categories": ["cs.{word.upper()[:2]}"]}}'
    for n, word in enumerate(["vision", "speech", "robots", "graphs", "logic", "games"], 1)
]
PAPERS += [f'{{"title": "A paper known by nothing but its title, {word}"}}' for word in ("once", "twice")]
IDS = st.lists(st.integers(0, len(PAPERS) - 1), min_size=1, max_size=len(PAPERS), unique=True)
SIMPLE = st.sampled_from(
    [kind for kind in ActionKind if kind not in (ActionKind.TAG, ActionKind.SNOOZE)]
).map(Action)
SNOOZES = st.integers(1, 5).map(lambda days: Action(ActionKind.SNOOZE, until=1_700_000_000 + days * 86_400))
WORDS = st.sampled_from(["vit", "ViT", "to read", "née", "b"])
TAGS = st.builds(
    lambda add, remove: Action(ActionKind.TAG, add=tuple(add), remove=tuple(remove)),
    st.lists(WORDS.filter(lambda word: word != "b"), max_size=2),
    st.just(["b"]),
)
SEVERAL = st.sampled_from(
    [
        (ActionKind.STAR, ActionKind.QUEUE),
        (ActionKind.UNSTAR, ActionKind.DONE),
        (ActionKind.READ, ActionKind.WATCH),
    ]
).map(lambda kinds: [Action(kind) for kind in kinds])
TEXTS = st.sampled_from(["", "one", "two\n\nlines", "# three", "  "])


class Reader(RuleBasedStateMachine):
    """A reader who decides, writes, takes back, and a clock that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = 1_700_000_000.0
        file = self.folder / "papers.jsonl"
        file.write_text("\n".join(PAPERS) + "\n", encoding="utf-8")
        self.lib = Library.open(
            self.folder / "library.db", create=True, clock=lambda: self.now, device="hypothesis"
        )
        intake.import_files(self.lib, [file])
        self.ids = sorted(row[0] for row in self.lib.database.rows("SELECT id FROM papers"))
        self.done: list[dict] = []
        """The whole state before each step that stands."""

    def teardown(self) -> None:
        self.lib.close()
        shutil.rmtree(self.folder)

    def state(self) -> dict:
        """Everything personal, without what is as if it had never been touched, and all records."""
        records = {
            ("record", paper): (
                kept.paper.key,
                kept.paper.authors,
                kept.paper.published,
                kept.paper.categories,
            )
            for paper, kept in papers.load(self.lib.database, self.ids).items()
        }
        return records | {
            paper: (s.read, s.starred, s.place, s.snoozed_until, s.watched, tuple(sorted(s.tags)), s.note)
            for paper, s in replay.present(self.lib.database).items()
            if not s.bare
        }

    def _did(self, before: dict, count: int) -> None:
        self.now += 1
        if count:
            self.done.append(before)

    @rule(chosen=IDS, action=st.one_of(SIMPLE, SNOOZES, TAGS))
    def decide(self, chosen: list[int], action: Action) -> None:
        before = self.state()
        receipt = triage.act(self.lib, [self.ids[n] for n in chosen], action)
        assert (receipt.count == 0) == (self.state() == before)
        self._did(before, receipt.count)

    @rule(chosen=IDS, actions=SEVERAL)
    def decide_several(self, chosen: list[int], actions: list[Action]) -> None:
        before = self.state()
        receipt = triage.act_all(self.lib, [self.ids[n] for n in chosen], actions)
        self._did(before, receipt.count)

    @rule(place=st.integers(0, len(PAPERS) - 1), text=TEXTS)
    def write(self, place: int, text: str) -> None:
        before = self.state()
        paper = self.ids[place]
        receipt = notes.save_note(self.lib, paper, text, base=notes.read_note(self.lib, paper))
        self._did(before, receipt.count)

    @rule(place=st.integers(0, len(PAPERS) - 1), year=st.sampled_from(["2019", "2020"]))
    def resolve(self, place: int, year: str) -> None:
        """Somebody knows more about a paper."""
        before, paper = self.state(), self.ids[place]
        stored = papers.load(self.lib.database, [paper])[paper].paper
        fuller = replace(
            stored,
            keys=best_first((f"arxiv:2502.{place:05d}", *stored.keys)),
            authors=("Ada Author",),
            published=f"{year}-05-01",
            categories=("cs.CV", "math.CO"),
        )
        with self.lib.database.write():
            batch = Batch(self.lib.database, "hypothesis", self.now, label="resolved")
            filling.fill(self.lib, {paper: fuller}, batch, "arXiv")
            written = batch.finish()
        self._did(before, 0 if written is None else 1)

    @precondition(lambda self: bool(self.done))
    @rule()
    def take_back(self) -> None:
        """Undo gives exactly what was before, and redo what was after."""
        before, now = self.done.pop(), self.state()
        self.now += 1
        assert history.undo(self.lib) is not None
        assert self.state() == before
        self.now += 1
        assert history.redo(self.lib) is not None
        assert self.state() == now
        self.now += 1
        assert history.undo(self.lib) is not None
        assert self.state() == before

    @rule()
    def reopen(self) -> None:
        """Another day: nothing depends on what is in memory."""
        self.lib.close()
        self.lib = Library.open(self.folder / "library.db", clock=lambda: self.now, device="hypothesis")

    @invariant()
    def the_state_is_what_the_journal_tells(self) -> None:
        assert list(replay.differing(self.lib.database)) == []

    @invariant()
    def the_counters_are_what_counting_gives(self) -> None:
        assert not examine.miscounted(self.lib.database), counters.read_all(self.lib.database)

    @invariant()
    def the_journal_has_no_gap_and_no_broken_batch(self) -> None:
        assert examine.gaps(self.lib.database) == []
        assert examine.broken_batches(self.lib.database) == []


TestReader = Reader.TestCase
TestReader.settings = settings(
    max_examples=50,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_everything_taken_back_is_the_library_one_began_with(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        intake.load_bundled(lib)
        ids = [row[0] for row in lib.database.rows("SELECT id FROM papers ORDER BY id DESC")]
        for kind in (ActionKind.STAR, ActionKind.QUEUE, ActionKind.DISMISS, ActionKind.UNSTAR):
            triage.act(lib, ids[::2], Action(kind))
        triage.act(lib, ids, triage.parse_tags("+all -none"))
        steps = 0
        while history.undo(lib) is not None:
            steps += 1
        assert steps == 5
        assert all(state.bare for state in replay.present(lib.database).values())
        assert doctor.examine(lib) == []
