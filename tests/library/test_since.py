"""What others did since a list was asked for: as if the whole list had been asked again."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.library import history, search, since, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from library.feeding import feed, paper

COUNT = 12
DEEDS = st.tuples(
    st.sampled_from(
        [
            ActionKind.DISMISS,
            ActionKind.QUEUE,
            ActionKind.INBOX,
            ActionKind.STAR,
            ActionKind.UNSTAR,
            "undo",
            "new",
        ]
    ),
    st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=4),
)


@given(
    st.lists(DEEDS, max_size=4),
    st.lists(DEEDS, max_size=6),
    st.sampled_from(["in:inbox", "is:starred", "in:any", "paper -is:queued"]),
    st.sampled_from([0, 3, 1000]),
    st.booleans(),
)
def test_a_look_says_what_asking_everything_again_would(
    tmp_path_factory: pytest.TempPathFactory, before, meanwhile, query: str, most: int, known: bool
) -> None:
    folder: Path = tmp_path_factory.mktemp("since")
    with pytest.MonkeyPatch.context() as patch, Library.open(folder / "l.db", create=True, device="t") as lib:
        patch.setattr(since, "MOST", most)
        patch.setattr(since, "SLICE", 5)
        feed(lib, [paper(f"Paper {n}", f"arxiv:2501.000{n:02}") for n in range(COUNT)])
        asked = search.understand(lib, query).query
        _do(lib, before)
        ids, mark = array("q", search.find(lib, asked).ids), since.mark(lib)
        _do(lib, meanwhile)
        wanted = [] if known else list(ids)
        seen = since.look(lib, asked, ids, set(), wanted, mark if known else None)
        now = set(search.find(lib, asked).ids)
        assert seen.gone == set(ids) - now
        assert seen.new == len(now - set(ids))
        if not known:
            assert [row.id for row in seen.rows] == wanted


def _do(lib: Library, deeds) -> None:
    papers = sorted(search.find(lib, search.understand(lib, "in:any").query).ids)
    for number, (kind, places) in enumerate(deeds):
        if kind == "undo":
            history.undo(lib)
        elif kind == "new":
            feed(lib, [paper(f"Paper late {places} {number} {len(papers)}")], name=f"Late {number}")
        else:
            triage.act(lib, [papers[place] for place in places], Action(kind))
