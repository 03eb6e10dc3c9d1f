"""`serve`: the reader in a browser on this machine. Only this module of the command line knows the server."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from digestui.cli.command import Command, Option
from digestui.errors import BadUsage, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digestui.cli.session import Session

PORT = 8417


def _serve(session: Session) -> int:
    session.want_words(0, 0, "no words")
    port = session.line.number("--port")
    if port is not None and port > 65535:
        raise BadUsage(
            "--port", f"{port} is not a port", "use a number up to 65535, 0 takes any that is free"
        )
    # Says what is missing, and brings one of an older program up to date.
    session.library(readonly=True).want_writable()
    session.close()
    try:
        from digestui.serve import page
        from digestui.serve.gate import Gate
        from digestui.serve.server import LOOPBACK, Server, listen

        page.file("terminal.js")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("digestui"):
            raise
        raise Trouble(
            "serve", f"it needs {missing.name}", "pip install 'digestui[serve]' brings it"
        ) from None

    listener = listen(PORT if port is None else port)
    gate = Gate(session.env.ticks)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/?token="

    def begun() -> None:
        session.env.stdout.write(f"{address}{gate.token}\n")
        session.env.stdout.flush()
        session.out.aside(
            "digestui: the address above opens the reader in this machine's browser; ctrl+c stops"
        )
        if not session.has("--no-open"):
            _open(session.env.environ, address + gate.ticket())

    def failed(error: Exception) -> None:
        from digestui import paths
        from digestui.cli import logs

        logs.write_failure(paths.log_file(session.env.environ), session.env.clock(), ["serve"], error)

    server = Server(_command(session), _environment(session.env.environ), gate, failed)
    if server.run(listener, begun) == signal.SIGINT:
        raise KeyboardInterrupt
    return 0


def _command(session: Session) -> list[str]:
    """What each visitor gets: the reader as it is in a terminal, with everything off that leads out of it."""
    import sys

    return [
        *(sys.executable, "-m", "digestui", "open", "--confined"),
        *("--library", str(session.library_path.absolute())),
    ]


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Our own, less what describes the terminal that we run in."""
    gone = (
        "COLUMNS",
        "LINES",
        "TERM_PROGRAM",
        "TERM_PROGRAM_VERSION",
        "BROWSER",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    )
    kept = {name: value for name, value in ours.items() if name not in gone}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _open(env: Mapping[str, str], address: str) -> None:
    """Show an address in the user's browser, where there is one; the printed address is there in any case."""
    import subprocess
    import sys

    opener = "open" if sys.platform == "darwin" else "xdg-open"
    if (
        not env.get("BROWSER")
        and opener == "xdg-open"
        and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    ):
        return
    try:
        subprocess.Popen(
            [env.get("BROWSER") or opener, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return


COMMANDS = {
    "serve": Command(
        name="serve",
        summary="read in a browser on this machine",
        usage="[--port N] [--no-open]",
        examples=(
            ("digestui serve", "print an address and open it in the browser"),
            ("digestui serve --port 9000 --no-open", "for a tunnel, as ssh -L 9000:localhost:9000"),
        ),
        options=(
            Option(
                "--port", f"the port to listen on, {PORT} unless said; 0 takes any that is free", value="N"
            ),
            Option("--no-open", "print the address and open no browser"),
        ),
        details="Only this machine is answered, and only who has the address with its token. Editor, opener,"
        " pipe, import and export are off there. Ctrl-C stops it.",
        run=_serve,
    )
}
