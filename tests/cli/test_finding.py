"""`search`, `show`, `digests`, `views`: what is printed where."""

from __future__ import annotations

import json

import pytest

from digestui.storage import ordering

from .conftest import Box

FIELDS = {
    *("key", "title", "abstract", "authors", "published", "updated", "categories", "venue", "urls"),
    *("digests", "upvotes", "read", "starred", "place", "snoozed_until", "tags", "note", "score"),
}


def test_a_pipe_gets_every_paper_as_a_line_of_json(shelf: Box) -> None:
    said = shelf("search", "in:any")
    assert said.err == ""
    papers = [json.loads(line) for line in said.lines]
    assert [paper["key"] for paper in papers] == [
        "arxiv:2103.14030",
        "arxiv:2103.15808",
        "doi:10.1038/nature14539",
    ]
    assert set(papers[0]) >= FIELDS
    assert papers[0]["digests"] == [{"name": "Three", "date": "2025-04-28", "rank": 1}]


def test_a_value_that_its_field_does_not_take_is_pointed_at(shelf: Box) -> None:
    assert "digestui: date:2025-13 is not understood" in shelf("search", "date:2025-13").errors


def test_a_terminal_gets_a_table_that_fits_it(shelf: Box) -> None:
    shelf.terminal, shelf.columns = True, 60
    said = shelf("search", "transformer")
    assert len(said.lines) == 2
    assert all(len(line) <= 60 for line in said.lines)
    assert "Swin Transformer" in said.out
    assert "\x1b" not in said.out


def test_a_table_on_a_terminal_stops_at_a_hundred_and_says_so(box: Box) -> None:
    lines = [json.dumps({"title": f"Paper number {n}", "authors": ["A B"]}) for n in range(120)]
    box("import", box.file("many.jsonl", "\n".join(lines)))
    box.terminal = True
    said = box("search", "paper")
    assert len(said.lines) == 100
    assert said.errors == ["the first 100 of 120 papers; --limit 0 shows all"]
    assert len(box("search", "paper", "--limit", "0").lines) == 120
    box.terminal = False
    assert len(box("search", "paper").lines) == 120
    assert len(box("search", "paper", "--limit", "7").lines) == 7


@pytest.mark.parametrize("ranked", [50_000, 20], ids=["few enough to rank all", "more than are ranked"])
def test_the_first_papers_are_those_of_the_whole_list(
    box: Box, monkeypatch: pytest.MonkeyPatch, ranked: int
) -> None:
    monkeypatch.setattr(ordering, "RANKED", ranked)
    monkeypatch.setattr(ordering, "NEWEST", 9)
    titles = [f"Paper {n}" if n % 3 else f"Vision {n}" for n in range(60)]
    lines = [
        json.dumps({"title": title, "authors": ["A B"], "abstract": "vision " * (1 + n % 4)})
        for n, title in enumerate(titles)
    ]
    box("import", box.file("many.jsonl", "\n".join(lines)))
    for order in ((), ("--sort", "relevance"), ("--sort", "-relevance"), ("--sort", "digest")):
        whole = box("search", "vision", *order).lines
        assert len(whole) == 60
        for most in (1, 8, 15, 40, 99):
            assert box("search", "vision", *order, "--limit", str(most)).lines == whole[:most]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("transformer", 2),
        ("in:any", 3),
        ("author:lecun", 1),
        ("zebra", 0),
        ("year:2021", 2),
        ("-transformer", 1),
    ],
)
def test_count_is_a_bare_integer(shelf: Box, query: str, count: int) -> None:
    said = shelf("search", "--count", "--", query)
    assert (said.code, said.out, said.err) == (0, f"{count}\n", "")


def test_a_near_spelling_is_counted_and_told(shelf: Box) -> None:
    said = shelf("search", "tranformer", "--count")
    assert (said.out, said.errors) == ("2\n", ["no match for tranformer; showing transformer"])


def test_a_word_that_stays_a_beginning_is_told(shelf: Box) -> None:
    told = ["no match for transf; showing transf*"]
    assert (shelf("search", "transf", "--count").out, shelf("search", "transf").errors) == ("2\n", told)
    assert shelf("search", "transf", "--explain").errors == told
    assert shelf("search", "transf*").errors == []


@pytest.mark.parametrize("command", ["stats", "digest", "recommend", "history", "export"])
def test_every_command_that_finds_points_at_slips_and_tells_of_near_spellings(
    shelf: Box, command: str
) -> None:
    more = ["--format", "csv"] if command == "export" else []
    assert "transf" not in shelf(command, "transformer", *more).err
    assert "digestui: is:stared? did you mean is:starred?" in shelf(command, "is:stared", *more).errors
    assert "no match for tranformer; showing transformer" in shelf(command, "tranformer", *more).errors
    assert "no match for transf; showing transf*" in shelf(command, "transf", *more).errors


