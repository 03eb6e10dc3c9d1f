"""A real HTTP server on the loopback address that answers as it is told, also badly."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request that came."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    at: float


Behaviour = Callable[[BaseHTTPRequestHandler, Asked], None]


@dataclass
class Server:
    """What the server does, by path, and what it was asked."""

    base: str
    ways: dict[str, Behaviour | list[Behaviour]] = field(default_factory=dict)
    """A list is used up one by one; its last entry stays."""
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return self.base + path

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    @property
    def env(self) -> dict[str, str]:
        """Variables that make every service live here."""
        names = ("ARXIV", "HUGGINGFACE", "OPENALEX", "SEMANTIC_SCHOLAR")
        return {f"DIGESTUI_{name}": self.base for name in names}


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(
                parts.path,
                parse_qs(parts.query),
                {k.lower(): v for k, v in self.headers.items()},
                time.monotonic(),
            )
            server.asked.append(asked)
            way = server.ways.get(parts.path, status(404))
            if isinstance(way, list):
                way = way.pop(0) if len(way) > 1 else way[0]
            try:
                way(self, asked)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.handle_error = lambda *_: None  # type: ignore[method-assign]
    http.daemon_threads = True
    http.block_on_close = False
    server = Server(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        http.shutdown()
        http.server_close()
        thread.join()


def send(
    handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, kind: str = "text/xml", **headers: str
) -> None:
    """A whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


# ---- ways to answer --------------------------------------------------------------------------------------


def gives(body: bytes | str, kind: str = "text/xml", **headers: str) -> Behaviour:
    data = body.encode() if isinstance(body, str) else body
    return lambda handler, asked: send(handler, data, kind=kind, **headers)


def status(code: int, **headers: str) -> Behaviour:
    return lambda handler, asked: send(handler, b"no", code, "text/plain", **headers)


def moves(to: str) -> Behaviour:
    return status(302, Location=to)


def packed(body: bytes) -> Behaviour:
    data = gzip.compress(body)
    return lambda handler, asked: send(handler, data, Content_Encoding="gzip")


def remembers(body: bytes, etag: str) -> Behaviour:
    """Says that nothing changed to whoever has it."""

    def way(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        if asked.headers.get("if-none-match") == etag:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
        else:
            send(handler, body, ETag=etag, Last_Modified="Mon, 28 Apr 2025 08:00:00 GMT")

    return way


def breaks_off(body: bytes) -> Behaviour:
    """Promises twice as much as it gives."""

    def way(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return way


def silent(server: Server) -> Behaviour:
    """Takes the request and says nothing."""

    def way(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        server.over.wait(10)
        handler.close_connection = True

    return way


def endless(server: Server, piece: bytes = b"x" * 65536, pause: float = 0.0) -> Behaviour:
    """Never comes to an end."""

    def way(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        handler.close_connection = True
        while not server.over.wait(pause):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return way


def bomb(megabytes: int) -> Behaviour:
    """A few bytes that unpack to a great many."""
    return packed(b"\0" * (megabytes << 20))
