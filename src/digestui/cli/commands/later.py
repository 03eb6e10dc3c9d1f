"""Commands of the contract that this version does not have: they say so in one line and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command, Option
from digestui.errors import Trouble

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _later(name: str, summary: str, usage: str, instead: str, *options: Option) -> Command:
    def answer(session: Session) -> int:
        raise Trouble(name, "not available in this version", instead)

    return Command(
        name=name,
        summary=summary,
        usage=usage,
        examples=((f"digestui {name} --help", "this page"),),
        details=f"Not available in this version: {instead}.",
        options=(*options, JSON),
        run=answer,
    )


COMMANDS = {
    command.name: command
    for command in (
        _later(
            "sync",
            "exchange with one's other machines through a folder",
            "DIR",
            "digestui export --format jsonl carries a library over",
        ),
    )
}
