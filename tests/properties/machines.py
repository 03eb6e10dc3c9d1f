"""Simulated machines that share a folder through something that copies files as it pleases."""

from __future__ import annotations

import json
import random
import shutil
from contextlib import suppress
from pathlib import Path

from digestui.library import backup, doctor, filling, history, intake, notes, syncing, triage
from digestui.library.library import Library
from digestui.model.exchange import SyncReport
from digestui.model.keys import best_first
from digestui.model.triage import Action, ActionKind
from digestui.records import replace
from digestui.storage import papers, replay
from digestui.storage.acts import Batch

DAY = 86_400.0
WORDS = ("vision", "speech", "robots", "graphs", "logic", "games", "music", "proofs")
KINDS = [kind for kind in ActionKind if kind not in (ActionKind.TAG, ActionKind.SNOOZE)]
TEXTS = ("", "one", "two\n\nlines", "three", "four", "five and one", "six")
TAGS = ("vit", "ViT", "toread", "née", "b")


def record(dice: random.Random, number: int) -> str:
    """A paper as some source tells of it: by its id, its title, or both; with more or less besides."""
    word = WORDS[number % len(WORDS)]
    said: dict[str, object] = {"title": f"Paper number {number} on {word}"}
    if dice.random() < 0.7:
        said["id"] = f"arXiv:2501.{number:05d}"
    if dice.random() < 0.3:
        said["doi"] = f"10.1000/paper.{number}"
    if dice.random() < 0.7:
        said["authors"] = [f"Ada {word.title()}", "Bob Other"][: dice.randint(1, 2)]
    if dice.random() < 0.6:
        said["abstract"] = f"We look at {word}." + " More is said." * dice.randint(0, 3)
    if dice.random() < 0.5:
        said["upvotes"] = dice.randint(0, 30)
    if dice.random() < 0.5:
        said["urls"] = [f"https://example.org/{dice.randint(0, 3)}" for _ in range(dice.randint(1, 3))]
    if dice.random() < 0.5:
        said["categories"] = [f"cs.{word.upper()[:2]}"]
    return json.dumps(said)


