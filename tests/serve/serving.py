"""A real `digestui serve` in a process of its own, and a real browser that looks at it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

SOURCES = Path(__file__).resolve().parents[2] / "src"
SOON = 20.0
"""Seconds after which something that should happen soon has failed to."""


def environ(folder: Path) -> dict[str, str]:
    """What a process of ours finds: this run's folders, no browser."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("XDG_", "PATH", "TZ"))}
    return {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm", "PYTHONPATH": str(SOURCES)}


async def digestui(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Start the program, its streams kept."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "digestui", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environ(folder),
        cwd=folder,
    )


@dataclass
class Serving:
    """A server that is running."""

    process: asyncio.subprocess.Process
    address: str
    """As printed, with its token."""

    @property
    def netloc(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    async def stop(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """Stop it by a signal: exit code, what it said after the address, and on standard error."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(SOON):
            out, err = await self.process.communicate()
        return self.process.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def serving(library: Path, *options: str) -> AsyncIterator[Serving]:
    """Serve a library on a free port."""
    arguments = ("serve", "--no-open", "--port", "0", "--library", str(library), *options)
    process = await digestui(library.parent, *arguments)
    try:
        async with asyncio.timeout(SOON):
            assert process.stdout is not None
            line = (await process.stdout.readline()).decode().strip()
        assert line, (await process.communicate())[1].decode()
        yield Serving(process, line)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def chromium() -> str | None:
    """A Chromium on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Browser:
    """One page of a headless Chromium, spoken to through its DevTools."""

    socket: aiohttp.ClientWebSocketResponse
    session: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)
    """Every event so far."""
    _last: int = 0

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait for its answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        await self.socket.send_json(message)
        async with asyncio.timeout(SOON):
            while True:
                answer = json.loads((await self.socket.receive()).data)
                if answer.get("id") == self._last:
                    assert "error" not in answer, answer
                    return dict(answer["result"])
                self.said.append(answer)

    async def script(self, text: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        answer = await self.ask("Runtime.evaluate", expression=text, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, text: str) -> None:
        """Wait until an expression holds in the page."""
        async with asyncio.timeout(SOON):
            while not await self.script(text):
                await self.script("new Promise(requestAnimationFrame)")

    async def key(self, key: str) -> None:
        """Press a key that types a letter."""
        code = {
            "key": key,
            "text": key,
            "windowsVirtualKeyCode": ord(key.upper()),
            "code": f"Key{key.upper()}",
        }
        await self.ask("Input.dispatchKeyEvent", type="keyDown", **code)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **code)

    def asked_for(self) -> set[str]:
        """Addresses of everything the page asked for."""
        return {
            event["params"]["request"]["url"]
            for event in self.said
            if event.get("method") == "Network.requestWillBeSent"
        }

    def complaints(self) -> list[str]:
        """What the page complained about: what it was not allowed, what failed."""
        logged = [e["params"]["entry"] for e in self.said if e.get("method") == "Log.entryAdded"]
        thrown = [
            e["params"]["exceptionDetails"] for e in self.said if e.get("method") == "Runtime.exceptionThrown"
        ]
        return [e["text"] for e in logged if e["level"] == "error"] + [str(e) for e in thrown]


@asynccontextmanager
async def browser(width: int = 1000, height: int = 700) -> AsyncIterator[Browser]:
    """Start Chromium without a window and open an empty page."""
    with tempfile.TemporaryDirectory(prefix="digestui-chromium-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            *(str(chromium()), "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}"),
            *(
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
            ),
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            f"--window-size={width},{height}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stderr is not None
        try:
            async with asyncio.timeout(SOON):
                while not (
                    found := re.search(rb"DevTools listening on (ws://\S+)", await process.stderr.readline())
                ):
                    assert process.returncode is None
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(found[1].decode(), max_msg_size=0) as socket,
            ):
                made = Browser(socket)
                target = (await made.ask("Target.createTarget", url="about:blank"))["targetId"]
                made.session = (await made.ask("Target.attachToTarget", targetId=target, flatten=True))[
                    "sessionId"
                ]
                for domain in ("Page", "Network", "Log", "Runtime"):
                    await made.ask(f"{domain}.enable")
                yield made
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()
