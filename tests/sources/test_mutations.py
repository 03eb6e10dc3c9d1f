"""A damaged file of any format is read, refused in part, or refused: nothing else ever leaves a reader."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digestui.text.safe import clean
from effort import examples
from sources.reading import READY, SAMPLES, read

SEEDS = sorted(path for path in SAMPLES.iterdir() if path.is_file())


def flip(raw: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 12)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)


def cut(raw: bytearray, rng: random.Random) -> None:
    del raw[rng.randrange(len(raw)) :]


def drop(raw: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(raw))
    del raw[at : at + rng.randint(1, 60)]


def repeat(raw: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(raw))
    piece = bytes(raw[at : at + rng.randint(1, 80)])
    raw[at:at] = piece * rng.randint(1, 30)


def swap(raw: bytearray, rng: random.Random) -> None:
    tokens = [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b"<",
        b">",
        b"&",
        b",",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xed\xa0\x80",
        b"\x1b]52;",
        b"null",
        b"1e999",
        b"NaN",
        b"9" * 5000,
        b"\xef\xbb\xbf",
        b"@",
        b"$",
        "\u202e\u0301".encode() * 20,
    ]
    at = rng.randrange(len(raw))
    raw[at : at + rng.randint(0, 3)] = rng.choice(tokens)


DAMAGE: list[Callable[[bytearray, random.Random], None]] = [flip, cut, drop, repeat, swap]


def check(raw: bytes, name: str, format: str | None) -> None:
    found = read(raw, name, format)  # anything but a Trouble fails here
    for paper in found.papers:
        assert paper.title
        assert paper.keys
        texts = (paper.title, paper.abstract, paper.venue or "", paper.comment or "")
        for text in (*texts, *paper.authors, *paper.categories, *paper.urls):
            assert clean(text) == text
        assert "\n" not in paper.title
    for one in (*found.rejects, *found.mended):
        assert clean(one.record, multiline=False) == one.record
        assert clean(one.reason, multiline=False) == one.reason
    assert found.trouble is not None or found.papers or found.reasons or found.sources or found.facts


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_damaged_files_are_read_or_refused(path: Path) -> None:
    whole = path.read_bytes()
    rng = random.Random(path.name)
    for _ in range(examples(60, 500)):
        raw = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            if raw:
                rng.choice(DAMAGE)(raw, rng)
        check(bytes(raw), path.name, None)


@pytest.mark.parametrize("format", READY)
def test_every_reader_survives_the_files_of_all_others(format: str) -> None:
    for path in SEEDS:
        check(path.read_bytes(), path.name, format)
    rng = random.Random(format)
    for size in (1, 7, 300, 5000):
        check(rng.randbytes(size), "x", format)
    for text in (
        "\n" * 3000,
        "{" * 3000,
        '"' * 3001,
        "<a" * 2000,
        "[1," * 2000,
        "a,b\n" * 500,
        "- [x](" * 1500,
        "@a{" * 1500,
    ):
        check(text.encode(), "x", format)


@pytest.mark.parametrize(
    "text",
    [
        "OWN - NLM\r\n" * 6000,
        "title,authors\n" + "x," + " " * 300_000 + "\n",
        "paper_title\tyear\n" + '"x\n' * 20_000,
        "title,year\n" + '"a,1\n' * 20_001,
        "- [a](https://arxiv.org/abs/2001.00001) " + "<a " * 100_000 + "\n",
        "- " + "*" * 50_000 + " [pdf](https://arxiv.org/abs/2001.00001)\n",
        "- [" * 30_000 + "](https://arxiv.org/abs/2001.00001)",
        '[{"title": "a", "abstract": "https://x.org/' + ")" * 200_000 + '"}]',
        '[{"title": "a", "authors": "' + " &" * 100_000 + '"}]',
        '[{"title": "a", "authors": "' + " " * 300_000 + '"}]',
        '{"title": ' * 30_000,
        '[{"title": "' + "\\ud83d" * 50_000 + '"}]',
        "<?x?>" * 12_000,
        "<!--" * 12_000,
        "\\\\\n" * 20_000,
        "\n" * 60_000 + "2001.00001",
    ],
    ids=range(16),
)
def test_texts_made_to_take_long_do_not(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 4
