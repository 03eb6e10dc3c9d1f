"""`recommend`, and the inbox sorted by it: what they print, and how to make them forget."""

from __future__ import annotations

import json

from cli.conftest import Box

LIKED = (
    "distilling teachers",
    "a distilled student",
    "student and teacher",
    "distillation once more",
    "teacher",
)


def filled(box: Box) -> None:
    others = [
        "soil of meadows",
        "alpine soil",
        "a new student of a teacher",
        "meadows in June",
        "snow",
    ]
    lines = [{"title": title, "arxiv_id": f"2401.{n:05d}"} for n, title in enumerate((*LIKED, *others), 1)]
    box.file("all.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    box("import", "all.jsonl", "--date", "2025-04-28")
    for n in range(1, 6):
        box("mark", f"key:2401.{n:05d}", "star")
    for n in (6, 7):
        box("mark", f"key:2401.{n:05d}", "dismiss")


def keys(box: Box, query: str) -> list[str]:
    return [one["key"][-2:] for one in box("search", "--format", "json", query).json]


def test_the_best_of_the_inbox_comes_first_with_its_reason(box: Box) -> None:
    filled(box)
    said = box("recommend", "--json")
    assert said.code == 0
    assert said.json[0]["key"].endswith("08")
    assert "student" in said.json[0]["why"]
    assert said.json[0]["score"] > said.json[-1]["score"]
    assert "08" in box("recommend").lines[0]


def test_search_sorts_by_it_when_asked(box: Box) -> None:
    filled(box)
    plain = keys(box, "in:inbox")
    assert plain == ["01", "02", "03", "04", "05", "08", "09", "10"]
    assert keys(box, "in:inbox sort:relevance")[0] == "08"
    assert keys(box, "in:inbox") == plain


def test_a_reset_forgets_what_was_decided_before(box: Box) -> None:
    filled(box)
    box.now += 60
    assert box("recommend", "--reset").code == 0
    said = box("recommend")
    assert (said.code, said.out) == (0, "")
    assert "too little to learn from: 0 papers kept" in said.err
    asked = box("search", "in:inbox sort:relevance", "--format", "json")
    assert [one["key"][-2:] for one in asked.json] == keys(box, "in:inbox")
    assert asked.err == "digest order, until 5 papers are kept\n"
    box.now += 60
    for n in range(1, 6):
        box("mark", f"key:2401.{n:05d}", "queue")
    assert box("recommend", "--json").json
    assert box("recommend", "--reset", "cat").code == 2
