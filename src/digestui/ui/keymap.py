"""Which key runs which command: the key table with a preset and the user's own keys laid over it.

Pure: no Textual and nothing heavy, so that the command line can print keys and tests need no screen. The
table itself is `keytable`, names of keys are `keys`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digestui.records import dataclass, field
from digestui.ui.keys import canonical, known, sequence, spell, types_text, written
from digestui.ui.keytable import (
    COMMANDS,
    COUNTING,
    FOOTERS,
    GROUPS,
    PAIRS,
    PRESETS,
    READING,
    ROWS,
    TYPING,
    VACANT,
    Command,
)

__all__ = ["BY_NAME", "COMMANDS", "Command", "Item", "KeyProblem", "KeyReader", "Keymap", "Prefix", "Step"]

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}

Sequence = tuple[str, ...]

ARROWS = "↑↓←→"


class KeyProblem(NamedTuple):
    """Something about a user's `[keys]` that the user should know."""

    name: str
    """The command (or `preset`) it is about."""
    reason: str
    wrong: bool = True
    """False where the setting is obeyed, but takes the last key of another command."""


class Item(NamedTuple):
    """One offer of a footer or a menu: keys as shown, and the word."""

    keys: str
    word: str
    command: str
    """What a click on it runs; of a pair the first."""