class Machine:
    """One device with a library and its own copy of the folder."""

    def __init__(self, name: str, place: Path, skew: float, now: list[float]) -> None:
        self.device = name * 16
        self.place = place
        self.skew = skew
        self.now = now
        self.folder = place / "shared"
        self.folder.mkdir(parents=True)
        self.path = place / "library.db"
        self.saved: Path | None = None
        self.lib = self._open()
        # Named, not drawn: the same dice give the same story.
        self.lib.database.execute("UPDATE identity SET library = ?", (name * 12,))

    def _open(self) -> Library:
        return Library.open(self.path, create=True, clock=lambda: self.now[0] + self.skew, device=self.device)

    # -- what a person does -----------------------------------------------------------------------------

    def ids(self) -> list[int]:
        return [row[0] for row in self.lib.database.rows("SELECT id FROM papers ORDER BY key")]

    def act(self, dice: random.Random) -> None:
        """One random act."""
        self.now[0] += dice.choice((0.0, 0.001, 1.0, 60.0))
        ids = self.ids()
        if not ids or dice.random() < 0.05:
            self.bring(dice)
            return
        some = dice.sample(ids, min(len(ids), dice.randint(1, 3)))
        what = dice.random()
        if what < 0.4:
            triage.act(self.lib, some, Action(dice.choice(KINDS)))
        elif what < 0.5:
            triage.act(self.lib, some, Action(ActionKind.SNOOZE, until=1_800_000_000 + dice.randint(0, 9)))
        elif what < 0.65:
            sign = dice.choice("+-")
            triage.act(self.lib, some, triage.parse_tags(sign + dice.choice(TAGS)))
        elif what < 0.8:
            now = notes.read_note(self.lib, some[0])
            notes.save_note(self.lib, some[0], dice.choice(TEXTS), base=now)
        elif what < 0.9:
            history.undo(self.lib)
        elif what < 0.95:
            history.redo(self.lib)
        else:
            self.resolve(some[0], dice)

    def bring(self, dice: random.Random) -> None:
        """Import a file of a few papers."""
        day = dice.randint(1, 9)
        numbers = dice.sample(range(12), dice.randint(1, 4))
        text = "\n".join(record(dice, number) for number in numbers)
        file = self.place / "digest.jsonl"
        file.write_text(text + "\n", encoding="utf-8")
        intake.import_files(self.lib, [file], digest=dice.choice(("Daily", "Weekly")), date=f"2025-05-0{day}")

    def resolve(self, paper: int, dice: random.Random) -> None:
        """Somebody knows more about a paper."""
        stored = papers.load(self.lib.database, [paper])[paper].paper
        fuller = replace(
            stored,
            keys=best_first((*stored.keys, f"acl:2025.{dice.choice(WORDS)}-{paper % 7}.1")),
            venue=dice.choice(("ACL", "EMNLP", None)),
            published="2025-05",
        )
        with self.lib.database.write():
            taken = papers.by_keys(self.lib.database, fuller.keys)
            if {number for number, _ in taken.values()} != {paper}:
                return
            batch = Batch(self.lib.database, self.device, self.lib.clock(), label="resolved")
            filling.fill(self.lib, {paper: fuller}, batch, "ACL")
            batch.finish()

    # -- what becomes of the library --------------------------------------------------------------------

    def sync(self) -> SyncReport:
        return syncing.sync(self.lib, self.folder)

    def sync_and_die(self, steps: int) -> None:
        """Begin an exchange and be gone after so many steps of it."""
        left = [steps]

        def told(_: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        with suppress(KeyboardInterrupt):
            syncing.sync(self.lib, self.folder, progress=told)
        self.lib.close()
        self.lib = self._open()

    def save(self) -> None:
        """Make a backup."""
        self.saved = backup.backup(self.lib, self.place / "saved.db")

    def go_back(self, by_hand: bool) -> None:
        """Put the backup in the library's place, by `restore` or as one copies a file."""
        if self.saved is None:
            return
        self.lib.close()
        if by_hand:
            for end in ("-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            shutil.copyfile(self.saved, self.path)
        else:
            backup.restore(self.path, self.saved, clock=lambda: self.now[0] + self.skew)
        self.lib = self._open()

    # -- what is compared -------------------------------------------------------------------------------

    def told(self) -> dict[str, object]:
        """Everything that must be equal everywhere: papers, digests, triage, tags, notes."""
        database = self.lib.database
        kept = papers.load(database, self.ids())
        states = replay.present(database)
        told: dict[str, object] = {}
        for paper, one in kept.items():
            state = states.get(paper, replay.State())
            told[f"paper {one.paper.key}"] = replace(one.paper, keys=tuple(sorted(one.paper.keys)))
            told[f"state {one.paper.key}"] = (
                state.read, state.starred, state.place, state.snoozed_until, state.watched,
                tuple(sorted(state.tags.values())), state.note,
            )  # fmt: skip
        for name, date, key, rank in database.rows(
            "SELECT d.name, d.date, p.key, e.rank FROM entries e JOIN digests d ON d.id = e.digest"
            " JOIN papers p ON p.id = e.paper"
        ):
            told[f"digest {name} {date} {key}"] = rank
        return told

    def close(self) -> None:
        self.lib.close()


class World:
    """Three machines, a clock, and whatever carries files between them."""

    def __init__(self, place: Path, dice: random.Random) -> None:
        self.dice = dice
        self.now = [1_750_000_000.0]
        self.machines = [
            Machine(name, place / name, skew, self.now)
            for name, skew in (("a", 0.0), ("b", DAY), ("c", -DAY))
        ]

    def step(self) -> None:
        """Somebody acts, exchanges, goes back to a backup, or a few files are carried."""
        dice = self.dice
        machine = dice.choice(self.machines)
        what = dice.random()
        if what < 0.7:
            machine.act(dice)
        elif what < 0.79:
            machine.sync()
        elif what < 0.8:
            machine.sync_and_die(dice.randint(0, 4))
        elif what < 0.97:
            self.carry(dice.choice(self.machines), machine, whole=False)
        elif what < 0.985:
            machine.save()
        else:
            machine.go_back(by_hand=dice.random() < 0.5)

    def carry(self, source: Machine, target: Machine, *, whole: bool) -> None:
        """Bring what one folder has to the other: all of it, or some of it, in any order, some of it half."""
        dice = self.dice
        files = [file for file in sorted(source.folder.rglob("*.jsonl")) if "conflict" not in file.name]
        dice.shuffle(files)
        for file in files:
            there = target.folder / file.relative_to(source.folder)
            chance = 1.0 if whole else dice.random()
            if chance < 0.3 or (there.exists() and there.stat().st_size >= file.stat().st_size):
                continue
            if file.parent.name.startswith(target.device) and not whole:
                continue
            there.parent.mkdir(exist_ok=True)
            data = file.read_bytes()
            if chance < 0.45:
                data = data[: dice.randint(0, max(0, len(data) - 1))]
            if chance < 0.5:
                twin = there.with_name(f"{there.stem}.sync-conflict-20250501-101010-ABCDEFG.jsonl")
                twin.write_bytes(data)
            there.write_bytes(data)
        for file in target.folder.rglob("*.jsonl"):
            # What its writer took away goes elsewhere too, sooner or later.
            gone = not (source.folder / file.relative_to(target.folder)).exists()
            if gone and file.parent.name.startswith(source.device) and (whole or dice.random() < 0.3):
                file.unlink()

    def heal(self) -> None:
        """Carry everything everywhere until nobody has anything to tell."""
        for _ in range(10):
            for machine in self.machines:
                for other in self.machines:
                    if other is not machine:
                        self.carry(machine, other, whole=True)
            reports = [machine.sync() for machine in self.machines]
            if not any(r.sent or r.papers_sent or r.received or r.papers_received for r in reports):
                return
        raise AssertionError("they go on telling one another things")

    def check(self) -> None:
        """All libraries are equal and whole."""
        first, *others = [machine.told() for machine in self.machines]
        for other in others:
            assert {k: v for k, v in first.items() if other.get(k) != v} == {
                k: first.get(k) for k, v in other.items() if first.get(k) != v and k in first
            }, "they differ"
            assert other == first
        for machine in self.machines:
            assert doctor.examine(machine.lib) == []

    def close(self) -> None:
        for machine in self.machines:
            machine.close()
