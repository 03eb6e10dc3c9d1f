"""One thing a service says of a paper besides its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from digestui.records import dataclass

FIELDS = ("citations", "venue", "upvotes", "code", "version")
"""What is asked for, in the order in which it is told."""
ASKED = "asked"
"""The field that remembers that a service was asked, whatever it knew; its value is the mark (ETag) that
makes asking again cheap, or empty."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with where and when it was said."""

    field: str
    """One of `FIELDS`, or `ASKED`."""
    value: str
    """Text also for numbers; a `version` is `2`."""
    source: str
    """The service: `Semantic Scholar`, `OpenAlex`, `Hugging Face`, `arXiv`."""
    at: str
    """The day, ISO 8601."""


def number(facts: Iterable[Fact], field: str) -> int | None:
    """The newest number said of a field; of two of one day the larger."""
    said = [(fact.at, int(fact.value)) for fact in facts if fact.field == field and fact.value.isdecimal()]
    return max(said)[1] if said else None


def sentences(facts: Iterable[Fact], show_day: Callable[[str], str]) -> Iterator[str]:
    """Who said what and when, one a service: `OpenAlex, 28 Apr 2025: 12 citations, venue NeurIPS`."""
    services: dict[tuple[str, str], list[str]] = {}
    for fact in facts:
        services.setdefault((fact.source, fact.at), []).append(_words(fact))
    for (source, at), words in services.items():
        yield f"{source}, {show_day(at)}: {', '.join(words)}"


def _words(fact: Fact) -> str:
    if fact.field in ("citations", "upvotes") and fact.value.isdecimal():
        return f"{int(fact.value):,} {fact.field[:-1] if fact.value == '1' else fact.field}"
    return f"{fact.field} {fact.value}"