class HelpRow(NamedTuple):
    """One line of the help: keys of all its commands, and their words."""

    keys: tuple[str, ...]
    text: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Keys that begin at least one sequence; the next key decides."""

    keys: Sequence
    word: str
    """What the prefix is about: `copy`; its keys where it is about several things."""


@dataclass(slots=True)
class _Pane:
    """The keys of one pane."""

    commands: dict[Sequence, Command] = field(default_factory=dict)
    prefixes: dict[Sequence, list[Command]] = field(default_factory=dict)
    typed: dict[Sequence, Command] = field(default_factory=dict)

    def in_the_way(self, keys: Sequence) -> Command | None:
        """The command that makes `keys` impossible here: the same keys, or one begins the other."""
        for length in range(1, len(keys) + 1):
            if (command := self.commands.get(keys[:length])) is not None:
                return command
        return self.prefixes[keys][0] if keys in self.prefixes else None

    def add(self, keys: Sequence, command: Command) -> None:
        self.commands[keys] = command
        for length in range(1, len(keys)):
            self.prefixes.setdefault(keys[:length], []).append(command)
        if command.typed and len(keys) > 1:
            self.typed[keys[:-1]] = command


class Keymap:
    """Keys of every pane. Build it once; it never changes afterwards, but for how it is spelled."""

    def __init__(self, preset: str, keys: Mapping[str, list[Sequence]], panes: Mapping[str, _Pane]) -> None:
        self.preset = preset
        self.counts = preset in COUNTING
        """Whether digits before a command say how often."""
        self.ascii = False
        """Whether arrows are spelled as words."""
        self._keys = keys
        self._panes = panes

    @classmethod
    def build(
        cls, preset: str = "default", overrides: Mapping[str, object] | None = None
    ) -> tuple[Keymap, list[KeyProblem]]:
        """Lay `preset` and then `overrides` (`name = keys`, as in the settings file) over the table.

        Keys the user gives win over the table's; what is impossible is left out and told, never raised.
        """
        problems: list[KeyProblem] = []
        if preset not in PRESETS:
            problems.append(KeyProblem("preset", f"{preset} is none of {', '.join(PRESETS)}"))
            preset = "default"
        own = _own_keys(overrides or {}, problems)
        table = PRESETS[preset]
        claims = [(BY_NAME[name], keys, "user") for name, keys in own.items()]
        claims += [
            (BY_NAME[name], [sequence(k) for k in keys], "preset")
            for name, keys in table.items()
            if name not in own
        ]
        claims += [
            (command, [sequence(k) for k in command.keys], "table")
            for command in COMMANDS
            if command.name not in own and command.name not in table
        ]
        panes = {pane: _Pane() for pane in (*READING, *TYPING)}
        kept: dict[str, list[Sequence]] = {}
        for command, sequences, said_by in claims:
            kept[command.name], taker = _claim(command, sequences, panes)
            for keys, other in taker.items():
                if said_by == "user":
                    problems.append(KeyProblem(command.name, f"{spell(keys)} is already {other.name}"))
            if taker and not kept[command.name] and said_by != "user":
                keys, other = next(iter(taker.items()))
                taken = next((k for k in kept[other.name] if k == keys[: len(k)]), keys)
                reason = f"has no key left: {spell(taken)} is now {other.name}"
                problems.append(KeyProblem(command.name, reason, wrong=False))
        return cls(preset, kept, panes), problems

    def keys(self, name: str) -> list[Sequence]:
        """Sequences that run a command, the one to show first."""
        return self._keys.get(name, [])

    def pane(self, pane: str) -> Mapping[Sequence, Command]:
        """Every sequence that works in one pane, with its command."""
        return self._panes[pane].commands

    def keys_of(self, name: str, *, ascii_only: bool = False) -> str:
        """The first keys of a command as people read them; empty where it has none."""
        keys = self.keys(name)
        return spell(keys[0], ascii_only=ascii_only or self.ascii) if keys else ""

    def lookup(self, pending: Iterable[str], key: str, pane: str) -> Command | Prefix | None:
        """What `key` (as Textual names it) means in `pane` after the keys `pending`."""
        table = self._panes.get(pane)
        if table is None:
            return None
        before = tuple(pending)
        key = canonical(key)
        keys = (*before, key)
        if (command := table.commands.get(keys)) is not None:
            return command
        if keys in table.prefixes:
            return Prefix(keys, self._word(keys, table.prefixes[keys]))
        if before and types_text(key):
            return table.typed.get(before)
        return None

    def menu(self, prefix: Iterable[str], pane: str = "list") -> list[Item]:
        """What may follow a prefix, in table order, as the footer shows it."""
        before = tuple(prefix)
        table = self._panes.get(pane)
        if table is None:
            return []
        items = []
        for command in table.prefixes.get(before, ()):
            for keys in self.keys(command.name):
                if keys[: len(before)] == before and table.commands.get(keys) is command:
                    items.append(
                        Item(spell(keys[len(before) :], ascii_only=self.ascii), command.title, command.name)
                    )
                    break
        return items

    def footer(self, pane: str) -> list[Item]:
        """What works in `pane` now, most used first, without help, which always stands last."""
        items = []
        for entry in FOOTERS.get(pane, "").split():
            commands = [BY_NAME[name] for name in entry.split("+")]
            if item := self._offer(commands):
                items.append(item)
        return items

    def vacant(self) -> list[Item]:
        """What makes sense over a list that has nothing left."""
        return [Item(keys, BY_NAME[name].title, name) for name in VACANT if (keys := self.keys_of(name))]

    def _offer(self, commands: list[Command]) -> Item | None:
        first = commands[0]
        if first.family and (prefix := self.family(first.family)):
            return Item(spell(prefix, ascii_only=self.ascii), first.family, first.name)
        shown = [keys for command in commands if (keys := self.keys_of(command.name))]
        if not shown:
            return None
        together = "".join(shown) if set(shown) <= set(ARROWS) else " ".join(shown)
        word = PAIRS.get(first.name, first.title) if len(commands) > 1 else first.title
        return Item(together, word, first.name)

    def family(self, family: str) -> Sequence | None:
        """The prefix that leads to the commands of a family, if all that have keys share one."""
        first = {keys[0][:-1] for c in COMMANDS if c.family == family and (keys := self.keys(c.name))}
        return first.pop() if len(first) == 1 and first != {()} else None

    def _word(self, keys: Sequence, commands: list[Command]) -> str:
        families = {command.family for command in commands}
        return (
            families.pop()
            if len(families) == 1 and "" not in families
            else spell(keys, ascii_only=self.ascii)
        )

    def help(self) -> list[tuple[str, list[HelpRow]]]:
        """Every visible command by group, those that belong together in one row."""
        groups = []
        for group in GROUPS:
            rows: dict[str, list[Command]] = {}
            for command in COMMANDS:
                if command.group == group and not command.hidden:
                    rows.setdefault(command.row or command.name, []).append(command)
            groups.append((group, [self._help_row(name, commands) for name, commands in rows.items()]))
        return groups

    def _help_row(self, name: str, commands: list[Command]) -> HelpRow:
        keys = [shown for command in commands if (shown := self.keys_of(command.name))]
        text = ROWS.get(name) or ", ".join(command.help for command in commands)
        last = "".join(shown[-1] for shown in keys)
        if len(keys) > 2 and last in "0123456789" and len({shown[:-1] for shown in keys}) == 1:
            keys = [f"{keys[0]}-{last[-1]}"]
        return HelpRow(tuple(keys), text, tuple(command.name for command in commands))


def _own_keys(overrides: Mapping[str, object], problems: list[KeyProblem]) -> dict[str, list[Sequence]]:
    """The user's keys that can be understood; the rest becomes problems."""
    own: dict[str, list[Sequence]] = {}
    for name, value in overrides.items():
        if name not in BY_NAME:
            problems.append(KeyProblem(name, f"no such command{_meant(name)}"))
            continue
        parts = written(value)
        if parts is None:
            problems.append(KeyProblem(name, 'keys are text such as "g g", or a list of such'))
            continue
        good = []
        for part in parts:
            keys = sequence(part)
            if unknown := [key for key in keys if not known(key)]:
                problems.append(KeyProblem(name, f"no such key: {unknown[0]}"))
            elif "escape" in keys[1:]:
                problems.append(KeyProblem(name, f"{spell(keys)}: esc leaves a sequence"))
            elif BY_NAME[name].panes <= TYPING and types_text(keys[0]):
                problems.append(KeyProblem(name, f"{spell(keys)} is text where one types"))
            else:
                good.append(keys)
        if good or not parts:
            own[name] = good
    return own


