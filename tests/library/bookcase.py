"""A small library made by hand for search tests, and the papers in it as plain values to compare with."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from digestui.library.library import Library
from digestui.storage import counters, ids
from digestui.storage.database import Database
from digestui.text.dates import local
from digestui.text.folding import fold
from digestui.text.spell import spellings

NOW = local(date(2025, 5, 1), 12)
DAYS = ("2025-04-28", "2025-04-29", "2025-04-30")
DIGESTS = (
    ("Hugging Face Papers", "2025-04-28", "Hugging Face"),
    ("Hugging Face Papers", "2025-04-30", "Hugging Face"),
    ("arXiv cs.CV", "2025-04-29", "arXiv"),
    ("My library", "2024-12-31", "BibTeX"),
)
WORDS = [
    "network",
    "networks",
    "vision",
    "transformer",
    "transformers",
    "transfer",
    "general",
    "generation",
    "self-supervised",
    "supervised",
    "learning",
    "Erdős",
    "Erd\\H{o}s",
    "café",
    "Łukasz",
    "C++",
    "C#",
    ".NET",
    "net",
    "ImageNet-1k",
    "matrix",
    "matrices",
    "analysis",
    "analyses",
    "class",
    "classes",
    "news",
    "new",
    "$\\alpha_2$",
    "diffusion",
    "model",
    "models",
    "straße",
    "naïve",
    "O(n)",
    "the",
    "of",
    "and",
    "or",
    "not",
]
NAMES = ("Kaiming He", "Paul Erdős", "Łukasz Kaiser", "Ana Müller", "He Kaiming", "Wang, Li", "")
CATEGORIES = ("cs.CV", "cs.LG", "math.CO", "cs.CL")
VENUES = (None, None, "NeurIPS", "NeurIPS 2024", "Phys. Rev. D")
TAGS = ("vit", "To Read", "Straße")
DATES = (
    None,
    "2017",
    "2020-06",
    "2021-03-29",
    "2021-12-31",
    "2024-01-01",
    "2025-04-27",
    "2020-01-01T10:00:00",
)

READ_ON = ("2023-12-31", "2025-04-29", "2025-04-30", "2025-05-01")


@dataclass
class Book:
    """One paper of the shelf with everything a query can ask."""

    id: int = 0
    key: str = ""
    title: str = ""
    abstract: str = ""
    authors: str = ""
    published: str | None = None
    upvotes: int | None = None
    code: bool = False
    pdf: bool = False
    venue: str | None = None
    categories: tuple[str, ...] = ()
    digests: dict[int, int] = field(default_factory=dict)
    read: bool = False
    starred: bool = False
    watched: bool = False
    place: int = 0
    until: int | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    revised: bool = False
    read_on: tuple[str, ...] = ()
    """Days it was set read on, also where it is unread by now."""
    taken_back: tuple[str, ...] = ()
    """Days it was set read on and that was undone: as if it had never been."""

    @property
    def year(self) -> int | None:
        return int(self.published[:4]) if self.published else None


def books(seed: int, count: int) -> list[Book]:
    """Random papers: few words and values, so that every condition has hits and misses."""
    rnd, reading = random.Random(seed), random.Random(seed)
    made = []
    per_day: dict[str, int] = {}
    for number in range(count):
        day = rnd.choice(DAYS)
        n = per_day[day] = per_day.get(day, -1) + 1
        book = Book(ids.id_of(ids.day_number(day), n))
        book.key = rnd.choice((f"arxiv:2401.{number:05}", f"doi:10.1/x{number}", f"title:{number:016x}"))
        book.title = " ".join(rnd.choices(WORDS, k=rnd.randint(1, 5)))
        book.abstract = " ".join(rnd.choices(WORDS, k=rnd.randint(0, 14)))
        book.authors = "\n".join(name for name in rnd.sample(NAMES, rnd.randint(0, 2)) if name)
        book.published = rnd.choice(DATES)
        book.upvotes = rnd.choice((None, 0, 5, 50, 51))
        book.code, book.pdf = rnd.random() < 0.3, rnd.random() < 0.3
        book.venue = rnd.choice(VENUES)
        book.categories = tuple(rnd.sample(CATEGORIES, rnd.randint(0, 2)))
        book.digests = dict.fromkeys(rnd.sample(range(1, len(DIGESTS) + 1), rnd.randint(0, 2)), number + 1)
        if rnd.random() < 0.6:
            book.read, book.starred, book.watched = (rnd.random() < 0.4 for _ in range(3))
            book.place = rnd.randint(0, 3)
            book.until = rnd.choice((None, None, NOW - 10, NOW, NOW + 10_000))
        book.tags = tuple(rnd.sample(TAGS, rnd.choice((0, 0, 1, 2))))
        book.note = rnd.choice((None, None, "read the networks part", "vision note"))
        book.revised = rnd.random() < 0.1
        book.read_on = tuple(reading.sample(READ_ON, reading.randint(0 if not book.read else 1, 2)))
        book.taken_back = tuple(reading.sample(READ_ON, reading.choice((0, 0, 1))))
        made.append(book)
    return made


def shelve(path: Path, papers: list[Book]) -> Library:
    """A library that holds `papers`."""
    library = Library.open(path, create=True, clock=lambda: float(NOW), device="test")
    database = library.database
    with database.write():
        _fill(database, papers)
    counters.recount(database)
    return library


def _fill(database: Database, papers: list[Book]) -> None:
    sources = list(dict.fromkeys(source for _, _, source in DIGESTS))
    for name in sources:
        database.execute("INSERT INTO sources(name) VALUES(?)", (name,))
    for name, day, source in DIGESTS:
        database.execute(
            "INSERT INTO digests(name, date, source, added_at) VALUES(?, ?, ?, ?)",
            (name, day, sources.index(source) + 1, NOW - 86_400 * (DIGESTS.index((name, day, source)))),
        )
    for name in CATEGORIES:
        database.execute("INSERT INTO categories(name) VALUES(?)", (name,))
    for name in TAGS:
        database.execute("INSERT INTO tags(name, folded) VALUES(?, ?)", (name, fold(name)))
    for book in papers:
        also_title, also_abstract, also_authors = spellings(
            book.title, book.abstract, book.authors.split("\n") if book.authors else []
        )
        database.execute(
            "INSERT INTO papers(id, title_hash, year, upvotes, has_code, has_pdf, fingerprint, key,"
            " published, venue, categories, authors, title, also_title, also_authors, also_abstract,"
            " abstract) VALUES(?, ?, ?, ?, ?, ?, x'', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                book.id,
                hash(book.title),
                book.year,
                book.upvotes,
                book.code,
                book.pdf,
                book.key,
                book.published,
                book.venue,
                "\n".join(book.categories),
                book.authors,
                book.title,
                also_title,
                also_authors,
                also_abstract,
                book.abstract,
            ),
        )
        database.execute("INSERT INTO paper_keys VALUES(?, ?)", (book.key, book.id))
        for name in book.categories:
            row = (CATEGORIES.index(name) + 1, book.id)
            database.execute("INSERT INTO paper_categories VALUES(?, ?)", row)
        for digest, rank in book.digests.items():
            database.execute(
                "INSERT INTO entries(digest, rank, paper) VALUES(?, ?, ?)", (digest, rank, book.id)
            )
        if (book.read, book.starred, book.watched, book.place, book.until) != (False, False, False, 0, None):
            row = (book.id, book.read, book.starred, book.place, book.until, book.watched)
            database.execute(
                "INSERT INTO triage(paper, read, starred, place, snoozed_until, watched)"
                " VALUES(?, ?, ?, ?, ?, ?)",
                row,
            )
        for tag in book.tags:
            database.execute("INSERT INTO paper_tags VALUES(?, ?)", (TAGS.index(tag) + 1, book.id))
        if book.note:
            database.execute("INSERT INTO notes VALUES(?, ?, x'', '', ?)", (book.id, NOW, book.note))
        if book.revised:
            database.execute("INSERT INTO revised VALUES(?, 2)", (book.id,))
    _fill_journal(database, papers)


def _noon(day: str) -> int:
    return local(date.fromisoformat(day), 12)


def _fill_journal(database: Database, papers: list[Book]) -> None:
    """What was set read, by two machines in turn: the number of an act is not that of its row.

    Some of it was undone, and some could not be undone any more: that counts.
    """
    for device in ("here", "elsewhere"):
        database.execute("INSERT INTO writers(device, library, epoch) VALUES(?, 'x', 1)", (device,))
    seqs = {1: 0, 2: 0}
    acts = [(day, book.key, False) for book in papers for day in book.read_on]
    acts += [(day, book.key, True) for book in papers for day in book.taken_back]
    for number, (day, key, back) in enumerate(acts, 1):
        writer = number // 3 % 2 + 1
        undone = len(acts) if back else 0 if number % 5 == 0 else None
        seqs[writer] += 1
        database.execute(
            "INSERT INTO batches(id, step, writer, undone, first, last, at, offset, logical, label, hash)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, 0, ?, '', x'')",
            (number, number, writer, undone, number, number, _noon(day) * 1000, number),
        )
        database.execute(
            "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
            " VALUES(?, ?, ?, ?, 'read', ?, '', '0', '1')",
            (number, writer, seqs[writer], number, key),
        )
    for writer, seq in seqs.items():
        database.execute("UPDATE writers SET seq = ?, logical = ? WHERE id = ?", (seq, len(acts), writer))
