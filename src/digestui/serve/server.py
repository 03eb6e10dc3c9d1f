"""The server: on the loopback address, behind the gate; each visitor gets a program in a terminal of its own.

Nothing is answered before the gate has let a request through, and what it turns away learns nothing but that.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

from aiohttp import WSCloseCode, WSMsgType, web

from digestui.errors import Trouble
from digestui.records import dataclass, field
from digestui.serve import page
from digestui.serve.child import Child
from digestui.serve.gate import Gate, refusal

LOOPBACK = "127.0.0.1"
COOKIE = "digestui"
MOST = 8
"""Terminals at once."""
LONGEST = 1 << 20
"""Bytes of one message from a browser: a paste."""
WIDEST, TALLEST = 1000, 400

A = TypeVar("A", bound=web.StreamResponse)


def listen(port: int) -> socket.socket:
    """Take a port on the loopback address, 0 any free one. Trouble where it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        raise Trouble(f"port {port}", why, "choose another with --port, 0 takes any that is free") from None
    return listener


@dataclass
class Server:
    """Shows one command to who comes through the gate."""

    command: Sequence[str]
    env: Mapping[str, str]
    """What the command finds as its environment."""
    gate: Gate
    failed: Callable[[Exception], None]
    """Is told of defects; no visitor is."""
    _visits: set[web.WebSocketResponse] = field(default_factory=set)

    def run(self, listener: socket.socket, begun: Callable[[], None]) -> int:
        """Serve until a signal says to stop; gives its number. `begun` is called when visitors may come."""
        return asyncio.run(self._run(listener, begun))

    async def _run(self, listener: socket.socket, begun: Callable[[], None]) -> int:
        for name in ("aiohttp.server", "aiohttp.web", "aiohttp.websocket", "asyncio"):
            logging.getLogger(name).addHandler(logging.NullHandler())  # instead of tracebacks on the terminal
        loop = asyncio.get_running_loop()
        stopped: asyncio.Future[int] = loop.create_future()

        def stop(number: int) -> None:
            if not stopped.done():
                stopped.set_result(number)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop, number)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            await web.SockSite(runner, listener).start()
            begun()
            return await stopped
        finally:
            for visit in list(self._visits):
                await visit.close(code=WSCloseCode.GOING_AWAY, message=b"digestui has stopped")
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            answer = await self._pass(request)
        except Exception as error:  # noqa: BLE001 - a defect: the log has it, the visitor a number
            self.failed(error)
            answer = _plain(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong")
        return answer

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        """Through the gate, or not: where to, whence, and with which secret."""
        gate, headers = self.gate, request.headers
        room, _, name = request.match_info["path"].partition("/")
        handshake = name == "ws" or "Upgrade" in headers
        if why := refusal(
            headers.getall("Host", []), headers.getall("Origin", []), must_say_origin=handshake
        ):
            return _plain(HTTPStatus.FORBIDDEN, why)
        host = headers["Host"]
        if request.method == "GET" and request.path == "/" and not handshake:
            if gate.opens(request.query.get("token")):
                return self._let_in(host)
        elif room == gate.room and gate.knows(request.cookies.get(COOKIE)):
            return await self._inside(request, host, name)
        return _plain(HTTPStatus.FORBIDDEN, "open the address that digestui serve printed")

    def _let_in(self, host: str) -> web.Response:
        """A cookie, and an address without the token, which so stays out of what is shown, kept or copied."""
        inside = f"/{self.gate.room}/"
        answer = _with_headers(web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": inside}), host)
        answer.set_cookie(COOKIE, self.gate.cookie, path=inside, httponly=True, samesite="Strict")
        return answer

    async def _inside(self, request: web.Request, host: str, name: str) -> web.StreamResponse:
        if request.method != "GET":
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, "there is nothing but to look")
        if name == "ws":
            return await self._visit(request)
        if not name:
            text = page.page(host, self.gate.room)
            return _with_headers(web.Response(text=text, content_type="text/html"), host)
        if name in page.TEXTS:
            text, kind = page.TEXTS[name]
            return _with_headers(web.Response(text=text, content_type=kind), host)
        file = page.file(name)
        if file is None:
            return _plain(HTTPStatus.NOT_FOUND, "there is no such file")
        return _with_headers(web.FileResponse(file), host)

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        """One terminal, as long as the browser shows it."""
        if len(self._visits) >= MOST:
            return _plain(HTTPStatus.SERVICE_UNAVAILABLE, f"{MOST} readers are open: close one")
        visit = web.WebSocketResponse(heartbeat=20, max_msg_size=LONGEST)
        if not visit.can_prepare(request).ok:
            return _plain(HTTPStatus.BAD_REQUEST, "this is for the page only")
        await visit.prepare(request)
        self._visits.add(visit)
        try:
            size = _size(request.query.get("width"), request.query.get("height")) or (80, 24)
            child = await Child.start(self.command, self.env, size)
            try:
                await self._between(visit, child)
            finally:
                await child.stop()
        finally:
            self._visits.discard(visit)
            await visit.close()
        return visit

    async def _between(self, visit: web.WebSocketResponse, child: Child) -> None:
        """Carry keys one way and the screen the other until either ends."""

        async def show() -> None:
            with contextlib.suppress(ConnectionResetError):
                while data := await child.read():
                    await visit.send_bytes(data)

        async def type_() -> None:
            async for message in visit:
                if message.type is WSMsgType.TEXT:
                    await _obey(message.data, visit, child)

        tasks = {asyncio.create_task(show()), asyncio.create_task(type_())}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _obey(text: str, visit: web.WebSocketResponse, child: Child) -> None:
    """One message of the page: what was typed, another size, or whether we are there. All else is nothing."""
    try:
        kind, value = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return
    if kind == "stdin" and isinstance(value, str):
        await child.write(value.encode("utf-8", "replace"))
    elif kind == "resize" and isinstance(value, dict):
        if size := _size(value.get("width"), value.get("height")):
            child.resize(size)
    elif kind == "ping" and isinstance(value, str) and len(value) < 100:
        with contextlib.suppress(ConnectionResetError):
            await visit.send_json(["pong", value])


def _size(width: object, height: object) -> tuple[int, int] | None:
    """Columns and lines, within reason; None where they are no numbers."""
    try:
        columns, lines = int(str(width)), int(str(height))
    except ValueError:
        return None
    return max(1, min(columns, WIDEST)), max(1, min(lines, TALLEST))


def _plain(status: HTTPStatus, words: str) -> web.Response:
    return _with_headers(web.Response(status=status, text=f"digestui: {words}\n"), LOOPBACK)


def _with_headers(answer: A, host: str) -> A:
    answer.headers.update(page.headers(host))
    return answer
