"""A rule: what to do to papers as they arrive."""

from __future__ import annotations

from digestui.records import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A query with actions, done to the papers of an import that it matches."""

    name: str
    query: str
    """Canonical text."""
    actions: tuple[str, ...]
    """As typed: `dismiss`, `+survey`, `watch`."""
