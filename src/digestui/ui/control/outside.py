"""Programs outside: editor, browser, clipboard. One argument each, never a shell, http and https only."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digestui.library import notes
from digestui.text import safe
from digestui.ui.control import confined
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def edit_text(desk: Desk, text: str) -> str | None:
    """Let the user's editor change a text; None where it could not or nothing came back."""
    from textual.app import SuspendNotSupported

    if confined.refuses(desk, "editor"):
        return None
    command = desk.env.get("VISUAL") or desk.env.get("EDITOR") or "vi"
    try:
        words = shlex.split(command)
    except ValueError:
        desk.words.say(Span(f"$EDITOR cannot be read: {safe.one_line(command)}", "error"))
        return None
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix="digestui-note-", suffix=".md")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        failed: OSError | None = None
        code = 0
        with desk.app.suspend():
            try:
                code = subprocess.call([*words, name])
            except OSError as error:  # raised from here it would leave the reader suspended for good
                failed = error
        if failed is not None:
            raise failed
        if code:
            desk.words.say(Span(f"the editor ended with {code}: the note is as it was", "warn"))
            return None
        typed, guessed = notes.from_bytes(path.read_bytes())
        if guessed:
            desk.words.say(Span(guessed, "warn"))
        return safe.clean(typed).removesuffix("\n")
    except SuspendNotSupported:
        desk.words.say(Span("an editor cannot be opened here", "warn"))
    except OSError as error:
        desk.words.say(Span(f"the editor cannot be run: {error.strerror}: set $EDITOR", "error"))
    finally:
        path.unlink(missing_ok=True)
    return None


def allowed(address: str) -> bool:
    """Whether an address may be opened: http or https with a host, nothing that looks like an option."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and safe.one_line(address) == address


def open_outside(desk: Desk, address: str, command: str = "") -> bool:
    """Open an address with the user's program, one argument, no shell; says what it opens."""
    if not allowed(address):
        desk.words.say(Span(f"not opened: {safe.one_line(address, 60)}: only http and https are", "error"))
        return False
    if confined.refuses(desk, "open-page"):
        return False
    words = _program(command) or _usual(desk)
    why = _start(words, address)
    if why:
        host = urlsplit(address).hostname or ""
        desk.words.say(Span(f"not opened: {why}: set open_command; copied the link to {host}", "warn"))
        desk.app.copy_to_clipboard(address)
        return False
    desk.words.say(f"opened {urlsplit(address).hostname}")
    return True


def open_file(desk: Desk, path: Path, command: str = "") -> bool:
    """Open a file of the user's with a program, one argument, no shell; says what it opens."""
    if confined.refuses(desk, "open-pdf"):
        return False
    why = _start(_program(command) or _usual(desk), str(path.absolute()))
    if why:
        desk.words.say(Span(f"not opened: {why}: set pdf_command; it is {safe.one_line(str(path))}", "warn"))
        return False
    desk.words.say(f"opened {safe.one_line(path.name)}")
    return True


def _usual(desk: Desk) -> list[str]:
    """The program that opens things where the settings name none."""
    return [desk.env.get("BROWSER") or _opener()]


def _program(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _start(words: list[str], argument: str) -> str:
    """Start a program and leave it alone; why that could not be, or nothing."""
    try:
        child = subprocess.Popen(
            [*words, argument],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{safe.one_line(words[0])} cannot be run ({error.strerror})"
    # Somebody must take note of its end, or it stays a zombie as long as the reader runs.
    threading.Thread(target=child.wait, name="digestui-child", daemon=True).start()
    return ""


def _opener() -> str:
    import sys

    return "open" if sys.platform == "darwin" else "xdg-open"


def copy(desk: Desk, text: str, what: str) -> None:
    """Copy to the terminal's clipboard (OSC 52) and to the system's where there is a program for it."""
    import shutil

    desk.app.copy_to_clipboard(text)
    for words in (["wl-copy"], ["xclip", "-selection", "clipboard"], ["pbcopy"]):
        shown = desk.env.get("WAYLAND_DISPLAY") if words[0] == "wl-copy" else desk.env.get("DISPLAY")
        if desk.confined:
            break  # the terminal's clipboard is that of the browser; this machine's is another
        if (shown or words[0] == "pbcopy") and shutil.which(words[0]):
            try:
                subprocess.run(words, input=text.encode(), timeout=2, check=False, capture_output=True)
            except (OSError, subprocess.TimeoutExpired):
                pass
            break
    desk.words.say(f"copied {what}")
