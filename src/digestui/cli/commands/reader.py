"""`open`: the reader. Only this module of the command line knows that there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import Command, Option
from digestui.errors import BadUsage, OlderLibrary, Trouble
from digestui.records import replace

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _open(session: Session) -> int:
    try:
        return _read(session)
    except BaseException:
        from digestui.ui import doorstep

        doorstep.withdraw()  # the page of last time may stand there, and what went wrong is to be seen
        raise


def _read(session: Session) -> int:
    env = session.env
    if not (env.stdin_isatty and env.stdout_isatty):
        raise Trouble(
            "the reader",
            "standard input and output are not a terminal",
            "digestui search prints papers anywhere",
        )
    if env.environ.get("TERM", "") in ("", "dumb"):
        raise Trouble("the reader", "this terminal cannot place text", "set TERM, or use digestui search")
    chosen = replace(session.settings, plain=True) if session.has("--plain") else session.settings
    files = []
    for word in session.words:
        path = env.path(word)
        if not path.exists():
            raise BadUsage(word, "no such file", "look at its name")
        files.append(str(path))
    complaint = _complaint(session)
    welcome = "" if session.library_exists else _begin(session)
    session.close()
    from digestui import paths
    from digestui.cli import logs
    from digestui.ui.door import open_reader

    log = paths.log_file(env.environ)

    def read() -> int:
        return open_reader(
            *(session.library_path, files, chosen, env.environ, welcome, complaint),
            confined=session.has("--confined"),
            log=lambda text: logs.write(log, env.clock(), text),
        )

    try:
        code = read()
    except OlderLibrary:
        session.library()  # opened to write, it is brought up to date and a copy of it is kept
        session.close()
        code = read()
    session.may_have_decided = True
    if code == 1:
        session.out.aside(f"digestui: the reader: something went wrong: {log} says more; please report it")
    return code


def _complaint(session: Session) -> str:
    """Tell what is wrong with the keys, by file and line, before the screen is taken; gives the sentence for
    the reader's first line, on everything that is wrong with the settings."""
    chosen = session.settings
    problems: list[tuple[str, str]] = []
    if chosen.keys:
        from digestui.cli.commands.config import keymap

        found = keymap(session)[1]
        problems = [(f"keys.{problem.name}", problem.reason) for problem in found if problem.wrong]
        for sentence in session.loaded.sentences(problems, own=False):
            session.out.aside(f"digestui: {sentence}")
    return session.loaded.summary(problems)


def _begin(session: Session) -> str:
    """A first run: a new library that holds the bundled digest; the quiet line that says so."""
    from digestui.library import intake

    report = intake.load_bundled(session.library(create=True))
    return f"New library: {report.added} papers from the bundled digest."


COMMANDS = {
    "open": Command(
        name="open",
        summary="read: the same as digestui alone",
        usage="[FILE...]",
        examples=(
            ("digestui open", "go on where you left off"),
            ("digestui open papers.bib", "bring in a file while you read"),
        ),
        options=(
            Option("--plain", "for screen readers: a real cursor, one pane, words instead of marks"),
            Option("--confined", "start no program, and take no file by a name that is typed inside"),
        ),
        details="Files are brought in in the background. A new library begins with the bundled digest."
        " Inside, ? shows every key and q leaves.",
        files=True,
        run=_open,
    )
}
