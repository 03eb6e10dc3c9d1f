"""Make the documentation that has a source in the program: keys, settings, commands, man page, query words.

    python tools/docs.py           # write what is stale
    python tools/docs.py --check   # name what is stale, exit code 1

A page that is partly written by hand (`docs/query.md`) has its made part between two marks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from digestui.cli.command import Command as CliCommand
from digestui.cli.command import Option
from digestui.cli.registry import GROUPS as CLI_GROUPS
from digestui.cli.registry import find
from digestui.query.names import SHOWN_FIELDS, SHOWN_VALUES
from digestui.settings.default_file import TABLES, described
from digestui.ui.keymap import Keymap
from digestui.ui.keys import spell
from digestui.ui.keytable import COMMANDS, COUNTING, GROUPS, PRESETS, READING, Command

DOCS = ROOT / "docs"
BEGIN, END = "<!-- made by tools/docs.py -->", "<!-- end of what is made -->"


def code(text: str) -> str:
    """Text as code in a Markdown table."""
    return f"`{text}`".replace("|", "\\|")


def cell(text: str) -> str:
    """Text as words in a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


# Keys


def keys_page() -> str:
    """`keys.md`: every command of the reader with its keys in each preset."""
    maps = {name: Keymap.build(name)[0] for name in PRESETS}
    lines = [
        "# Keys",
        "",
        "Every command of the reader has a name. `?` in the reader and `digestui config keys` show the keys as "
        "they are for you; give a command others in the settings:",
        "",
        "```toml",
        "[keys]",
        'preset = "vim"            # ' + ", ".join(PRESETS),
        'star = "s"                # the name, then a key or a sequence',
        'undo = ["u", "ctrl+z"]    # or several',
        'dismiss-above = ""        # or none',
        "```",
        "",
        "A key that is taken, or a name that is none, is told with file and line before the reader starts. "
        "`:NAME` and the palette (`ctrl+p`) run any command, with or without a key. In the preset "
        f"{' and '.join(sorted(COUNTING))} digits before a command say how often, or for how many papers: "
        "`5j`, `3d`.",
        "",
        "The last column names the presets in which the keys are others.",
    ]
    for group in GROUPS:
        rows = [c for c in COMMANDS if c.group == group and not c.hidden]
        lines += ["", f"## {group}", "", "| keys | command | does | in other presets |", "|---|---|---|---|"]
        lines += [_key_row(command, maps) for command in rows]
    lines += [
        "",
        "## Where one types",
        "",
        "In the search box and the note only these are commands; all other keys type.",
        "",
        "| keys | command | does | where |",
        "|---|---|---|---|",
    ]
    for command in COMMANDS:
        if command.hidden:
            where = "search box" if "search" in command.panes else "note"
            lines.append(
                f"| {_keys(maps['default'], command)} | {code(command.name)} | {cell(command.help)} | {where} |"
            )
    return "\n".join(lines) + "\n"


def _keys(keymap: Keymap, command: Command) -> str:
    return " ".join(code(spell(keys)) for keys in keymap.keys(command.name))


def _key_row(command: Command, maps: dict[str, Keymap]) -> str:
    usual = _keys(maps["default"], command)
    others = [
        f"{name} {_keys(keymap, command) or 'none'}"
        for name, keymap in maps.items()
        if _keys(keymap, command) != usual
    ]
    does = cell(command.help)
    if command.panes < READING:
        does += f" (in {', '.join(pane for pane in ('list', 'abstract', 'note', 'filters') if pane in command.panes)})"
    return f"| {usual} | {code(command.name)} | {does} | {' · '.join(others)} |"


# Settings


def settings_page() -> str:
    """`settings.md`: every setting with its default and its sentence."""
    lines = [
        "# Settings",
        "",
        "`digestui config init` writes a commented file with every default, `digestui config path` says where it "
        "is. `digestui config check` names what is wrong in it, with the line and what is allowed; the rest goes "
        "on working. Changes take effect at the next start, or with `:reload` in the reader. A file or folder without a "
        "leading `/` is in your home.",
    ]
    table: str | None = None
    for setting in described():
        if setting.table != table:
            table = setting.table
            if table:
                lines += ["", f"## `[{table}]`", "", TABLES[table]]
            lines += ["", "| setting | default | what it says |", "|---|---|---|"]
        name = (
            code(setting.name) if setting.name else "*a command*" if setting.table == "keys" else "*a role*"
        )
        default = (
            code(setting.default)
            if setting.default
            else "[its keys](keys.md)"
            if setting.table == "keys"
            else "those of base"
        )
        lines.append(f"| {name} | {default} | {cell(setting.says)} |")
    return "\n".join(lines) + "\n"


# Commands


def commands_page() -> str:
    """`commands.md`: what `--help` says of every command."""
    lines = [
        "# Commands",
        "",
        "`digestui [--library PATH] COMMAND`. `--library` stands before or after the command, `DIGESTUI_LIBRARY` "
        "does the same; without a command the reader opens. `digestui COMMAND --help` says what is said here, and "
        "`man digestui` too where the man page is installed.",
        "",
        "Results go to standard output, all else to standard error. A query that begins with a dash follows `--`. "
        "Exit codes: 0 all done, 1 done in part or nothing found under a name, 2 nothing done, 130 after Ctrl-C.",
    ]
    for heading, commands in CLI_GROUPS:
        lines += ["", f"## {heading}"]
        for name, _ in commands:
            lines += ["", *_command(find(name))]
    return "\n".join(lines) + "\n"