def _meant(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, BY_NAME, 1)
    return f"; did you mean {near[0]}?" if near else ""


def _claim(
    command: Command, sequences: list[Sequence], panes: Mapping[str, _Pane]
) -> tuple[list[Sequence], dict[Sequence, Command]]:
    """Give `command` its sequences wherever they are free; tell which it got, and who has the others."""
    got: list[Sequence] = []
    taken: dict[Sequence, Command] = {}
    for keys in dict.fromkeys(sequences):
        free = False
        for pane in sorted(command.panes):
            if pane in TYPING and types_text(keys[0]):
                continue
            other = panes[pane].in_the_way(keys)
            if other is None:
                panes[pane].add(keys, command)
                free = True
            elif other is not command:
                taken.setdefault(keys, other)
        if free:
            got.append(keys)
    return got, taken


@dataclass(frozen=True, slots=True)
class Step:
    """What one key came to. With no command and no `pending` the key meant nothing, or ended a sequence."""

    command: Command | None = None
    count: int | None = None
    """How often, where the user said so."""
    typed: str = ""
    """The key that a `typed` command takes as its first letter."""
    pending: Sequence = ()
    """Keys of an unfinished sequence: the footer shows its menu."""
    used: bool = True
    """False where the key is nobody's, and may go on to the pane."""


class KeyReader:
    """Keys one after another: sequences, and counts where the preset has them."""

    MOST = 99_999

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.pending: Sequence = ()
        self.count: int | None = None

    def forget(self) -> None:
        """Drop an unfinished sequence and count, as when another pane takes the keys."""
        self.pending, self.count = (), None

    def feed(self, key: str, pane: str) -> Step:
        """Take one key, as Textual names it, and say what it came to."""
        key = canonical(key)
        if not self.pending and self.keymap.counts and pane in READING and self._digit(key):
            return Step(count=self.count)
        if key == "escape" and (self.pending or self.count is not None):
            self.forget()
            return Step()
        before, count = self.pending, self.count
        found = self.keymap.lookup(before, key, pane)
        if isinstance(found, Prefix):
            self.pending = found.keys
            return Step(count=count, pending=found.keys)
        self.forget()
        if found is None:
            return Step(used=bool(before))
        exact = (*before, key) in self.keymap.keys(found.name)
        return Step(found, count, "" if exact or key == "space" else key)

    def _digit(self, key: str) -> bool:
        if not (len(key) == 1 and key in "0123456789") or (key == "0" and self.count is None):
            return False
        self.count = min((self.count or 0) * 10 + int(key), self.MOST)
        return True
