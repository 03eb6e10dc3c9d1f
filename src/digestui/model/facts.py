"""One thing a service says of a paper besides its record."""

from __future__ import annotations

from dataclasses import dataclass

ASKED = "asked"
"""The field under which a service is remembered that was asked and knew nothing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with where and when it was said."""

    field: str
    """`citations`, `venue`, `upvotes`, `code`, `version`, or `ASKED`."""
    value: str
    source: str
    """The service: `Semantic Scholar`, `OpenAlex`, `Hugging Face`, `arXiv`."""
    at: str
    """The day, ISO 8601."""
