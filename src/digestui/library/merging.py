"""When two records are one paper, and what the paper then says. Pure; knows no database."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from digestui.model.keys import best_first, from_text
from digestui.model.paper import Paper
from digestui.records import replace

_TRUNCATED = ("…", "...")


def merged(stored: Paper, incoming: Paper, *, same_source: bool) -> Paper:
    """The stored paper with all that the incoming record knows better.

    A record of the same source family, or of a newer version, speaks anew: its fields replace those stored,
    but an empty one never empties anything. A record of another source only fills what is missing, shortened
    or less exact.
    """
    older = _older(incoming, stored)
    anew = not older and (same_source or is_newer(stored, incoming))
    return replace(
        stored,
        keys=best_first([*stored.keys, *incoming.keys]),
        title=_title(stored.title, incoming.title, anew),
        abstract=_richer_text(stored.abstract, incoming.abstract, anew),
        authors=_richer_authors(stored.authors, incoming.authors, anew),
        published=_more_exact(stored.published, incoming.published, anew),
        updated=max(filter(None, (stored.updated, incoming.updated)), default=None),
        categories=(anew and incoming.categories) or stored.categories or incoming.categories,
        venue=(anew and incoming.venue) or stored.venue or incoming.venue,
        urls=tuple(dict.fromkeys(chain(stored.urls, incoming.urls))),
        upvotes=_most(stored.upvotes, incoming.upvotes),
        version=_most(stored.version, incoming.version),
        comment=(anew and incoming.comment) or stored.comment or incoming.comment,
    )


def is_newer(stored: Paper, incoming: Paper) -> bool:
    """True if the incoming record is of a later version of the paper than the stored one."""
    if stored.version is not None and incoming.version is not None:
        return incoming.version > stored.version
    if not stored.updated or not incoming.updated or incoming.updated <= stored.updated:
        return False
    said = [(a, b) for a, b in ((stored.title, incoming.title), (stored.abstract, incoming.abstract)) if b]
    return any(a != b for a, b in said)


def _older(incoming: Paper, stored: Paper) -> bool:
    if stored.version is not None and incoming.version is not None:
        return incoming.version < stored.version
    return bool(stored.updated and incoming.updated and incoming.updated < stored.updated)


def agree(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Whether two lists of authors can be of one paper: True if they share a name, None if one is silent."""
    if not one or not other:
        return None
    return bool(_surnames(one) & _surnames(other))


def _surnames(authors: Sequence[str]) -> set[str]:
    from digestui.text.folding import fold

    names: set[str] = set()
    for author in authors:
        parts = [part for part in fold(author).replace(",", " ").replace("-", " ").split() if len(part) > 1]
        # Some sources put the family name first, so each end of the name may be it.
        names.update(part.strip(".") for part in (parts[:1] + parts[-1:] if parts else [fold(author)]))
    return names


def schemes(keys: Sequence[str]) -> set[str]:
    """Which kinds of id a paper has: `arxiv`, `doi` ...; its title is none."""
    return {key.partition(":")[0] for key in keys} - {"title"}


def can_be_one(
    keys: Sequence[str], authors: Sequence[str], other_keys: Sequence[str], other_authors: Sequence[str]
) -> bool:
    """Whether two records with the same title are one paper.

    Ids of the same kind that differ say no; authors that contradict say no. Where both have ids, of
    different kinds, somebody's name must be shared besides.
    """
    mine, theirs = schemes(keys), schemes(other_keys)
    agreed = agree(authors, other_authors)
    if agreed is False:
        return False
    if mine and theirs:
        return agreed is True and not mine & theirs
    return True


def _title(stored: str, incoming: str, anew: bool) -> str:
    """A list of ids calls a paper by its id until a source names it; such a name never replaces a title."""
    if from_text(incoming) is not None:
        return stored or incoming
    return incoming if incoming and (anew or not stored or from_text(stored) is not None) else stored


def _richer_text(stored: str, incoming: str, anew: bool) -> str:
    if not stored or not incoming:
        return stored or incoming
    stored_cut, incoming_cut = (text.rstrip().endswith(_TRUNCATED) for text in (stored, incoming))
    # A text that breaks off never takes the place of a longer whole one, nor keeps it out.
    if stored_cut and not incoming_cut and len(incoming) > len(stored):
        return incoming
    if incoming_cut and not stored_cut and len(stored) >= len(incoming):
        return stored
    return incoming if anew else stored


def _richer_authors(stored: tuple[str, ...], incoming: tuple[str, ...], anew: bool) -> tuple[str, ...]:
    if not stored or (anew and incoming):
        return incoming
    if len(incoming) > len(stored):
        return incoming
    spelled_out = len(incoming) == len(stored) and _initials(stored) and not _initials(incoming)
    return incoming if spelled_out else stored


def _initials(authors: tuple[str, ...]) -> bool:
    return all(len(author.split()[0].strip(".")) <= 1 for author in authors if author.split())


def _more_exact(stored: str | None, incoming: str | None, anew: bool) -> str | None:
    if not stored or not incoming:
        return stored or incoming
    if incoming.startswith(stored):
        return incoming
    if stored.startswith(incoming):
        return stored
    return incoming if anew else stored


def _most(stored: int | None, incoming: int | None) -> int | None:
    known = [value for value in (stored, incoming) if value is not None]
    return max(known, default=None)
