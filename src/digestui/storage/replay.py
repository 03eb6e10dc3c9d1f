"""The state that the journal tells, worked out from its first act: the measure of what the tables say.

Acts go by hybrid logical time, the later one wins field by field. Acts on keys that lead nowhere wait; verbs
of newer programs are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from digestui.model.triage import Place
from digestui.storage import journal, notes
from digestui.storage.database import Database

_PLACES = {place.word: int(place) for place in Place}


@dataclass(slots=True)
class State:
    """Everything personal about one paper."""

    read: int = 0
    starred: int = 0
    place: int = 0
    snoozed_until: int | None = None
    watched: int = 0
    tags: dict[str, str] = field(default_factory=dict)
    """By folded name, as spelled."""
    note: str = ""
    noted_at: int = 0

    @property
    def bare(self) -> bool:
        """True if nothing was decided."""
        return self == State(noted_at=self.noted_at)

    def same(self, other: State) -> bool:
        """Whether two states mean the same; spelling of tags aside."""
        mine = (self.read, self.starred, self.place, self.snoozed_until, self.watched, self.note)
        theirs = (other.read, other.starred, other.place, other.snoozed_until, other.watched, other.note)
        return mine == theirs and set(self.tags) == set(other.tags)


def replay(database: Database, among: Collection[int] | None = None) -> dict[int, State]:
    """The state of every paper with acts, or of those `among`."""
    from digestui.text.folding import fold

    states: dict[int, State] = {}
    for act, paper in journal.acts(database):
        if paper is None or (among is not None and paper not in among):
            continue
        state = states.setdefault(paper, State())
        match act.verb:
            case "read":
                state.read = int(act.new == "1")
            case "star":
                state.starred = int(act.new == "1")
            case "watch":
                state.watched = int(act.new == "1")
            case "place":
                state.place = _PLACES.get(act.new, 0)
            case "snooze":
                state.snoozed_until = int(act.new) if act.new else None
            case "tag" if act.new == "1":
                state.tags[fold(act.subject)] = act.subject
            case "tag":
                state.tags.pop(fold(act.subject), None)
            case "note":
                state.note, state.noted_at = act.new, act.stamp.at // 1000
            case _:
                pass
    return states


def present(database: Database) -> dict[int, State]:
    """The state that the tables tell, of every paper that has any."""
    states: dict[int, State] = {}
    for paper, read, starred, place, snoozed, watched in database.rows(
        "SELECT paper, read, starred, place, snoozed_until, watched FROM triage"
    ):
        states[paper] = State(read, starred, place, snoozed, watched)
    for paper, name, folded in database.rows(
        "SELECT x.paper, t.name, t.folded FROM paper_tags x JOIN tags t ON t.id = x.tag"
    ):
        states.setdefault(paper, State()).tags[folded] = name
    for paper, text, at in database.rows("SELECT paper, text, saved_at FROM notes"):
        state = states.setdefault(paper, State())
        state.note, state.noted_at = text, at
    return states


def differing(database: Database) -> Iterator[int]:
    """Papers whose tables do not say what their journal says."""
    told, there = replay(database), present(database)
    for paper in sorted(told.keys() | there.keys()):
        if not told.get(paper, State()).same(there.get(paper, State())):
            yield paper


def rebuild(database: Database, papers: Sequence[int]) -> None:
    """Write what the journal tells of `papers` into the tables. The counts are the caller's."""
    told = replay(database, set(papers))
    chosen = json.dumps(list(papers))
    for table in ("triage", "paper_tags"):
        database.execute(f"DELETE FROM {table} WHERE paper IN (SELECT value FROM json_each(?))", (chosen,))
    for paper in papers:
        state = told.get(paper, State())
        if (state.read, state.starred, state.place, state.snoozed_until, state.watched) != (0, 0, 0, None, 0):
            database.execute(
                "INSERT INTO triage(paper, read, starred, place, snoozed_until, watched)"
                " VALUES(?, ?, ?, ?, ?, ?)",
                (paper, state.read, state.starred, state.place, state.snoozed_until, state.watched),
            )
        for folded, name in state.tags.items():
            database.execute("INSERT OR IGNORE INTO tags(name, folded) VALUES(?, ?)", (name, folded))
            database.execute(
                "INSERT INTO paper_tags(tag, paper) SELECT id, ? FROM tags WHERE folded = ?", (paper, folded)
            )
        if (notes.read(database, paper) or "") != state.note:
            notes.write(database, paper, state.note, state.noted_at)
