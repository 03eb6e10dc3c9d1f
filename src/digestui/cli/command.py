"""What a command is, and how a line of words is taken apart by it.

Not argparse, for the contract's sake: `--library` stands on either side of the command, what follows
`tag QUERY` is never an option, words may stand among options, and every error is one line. The same table
yields the parser, the help, the completions and the documentation. Nothing here knows what a command does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digestui.errors import BadUsage
from digestui.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digestui.cli.session import Session


@dataclass
class Option:
    """`--name`, or `--name VALUE` where it has a `value`."""

    name: str
    help: str
    value: str = ""
    """What to call its value in the help: `N`, `FILE`; empty for a switch."""
    short: str = ""
    """`-o`, or empty."""
    choices: tuple[str, ...] = ()
    """The values it takes, for completion and for the error that lists them."""
    file: bool = False
    """Whether the value is the name of a file, which may be of any bytes."""
    blank: bool = False
    """Whether the value may be empty."""


JSON = Option("--json", "print one JSON document")
DRY_RUN = Option("--dry-run", "say what would happen and change nothing")
LIBRARY = Option("--library", "the library's file (or DIGESTUI_LIBRARY)", value="PATH", file=True)
HELP = Option("--help", "show this", short="-h")
COMMON = (LIBRARY, HELP)


@dataclass
class Command:
    """One command, with all that the help says of it."""

    name: str
    summary: str
    """One line, lower case, no full stop."""
    usage: str
    """What follows the name: `QUERY [--limit N]`."""
    examples: tuple[tuple[str, str], ...]
    """Lines to type, each with what it does."""
    run: Callable[[Session], int]
    options: tuple[Option, ...] = ()
    details: str = ""
    """Paragraphs for the help."""
    free_after: int | None = None
    """After so many words everything is a word, whatever it begins with."""
    files: bool = False
    """Whether its words are names of files: of any bytes, but never empty."""

    @property
    def all_options(self) -> tuple[Option, ...]:
        return (*self.options, *COMMON)


@dataclass
class Line:
    """A line taken apart."""

    words: list[str]
    options: dict[str, str]
    """By full name; a switch has the value empty."""

    def has(self, option: str) -> bool:
        return option in self.options

    def get(self, option: str) -> str | None:
        return self.options.get(option)

    def number(self, option: str) -> int | None:
        """The value as a whole number from 0 on; BadUsage if it is none."""
        text = self.options.get(option)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 12):
            raise BadUsage(option, f"{text} is not a number", f"write {option} and a whole number, as 20")
        return int(text)


def take_apart(command: Command, arguments: Sequence[str]) -> Line:
    """Words and options of what follows the command's name; BadUsage names the first that means nothing.

    Refused are also bytes that are no text, where text is asked for: left out, they would leave another text.
    And an empty name of a file, which is a variable that nobody set and would be the folder one stands in.
    """
    known = {option.name: option for option in command.all_options}
    known |= {option.short: option for option in command.all_options if option.short}
    line = Line([], {})
    rest = list(arguments)
    while rest:
        token = rest.pop(0)
        if command.free_after is not None and len(line.words) >= command.free_after:
            line.words.append(token)
        elif token == "--":
            line.words += rest
            break
        elif not token.startswith("-") or token == "-":
            line.words.append(token)
        else:
            _take_option(command, known, token, rest, line)
    for word in line.words:
        if not command.files:
            want_text(command.name, word)
        elif not word:
            raise BadUsage(command.name, "a name is empty", f"write digestui {command.name} {command.usage}")
    return line


def want_text(what: str, given: str, do: str = "write it in UTF-8") -> None:
    """BadUsage for bytes that are no text, which Python hands on as lone surrogates."""
    if given.isascii():
        return
    from digestui.text.safe import in_text

    if (shown := in_text(given)) != given:
        raise BadUsage(what, f"{shown} is no UTF-8", do)


def _take_option(command: Command, known: dict[str, Option], token: str, rest: list[str], line: Line) -> None:
    if token.startswith("--"):
        name, joined, value = token.partition("=")
    else:
        name, joined, value = token[:2], token[2:], token[2:]
    option = known.get(name)
    if option is None or (joined and not option.value):
        raise BadUsage(command.name, f"there is no option {token}", _instead(name, token, known, command))
    if not option.value:
        line.options[option.name] = ""
        return
    if not joined:
        if not rest:
            raise BadUsage(command.name, f"{name} wants a value", f"write {name} {option.value}")
        value = rest.pop(0)
    if not value and not option.blank:
        raise BadUsage(command.name, f"the value of {name} is empty", f"write {name} {option.value}")
    if not option.file:
        want_text(name, value)
    if option.choices and value.lower() not in option.choices:
        raise BadUsage(
            command.name, f"{name} does not take {value}", "use one of " + ", ".join(option.choices)
        )
    line.options[option.name] = value.lower() if option.choices else value


def _instead(name: str, token: str, known: dict[str, Option], command: Command) -> str:
    import difflib

    if name in known:
        return f"{name} takes no value"
    near = difflib.get_close_matches(name, known, 1, 0.75)
    if near:
        return f"did you mean {near[0]}?"
    if not token.startswith("--"):
        return f"a query that begins with a dash follows --, as digestui {command.name} -- {token}"
    return f"digestui {command.name} --help lists them"
