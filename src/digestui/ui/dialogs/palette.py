"""Every command by what it is called: type to narrow, enter runs it. Keys are shown, so one learns them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.widget import Widget

from digestui.ui.dialogs.base import Dialog, Gap
from digestui.ui.keymap import COMMANDS, Command, Keymap
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, KEY, SOFT, TEXT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

NEAR = 70.0
"""From this likeness on, of 100, a command is offered for what may be a slip of the fingers."""


def label(command: Command) -> str:
    """A command's name as words: `next-unread` is `next unread`."""
    return command.name.replace("-", " ")


def ranked(text: str, commands: Sequence[Command]) -> list[Command]:
    """Commands that fit what is typed, best first: beginnings, then words, then likeness."""
    words = text.casefold().split()
    if not words:
        return [c for c in commands if c.row != "nth"]
    scored = []
    for place, command in enumerate(commands):
        name, about = (
            label(command),
            f"{label(command)} {command.title} {command.help} {command.group}".casefold(),
        )
        if not all(word in about for word in words):
            continue
        begins = name.startswith(words[0])
        starts = all(f" {word}" in f" {name}" for word in words)
        scored.append((0 if begins else 1 if starts else 2 if words[0] in name else 3, place, command))
    if scored:
        return [command for _, _, command in sorted(scored, key=lambda s: s[:2])]
    return _near(text, commands)


def _near(text: str, commands: Sequence[Command]) -> list[Command]:
    from rapidfuzz import fuzz, process  # first use: most searches never need it

    names = [f"{label(command)} {command.help}" for command in commands]
    found = process.extract(text, names, scorer=fuzz.partial_ratio, score_cutoff=NEAR, limit=8)
    return [commands[place] for _, _, place in found]


class Palette(Dialog[str]):
    """Asks which command to run; answers with its name, or None."""

    TITLE_WORDS = "Commands"
    ROWS = 12
    DEFAULT_CSS = """
    Palette { align: center top; }
    Palette > .panel { margin-top: 2; }
    Palette.-low > .panel { margin: 0; }
    """

    def __init__(self, keymap: Keymap, *, recent: Sequence[str] = ()) -> None:
        """`recent` are names of commands run of late, newest first, which stand first at the start."""
        super().__init__()
        self._keymap = keymap
        commands = [command for command in COMMANDS if not command.hidden and command.name != "palette"]
        late = [command for name in recent for command in commands if command.name == name]
        self._commands = [*late, *(command for command in commands if command not in late)]
        self._shown = ranked("", self._commands)

    def aside(self) -> str:
        count = len(self._shown)
        return f"{count} commands" if count != 1 else "1 command"

    def body(self) -> Sequence[Widget]:
        return (
            LineEdit(placeholder="type what to do", prompt=" "),
            Gap(),
            Lines(self._draw, len(self._shown), ground="raised", inset=1),
        )

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("enter", "run", "enter"),
            Hint(marks(self).arrows, "move"),
            Hint("esc", "leave", "escape"),
        )

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        command = self._shown[index]
        name = label(command)
        look = Ink("bright", bold=True) if cursor else TEXT
        spans = []
        for word in self.edit.value.casefold().split() if self.edit else ():
            at = name.find(word)
            if at >= 0:
                spans.append(ink.Span(at, at + len(word), Ink("bright", bold=True, underline=True)))
        news = set(command.help.casefold().split()) - set(name.split())
        about = (Piece(f"   {command.help}", SOFT),) if news else ()
        keys = self._keymap.keys_of(command.name, ascii_only=marks(self).ascii)
        right = (Piece(keys, KEY),) if keys else (Piece(f":{command.name}", FAINT),)
        return ink.spread((*ink.pieces(name, look, spans), *about), right, width)

    def press(self, event: events.Key) -> bool:
        lines = self.lines
        if event.key == "enter":
            if lines and lines.cursor >= 0:
                self.answer(self._shown[lines.cursor].name)
        elif event.key in ("tab", "shift+tab"):
            if lines:
                lines.move(1 if event.key == "tab" else -1)
        elif event.key == "ctrl+p":
            self.leave()
        else:
            return bool(lines and lines.press(event.key))
        return True

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self._shown = ranked(event.value, self._commands)
        self.show(len(self._shown), empty="no command of that name")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self.answer(self._shown[event.index].name)
