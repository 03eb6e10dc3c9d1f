"""Promise 11: search never errors. That parsing never raises: `properties/test_query_language.py`."""

from __future__ import annotations

import random
from pathlib import Path

from digestui.library import notes, search, triage
from digestui.library.library import Library
from effort import examples
from faults import deeds
from library.feeding import Clock

PIECES = (
    *[
        "paper",
        "words",
        '"unclosed',
        "(",
        ")",
        "((",
        "-(",
        "OR",
        "AND",
        "NOT",
        "or",
        "-x",
        "#tag",
        "#",
        '"',
        "'",
        "*",
        "**",
        "pap*",
        "a*",
        ":",
        "::",
        ",,",
        ";",
        "--",
        "/*",
    ],
    *[
        "title:",
        "abs:x",
        'author:"a',
        'b"',
        "note:line*",
        "is:read",
        "is:stared",
        "is:",
        "in:any",
        "in:snoozed",
        "tag:deed*",
    ],
    *[
        "has:code",
        "has:x",
        "key:arxiv:2501.00001",
        "key:",
        "q:none",
        "q:loop",
        "date:2025..2024",
        "before:9999-99-99",
        "newer:9y",
    ],
    *[
        "year:..",
        "year:2025-13",
        "upvotes:>1e999",
        "upvotes:<=",
        "sort:random",
        "sort:-date",
        "sort:x",
        "limit:0",
        "limit:-1",
    ],
    *[
        "limit:99999999999999999999",
        "NEAR(a",
        "b)",
        "{0}",
        "%s",
        "\\",
        "\x00",
        "�",
        "\u202e",
        "é́́",
        "漢字",
        "👨\u200d👩\u200d👧",
        "C++",
        "C#",
        ".NET",
        "1e400",
    ],
    "x" * 3000,
    "a " * 400,
    "(" * 200,
    "-" * 200,
    '"' * 50,
    "'; DROP TABLE papers; --",
)


def test_no_query_raises(small: Path) -> None:
    chance = random.Random(12)
    with Library.open(small, clock=Clock(), device="test") as lib:
        papers = deeds.papers_of(lib)
        triage.act(lib, papers[:9], triage.parse_action("star"))
        triage.act(lib, papers[:5], triage.parse_tags("+deed"))
        notes.save_note(lib, papers[0], "a line of a note", base=None)
        for number in range(examples(600, 10_000)):
            glue = chance.choice((" ", " ", ""))
            text = glue.join(chance.choice(PIECES) for _ in range(chance.randrange(1, 7)))
            understood = search.understand(lib, text, typing=bool(number % 2))
            found = search.find(lib, understood.query)
            assert len(found.ids) <= len(papers)
            assert search.count(lib, understood.query) >= 0
            if number % 4 == 0:
                again = search.understand(lib, understood.canonical)
                assert list(search.find(lib, again.query).ids) == list(found.ids), text
