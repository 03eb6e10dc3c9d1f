"""Every format of the sample collection gives what its table says; real files give what was found in them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from digestui.model.paper import Paper
from sources.reading import READY, Found, read


def single(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", "".join(ch for ch in plain if not unicodedata.combining(ch)).casefold())


def differs(expected: dict[str, Any], paper: Paper) -> list[str]:
    """Where a paper is not as expected."""
    wrong = []
    if "title" in expected and single(paper.title) != single(expected["title"]):
        wrong.append(f"title {paper.title!r}")
    if "authors" in expected and [letters(a) for a in paper.authors] != [
        letters(a) for a in expected["authors"]
    ]:
        wrong.append(f"authors {paper.authors}")
    for name in ("published", "updated"):
        if name in expected and not (getattr(paper, name) or "").startswith(expected[name]):
            wrong.append(f"{name} {getattr(paper, name)}")
    if "published_not" in expected and (paper.published or "").startswith(expected["published_not"]):
        wrong.append("published is the announcement's day")
    wrong += [f"no category {c}" for c in expected.get("categories", []) if c not in paper.categories]
    if "upvotes" in expected and paper.upvotes != expected["upvotes"]:
        wrong.append(f"upvotes {paper.upvotes}")
    if "venue" in expected and letters(paper.venue or "") != letters(expected["venue"]):
        wrong.append(f"venue {paper.venue!r}")
    addresses = [url.rstrip("/").removesuffix(".git") for url in paper.urls]
    for url in [*expected.get("code", []), *([expected["url"]] if "url" in expected else [])]:
        if url.rstrip("/").removesuffix(".git") not in addresses:
            wrong.append(f"no address {url}")
    if "doi" in expected and expected["doi"].lower() not in " ".join((*paper.urls, *paper.keys)).lower():
        wrong.append("no DOI")
    abstract = single(paper.abstract)
    if not abstract.startswith(single(expected.get("abstract_starts", ""))):
        wrong.append(f"abstract begins {abstract[:40]!r}")
    if not abstract.endswith(single(expected.get("abstract_ends", ""))):
        wrong.append(f"abstract ends {abstract[-40:]!r}")
    if single(expected.get("abstract_has", "")) not in abstract:
        wrong.append("abstract lacks words")
    if expected.get("abstract_empty") and abstract:
        wrong.append("abstract is not empty")
    if "abstract_chars" in expected and abs(len(abstract) - expected["abstract_chars"]) > 2:
        wrong.append(f"abstract has {len(abstract)} characters")
    return wrong


def pick(expected: dict[str, Any], papers: list[Paper]) -> Paper | None:
    key = expected.get("key", "*")
    for paper in papers:
        if "*" not in key and paper.key == key:
            return paper
    return next((p for p in papers if letters(p.title) == letters(expected.get("title", "\0"))), None)


def collection(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((folder / "expected.json").read_text("utf-8"))
    return {name: one for name, one in found.items() if one["format"] in READY}


def complaints(expected: dict[str, Any], found: Found) -> list[str]:
    """Everything that one file of the collection gives otherwise than the table says."""
    if expected.get("clear_error"):
        told = f"{found.trouble} {found.reasons}".lower()
        wrong = [] if not found.papers and (found.trouble or found.reasons) else ["no clear error"]
        return wrong + [
            f"not told: {r}"
            for r in expected.get("rejects", [])
            if r.get("reason_has", "").lower() not in told
        ]
    if found.trouble:
        return [str(found.trouble)]
    wrong = [] if found.format == expected["format"] else [f"format {found.format}"]
    left: dict[str, Paper] = {}
    for paper in found.papers:
        left.setdefault(paper.key, paper)
    for one in expected.get("papers", []):
        paper = pick(one, list(left.values()))
        if paper is None:
            wrong.append(f"missing {one.get('title') or one.get('key')}")
        else:
            del left[paper.key]
            wrong += [f"{paper.key}: {what}" for what in differs(one, paper)]
    extra = {letters(title) for title in expected.get("extra_ok", [])}
    wrong += [f"one too many: {p.title}" for p in left.values() if letters(p.title) not in extra]
    for reject in expected.get("rejects", []):
        low, high = reject.get("line_between", (0, 1 << 40))
        if not any(
            reject.get("record", "").lower() in f"{one.record} {one.reason}".lower()
            and reject.get("reason_has", "").lower() in f"{one.record} {one.reason}".lower()
            and ("line_between" not in reject or (one.line is not None and low <= one.line <= high))
            for one in found.rejects
        ):
            wrong.append(f"not refused: {reject}")
    wrong += [
        f"no source {s}" for s in expected.get("sources", []) if s not in [f.address for f in found.sources]
    ]
    return wrong


def test_every_sample_gives_what_the_table_says(shared: Path) -> None:
    folder = shared / "formats"
    wrong = {}
    for name, expected in collection(folder).items():
        said = complaints(expected, read((folder / name).resolve()))
        if said:
            wrong[name] = said
    assert not wrong


def test_every_sample_reads_the_same_from_standard_input(shared: Path) -> None:
    folder = shared / "formats"
    for name in collection(folder):
        file = (folder / name).resolve()
        assert read(file.read_bytes()).format == read(file).format, name


def test_real_files_give_what_was_found_in_them(shared: Path) -> None:
    folder = shared / "formats" / "real"
    wrong: dict[str, list[str]] = {}
    for name, expected in json.loads((folder / "oracle.json").read_text("utf-8")).items():
        if expected["format"] not in (*READY, "unknown"):
            continue
        found = read(folder / name)
        if expected.get("clear_error"):
            if found.papers or not (found.trouble or found.reasons):
                wrong[name] = ["no clear error"]
            continue
        said = [str(found.trouble)] if found.trouble else []
        papers = {paper.key: paper for paper in found.papers}
        if found.format != expected["format"]:
            said.append(f"format {found.format}")
        if not expected.get("min", 0) <= len(papers) <= expected.get("max", 1 << 30):
            said.append(f"{len(papers)} papers")
        titles = [letters(paper.title) for paper in papers.values()]
        for title in map(letters, expected.get("titles", [])):
            if not any(
                title == one or (len(one) > 12 < len(title) and (title in one or one in title))
                for one in titles
            ):
                said.append(f"no title {title[:50]}")
        people = letters(" ".join(" ".join(paper.authors) for paper in papers.values()))
        said += [f"no author {a}" for a in expected.get("authors", []) if letters(a) not in people]
        keys = {key.lower() for key in papers}
        said += [f"no key {k}" for k in expected.get("keys", []) if k.lower() not in keys]
        said += [
            f"no source {s}"
            for s in expected.get("sources", [])
            if s not in [f.address for f in found.sources]
        ]
        if said:
            wrong[name] = said
    assert not wrong


def test_hostile_files_give_their_class(shared: Path) -> None:
    manifest = json.loads((shared / "hostile" / "manifest.json").read_text("utf-8"))
    entries = manifest if isinstance(manifest, list) else manifest["files"]
    wrong = {}
    for entry in entries:
        if entry["class"] in ("database", "config") or entry["n"] is None:
            continue
        found = read(shared / "hostile" / "files" / entry["name"])
        low, high = entry["n"] if isinstance(entry["n"], list) else (entry["n"], entry["n"])
        count = 0 if found.trouble else len({paper.key for paper in found.papers})
        told = bool(found.trouble or found.reasons)
        if (
            not low <= count <= high
            or (count == 0 and not told)
            or (entry["expect"] == "loads n papers" and found.rejects)
        ):
            wrong[entry["name"]] = (count, str(found.trouble), found.reasons[:3])
    assert not wrong
