"""PDFs that are kept: whole or not there, named safely, never over a file that is there."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.conftest import Box
from cli.conftest import box as box
from digestui.errors import BadInput, NotFound
from digestui.library import pdfs, search
from digestui.library.library import Library
from digestui.library.pdfs import Downloader, Kept, Place
from digestui.settings import Settings
from digestui.web.answers import NoAnswer, Stopped
from digestui.web.client import Client
from library.feeding import Clock, feed, paper
from ui import fingers
from ui.reading import Clock as UiClock
from ui.reading import reading
from web import server as ways
from web.server import Asked, Server

PDF = b"%PDF-1.7\n" + b"words " * 40_000 + b"\nstartxref\n9\n%%EOF\n"
KEY = "arxiv:2401.01234"
NAME = "Author 2024 On reading.pdf"


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as made:
        feed(made, [paper("On reading", KEY, authors=("Ada Author",), published="2024-01-03")])
        yield made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(str(tmp_path / "papers"), "{author} {year} {title}")


def keep(lib: Library, server: Server, place: Place, key: str = KEY, **more: object) -> Kept:
    with Client(pause=0.01, read=0.5) as client:
        getter = Downloader(lib, place, env=server.env, client=client)
        return getter.keep(search.resolve_key(lib, key), **more)  # type: ignore[arg-type]


def files(place: Place) -> list[str]:
    return sorted(os.listdir(place.path)) if place.path.exists() else []


def test_a_pdf_is_kept_under_its_name_and_found_again(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    seen: list[tuple[int, int | None]] = []
    first = keep(lib, server, place, told=lambda taken, size: seen.append((taken, size)))
    assert (first.path, first.new) == (place.path / NAME, True)
    assert first.path.read_bytes() == PDF
    assert seen[-1] == (len(PDF), len(PDF))
    again = keep(lib, server, place)
    assert (again.path, again.new, len(server.asked)) == (first.path, False, 1)
    assert files(place) == [NAME]
    (place.path / "like any").write_text("")
    assert first.path.stat().st_mode == (place.path / "like any").stat().st_mode


def test_a_file_that_was_taken_away_is_got_again(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    keep(lib, server, place).path.unlink()
    assert keep(lib, server, place).new


def test_where_a_file_lies_on_this_machine_is_told_nobody(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    keep(lib, server, place)
    detail = search.detail(lib, search.resolve_key(lib, KEY))
    assert detail is not None
    assert detail.facts == ()


@pytest.mark.parametrize(
    "way",
    [
        ways.gives(b"<html>Sign in</html>", "text/html"),
        ways.gives(b"", "application/pdf"),
        ways.breaks_off(PDF),
        ways.status(404),
        ways.status(403),
        ways.moves("file:///etc/passwd"),
    ],
)
def test_what_is_no_whole_pdf_leaves_nothing(
    lib: Library, server: Server, place: Place, way: ways.Behaviour
) -> None:
    server.ways["/pdf/2401.01234"] = way
    with pytest.raises((BadInput, NoAnswer)):
        keep(lib, server, place)
    assert files(place) == []


def test_a_pdf_of_unknown_length_must_have_its_end(lib: Library, server: Server, place: Place) -> None:
    def without_length(body: bytes) -> ways.Behaviour:
        def way(handler: object, asked: Asked) -> None:
            handler.send_response(200)  # type: ignore[attr-defined]
            handler.end_headers()  # type: ignore[attr-defined]
            handler.wfile.write(body)  # type: ignore[attr-defined]
            handler.close_connection = True  # type: ignore[attr-defined]

        return way

    server.ways["/pdf/2401.01234"] = without_length(PDF[: len(PDF) // 2])
    with pytest.raises(BadInput, match="breaks off"):
        keep(lib, server, place)
    assert files(place) == []
    server.ways["/pdf/2401.01234"] = without_length(PDF)
    assert keep(lib, server, place).path.read_bytes() == PDF


def test_a_second_try_begins_anew(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = [ways.breaks_off(PDF[:5000]), ways.gives(PDF, "application/pdf")]
    assert keep(lib, server, place).path.read_bytes() == PDF


def test_a_pdf_that_has_no_end_is_left_alone(
    lib: Library, server: Server, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "LARGEST", 1 << 20)
    server.ways["/pdf/2401.01234"] = ways.endless(server, b"%PDF-" + b"x" * 65536)
    with pytest.raises(NoAnswer, match="larger than 1 MB"):
        keep(lib, server, place)
    assert files(place) == []


def test_a_file_of_another_is_never_written_over(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    place.path.mkdir()
    mine = place.path / NAME
    mine.write_text("mine")
    elsewhere = place.path.parent / "elsewhere"
    (place.path / "Author 2024 On reading 2.pdf").symlink_to(elsewhere)
    assert keep(lib, server, place).path.name == "Author 2024 On reading 3.pdf"
    assert mine.read_text() == "mine"
    assert not elsewhere.exists()


def test_the_same_bytes_are_not_kept_twice(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    place.path.mkdir()
    (place.path / NAME).write_bytes(PDF)
    assert keep(lib, server, place).path.name == NAME
    assert files(place) == [NAME]


def test_a_paper_without_an_address_says_so(lib: Library, server: Server, place: Place) -> None:
    feed(lib, [paper("Nameless")])
    ids = list(search.find(lib, search.understand(lib, "nameless").query).ids)
    with pytest.raises(NotFound):
        keep(lib, server, place, search.rows(lib, ids)[0].key)


def test_a_folder_that_cannot_be_one_is_named(lib: Library, server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="pdf_folder"):
        keep(lib, server, Place(str(tmp_path / "file" / "papers"), "{title}"))


def test_parts_of_long_ago_are_swept_away(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    place.path.mkdir()
    old, fresh = place.path / ".digestui-old.part", place.path / ".digestui-new.part"
    for part in (old, fresh):
        part.write_bytes(b"%PDF-")
    os.utime(old, (time.time() - 2 * pdfs.STALE,) * 2)
    keep(lib, server, place)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_stopping_leaves_nothing(lib: Library, server: Server, place: Place) -> None:
    stop = threading.Event()
    server.ways["/pdf/2401.01234"] = ways.endless(server, b"%PDF-" + b"x" * 1000, 0.001)
    with Client(stop=stop.is_set) as client:
        getter = Downloader(lib, place, env=server.env, client=client)
        with pytest.raises(Stopped):
            getter.keep(search.resolve_key(lib, KEY), lambda taken, size: stop.set())
    assert files(place) == []


# ---- the two ways to say it ------------------------------------------------------------------------------


def test_fetch_keeps_the_pdfs_of_a_query(box: Box, server: Server) -> None:
    box.variables |= server.env
    lines = [{"title": f"On reading {n}", "arxiv_id": f"2401.0000{n}", "published": "2024"} for n in (1, 2)]
    box.file("two.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    box("import", "two.jsonl")
    assert "set pdf_folder" in box("fetch", "--pdf", "in:any").err
    box.settings(f'pdf_folder = "{box.cwd / "pdfs"}"\n')
    server.ways["/pdf/2401.00001"] = ways.gives(PDF, "application/pdf")
    said = box("fetch", "--pdf", "in:any", "--json")
    assert said.code == 1
    assert len(said.errors) == 1
    assert {one["key"]: one["new"] for one in said.json["papers"]} == {
        "arxiv:2401.00001": True, "arxiv:2401.00002": False,
    }  # fmt: skip
    assert os.listdir(box.cwd / "pdfs") == ["2024 On reading 1.pdf"]
    assert box("fetch", "--pdf", "key:2401.00001").lines == ["kept 0 papers of 1: 1 were there"]


def opener(tmp_path: Path) -> tuple[str, Path]:
    """A program that writes down what it was given, and where."""
    out, script = tmp_path / "opened", tmp_path / "open pdf"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{out}.part"\nmv "{out}.part" "{out}"\n')
    script.chmod(0o755)
    return f"'{script}' --page 1", out


async def test_the_reader_keeps_a_pdf_and_opens_it(
    lib: Library, server: Server, tmp_path: Path, place: Place
) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives(PDF, "application/pdf")
    command, out = opener(tmp_path)
    settings = Settings(pdf_folder=place.folder, pdf_command=command)
    async with reading(lib.path, env=server.env, settings=settings, clock=UiClock()) as r:
        for said in ("read On reading", f"opened {NAME}"):
            await r.press("O")
            assert said in r.status()
            while not out.exists():
                await fingers.read(r.pilot)
            assert out.read_text().splitlines() == ["--page", "1", str(place.path / NAME)]
            out.unlink()
        assert len(server.asked) == 1
        assert r.listing.rows[r.listing.ids[0]].triage.read


async def test_escape_stops_a_download(lib: Library, server: Server, tmp_path: Path, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.endless(server, b"%PDF-" + b"x" * 1000, 0.001)
    command, out = opener(tmp_path)
    settings = Settings(pdf_folder=place.folder, pdf_command=command)
    async with reading(lib.path, env=server.env, settings=settings, clock=UiClock()) as r:
        await fingers.press(r.pilot, "O")
        while not server.asked:
            await fingers.read(r.pilot)
        await r.press("escape")
        assert "stopped: no PDF is kept" in r.status()
        assert (r.desk.busy, files(place), out.exists()) == ("", [], False)


async def test_what_is_no_pdf_is_told(lib: Library, server: Server, place: Place) -> None:
    server.ways["/pdf/2401.01234"] = ways.gives("<html>Sign in</html>", "text/html")
    settings = Settings(pdf_folder=place.folder)
    async with reading(lib.path, env=server.env, settings=settings, clock=UiClock()) as r:
        await r.press("O")
        assert "what came is no PDF" in r.status()
        assert not r.listing.rows[r.listing.ids[0]].triage.read
