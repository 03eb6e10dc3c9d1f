"""Who may come in: the address a request was sent to, the page it comes from, the secret it carries. Pure.

Any page a user visits can make the browser send requests to this machine, and any program here can send them
itself. The first is told by Host and Origin, which a page cannot choose; the second by a secret that
only the terminal has seen. Nothing here knows HTTP beyond these words.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable

from digestui.records import dataclass, field

OURS = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
"""Names of this machine for itself. Any port: a tunnel may begin at another than the one we listen on, and a
page that was led here under a name of its own gives itself away by the name."""
ONCE = 60.0
"""Seconds for which a ticket opens the door, once."""


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass
class Gate:
    """The secrets of one run, and what they open."""

    clock: Callable[[], float]
    token: str = field(default_factory=_secret)
    """What the printed address carries; opens the door as long as this runs."""
    room: str = field(default_factory=_secret)
    """The first part of every path behind the door. A browser sends a cookie to all ports of a host, but only
    under the path it was given for: another program on this machine that one looks at never sees it."""
    cookie: str = field(default_factory=_secret)
    """What a browser that came through the door shows from then on."""
    _tickets: dict[str, float] = field(default_factory=dict)

    def ticket(self) -> str:
        """A token for one use soon: the arguments of a program, as of a browser one starts, can be read by
        every user of the machine."""
        made = _secret()
        self._tickets[made] = self.clock() + ONCE
        return made

    def opens(self, token: str | None) -> bool:
        """Whether a token opens the door; a ticket is used up by it."""
        if not token:
            return False
        if same(token, self.token):
            return True
        for ticket in list(self._tickets):
            if same(token, ticket):
                return self.clock() <= self._tickets.pop(ticket)
        return False

    def knows(self, cookie: str | None) -> bool:
        """Whether a browser has come through the door before."""
        return bool(cookie) and same(cookie or "", self.cookie)


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how nearly."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def refusal(hosts: list[str], origins: list[str], *, must_say_origin: bool = False) -> str:
    """Why a request is turned away by where it was sent and where it comes from; empty where it is not.

    A page of ours is of the origin it was asked from, to the port. Browsers always say the origin of a
    websocket, so one that does not (`must_say_origin`) is turned away.
    """
    if len(hosts) != 1 or not OURS.fullmatch(hosts[0]):
        return "this address is not one of digestui's"
    if not origins and not must_say_origin:
        return ""
    if len(origins) != 1 or origins[0].lower() != f"http://{hosts[0].lower()}":
        return "another page may not come in here"
    return ""
