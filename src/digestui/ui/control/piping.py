"""Papers given to a command of the user's as JSON lines, and what to do with its output.

The command is split into words and run without a shell, in the background: text from a paper only ever
reaches it on standard input. What comes out is foreign text like any other.
"""

from __future__ import annotations

import io
import shlex
import subprocess
from functools import partial
from typing import TYPE_CHECKING

from digestui.errors import Trouble
from digestui.library import export, notes
from digestui.library.library import Library
from digestui.model.receipt import Receipt
from digestui.records import dataclass
from digestui.text import safe
from digestui.ui.control import confined
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

LONGEST = 60.0
"""Seconds a command may take."""
KEPT = 100_000
"""Characters of output kept."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a command said."""

    text: str
    code: int


def pipe(desk: Desk, command: str) -> None:
    """Give the selection, or the paper under the cursor, to a command; offer its output as a note."""
    if confined.refuses(desk, "pipe"):
        return
    targets = desk.listing.targets()
    try:
        words = shlex.split(command)
    except ValueError as error:
        desk.words.say(Span(f"pipe: {error}: {safe.one_line(command, 60)}", "warn"))
        return
    if not words or not targets:
        desk.words.say("nothing to pipe")
        return
    name = safe.one_line(words[0], 40)
    desk.words.say(f"running {name}")
    strokes = desk.strokes

    def then(output: Output) -> None:
        if output.code:
            desk.words.say(Span(f"{name} ended with {output.code}: {first_line(output.text)}", "warn"))
        elif not output.text:
            desk.words.say(f"{name} is done and said nothing")
        elif desk.strokes == strokes:
            offer(desk, name, output.text, targets[0])
        else:
            # Somebody went on: what is pressed now is not meant for a question that was not there yet.
            desk.waiting = partial(offer, desk, name, output.text, targets[0])
            said = f"{name}: {first_line(output.text)}"
            desk.words.say(Span(said, "soft", "t"), *desk.words.hint("pipe", "keep it"))

    desk.lanes.side.do("pipe", lambda lib: run(lib, words, targets), then, desk.words.failed)


def run(lib: Library, words: list[str], papers: tuple[int, ...]) -> Output:
    """Run a command with papers on its standard input, one JSON object a line."""
    lines = io.StringIO()
    export.export(lib, papers, "jsonl", lines)
    try:
        done = subprocess.run(
            words,
            input=lines.getvalue().encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise Trouble(words[0], f"took longer than {LONGEST:.0f} seconds", "run it outside") from None
    except OSError as error:
        raise Trouble(words[0], f"cannot be run ({error.strerror})", "look at its name") from None
    text = safe.clean(done.stdout.decode("utf-8", "replace"))[:KEPT].strip("\n")
    return Output(text, done.returncode)


def first_line(text: str) -> str:
    """The first line of an output, short."""
    return safe.one_line(text.strip().partition("\n")[0], 80)


def offer(desk: Desk, name: str, text: str, paper: int) -> None:
    """Ask what to do with an output: into the note, to the clipboard, or nothing."""
    from digestui.ui.control import outside
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    lines = text.count("\n") + 1
    choices = [
        Choice("note", "append it to the note", "n"),
        Choice("copy", "copy it", "y"),
        Choice("leave", "leave it", "x"),
    ]

    def chosen(what: str | None) -> None:
        if what == "note":
            desk.lanes.write.do(
                "note", lambda lib: notes.append_note(lib, paper, text), noted, desk.words.not_saved
            )
        elif what == "copy":
            outside.copy(desk, text, f"what {name} said")
        else:
            desk.words.say(f"{name}: {first_line(text)}")

    def noted(receipt: Receipt) -> None:
        desk.screen.list.repaint_papers(desk.listing.restate(receipt.states, receipt.noted))
        desk.words.did(receipt, asked=1)
        desk.facts.refresh_if([paper])

    said = f"{lines} lines" if lines > 1 else "1 line"
    desk.app.push_screen(ChooseDialog(f"{name}: {first_line(text)}", choices, aside=said), chosen)
