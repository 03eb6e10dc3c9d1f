"""`digest`: papers to read elsewhere, printed or mailed; made for cron."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import Command, Option
from digestui.cli.output import papers
from digestui.errors import BadUsage, Exit, Trouble

if TYPE_CHECKING:
    from digestui.cli.session import Session

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\-][^\s@<>,;:\"()\[\]\\]*@[A-Za-z0-9][A-Za-z0-9.-]*")
_SENDMAILS = ("/usr/sbin/sendmail", "/usr/lib/sendmail")


def _digest(session: Session) -> int:
    from digestui.library import digesting

    to = session.line.get("--mail-to") or ""
    if to and not _ADDRESS.fullmatch(to):
        raise BadUsage("--mail-to", f"{to} is no address", "write it as name@example.org")
    program = _sendmail(session) if to else ""
    format = "email" if to else session.line.get("--format") or "text"
    since = session.line.get("--since")
    lib = session.library(readonly=since != "last")
    at = lib.now()
    if session.query().strip():
        understood = asking.understand(session, lib, session.query())
        if since is None:
            asking.near(session, lib, understood.query)
    before = digesting.last(lib) if since == "last" else None
    sent = before.sent if before else frozenset()
    digest = digesting.make(lib, session.query(), _since(session, since), sent)
    if not digest.count:
        if session.env.stdout_isatty:
            session.out.aside("no papers for a digest")
        if since == "last":
            digesting.made(lib, at, digest)
        return Exit.DONE
    width = None
    if format == "text":
        width = session.env.width if session.env.stdout_isatty else 80
    written = digesting.render(lib, digest, format, width=width, sender=_sender(session), to=to)
    if to:
        _mail(session, program, to, written)
    else:
        session.out.text(written.decode("utf-8"))
    if since == "last":
        # Only now: a mail that could not be sent is made again the next time.
        digesting.made(lib, at, digest)
    if digest.left_out:
        session.out.aside(f"digestui: digest: {papers(digest.left_out)} more are left out: narrow the QUERY")
    return Exit.DONE


def _since(session: Session, text: str | None) -> int | None:
    """Seconds from which on papers count as new."""
    from datetime import datetime, timedelta

    if text is None:
        return None
    lib = session.library(readonly=text != "last")
    now = datetime.fromtimestamp(lib.now())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text == "last":
        from digestui.library import digesting

        last = digesting.last(lib)
        yesterday = int((midnight - timedelta(days=1)).timestamp())
        return last.at - digesting.LOOKED_BACK if last is not None else yesterday
    days = {"today": 0, "yesterday": 1, "week": 7, "month": 30}.get(text.lower())
    counted = re.fullmatch(r"(\d{1,4})([dwm])", text.lower())
    if counted:
        days = int(counted[1]) * {"d": 1, "w": 7, "m": 30}[counted[2]]
    if days is not None:
        return int((midnight - timedelta(days=days)).timestamp())
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError):
        raise BadUsage(
            "--since", f"{text} is no time", "write last, today, yesterday, week, 3d, 2w or 2025-04-28"
        ) from None


def _sendmail(session: Session) -> str:
    import os

    environ = session.env.environ
    chosen = environ.get("DIGESTUI_SENDMAIL")
    if chosen:
        return chosen
    found = shutil.which("sendmail", path=environ.get("PATH", ""))
    found = found or next((place for place in _SENDMAILS if os.access(place, os.X_OK)), None)
    if found is None:
        raise Trouble("digest", "there is no sendmail to mail with", "install one, or set DIGESTUI_SENDMAIL")
    return found


def _sender(session: Session) -> str:
    import getpass
    import socket

    chosen = session.env.environ.get("EMAIL", "")
    if _ADDRESS.fullmatch(chosen):
        return chosen
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "digestui"
    address = f"{user}@{socket.gethostname() or 'localhost'}"
    return address if _ADDRESS.fullmatch(address) else "digestui@localhost"


def _mail(session: Session, program: str, to: str, message: bytes) -> None:
    """Hand the mail to sendmail: one argument a word, no shell, the address behind `--`."""
    import subprocess

    try:
        done = subprocess.run([program, "-i", "--", to], input=message, capture_output=True, check=False)
    except OSError as error:
        raise Trouble(
            "digest", f"{program} cannot be run ({error.strerror})", "set DIGESTUI_SENDMAIL"
        ) from error
    if done.returncode:
        from digestui.text.safe import one_line

        said = one_line(done.stderr.decode("utf-8", "replace"), 200) or f"it left with {done.returncode}"
        raise Trouble("digest", f"the mail was not sent: {said}", "nothing is marked as sent: try again")


COMMANDS = {
    "digest": Command(
        name="digest",
        summary="make a digest to read elsewhere or to mail",
        usage="[QUERY] [--since WHEN] [--format F] [--mail-to ADDR]",
        examples=(
            ("digestui digest", "what is new, as text"),
            (
                "digestui digest --since week is:starred --format html > week.html",
                "the week's stars",
            ),
            ("digestui digest --since last --mail-to me@example.org", "for cron: only what came since"),
        ),
        details="Groups papers by the digest they came in and says why each is there. With nothing to say it "
        "is silent and sends no mail. WHEN is last, today, yesterday, week, month, 3d, 2w or a date.",
        options=(
            Option("--since", "what arrived from then on", value="WHEN"),
            Option("--format", "how", value="F", choices=("text", "markdown", "html", "email")),
            Option("--mail-to", "mail it there", value="ADDR"),
        ),
        run=_digest,
    )
}
