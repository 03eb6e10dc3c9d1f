"""Help as text: the whole program on one screen, and one command with its options and examples."""

from __future__ import annotations

import textwrap

from digestui.cli.command import Command, Option
from digestui.cli.registry import GROUPS, find


def whole_program() -> str:
    """What `digestui --help` prints."""
    lines = [
        "digestui: read the day's papers in a terminal",
        "",
        "usage: digestui [--library PATH] [COMMAND]",
        "",
        "Without a command the reader opens. digestui COMMAND --help tells more of each.",
    ]
    for heading, commands in GROUPS:
        lines += ["", heading]
        lines += [f"  {name:<12} {find(name).summary}" for name, _ in commands]
    lines += [
        "",
        "Options",
        "  --library PATH  use this library (also DIGESTUI_LIBRARY); may follow the command",
        "  --help, -h      show this",
        "  --version       show the version",
        "",
        "Examples",
        "  digestui                                        read",
        "  digestui import papers.bib                      bring in papers",
        "  digestui search 'vision transformer is:unread'  find them",
        "",
        'Queries: words, "a phrase", author:hinton, is:unread, in:queue, tag:vit, newer:2w, -survey, a OR b',
    ]
    return "\n".join(lines) + "\n"


def one_command(command: Command) -> str:
    """What `digestui COMMAND --help` prints."""
    lines = [
        f"digestui {command.name}: {command.summary}",
        "",
        f"usage: digestui {command.name} {command.usage}".rstrip(),
    ]
    for paragraph in command.details.strip().split("\n\n"):
        if paragraph.strip():
            lines += ["", *textwrap.wrap(" ".join(paragraph.split()), 88)]
    lines += ["", "Options"]
    names = [_name(option) for option in command.all_options]
    width = max(map(len, names))
    for name, option in zip(names, command.all_options, strict=True):
        text = option.help + (f": {', '.join(option.choices)}" if option.choices else "")
        hang = " " * (width + 4)
        lines += textwrap.wrap(text, 92, initial_indent=f"  {name:<{width}}  ", subsequent_indent=hang)
    lines += ["", "Examples" if len(command.examples) > 1 else "Example"]
    width = max(len(line) for line, _ in command.examples)
    lines += [f"  {line:<{width}}  {what}" for line, what in command.examples]
    return "\n".join(lines) + "\n"


def _name(option: Option) -> str:
    short = f", {option.short}" if option.short else ""
    return f"{option.name}{short}" + (f" {option.value}" if option.value else "")
