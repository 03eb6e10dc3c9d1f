"""Laws of importing, whatever the records and however they are cut into files: the same again changes
nothing, everything kept twice agrees, and no paper or key is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestui.library import triage
from digestui.library.library import Library
from digestui.model.keys import best_first
from digestui.model.paper import Paper
from digestui.storage import replay
from digestui.text.folding import title_key
from library.feeding import Clock, counts, feed, ids, sound

TITLES = st.sampled_from(
    ["Deep nets", "Deep Nets.", "On graphs", r"On \emph{graphs}", "Łukasz’ lemma", "Introduction"]
)
PEOPLE = st.lists(
    st.sampled_from(["Ann Smith", "Smith, A.", "Bob Jones", "Łukasz Kaiser"]), max_size=2, unique=True
)
KEYS = st.tuples(
    st.sampled_from([None, None, "arxiv:2501.00001", "arxiv:2501.00002"]),
    st.sampled_from([None, None, "doi:10.1/a", "doi:10.1/b"]),
    st.sampled_from([None, None, None, "acl:P19-1001"]),
).map(lambda keys: [key for key in keys if key])
"""One id of a kind, as sources give them."""


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    title = draw(TITLES)
    keys = tuple(best_first(draw(KEYS))) or (title_key(title),)
    return Paper(
        keys=keys,
        title=title,
        abstract=draw(
            st.sampled_from(["", "Some words.", "Other words …", "See https://github.com/a/b for code."])
        ),
        authors=tuple(draw(PEOPLE)),
        published=draw(st.sampled_from([None, "2020", "2020-05", "2021-02-03"])),
        categories=tuple(draw(st.lists(st.sampled_from(["cs.CV", "cs.LG"]), max_size=2, unique=True))),
        upvotes=draw(st.sampled_from([None, 0, 7])),
        version=draw(st.sampled_from([None, 1, 2])),
    )


FILES = st.lists(st.lists(papers(), max_size=6), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=FILES, archive=st.booleans(), decide=st.booleans())
def test_importing_keeps_every_law(files: list[list[Paper]], archive: bool, decide: bool) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library.db", create=True, clock=Clock(), device="test") as lib,
    ):
        for number, records in enumerate(files):
            day = f"2025-04-{20 + number}"
            report = feed(
                lib, records, name=f"File {number}", date=day, source=f"S{number % 2}", archive=archive
            )
            assert sum(counts(report)) == len(records)
            if decide and ids(lib):
                triage.act(lib, ids(lib)[::2], triage.parse_action("star"))
                triage.act(lib, ids(lib)[:1], triage.parse_action("done"))
        sound(lib)
        known = {row[0] for row in lib.database.rows("SELECT key FROM paper_keys")}
        assert {
            key for records in files for one in records for key in one.keys if not key.startswith("title:")
        } <= known
        assert (
            lib.database.value(
                "SELECT count(*) FROM paper_keys k LEFT JOIN papers p ON p.id = k.paper WHERE p.id IS NULL"
            )
            == 0
        )
        decided = replay.present(lib.database)
        last = files[-1]
        feed(
            lib,
            last,
            name=f"File {len(files) - 1}",
            date=day,
            source=f"S{(len(files) - 1) % 2}",
            archive=archive,
        )
        before = list(lib.database.connection.iterdump())
        again = feed(
            lib,
            last,
            name=f"File {len(files) - 1}",
            date=day,
            source=f"S{(len(files) - 1) % 2}",
            archive=archive,
        )
        assert counts(again)[0] == 0
        assert counts(again) == (0, 0, len(last))
        assert list(lib.database.connection.iterdump()) == before
        assert replay.present(lib.database) == decided
        sound(lib)
