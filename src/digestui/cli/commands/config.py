"""`config`: where the settings are, what they are, what is wrong, the keys, and a file to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import columns, times
from digestui.errors import BadUsage, Exit, Trouble
from digestui.records import fields, is_dataclass

if TYPE_CHECKING:
    from typing import Any

    from digestui.cli.session import Session
    from digestui.ui.keymap import Keymap, KeyProblem


def _config(session: Session) -> int:
    session.want_words(0, 1, "path, show, check, keys or init")
    verb = session.words[0] if session.words else "show"
    jobs = {"path": _path, "show": _show, "check": _check, "keys": _keys, "init": _init}
    if verb not in jobs:
        raise BadUsage("config", f"{verb} means nothing here", session.usage)
    return jobs[verb](session)


def _path(session: Session) -> int:
    file = session.loaded.file
    if session.has("--json"):
        session.out.json({"path": str(file), "exists": file.exists()})
    else:
        session.out.line(str(file))
    return Exit.DONE


def _show(session: Session) -> int:
    if session.has("--default"):
        from digestui.settings.default_file import default_file

        session.out.text(default_file())
        return Exit.DONE
    values = dict(_flat(session.settings))
    if session.has("--json"):
        session.out.json(values)
        return Exit.DONE
    from digestui.settings.default_file import written

    given = session.loaded.given
    table = ""
    for name, value in values.items():
        head, _, key = name.rpartition(".")
        if head != table:
            session.out.line(f"\n[{head}]" if head else "")
            table = head
        mark = "" if name in given else "  # default"
        session.out.line(f"{key} = {written(value)}{mark}")
    return Exit.DONE


def _flat(settings: Any, table: str = "") -> list[tuple[str, object]]:
    """Settings by dotted name, those of tables last."""
    plain: list[tuple[str, object]] = []
    tables: list[tuple[str, object]] = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        if is_dataclass(value):
            tables += _flat(value, f"{field.name}.")
        elif field.name == "preset":
            tables.insert(0, ("keys.preset", value))
        elif hasattr(value, "items"):
            tables += [(f"{field.name}.{key}", item) for key, item in value.items()]
        else:
            plain.append((table + field.name, value))
    return plain + tables


def _check(session: Session) -> int:
    file = session.loaded.file
    _, problems = keymap(session)
    told = [(f"keys.{problem.name}", problem.reason) for problem in problems]
    sentences = session.loaded.sentences([*told, *_hard_to_read(session), *_nowhere(session)])
    if session.has("--json"):
        session.out.json({"path": str(file), "exists": file.exists(), "problems": sentences})
        return Exit.PARTLY if sentences else Exit.DONE
    for sentence in sentences:
        session.out.line(sentence)
    if sentences:
        session.out.aside(f"{times(len(sentences), 'problem')}; everything else in the file is used")
    elif file.exists():
        session.out.line(f"{file}: all is well")
    else:
        session.out.line(f"{file}: not there, so the defaults are used; config show --default prints one")
    return Exit.PARTLY if sentences else Exit.DONE


def _hard_to_read(session: Session) -> list[tuple[str, str]]:
    """Colours of the user's own in which words can hardly be read."""
    chosen = session.loaded.settings
    if chosen.theme != "own" or not chosen.colours:
        return []
    # Colours are plain data too.
    from digestui.ui import contrast, themes

    weak = contrast.weak(themes.own(chosen.colours), chosen.colours)
    return [(f"colours.{role}", said) for role, said in weak]


def _nowhere(session: Session) -> list[tuple[str, str]]:
    """A view to begin in that the library does not have."""
    start = session.loaded.settings.start_view
    if start == "last" or ":" in start or not session.library_exists:
        return []
    from digestui.library import views

    try:
        if views.named(session.library(readonly=True), start):
            return []
    except Trouble:  # what is wrong with the library is told by those who want it
        return []
    return [("start_view", f"there is no view {start}; digestui views lists them")]


def keymap(session: Session) -> tuple[Keymap, list[KeyProblem]]:
    """The keys of the settings, and what is wrong with them."""
    # The key table is the reader's, but it is plain data and loads nothing of Textual.
    from digestui.ui.keymap import Keymap

    chosen = session.loaded.settings
    return Keymap.build(chosen.preset, {name: list(keys) for name, keys in chosen.keys.items()})


def _keys(session: Session) -> int:
    from digestui.ui.keymap import COMMANDS as READER

    own, _ = keymap(session)
    session.settings  # noqa: B018  (complaints about the file are told before the keys)
    if session.has("--json"):
        session.out.json(
            [
                {
                    "command": command.name,
                    "keys": [" ".join(keys) for keys in own.keys(command.name)],
                    "group": command.group,
                    "help": command.help,
                }
                for command in READER
            ]
        )
        return Exit.DONE
    from digestui.ui.keys import spell

    rows = [(c.name, "  ".join(map(spell, own.keys(c.name))), c.help) for c in READER]
    lines = columns(rows)
    group = ""
    for command, line in zip(READER, lines, strict=True):
        if command.group != group:
            session.out.line(("\n" if group else "") + session.out.bold(command.group))
            group = command.group
        session.out.line("  " + line)
    return Exit.DONE


def _init(session: Session) -> int:
    from digestui.paths import make_private_folder
    from digestui.settings.default_file import default_file

    file = session.loaded.file
    try:
        make_private_folder(file.parent)
        with file.open("x", encoding="utf-8") as made:
            made.write(default_file())
    except FileExistsError:
        raise Trouble(str(file), "is there already", "edit it, or move it away first") from None
    except OSError as error:
        raise Trouble(str(file), f"cannot be written ({error.strerror})", "see to its folder") from None
    session.wrote = True
    if session.has("--json"):
        session.out.json({"path": str(file), "exists": True})
    else:
        session.out.line(f"{file}: written, every line a comment")
    return Exit.DONE


COMMANDS = {
    "config": Command(
        name="config",
        summary="where the settings are, what they are, what is wrong, which keys",
        usage="[init | path | show [--default] | check | keys] [--json]",
        examples=(
            ("digestui config init", "begin with a file of comments that hold every default"),
            ("digestui config check", "name every wrong setting with its line"),
            ("digestui config keys", "the keys of the reader as they are now"),
        ),
        options=(Option("--default", "with show: the commented default file"), JSON),
        run=_config,
    )
}
