"""Whether a record a service found is the paper that was asked for. Pure, but for rapidfuzz.

The measure is rapidfuzz's `ratio` of the two titles as they are folded for search (no case, accents, LaTeX
or punctuation), from 0 to 100: 95 lets a plural or a British spelling in a long title pass and keeps `Part I`
from `Part II` of a short one. Between 85 and 95 a second service must name the same paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestui.library import merging
from digestui.model.paper import Paper
from digestui.records import dataclass

SURE = 95.0
DOUBTFUL = 85.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the paper."""

    paper: Paper
    source: str
    score: float


def candidates(title: str, authors: Sequence[str], found: Sequence[Paper], source: str) -> list[Candidate]:
    """Those of `found` that may be the paper, nearest first; authors that contradict say no."""
    from rapidfuzz import fuzz

    from digestui.text.folding import fold

    wanted = _bare(fold(title))
    near = [
        Candidate(paper, source, fuzz.ratio(wanted, _bare(fold(paper.title))))
        for paper in found
        if merging.agree(authors, paper.authors) is not False
    ]
    return sorted((c for c in near if c.score >= DOUBTFUL), key=lambda c: -c.score)


def _bare(folded: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the services together say."""

    chosen: Candidate | None = None
    why_not: str = ""
    """Why a near one was not chosen; empty where nothing came near."""
    nearest: Candidate | None = None


def judge(first: Sequence[Candidate], second: Sequence[Candidate]) -> Verdict:
    """The paper, if two services agree enough: one sure match, or a near one that the second confirms."""
    sure = [c for c in first if c.score >= SURE]
    ids = {c.paper.key for c in sure}
    if len(ids) > 1:
        return Verdict(None, "two papers have this title", sure[0])
    if sure:
        return Verdict(sure[0], nearest=sure[0])
    sure_second = [c for c in second if c.score >= SURE and merging.schemes(c.paper.keys)]
    if first:
        for near in first:
            if any(set(near.paper.keys) & set(other.paper.keys) for other in second):
                return Verdict(near, nearest=near)
        if not sure_second:
            return Verdict(None, f"the titles are only {first[0].score:.0f} in 100 alike", first[0])
    if len({c.paper.key for c in sure_second}) > 1:
        return Verdict(None, "two papers have this title", sure_second[0])
    if sure_second:
        return Verdict(sure_second[0], nearest=sure_second[0])
    near_second = next(iter(second), None)
    if near_second is not None:
        what = "it has no id" if near_second.score >= SURE else f"only {near_second.score:.0f} in 100 alike"
        return Verdict(None, what, near_second)
    return Verdict()


def needs_second(first: Sequence[Candidate]) -> bool:
    """Whether a second service is to be asked."""
    return not any(c.score >= SURE for c in first)