def _command(command: CliCommand) -> Iterator[str]:
    yield f"### {command.name}"
    yield ""
    yield f"`digestui {command.name} {command.usage}`".replace(" `", "`")
    yield ""
    yield command.summary[0].upper() + command.summary[1:] + "."
    for paragraph in paragraphs(command):
        yield ""
        yield paragraph
    if command.options:
        yield ""
        yield "| option | does |"
        yield "|---|---|"
        for option in command.options:
            yield f"| {code(option_name(option))} | {cell(option_help(option))} |"
    yield ""
    yield "```sh"
    width = max(len(line) for line, _ in command.examples)
    for line, what in command.examples:
        yield f"{line:<{width}}  # {what}"
    yield "```"


def paragraphs(command: CliCommand) -> list[str]:
    """The details of a command, a paragraph each."""
    return [" ".join(part.split()) for part in command.details.split("\n\n") if part.strip()]


def option_name(option: Option) -> str:
    short = f", {option.short}" if option.short else ""
    return f"{option.name}{short}" + (f" {option.value}" if option.value else "")


def option_help(option: Option) -> str:
    return option.help + (f": {', '.join(option.choices)}" if option.choices else "")


# Man page


def roff(text: str) -> str:
    """Text as roff: nothing in it is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return "\\&" + text if text.startswith(".") else text


def man_page() -> str:
    """`digestui.1`: commands, query words, keys, settings, files."""
    lines = [
        '.\\" Made by tools/docs.py; do not edit.',
        '.TH DIGESTUI 1 "" digestui "User Commands"',
        ".SH NAME",
        "digestui \\- read the day\\(aqs papers in a terminal",
        ".SH SYNOPSIS",
        ".B digestui",
        "[\\fB\\-\\-library\\fR \\fIPATH\\fR] [\\fICOMMAND\\fR]",
        ".SH DESCRIPTION",
        "Papers arrive in the inbox of a library, which is one file. Each is decided once: reading list, done, "
        "dismissed, or snoozed until a day; everything can be undone. Without a command the reader opens.",
    ]
    for heading, commands in CLI_GROUPS:
        lines.append(f".SH {heading.upper()}")
        for name, _ in commands:
            lines += _man_command(find(name))
    lines += [".SH QUERIES", 'Words, "a phrase", prefix*, OR, \\- before what must not be, parentheses, and:']
    lines += _man_list((field, says) for field, says in SHOWN_FIELDS)
    lines += [".SH KEYS", "The default keys; \\fBdigestui config keys\\fR prints those in use."]
    for group, rows in Keymap.build()[0].help():
        lines.append(f".SS {roff(group)}")
        lines += _man_list((" ".join(row.keys) or f":{row.commands[0]}", row.text) for row in rows)
    lines += [
        ".SH SETTINGS",
        "In \\fIconfig.toml\\fR; \\fBdigestui config init\\fR writes one to begin with.",
    ]
    for table, about in TABLES.items():
        if table:
            lines += [f".SS [{table}]", roff(about)]
        own = (one for one in described() if one.table == table)
        lines += _man_list((one.name or "COMMAND", one.says) for one in own)
    lines += [
        ".SH EXIT STATUS",
        *_man_list(
            (
                ("0", "all done, also when a query matches nothing"),
                ("1", "done in part, or nothing found under a name"),
                ("2", "nothing done"),
                ("130", "stopped with Ctrl-C"),
            )
        ),
        ".SH ENVIRONMENT",
        *_man_list(
            (
                ("DIGESTUI_LIBRARY", "the library, as --library"),
                ("EDITOR, VISUAL", "the editor for notes"),
                ("BROWSER", "what opens pages"),
                ("NO_COLOR", "no colours, marks by shape and weight"),
                ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "where settings, library and log lie"),
            )
        ),
        ".SH FILES",
        "\\fBdigestui doctor\\fR says where library, settings and log lie.",
    ]
    return "\n".join(lines) + "\n"


def _man_command(command: CliCommand) -> Iterator[str]:
    yield f".SS {roff(f'{command.name} {command.usage}'.strip())}"
    yield roff(command.summary[0].upper() + command.summary[1:] + ".")
    for paragraph in paragraphs(command):
        yield ".PP"
        yield roff(paragraph)
    yield from _man_list((option_name(option), option_help(option)) for option in command.options)
    yield ".PP"
    yield ".nf"
    for line, what in command.examples:
        yield roff(f"    {line}")
        yield roff(f"        {what}")
    yield ".fi"


def _man_list(pairs: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, says in pairs:
        yield ".TP"
        yield f"\\fB{roff(name)}\\fR"
        yield roff(says)


# Query words


def query_page() -> str:
    """`query.md` with its table of fields made anew."""
    page = (DOCS / "query.md").read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = ["| field | takes | values |", "|---|---|---|"]
    for field, says in SHOWN_FIELDS:
        values = " ".join(code(value) for value in SHOWN_VALUES.get(field.rstrip(":"), ()))
        rows.append(f"| {code(field)} | {cell(says)} | {values} |")
    return before + BEGIN + "\n" + "\n".join(rows) + "\n" + END + after


PAGES: dict[str, Callable[[], str]] = {
    "keys.md": keys_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "digestui.1": man_page,
    "query.md": query_page,
}
"""Every page that is made, by its name in `docs`."""


def stale() -> dict[str, str]:
    """Pages that are not what they would be made to, with what they would be."""
    made = {name: make() for name, make in PAGES.items()}
    return {
        name: text
        for name, text in made.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    }


def main(arguments: list[str]) -> int:
    old = stale()
    for name, text in old.items():
        if arguments != ["--check"]:
            (DOCS / name).write_text(text, "utf-8")
        print(f"docs/{name}")
    return 1 if old and arguments == ["--check"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
