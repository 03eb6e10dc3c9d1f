"""Where new digests come from: the list of subscriptions. Fetching from them is another matter."""

from __future__ import annotations

from dataclasses import dataclass

from digestui.library.library import Library
from digestui.storage import subscriptions as stored
from digestui.text import safe


@dataclass(frozen=True, slots=True)
class Subscription:
    """One address under a name."""

    name: str
    address: str


def subscriptions(lib: Library) -> list[Subscription]:
    """All subscriptions in the order they were made."""
    return [Subscription(name, address) for name, address in stored.listed(lib.database)]


def found(lib: Library, address: str, title: str = "") -> bool:
    """Keep an address found in a file; False where it was known."""
    name = safe.one_line(title, 80) or safe.one_line(address, 80)
    with lib.database.write():
        return stored.put(lib.database, name, address)
