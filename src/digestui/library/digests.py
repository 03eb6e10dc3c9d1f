"""Digests: the list, the one before and after, taking one out."""

from __future__ import annotations

from digestui.errors import NotFound
from digestui.library.library import Library
from digestui.model.digest import Digest
from digestui.model.receipt import Changes, Receipt
from digestui.storage import counters, papers
from digestui.storage import digests as stored


def digests(lib: Library) -> list[Digest]:
    """All digests with date, source, size and how many are unread and undecided, newest first."""
    return stored.listed(lib.database, lib.now())


def beside(lib: Library, named: str | None, paper: int | None, step: int) -> Digest | None:
    """The digest `step` places newer (above 0) or older than the one named (`Hugging Face Papers 2025-04-28`,
    a name or a day), or than the one of `paper` where none is named; None at the ends."""
    listed = digests(lib)
    wanted = (named or "").casefold()
    here = next(
        (
            place
            for place, digest in enumerate(listed)
            if wanted
            and wanted in (f"{digest.name} {digest.date}".casefold(), digest.name.casefold(), digest.date)
        ),
        None,
    )
    if here is None and paper is not None:
        mine = stored.of_paper(lib.database, paper)
        here = next((place for place, digest in enumerate(listed) if digest.id in mine), None)
        if here is not None and not wanted:
            # Nothing was named: the first step narrows to the digest one is reading.
            return listed[here]
    if here is None:
        return listed[0] if listed else None
    place = here - step
    return listed[place] if 0 <= place < len(listed) else None


def named(lib: Library, name: str) -> list[Digest]:
    """The digests of a name, or of `NAME DATE`. Another spelling counts only where nothing is spelled so:
    what is taken out no undo brings back. Raises NotFound."""
    listed = digests(lib)
    wanted = name.strip()
    folded = wanted.casefold()
    chosen = [d for d in listed if wanted in (d.name, f"{d.name} {d.date}")]
    chosen = chosen or [d for d in listed if folded in (d.name.casefold(), f"{d.name} {d.date}".casefold())]
    if not chosen:
        raise NotFound(f"digest {name}", "there is none of that name", "digestui digests lists them")
    return chosen


def remove_digest(lib: Library, name: str) -> Receipt:
    """Take out every digest of a name (or `NAME DATE`), and those of its papers that are in no other and
    carry nothing personal. Raises NotFound. Not an act: importing the file again brings it back."""
    with lib.database.write():
        chosen = named(lib, name)
        gone = 0
        for digest in chosen:
            gone += _forget(lib, digest)
    return Receipt(f"removed digest {chosen[0].name}", count=gone, changes=Changes.DIGESTS | Changes.PAPERS)


def _forget(lib: Library, digest: Digest) -> int:
    import json

    database = lib.database
    counters.prepare(database)
    members = stored.papers_of(database, digest.id)
    counters.choose(database, json.dumps(members))
    counters.leave(database)
    stored.forget(database, digest.id)
    stored.forget_imports(database, digest.name, digest.date)
    lose = stored.only_here(database, members)
    papers.remove(database, lose)
    lost = set(lose)
    counters.choose(database, json.dumps([paper for paper in members if paper not in lost]))
    counters.enter(database)
    return len(lose)
