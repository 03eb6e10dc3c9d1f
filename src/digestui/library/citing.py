"""What papers are called in references: a name is given when somebody first takes it away, and then stays.

A thesis names papers by these keys, so a later title, a better id or another paper never changes one. Which
of several papers of one plain key gets it does not depend on what is exported: all that are in the library
are named at once, in the order of their arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from digestui.errors import LibraryTrouble
from digestui.storage import citekeys as stored
from digestui.storage.citekeys import Bare

if TYPE_CHECKING:
    from digestui.exporters.citekey import Named
    from digestui.library.library import Library

STRETCH = 1000
"""Papers that are named in one transaction."""
ONE_BY_ONE = 300
"""Looking for others of one plain key costs as much as looking at so many papers of the library."""
FEW = 20
"""So many papers are looked for one by one in a library of any size."""
LIKELY = 4
"""How many of the names a paper may have are looked up for many papers at once."""


def names(lib: Library, ids: Sequence[int]) -> dict[int, str]:
    """The citation keys of these papers; those that have none are given one, for good.

    Where the library cannot be written (it may only be read, it is busy, the disk is full) the names are
    those that would have been given now.
    """
    found: dict[int, str] = {}
    missing: list[int] = []
    for start in range(0, len(ids), STRETCH):
        stretch = ids[start : start + STRETCH]
        known = stored.given(lib.database, stretch)
        found |= known
        missing += [paper for paper in stretch if paper not in known]
    if missing:
        found |= _name(lib, missing)
    return found


def keep(lib: Library, told: Iterable[tuple[int, str]]) -> None:
    """Take names over that another library gave, where the paper has none and nobody has the name. The caller
    holds the transaction."""
    wanted = dict(told)
    if not wanted:
        return
    known = stored.given(lib.database, list(wanted))
    keys = {one.id: one.key for one in stored.bare(lib.database, [p for p in wanted if p not in known])}
    stored.put(lib.database, [(wanted[paper], key) for paper, key in keys.items()])


def _name(lib: Library, ids: Sequence[int]) -> dict[int, str]:
    """Names for papers that have none, and for all others of the same plain keys."""
    groups = _alike(lib, ids)
    found: dict[int, str] = {}
    used: set[str] = set()
    with suppress(LibraryTrouble):
        if lib.database.readonly:
            with lib.another(readonly=False) as writing:
                for part in _parts(groups):
                    found |= _give(writing, part, used, save=True)
        else:
            for part in _parts(groups):
                found |= _give(lib, part, used, save=True)
    rest = [group for group in groups if any(one.id not in found for one, _ in group)]
    return found | (_give(lib, rest, used, save=False) if rest else {})


Group = list[tuple[Bare, "Named"]]
"""Papers of one plain key in the order of their arrival, each with what its names are made of."""


def _give(lib: Library, groups: Sequence[Group], used: set[str], *, save: bool) -> dict[int, str]:
    """Each paper the first name of its own that is free."""
    database = lib.database
    if save:
        with database.write():
            found, new = _chosen(lib, groups, used)
            stored.put(database, new)
    else:
        found, _ = _chosen(lib, groups, used)
    used |= set(found.values())
    return found


def _chosen(
    lib: Library, groups: Sequence[Group], used: set[str]
) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """The name of every paper; and the new ones, each with the key of its paper."""
    database = lib.database
    found = stored.given(database, [one.id for group in groups for one, _ in group])
    wanted = [(one, named) for group in groups for one, named in group if one.id not in found]
    looked_up = {name for _, named in wanted for name in islice(named.names(), LIKELY)}
    taken = used | stored.taken(database, looked_up)
    new: list[tuple[str, str]] = []
    for one, named in wanted:
        free = (name for name in named.names() if name not in taken)
        name = next(name for name in free if name in looked_up or not stored.taken(database, [name]))
        taken.add(name)
        found[one.id] = name
        new.append((name, one.key))
    return found, new


def _alike(lib: Library, ids: Sequence[int]) -> list[Group]:
    """Papers that have no name, together with all others of the same plain key."""
    database = lib.database
    from digestui.exporters.citekey import beginning, named

    groups: dict[str, dict[int, tuple[Bare, Named]]] = {}
    for start in range(0, len(ids), STRETCH):
        for one in stored.bare(database, ids[start : start + STRETCH]):
            made = named(one.key, one.title, one.author, one.published)
            groups.setdefault(made.plain, {})[one.id] = (one, made)
    beginnings = {
        beginning(one.title, one.published) for group in groups.values() for one, _ in group.values()
    }
    many = len(ids) > FEW and len(ids) * ONE_BY_ONE > stored.count(database)
    for one in stored.every(database) if many else _near(lib, groups):
        if beginning(one.title, one.published) in beginnings:
            made = named(one.key, one.title, one.author, one.published)
            if made.plain in groups:
                groups[made.plain].setdefault(one.id, (one, made))
    return [[group[paper] for paper in sorted(group, key=_arrival)] for group in groups.values()]


def _near(lib: Library, groups: dict[str, dict[int, tuple[Bare, Named]]]) -> Iterator[Bare]:
    """Papers that may have one of these plain keys: the index of words knows them."""
    from digestui.exporters.citekey import LONGEST_WORD

    for group in list(groups.values()):
        named = next(iter(group.values()))[1]
        if named.first_words:
            yield from stored.with_words(lib.database, named.first_words, LONGEST_WORD, named.year)


def _arrival(paper: int) -> tuple[int, int]:
    from digestui.storage import ids

    return ids.day_of(paper), -paper


def _parts(groups: Sequence[Group]) -> Iterator[list[Group]]:
    for start in range(0, len(groups), STRETCH):
        yield list(groups[start : start + STRETCH])