@pytest.mark.parametrize("typed", ["!", "(", '"', "...", "*"])
def test_a_query_with_nothing_to_search_for_finds_nothing_and_says_so(shelf: Box, typed: str) -> None:
    said = shelf("search", "--count", "--", typed)
    assert (said.code, said.out) == (0, "0\n")
    assert said.errors == [f"there is nothing to search for in {typed}"]
    assert shelf("search", typed, "--sort", "title").out == ""
    assert (shelf("views", "save", "x", typed).code, len(shelf("views", "save", "x", typed).errors)) == (2, 1)
    assert (
        shelf("rules", "add", "x", typed, "star").code,
        len(shelf("rules", "add", "x", typed, "star").errors),
    ) == (2, 1)


def test_a_word_with_a_sign_stays_one_where_nothing_holds_it(box: Box) -> None:
    box("import", box.file("nets.jsonl", json.dumps({"title": "Networks of neurons"})))
    said = box("search", ".NET")
    assert (said.out, said.errors) == ("", ["nothing matches .NET"])
    assert box("search", ".NE*", "--count").out == "0\n"
    assert box("search", "NE*", "--count").out == "1\n"


def test_several_words_are_one_query(shelf: Box) -> None:
    assert shelf("search", "vision", "--count", "swin").out == "1\n"


def test_nothing_found_is_told_and_is_no_failure(shelf: Box) -> None:
    said = shelf("search", "is:starred")
    assert (said.code, said.out, said.errors) == (0, "", ["nothing matches is:starred"])
    assert json.loads(shelf("search", "is:starred", "--json").out) == []


def test_a_near_spelling_is_shown_and_told(shelf: Box) -> None:
    said = shelf("search", "tranformer", "--format", "table")
    assert said.errors == ["no match for tranformer; showing transformer"]
    assert len(said.lines) == 2


def test_a_beginning_is_one_also_beside_a_slip(shelf: Box) -> None:
    said = shelf("search", "tranformer visi", "--format", "table")
    assert said.errors == [
        "no match for visi; showing visi*",
        "no match for tranformer; showing transformer",
    ]
    assert len(said.lines) == 2
    assert shelf("search", "tranformer visi", "--explain").out == "tranformer visi*\n"
    assert shelf("search", "visi is:starred", "--explain").out == "visi is:starred\n"  # no slip: as typed


def test_explain_prints_the_query_that_was_understood_and_the_slips(shelf: Box) -> None:
    said = shelf("search", "vision is:stared", "--explain")
    assert len(said.lines) == 1
    assert said.errors == ["digestui: is:stared? did you mean is:starred?"]
    again = shelf("search", said.out.strip(), "--explain")
    assert again.out == said.out


def test_sort_is_a_word_of_the_query(shelf: Box) -> None:
    titles = [paper["title"][:4] for paper in shelf("search", "in:any", "--sort", "title", "--json").json]
    assert titles == ["CvT:", "Deep", "Swin"]
    dates = [paper["published"] for paper in shelf("search", "in:any", "--sort", "-date", "--json").json]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    "key",
    [
        "arxiv:2103.14030",
        "2103.14030",
        "2103.14030v2",
        "https://arxiv.org/abs/2103.14030v2",
        "https://huggingface.co/papers/2103.14030",
        "arxiv:2103.140",
    ],
)
def test_a_key_is_taken_in_every_spelling(shelf: Box, key: str) -> None:
    said = shelf("show", key, "--json")
    assert said.code == 0
    assert said.json[0]["key"] == "arxiv:2103.14030"


def test_show_prints_the_whole_paper_to_read(shelf: Box) -> None:
    said = shelf("show", "2103.14030")
    assert "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows" in said.out
    assert "Shifted windows serve as a backbone." in said.out
    assert "Ze Liu" in said.out


def test_an_ambiguous_key_lists_its_papers(shelf: Box) -> None:
    said = shelf("show", "arxiv:2103")
    assert said.code == 2
    assert said.out == ""
    assert said.errors[0].startswith("digestui: ")
    assert [line.strip() for line in said.errors[1:]] == ["arxiv:2103.14030", "arxiv:2103.15808"]


def test_an_unknown_key_is_exit_1(shelf: Box) -> None:
    said = shelf("show", "arxiv:9999.99999")
    assert (said.code, said.out) == (1, "")
    assert len(said.errors) == 1


@pytest.mark.parametrize(
    "command", ["search", "show", "mark", "tag", "note", "undo", "history", "export", "tags"]
)
def test_without_a_library_a_command_says_what_is_missing(box: Box, command: str) -> None:
    words = {"show": ["x"], "mark": ["x", "read"], "tag": ["x", "+y"], "note": ["x"]}.get(command, [])
    options = ["--format", "csv"] if command == "export" else []
    said = box(command, *words, *options)
    assert (said.code, said.out) == (2, "")
    why = "nothing was brought in yet"
    do = "digestui import FILE makes one, and so does digestui open"
    assert said.errors == [f"digestui: no library at {box.library}: {why}: {do}"]
    assert not box.library.exists()


