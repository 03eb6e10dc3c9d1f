"""`digestui serve` as a process: whom it lets in, what they can do, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from digestui.library import notes, search
from digestui.library.library import Library
from serve.serving import SOON, Serving, browser, chromium, digestui, environ, serving

STARRED = "is:starred in:any"


@pytest_asyncio.fixture
async def served(library: Path) -> AsyncIterator[Serving]:
    async with serving(library) as running:
        yield running


async def ask(served: Serving, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Send just these headers and no others: status, headers in small letters, the body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    said = {"Host": served.netloc, "Connection": "close", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items() if value)]
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode())
        async with asyncio.timeout(SOON):
            status = int((await reader.readline()).split()[1])
            got = {}
            while line := (await reader.readline()).decode().strip():
                name, _, value = line.partition(": ")
                got[name.lower()] = value
            body = await reader.readexactly(int(got.get("content-length", "0")))
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    return status, got, body.decode("utf-8", "replace")


def token(served: Serving) -> str:
    return "/?" + served.address.partition("?")[2]


async def inside(served: Serving) -> tuple[str, str]:
    """Through the door: the path behind it, and the cookie."""
    status, headers, _ = await ask(served, token(served))
    assert status == 303
    (cookie,) = SimpleCookie(headers["set-cookie"]).values()
    assert cookie["path"] == headers["location"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    return headers["location"], f"{cookie.key}={cookie.value}"


def shake(served: Serving, **headers: str) -> dict[str, str]:
    """The headers of a websocket's handshake."""
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": f"http://{served.netloc}",
        **headers,
    }


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(SOON):
        while not holds():
            await asyncio.sleep(0.02)


def starred(library: Path) -> int:
    with Library.open(library, readonly=True) as lib:
        return len(search.find(lib, search.understand(lib, STARRED).query).ids)


async def test_only_the_address_that_was_printed_leads_in(served: Serving) -> None:
    room, cookie = await inside(served)
    right = token(served)
    turned_away: list[tuple[str, dict[str, str]]] = [
        ("/", {}),
        ("/?token=", {}),
        (right[:-1], {}),
        (right + "x", {}),
        ("/?token=" + room.strip("/"), {}),
        (right, {"Host": f"evil.example:{served.port}"}),
        (right, {"Host": ""}),
        (right, {"Origin": "http://evil.example"}),
        (right, {"Origin": "null"}),
        (right, {"Origin": f"http://localhost:{served.port}"}),
        (room, {}),
        (room, {"Cookie": cookie[:-1]}),
        (room, {"Cookie": cookie, "Host": "evil.example"}),
        (room, {"Cookie": cookie, "Origin": "http://evil.example"}),
        ("/elsewhere/", {"Cookie": cookie}),
        (room + "terminal.js", {}),
        (room + "../../etc/passwd", {}),
        ("//evil.example/", {}),
    ]
    for path, headers in turned_away:
        status, said, body = await ask(served, path, **headers)
        assert status in ((403, 400) if headers.get("Host") == "" else (403,)), (path, headers)
        assert "set-cookie" not in said
        assert "<" not in body
    status, said, body = await ask(served, room, Cookie=cookie)
    assert status == 200
    assert 'id="terminal"' in body
    assert said["content-security-policy"].startswith("default-src 'none'")
    assert said["cache-control"] == "no-store"
    assert said["referrer-policy"] == "no-referrer"
    assert (await ask(served, room + "../server.py", Cookie=cookie))[0] == 404
    here = f"localhost:{served.port}"
    assert (await ask(served, room, Cookie=cookie, Host=here, Origin=f"http://{here}"))[0] == 200


async def test_a_websocket_is_let_in_only_from_our_own_page(served: Serving) -> None:
    room, cookie = await inside(served)
    path = room + "ws?width=80&height=24"
    foreign: list[dict[str, str]] = [
        {},
        {"Cookie": cookie[:-1]},
        {"Cookie": cookie, "Origin": "http://evil.example"},
        {"Cookie": cookie, "Origin": f"http://127.0.0.1:{served.port + 1}"},
        {"Cookie": cookie, "Origin": "null"},
        {"Cookie": cookie, "Origin": ""},
        {"Cookie": cookie, "Host": "evil.example", "Origin": "http://evil.example"},
    ]
    for headers in foreign:
        assert (await ask(served, path, **shake(served, **headers)))[0] == 403, headers
    assert (await ask(served, "/ws", **shake(served, Cookie=cookie)))[0] == 403
    assert (await ask(served, token(served), **shake(served)))[0] == 403
    assert (await ask(served, path, **shake(served, Cookie=cookie)))[0] == 101


