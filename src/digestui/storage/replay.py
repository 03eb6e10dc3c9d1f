"""The state that the journal tells, worked out from its first act: the measure of what the tables say.

Acts go by hybrid logical time, the later one wins field by field. Acts on keys that lead nowhere wait; verbs
of newer programs are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from digestui.model import beside
from digestui.model.beside import Standing
from digestui.model.triage import Place
from digestui.records import dataclass, field
from digestui.storage import journal, notes
from digestui.storage.database import Database

_PLACES = {place.word: int(place) for place in Place}
_FLAGS = {"read": "read", "star": "starred", "watch": "watched"}


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
    standing: Standing = ()
    """The texts that the note is made of: see `model.beside`."""

    @property
    def bare(self) -> bool:
        """True if nothing was decided."""
        return self == State(noted_at=self.noted_at, standing=self.standing)

    def same(self, other: State) -> bool:
        """Whether two states mean the same; spelling of tags aside."""
        mine = (self.read, self.starred, self.place, self.snoozed_until, self.watched, self.note)
        theirs = (other.read, other.starred, other.place, other.snoozed_until, other.watched, other.note)
        return mine == theirs and set(self.tags) == set(other.tags)


def replay(database: Database, among: Collection[int] | None = None) -> dict[int, State]:
    """The state of every paper with acts, or of those `among`."""
    from digestui.text.folding import fold

    states: dict[int, State] = {}
    for act, paper in journal.acts(database, among):
        if paper is None:
            continue
        state = states.setdefault(paper, State())
        if act.verb == "note":
            state.standing = beside.after(state.standing, act.old, act.new)
            state.note, state.noted_at = beside.together(state.standing), act.stamp.at // 1000
        elif act.verb == "tag":
            folded = fold(act.subject)
            if act.new == "1" and folded:
                state.tags[folded] = act.subject
            else:
                state.tags.pop(folded, None)
        elif (found := value(act.verb, act.new)) is not None:
            setattr(state, found[0], found[1])
    return states


def value(verb: str, new: str) -> tuple[str, int | None] | None:
    """The column of `triage` that an act sets, and to what; None for a verb or a value that this program does
    not know."""
    if verb in _FLAGS:
        return (_FLAGS[verb], int(new)) if new in ("0", "1") else None
    if verb == "place":
        return ("place", _PLACES[new]) if new in _PLACES else None
    if verb == "snooze":
        if not new:
            return "snoozed_until", None
        return ("snoozed_until", int(new)) if new.isascii() and new.isdigit() and len(new) <= 12 else None
    return None


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