def test_digests_are_listed_with_date_size_and_unread(shelf: Box) -> None:
    listed = shelf("digests", "--json").json
    assert [(d["name"], d["date"], d["count"], d["unread"]) for d in listed] == [
        ("Three", "2025-04-28", 3, 3)
    ]
    assert "Three" in shelf("digests").out


def test_removing_a_digest_keeps_what_was_decided_about(shelf: Box) -> None:
    shelf("mark", "key:arxiv:2103.14030", "star")
    said = shelf("digests", "remove", "Three")
    assert said.code == 0, said.err
    assert [p["key"] for p in shelf("search", "in:any", "--json").json] == ["arxiv:2103.14030"]
    assert shelf("digests", "remove", "Three").code == 1


def test_removing_a_digest_takes_another_spelling_only_where_none_is_spelled_so(shelf: Box) -> None:
    line = json.dumps({"title": "Alone in it"})
    shelf("import", shelf.file("one.jsonl", line), "--digest", "THREE", "--date", "2025-04-29")
    assert shelf("digests", "remove", "THREE").code == 0
    assert [d["name"] for d in shelf("digests", "--json").json] == ["Three"]
    assert shelf("digests", "remove", "three 2025-04-28").code == 0
    assert shelf("digests", "--json").json == []


def test_a_view_is_saved_used_counted_and_removed(shelf: Box) -> None:
    assert shelf("views", "save", "vit", "vision transformer").code == 0
    view = next(v for v in shelf("views", "--json").json if v["name"] == "vit")
    assert (view["count"], view["builtin"]) == (2, False)
    assert shelf("search", "q:vit year:2021", "--count").out == "2\n"
    assert shelf("views", "remove", "vit").code == 0
    gone = shelf("views", "remove", "vit")
    assert (gone.code, len(gone.errors)) == (1, 1)


def test_a_view_is_saved_as_it_is_written_and_tells_what_stood_there(shelf: Box) -> None:
    said = shelf("views", "save", "odd", "tranformer")
    assert said.out == "saved view odd: tranformer\n"
    assert shelf("views", "save", "odd", "vit").out == "saved view odd: vit; it was tranformer\n"
    assert (
        shelf("views", "save", "inbox", "is:unread").out == "saved view inbox: is:unread; it was in:inbox\n"
    )


def test_a_view_that_would_use_itself_or_has_no_name_to_use_is_refused(shelf: Box) -> None:
    assert shelf("views", "save", "a", "q:a vit").errors == [
        "digestui: view a: its query uses the view itself: write out what it shall say"
    ]
    shelf("views", "save", "b", "vit")
    shelf("views", "save", "a", "q:B")
    round_about = shelf("views", "save", "b", "year:2021 OR -q:A")
    assert (round_about.code, len(round_about.errors)) == (2, 1)
    assert shelf("search", "q:a", "--count").out == shelf("search", "vit", "--count").out
    assert shelf("views", "save", 'so "called"', "vit").code == 2


def test_a_view_saved_in_another_case_takes_the_place_of_the_one_there_was(shelf: Box) -> None:
    shelf("views", "save", "Äpfel", "nothing of the kind")
    shelf("views", "save", "others", "year:2021")
    shelf("views", "save", "äpfel", "vision transformer")
    own = [view["name"] for view in shelf("views", "--json").json if not view["builtin"]]
    assert own == ["äpfel", "others"]
    assert shelf("search", "q:ÄPFEL", "--count").out == "2\n"
    assert shelf("views", "remove", "ÄPFEL").code == 0
    assert shelf("views", "remove", "äpfel").code == 1


def test_a_view_is_removed_by_the_name_it_was_saved_under_whatever_became_of_it(shelf: Box) -> None:
    name = "transformers  " * 8
    assert shelf("views", "save", name, "transformer").code == 0
    assert shelf("views", "remove", name).code == 0


def test_figures_are_printed_and_given_as_json(shelf: Box) -> None:
    shelf("mark", "transformer", "dismiss")
    said = shelf("stats", "--json")
    assert said.json["read"] == 2
    assert said.json["days"] == [{"date": "2025-04-29", "read": 2}]
    assert said.json["funnel"] == {"arrived": 3, "seen": 2, "kept": 0, "read": 0, "noted": 0}
    assert "67% of arrived" in shelf("stats").out
    assert shelf("stats", "tag:none", "--json").json["funnel"]["arrived"] == 0
    assert shelf("stats", "--period", "fortnight").code == 2


def test_near_papers_are_listed_with_their_reasons(shelf: Box) -> None:
    said = shelf("similar", "2103.14030", "--json")
    assert said.code == 0
    (near,) = said.json
    assert near["key"] == "arxiv:2103.15808"
    assert 0 < near["score"] <= 1
    assert "transformer" in near["why"]
    assert "transformer" in shelf("similar", "2103.14030").out
    assert shelf("similar", "arxiv:0000.00000").code == 1
