"""The client: one GET at a time, with tries, time limits, a size limit, and only ever http or https.

Measured facts it stands on: httpx follows a redirect to any scheme it is told to, unpacks a bomb before
anybody can count its bytes, and has no limit for an answer that drips for ever. So redirects are followed
here, bodies are read raw and unpacked by `unpack`, and every request has a day of reckoning.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from digestui import __version__
from digestui.web.answers import Answer, NoAnswer, Stopped, Why
from digestui.web.pace import Pace
from digestui.web.unpack import unpacked

if TYPE_CHECKING:
    import httpx

AGENT = f"digestui/{__version__} (+https://github.com/digestui/digestui)"
LARGEST = 64 << 20
CONNECT, READ, WHOLE = 10.0, 20.0, 120.0
"""Seconds to connect, between two bytes, and for a whole answer."""
TRIES = 3
FIRST_PAUSE = 1.0
"""Seconds before the second try; doubled before each further one."""
LONGEST_PAUSE = 60.0
"""A service that asks for more patience than that is left alone for now."""
REDIRECTS = 5
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


class Sink(Protocol):
    """Where a body goes that is too large to hold."""

    def begin(self, size: int | None) -> None:
        """A try begins, of so many bytes where they are known: what an earlier one gave is dropped."""

    def write(self, piece: bytes) -> None:
        """The next bytes."""


class Client:
    """Asks, politely. May be used from several threads; close it when done."""

    def __init__(
        self,
        *,
        limit: int = LARGEST,
        whole: float = WHOLE,
        read: float = READ,
        pause: float = FIRST_PAUSE,
        stop: Callable[[], bool] | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._whole = whole
        self._read = read
        self._pause = pause
        self._stop = stop or (lambda: False)
        self._ticks = ticks
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._http is not None:
                self._http.close()
                self._http = None

    def get(
        self,
        url: str,
        *,
        pace: Pace | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        modified: str | None = None,
        limit: int | None = None,
        sink: Sink | None = None,
    ) -> Answer:
        """The answer to a GET, read whole; with `etag` or `modified` perhaps only that nothing changed.

        With a `sink` the body goes there piece by piece, and the answer has none. Raises `NoAnswer` once all
        tries are used up, `Stopped` where the user has had enough.
        """
        packed = "identity" if sink is not None else "gzip, deflate"
        asked = {"User-Agent": AGENT, "Accept-Encoding": packed, "Accept": "*/*", **(headers or {})}
        if etag:
            asked["If-None-Match"] = etag
        if modified:
            asked["If-Modified-Since"] = modified
        pause = self._pause
        for attempt in range(1, TRIES + 1):
            try:
                return self._follow(url, asked, pace, limit or self._limit, sink)
            except _TryAgain as again:
                wanted = max(pause, again.after)
                if attempt == TRIES or wanted > LONGEST_PAUSE:
                    raise again.trouble from again.__cause__
                self._rest(wanted)
                pause *= 2
        raise AssertionError("the last try returns or raises")

    # ---- one try -------------------------------------------------------------------------------------

    def _follow(
        self, url: str, headers: dict[str, str], pace: Pace | None, limit: int, sink: Sink | None
    ) -> Answer:
        asked = url
        for _ in range(REDIRECTS + 1):
            _must_be_web(asked, url)
            if pace is not None:
                pace.wait(self._ticks, self._rest)
            answer, moved = self._once(asked, headers, limit, sink)
            if answer is not None:
                return answer
            asked = urljoin(asked, moved)
        raise NoAnswer(url, Why.ADDRESS, f"redirects more than {REDIRECTS} times", "look at the address")

    def _once(
        self, url: str, headers: dict[str, str], limit: int, sink: Sink | None
    ) -> tuple[Answer | None, str]:
        """The answer, or where it went."""
        import httpx

        until = self._ticks() + self._whole
        try:
            with self._client().stream("GET", url, headers=headers) as response:
                status = response.status_code
                if status in _MOVED and response.headers.get("location"):
                    return None, response.headers["location"]
                if status in AGAIN:
                    raise _TryAgain(_refusal(url, status), _after(response.headers.get("retry-after")))
                if status not in (200, 304):
                    raise _refusal(url, status)
                said = response.headers.get("content-length", "")
                if said.isdecimal() and int(said) > limit:
                    raise NoAnswer(url, Why.LARGE, f"the answer is larger than {limit >> 20} MB")
                pieces = self._pieces(response.iter_raw(), url, until)
                encoding = response.headers.get("content-encoding", "")
                if sink is not None and status == 200:
                    body = _poured(pieces, encoding, limit, url, sink, said)
                else:
                    body = unpacked(pieces, encoding, limit, url)
                return Answer(
                    status,
                    body,
                    str(response.url),
                    response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                    response.headers.get("etag"),
                    response.headers.get("last-modified"),
                ), ""
        except httpx.ConnectError as error:
            raise NoAnswer(url, Why.OFFLINE, "cannot be reached", "look at the connection") from error
        except httpx.TimeoutException as error:
            raise _TryAgain(NoAnswer(url, Why.SLOW, "gave no answer in time")) from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
            raise _TryAgain(NoAnswer(url, Why.BROKEN, "broke off its answer")) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise NoAnswer(url, Why.ADDRESS, "is no address one can ask", "look at the address") from error
        except httpx.HTTPError as error:
            raise NoAnswer(url, Why.BROKEN, f"went wrong ({type(error).__name__})") from error

    def _pieces(self, raw: Iterator[bytes], url: str, until: float) -> Iterator[bytes]:
        for piece in raw:
            if self._stop():
                raise Stopped
            if self._ticks() > until:
                raise NoAnswer(url, Why.SLOW, f"is still answering after {self._whole:.0f} seconds")
            yield piece

    def _client(self) -> httpx.Client:
        import httpx

        with self._lock:
            if self._http is None:
                timeout = httpx.Timeout(self._read, connect=min(CONNECT, self._read))
                self._http = httpx.Client(timeout=timeout, follow_redirects=False)
            return self._http

    def _rest(self, seconds: float) -> None:
        """Sleep, in short pieces, so that stopping is not kept waiting."""
        until = self._ticks() + seconds
        while (left := until - self._ticks()) > 0:
            if self._stop():
                raise Stopped
            time.sleep(min(left, 0.1))
        if self._stop():
            raise Stopped


def _poured(pieces: Iterator[bytes], encoding: str, limit: int, url: str, sink: Sink, said: str) -> bytes:
    """All of a body into a sink; nothing is left over."""
    if encoding.strip().lower() not in ("", "identity"):
        body = unpacked(pieces, encoding, limit, url)
        sink.begin(len(body))
        sink.write(body)
        return b""
    sink.begin(int(said) if said.isdecimal() else None)
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise NoAnswer(url, Why.LARGE, f"the answer is larger than {limit >> 20} MB")
        sink.write(piece)
    return b""


class _TryAgain(Exception):
    """What another try may mend; `trouble` is told after the last one."""

    def __init__(self, trouble: NoAnswer, after: float = 0.0) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble
        self.after = after


def _refusal(url: str, status: int) -> NoAnswer:
    words = {
        401: ("wants a password", "look at the address"),
        403: ("does not let digestui in", "look at the address"),
        404: ("has nothing there", "look at the address"),
        410: ("is there no more", "remove the source"),
        429: ("asks to be left alone for a while", "try again later"),
    }
    why, do = words.get(status, (f"answered with error {status}", "try again later"))
    return NoAnswer(url, Why.REFUSED, why, do)


def _after(said: str | None) -> float:
    """Seconds that `Retry-After` asks for: a number, or a date."""
    if not said:
        return 0.0
    if said.strip().isdecimal():
        return float(said)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _must_be_web(url: str, asked: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        led = "" if url == asked else "leads to what "
        raise NoAnswer(asked, Why.ADDRESS, f"{led}is no http or https address", "look at the address")
