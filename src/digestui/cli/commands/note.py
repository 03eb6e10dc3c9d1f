"""`note`: the one Markdown text of a paper, printed or changed; every earlier text stays reachable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from digestui.cli.command import JSON, Command, Option
from digestui.errors import BadInput, BadUsage, Exit, Trouble

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.library import Library
    from digestui.model.receipt import Receipt

WAYS = ("--edit", "--set", "--append", "--history")


def _note(session: Session) -> int:
    from digestui.library import notes, search

    session.want_words(1, None, "a KEY")
    chosen = [way for way in WAYS if session.has(way)]
    if len(chosen) > 1:
        raise BadUsage("note", f"{chosen[0]} and {chosen[1]} at once", "use one of them")
    changes = bool(chosen) and chosen[0] != "--history"
    lib = session.library(readonly=not changes)
    paper = search.resolve_key(lib, session.query())
    if not chosen:
        return _print(session, lib, paper)
    if chosen[0] == "--history":
        return _history(session, lib, paper)
    if chosen[0] == "--set":
        return _saved(
            session, notes.save_note(lib, paper, _text(session, "--set"), base=notes.read_note(lib, paper))
        )
    if chosen[0] == "--append":
        return _saved(session, notes.append_note(lib, paper, _text(session, "--append")))
    return _edit(session, lib, paper)


def _print(session: Session, lib: Library, paper: int) -> int:
    from digestui.library import notes

    text = notes.read_note(lib, paper)
    if session.has("--json"):
        session.out.json({"key": _key(lib, paper), "note": text})
    elif text:
        session.out.text(text)
    else:
        session.out.aside("no note yet; --edit, --set TEXT or --append TEXT writes one")
    return Exit.DONE


def _history(session: Session, lib: Library, paper: int) -> int:
    from digestui.library import notes

    texts = notes.note_history(lib, paper)
    if session.has("--json"):
        session.out.json([{"at": at, "note": text} for at, text in texts])
        return Exit.DONE
    for number, (at, text) in enumerate(texts):
        if number:
            session.out.line()
        session.out.line(session.out.bold(f"--- {at}") if text else f"--- {at}  (no note)")
        if text:
            session.out.text(text)
    if not texts:
        session.out.aside("no note was ever saved here")
    return Exit.DONE


def _text(session: Session, option: str) -> str:
    """The text given; a lone dash is all of standard input."""
    text = session.line.get(option) or ""
    if text != "-":
        return text
    return _decoded(session, session.env.stdin.read())


def _decoded(session: Session, raw: bytes) -> str:
    from digestui.library import notes

    text, guessed = notes.from_bytes(raw)
    if guessed:
        session.out.aside(f"digestui: {guessed}")
    return text


def _saved(session: Session, receipt: Receipt) -> int:
    if session.has("--json"):
        session.out.json(
            {"label": receipt.label, "changed": receipt.count, "batch": receipt.batch, "key": receipt.key}
        )
    elif not receipt.count:
        session.out.line("the note was so already")
    else:
        session.out.line(
            f"{receipt.before_title} {receipt.title or receipt.key}; digestui undo takes it back"
        )
    if receipt.conflict:
        kept = "both texts are kept" if receipt.count else "it stays as it is"
        session.out.aside(f"the note had changed meanwhile: {kept}")
    return Exit.DONE


def _edit(session: Session, lib: Library, paper: int) -> int:
    from digestui.library import notes

    lib.want_writable()  # before anything is typed in vain
    base = notes.read_note(lib, paper)
    key = _key(lib, paper)  # asked now: later the library may not answer
    editor = _editor(session)
    code, text = _typed(session, editor, base or "")
    if code != 0:
        kept = "nothing was typed"
        if text != (base or ""):
            with _in_a_file_else(session, key, text):
                notes.keep_draft(lib, key, text, base)
            kept = "the text is kept as a draft, which the reader offers"
        raise BadInput(editor[0], f"left with exit code {code}, so nothing was saved", kept)
    if text.rstrip("\n") == (base or "").rstrip("\n"):
        session.out.line("the note is as it was")
        return Exit.DONE
    with _in_a_file_else(session, key, text):
        receipt = notes.save_note(lib, paper, text, base=base)
    return _saved(session, receipt)


def _typed(session: Session, editor: list[str], base: str) -> tuple[int, str]:
    """How the editor ended, and what its file holds then."""
    import tempfile

    # A folder only its owner may enter: editors write copies beside the file they edit.
    with tempfile.TemporaryDirectory(prefix="digestui-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(base, encoding="utf-8")
        session.env.stdout.flush()
        try:
            code = session.env.run_program([*editor, str(file)])
        except OSError as error:
            raise Trouble(
                editor[0], (error.strerror or "cannot be run").lower(), "set EDITOR to a program"
            ) from error
        try:
            return code, _decoded(session, file.read_bytes())
        except OSError:
            return code, base


@contextmanager
def _in_a_file_else(session: Session, key: str, text: str) -> Iterator[None]:
    """Where the library does not take what was typed, it goes into a file, and the error names that."""
    from digestui.library import unsaved

    try:
        yield
    except Trouble as trouble:
        file = unsaved.put(key, text, session.env.environ)
        if file is None:
            session.out.aside(text)  # the terminal is the last to have it
            raise
        raise type(trouble)(trouble.what, trouble.why, f"what you typed is in {file}") from trouble
    except BaseException:
        if (file := unsaved.put(key, text, session.env.environ)) is not None:
            session.out.aside(f"what you typed is in {file}")
        raise


def _editor(session: Session) -> list[str]:
    import shlex

    environ = session.env.environ
    chosen = environ.get("VISUAL") or environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        words = shlex.split(chosen)
    except ValueError:
        words = []
    if not words:
        raise Trouble("EDITOR", f"{chosen} is not a command", "set EDITOR to a program")
    return words


def _key(lib: Library, paper: int) -> str:
    from digestui.library import search

    return search.rows(lib, [paper])[0].key


COMMANDS = {
    "note": Command(
        name="note",
        summary="print or change the note of a paper",
        usage="KEY [--edit | --set TEXT | --append TEXT | --history]",
        examples=(
            ("digestui note 2103.14030", "print it"),
            ("digestui note 2103.14030 --edit", "write it in $VISUAL or $EDITOR"),
            ("digestui note 2103.14030 --append 'compare with CvT'", "add a paragraph"),
            ("pandoc x.html -t markdown | digestui note 2103.14030 --set -", "from standard input"),
        ),
        details="Every text that was ever saved stays reachable with --history, and undo brings it back.",
        options=(
            Option("--edit", "write it in $VISUAL or $EDITOR", short="-e"),
            Option("--set", "put TEXT in its place; - is standard input", value="TEXT", blank=True),
            Option("--append", "add TEXT at its end; - is standard input", value="TEXT", blank=True),
            Option("--history", "every text it ever had, newest first"),
            JSON,
        ),
        run=_note,
    )
}
