"""Citation keys: the same whatever is exported with what and when, unique, kept for good."""

from __future__ import annotations

import io
import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestui.library import citing, digests, export, intake, search
from digestui.library.library import Library
from digestui.model.paper import Paper
from effort import examples
from library.feeding import feed, id_of, ids, paper, sound

PEOPLE = ("Ann Smith", "Smith, Ann", "Bo van der Smith", r"\'Ann Sm\'ith", "OpenAI", "王伟", "")
TITLES = (
    "Same title", "The same title again", "Same title, once more", r"S\'ame {T}itle $x^2$ again",
    "SAME-TITLE",
    "Supercalifragilisticexpialidocious titles", "Supercalifragilisticexpialidocious title", "视觉",
    "$x$ 2",
)  # fmt: skip
PAPERS = st.lists(
    st.tuples(
        st.sampled_from(TITLES), st.sampled_from(PEOPLE), st.sampled_from(("2024", "2024-03-01", None))
    ),
    min_size=1,
    max_size=12,
)


def made(lib: Library, said: list[tuple[str, str, str | None]]) -> list[int]:
    feed(
        lib,
        [
            paper(title, f"arxiv:24{n % 12 + 1:02d}.{n:05d}", authors=(who,) if who else (), published=day)
            for n, (title, who, day) in enumerate(said)
        ],
    )
    return ids(lib)


def bibtex_keys(lib: Library, chosen: list[int]) -> list[str]:
    out = io.StringIO()
    export.export(lib, chosen, "bibtex", out)
    return [line[line.index("{") + 1 : -1] for line in out.getvalue().splitlines() if line.startswith("@")]


@given(said=PAPERS, data=st.data())
@settings(max_examples=examples(30), deadline=None)
def test_an_export_of_any_part_gives_the_keys_of_an_export_of_all(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, str | None]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cite")
    with Library.open(folder / "a.db", create=True, device="test") as lib:
        every = made(lib, said)
    shutil.copy(folder / "a.db", folder / "b.db")
    with Library.open(folder / "a.db", readonly=True) as lib:
        keys = dict(zip(every, bibtex_keys(lib, every), strict=True))
    assert len(set(keys.values())) == len(every)
    # In another library of the same papers, part by part, in any order: nothing was named there yet.
    with Library.open(folder / "b.db", readonly=True) as lib:
        for _ in range(3):
            some = data.draw(st.lists(st.sampled_from(every), unique=True))
            assert bibtex_keys(lib, some) == [keys[one] for one in some]
        assert bibtex_keys(lib, every) == [keys[one] for one in every]


@given(parts=st.lists(PAPERS, min_size=2, max_size=3))
@settings(max_examples=examples(15), deadline=None)
def test_papers_that_come_later_change_no_key(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[tuple[str, str, str | None]]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("cite") / "a.db", create=True, device="test") as lib:
        said: list[tuple[str, str, str | None]] = []
        before: dict[int, str] = {}
        for part in parts:
            said += part
            now = citing.names(lib, made(lib, said))
            assert before.items() <= now.items()
            assert len(set(now.values())) == len(said)
            before = now


@pytest.fixture
def lib(tmp_path: Path):
    with Library.open(tmp_path / "library.db", create=True, device="test") as made:
        yield made


SWIN = paper("Swin Transformer", "arxiv:2103.14030", authors=("Ze Liu",), published="2021-03-25")


def test_a_key_stays_when_the_record_says_something_else(lib: Library) -> None:
    feed(lib, [paper("Swin transformer")])
    (known,) = ids(lib)
    assert citing.names(lib, [known]) == {known: "swin-transformer"}
    feed(lib, [SWIN], date="2025-04-29")
    assert ids(lib) == [known]
    assert citing.names(lib, [known]) == {known: "swin-transformer"}
    assert bibtex_keys(lib, [known]) == ["swin-transformer"]