async def test_what_is_typed_reaches_the_library_and_a_stop_keeps_what_was_begun(
    served: Serving, library: Path
) -> None:
    room, cookie = await inside(served)
    shown = b""
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(
            f"http://{served.netloc}{room}ws?width=120&height=30",
            headers={"Cookie": cookie, "Origin": f"http://{served.netloc}"},
        ) as page,
    ):
        for nonsense in ("", "{", "[]", "[1,2,3]", '["stdin", 7]', '["resize", {"width": "x"}]', "[" * 5000):
            await page.send_str(nonsense)
        await page.send_json(["resize", {"width": 100, "height": 40}])
        await page.send_json(["stdin", "s"])

        async def read() -> None:
            nonlocal shown
            async for message in page:
                shown += message.data

        reading = asyncio.create_task(read())
        await until(lambda: starred(library) == 1)
        await until(lambda: b"starred" in shown)
        await page.send_json(["stdin", "cwords of mine"])
        await until(lambda: b"words of mine"[-4:] in shown)
        code, out, err = await served.stop()
        async with asyncio.timeout(SOON):
            await reading
        assert page.close_code == aiohttp.WSCloseCode.GOING_AWAY
    assert (code, out) == (130, "")
    assert err.splitlines()[-1] == "digestui: stopped"
    with Library.open(library, readonly=True) as lib:
        (paper,) = search.find(lib, search.understand(lib, STARRED).query).ids
        detail = search.detail(lib, paper)
        assert detail is not None
        draft = notes.draft(lib, detail.key)
        assert "words of mine" in (draft.text if draft else detail.note or "")


@pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine")
async def test_a_browser_opens_the_page_and_a_key_decides_a_paper(served: Serving, library: Path) -> None:
    async with browser() as page:
        await page.ask("Page.navigate", url=served.address)
        await page.until("document.activeElement?.className === 'xterm-helper-textarea'")
        await page.until("document.body.classList.contains('-first-byte')")
        await page.key("s")
        await until(lambda: starred(library) == 1)
        here = await page.script("location.href")
        assert "token" not in here
        assert await page.script("document.cookie") == ""
        assert await page.script("history.length") <= 2
        assert page.complaints() == []
        asked = page.asked_for()
        assert any(address.endswith("terminal.js") for address in asked)
        assert {address.split("/")[2] for address in asked} == {served.netloc}
        assert (await served.stop(signal.SIGTERM))[0] == 0
        await page.until("document.body.classList.contains('-closed')")


async def test_a_port_in_use_is_one_line(library: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await digestui(
            library.parent, "serve", "--library", str(library), "--no-open", "--port", f"{port}"
        )
        out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert err.decode().splitlines() == [
        f"digestui: port {port}: is in use: choose another with --port, 0 takes any that is free"
    ]


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_without_the_extra_it_says_what_to_install(library: Path, missing: str) -> None:
    program = (
        f"import sys\nsys.modules[{missing!r}] = None\n"
        "from digestui.cli.main import run\nsys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", "--library", str(library)],
        env=environ(library.parent),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert missing in line
    assert "digestui[serve]" in line


def test_a_confined_process_starts_no_program(tmp_path: Path) -> None:
    program = (
        "import os, subprocess, sys, json\n"
        "from digestui.ui.control.confined import seal\n"
        "seal()\n"
        "tries = [lambda: subprocess.run(['true']), lambda: os.system('true'),\n"
        "         lambda: os.execv('/bin/true', ['true']), os.fork, os.forkpty,\n"
        "         lambda: os.posix_spawn('/bin/true', ['true'], {})]\n"
        "refused = 0\n"
        "for attempt in tries:\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        refused += 1\n"
        "print(json.dumps([refused, len(tries)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ(tmp_path), capture_output=True, text=True, check=True
    )
    refused, tried = json.loads(done.stdout)
    assert refused == tried == 6
