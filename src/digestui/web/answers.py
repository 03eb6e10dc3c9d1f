"""What a request gives, and the ways in which it gives nothing."""

from __future__ import annotations

from digestui.errors import Trouble
from digestui.kinds import StrEnum
from digestui.records import dataclass
from digestui.text.safe import one_line


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    """200, or 304 where nothing changed since the last time."""
    body: bytes
    """Unpacked."""
    url: str
    """Where the answer came from, redirects followed."""
    kind: str = ""
    """The content type as said, lower case, without parameters."""
    etag: str | None = None
    modified: str | None = None
    """`Last-Modified` as said; handed back the next time."""

    @property
    def unchanged(self) -> bool:
        return self.status == 304


class Why(StrEnum):
    """Why a request gave nothing."""

    OFFLINE = "offline"
    """No connection to anywhere could be made, or the name is not known."""
    SLOW = "slow"
    REFUSED = "refused"
    """The service said no, or asked to wait longer than anybody would."""
    LARGE = "large"
    BROKEN = "broken"
    """Cut off, or packed in a way that cannot be unpacked."""
    ADDRESS = "address"
    """Not http or https, or redirects without end."""


class NoAnswer(Trouble):
    """A request that gave nothing one can use, after all tries."""

    def __init__(self, url: str, kind: Why, why: str, do: str = "try again later") -> None:
        super().__init__(one_line(url, 200), one_line(why, 200), do)
        self.kind = kind


def foreign(url: str, service: str) -> NoAnswer:
    """An answer that the service never gives: a page to log in, a proxy's notice."""
    why = f"what came is no answer of {service}"
    return NoAnswer(url, Why.BROKEN, why, "look whether the connection wants a login, and try again")


class Stopped(Exception):
    """The user asked to stop while a request was under way."""
