"""The reader beside newsboat and neomutt where all three do the same job: `python bench/beside.py 10000`.

The same papers, as a library, as a feed in newsboat's cache and as a mailbox; each program alone on a
terminal of 120x40, in turn. What each had to do before (import, reload, making the mailbox) is not in these
figures.
Writes lines of Markdown. A program that is not installed is left out.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import TOOLS, Context, run
from reader import PLACE, TITLE
from run import machine

SIZE = (120, 40)
RUNS = 5
ENVIRONMENT = ("PATH", "LANG", "TERM")


@dataclass(frozen=True)
class Rival:
    """A program, and its keys for the same jobs."""

    name: str
    command: list[str]
    ready: str
    env: dict[str, str]
    first: str = ""
    """What shows that papers stand there, where that is before all is ready."""
    open: str = ""
    """Keys from its start to the list of papers."""
    down: str = "j"
    end: str = "G"
    leave: str = "q"


def rivals(context: Context) -> Iterator[Rival]:
    """Those that are installed, each with its papers."""
    library = context.copy(context.library, "beside.db")
    env = {k: v for k, v in context.env.items() if k != "PYTHONDONTWRITEBYTECODE"}
    ours = [sys.executable, "-m", "digestui", "--library", str(library), "open"]
    yield Rival("digestui", ours, "re:" + PLACE.pattern, env, first="re:" + TITLE.pattern)
    env = {**env, "HOME": str(context.folder / "home")}
    if shutil.which("newsboat"):
        yield _newsboat(context, env)
    if shutil.which("neomutt"):
        mailbox = _papers(context, "mbox", "mbox")
        settings = context.folder / "muttrc"
        settings.write_text(
            "set folder=/tmp\nset sort=mailbox-order\nset header_cache=''\nset mark_old=no\nset quit=yes\n"
        )
        command = ["neomutt", "-n", "-R", "-F", str(settings), "-f", str(mailbox)]
        yield Rival("neomutt", command, "re:Msgs:", env, end="*", leave="x")


def _newsboat(context: Context, env: dict[str, str]) -> Rival:
    feed = _papers(context, "rss", "xml")
    place = context.folder / f"newsboat-{context.size}"
    place.mkdir(exist_ok=True)
    urls, settings, cache = place / "urls", place / "config", place / "cache.db"
    urls.write_text(f"file://{feed}\n")
    settings.write_text("confirm-exit no\ndownload-timeout 300\n")
    command = ["newsboat", "-u", str(urls), "-C", str(settings), "-c", str(cache)]
    if not cache.exists():
        subprocess.run([*command, "-x", "reload"], check=True, env=env, stdout=subprocess.DEVNULL)
    return Rival("newsboat", command, "re:Your feeds|feeds", env, open="<enter>", down="<down>", end="<end>")


def _papers(context: Context, kind: str, ending: str) -> Path:
    file = context.folder / f"corpus-{context.size}.{ending}"
    if not file.exists():
        maker = str(TOOLS / "make_corpus.py")
        run(sys.executable, maker, str(context.size), "--format", kind, "-o", str(file))
    return file


def measure(rival: Rival) -> dict[str, float]:
    """Milliseconds, bytes and megabytes of one program."""
    import ptybench

    steps: list[dict[str, Any]] = [
        *([{"name": "open", "keys": rival.open}] if rival.open else []),
        {"name": "down", "keys": rival.down, "repeat": 14, "warmup": 2},
        {"name": "page", "keys": "<pgdn>", "repeat": 30, "warmup": 1},
        {"name": "end", "keys": rival.end},
    ]
    scenario = {
        "cmd": rival.command, "size": SIZE, "ready": rival.ready, "env": rival.env, "quit": rival.leave,
        "settle": 60, "timeout": 60.0,
    }  # fmt: skip
    titles = ptybench.run_scenario({**scenario, "ready": rival.first or rival.ready, "runs": RUNS})
    report = ptybench.run_scenario({**scenario, "steps": steps, "idle": 3.0, "runs": RUNS})
    done = {step["name"]: step for step in report["steps"]}
    opened = done["open"]["settled"]["p50"] if "open" in done else 0.0
    return {
        "first papers on the screen, ms": titles["start"]["first_content"]["p50"] + opened,
        "start, settled, ms": report["start"]["settled"]["p50"] + opened,
        "one down, first byte, ms": done["down"]["first"]["p50"],
        "one down, processor, ms": done["down"]["cpu_ms_per_key"],
        "one down, bytes": done["down"]["bytes"],
        "page down, settled, ms": done["page"]["settled"]["p50"],
        "to the end, settled, ms": done["end"]["settled"]["p50"],
        "memory, MB": report["end"]["rss_mb"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=10_000, help="papers")
    context = Context(parser.parse_args().size)
    found = {rival.name: measure(rival) for rival in rivals(context)}
    print(f"{date.today()}, {context.size:,} papers, {machine()}, {versions()}\n")
    print("| | " + " | ".join(found) + " |")
    print("|---|" + "---:|" * len(found))
    for name in found["digestui"]:
        print(f"| {name} | " + " | ".join(f"{figures[name]:,.1f}" for figures in found.values()) + " |")


def versions() -> str:
    """What the others call themselves."""
    said = []
    for program, option in (("newsboat", "-v"), ("neomutt", "-v")):
        if shutil.which(program):
            text = subprocess.run([program, option], capture_output=True, text=True, check=False).stdout
            number = re.search(r"\d+(?:\.\d+)+|\d{8}", text)
            said.append(f"{program} {number[0] if number else ''}".strip())
    return ", ".join(said) or platform.node()


if __name__ == "__main__":
    main()