def test_a_paper_taken_out_and_brought_back_has_its_key_and_no_other_paper_gets_it(lib: Library) -> None:
    feed(lib, [SWIN], name="Gone")
    (known,) = ids(lib)
    assert citing.names(lib, [known]) == {known: "liu2021swin-transformer"}
    digests.remove_digest(lib, "Gone")
    assert ids(lib) == []
    feed(lib, [paper("Swin Transformer V2", "arxiv:2111.09883", authors=("Ze Liu",), published="2021")])
    (other,) = ids(lib)
    assert citing.names(lib, [other]) == {other: "liu2021swin-transformer-v2"}
    feed(lib, [SWIN], name="Gone")
    back = id_of(lib, "arxiv:2103.14030")
    assert citing.names(lib, [back]) == {back: "liu2021swin-transformer"}


def test_of_papers_found_to_be_one_the_key_given_first_stays_and_the_other_is_never_given_again(
    lib: Library,
) -> None:
    feed(lib, [paper("One name", "doi:10.1/x", published="2020"), paper("Other name", "arxiv:2001.00001")])
    one, other = id_of(lib, "doi:10.1/x"), id_of(lib, "arxiv:2001.00001")
    assert citing.names(lib, [other]) == {other: "other-name"}
    assert citing.names(lib, [one]) == {one: "2020one-name"}
    feed(lib, [paper("One name", "doi:10.1/x", "arxiv:2001.00001")], date="2025-04-29")
    (joined,) = ids(lib)
    assert citing.names(lib, [joined]) == {joined: "other-name"}
    feed(lib, [paper("One name", "doi:10.1/y", published="2020")], date="2025-04-30")
    third = id_of(lib, "doi:10.1/y")
    if third != joined:
        assert citing.names(lib, [third])[third] != "2020one-name"
    sound(lib)


def test_keys_travel_with_jsonl(lib: Library, tmp_path: Path) -> None:
    feed(lib, [SWIN, paper("Not named")])
    named = id_of(lib, "arxiv:2103.14030")
    citing.names(lib, [named])
    out = tmp_path / "all.jsonl"
    export.export(lib, ids(lib), "jsonl", out)
    assert out.read_text().count('"citekey"') == 1
    with Library.open(tmp_path / "other.db", create=True, device="other") as other:
        feed(other, [paper("Swin Transformers", "arxiv:1", authors=("Ze Liu",), published="2021")])
        assert intake.import_files(other, [out]).rejected == 0
        brought = id_of(other, "arxiv:2103.14030")
        assert search.details(other, [brought])[0].citekey == "liu2021swin-transformer"


def test_a_foreign_key_that_is_none_is_left_out_with_a_remark(lib: Library, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"key": "arxiv:2103.14030", "title": "Swin", "read": true, "citekey": "a}, evil{"}\n')
    (report,) = intake.import_files(lib, [file]).files
    assert any("citekey" in remark.reason for remark in report.warnings)
    assert search.details(lib, ids(lib))[0].citekey == ""


def test_a_library_that_cannot_be_written_names_papers_all_the_same(lib: Library) -> None:
    feed(lib, [SWIN, paper("Swin Transformer V2", "arxiv:2111.09883", authors=("Ze Liu",), published="2021")])
    lib.database.execute("PRAGMA query_only = 1")
    try:
        keys = bibtex_keys(lib, ids(lib))
        assert sorted(keys) == ["liu2021swin-transformer", "liu2021swin-transformer-v2"]
    finally:
        lib.database.execute("PRAGMA query_only = 0")
    assert lib.database.value("SELECT count(*) FROM citekeys") == 0
    assert bibtex_keys(lib, ids(lib)) == keys


def test_many_papers_of_one_plain_key_each_have_one(lib: Library) -> None:
    papers = [
        Paper(
            keys=(f"arxiv:2103.{n:05d}",),
            title="Same title",
            authors=(f"{chr(65 + n % 26)}. Smith",),
            published="2021",
        )
        for n in range(60)
    ]
    feed(lib, papers)
    keys = bibtex_keys(lib, ids(lib))
    assert len(set(keys)) == 60
    assert all(key.startswith("smith2021same-title") for key in keys)


def test_one_paper_of_many_is_named_without_looking_at_all(lib: Library) -> None:
    letters = ("".join(three) for three in itertools.product("abcdefgh", repeat=3))
    feed(lib, [paper(f"{word} {word[::-1]} thing", f"doi:10.1/{word}") for word in letters])
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    lib.database.connection.set_progress_handler(step, 100)
    citing.names(lib, ids(lib)[200:201])
    lib.database.connection.set_progress_handler(None, 0)
    assert steps < 40
