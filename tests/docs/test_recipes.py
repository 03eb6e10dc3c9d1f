"""`docs/recipes.md`: every block of shell is run, with stand-ins for programs that ask or send."""

from __future__ import annotations

import email
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from pathlib import Path

import pytest

from digestui.library import notes, search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from library.feeding import feed, paper

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text("utf-8")
MAIN = "from digestui.__main__ import main\nsys.exit(main())"

STAND_INS = {
    # Picks the first two lines; a preview is run for the first, as fzf does: its field put in quotes.
    "fzf": """
import re, shlex, subprocess, sys
lines = sys.stdin.read().splitlines()
preview = sys.argv[sys.argv.index("--preview") + 1]
shown = re.sub(r"\\{1\\}", shlex.quote(lines[0].split("\\t")[0]), preview)
subprocess.run(["sh", "-c", shown], check=True, stdout=open("preview", "w"))
print("\\n".join(lines[:2]))
""",
    "llm": """
import sys
assert sys.argv[1:] == ["-s", "In three sentences: what is new here?"], sys.argv
print("It says:", sys.stdin.read().splitlines()[0])
""",
    "crontab": """
import pathlib, sys
table = pathlib.Path.home() / "crontab"
if sys.argv[1:] == ["-l"]:
    sys.exit("no crontab") if not table.exists() else print(table.read_text(), end="")
else:
    table.write_text(sys.stdin.read())
""",
    "sendmail": """
import pathlib, sys
(pathlib.Path.home() / "mail").write_bytes(sys.stdin.buffer.read())
(pathlib.Path.home() / "to").write_text(" ".join(sys.argv[1:]))
""",
}
JQ = """
import json, sys
raw, asked = sys.argv[1] == "-r", sys.argv[-1]
for line in sys.stdin:
    p = json.loads(line)
    found = {
        "[.key, .title] | @tsv": lambda: [p["key"] + "\\t" + p["title"]],
        ".authors[]": lambda: p["authors"],
        ".key": lambda: [p["key"]],
        'select(.citations > 100) | "\\\\(.citations) \\\\(.title)"':
            lambda: [f"{p['citations']} {p['title']}"] if (p.get("citations") or 0) > 100 else [],
    }[asked]()
    print(*found, sep="\\n", end="\\n" if found else "")
"""
NEWSBOAT = """
import pathlib, sys
assert sys.argv[1:] == ["-e"]
urls = (pathlib.Path.home() / ".newsboat" / "urls").read_text().split()
print('<opml version="1.0"><body>' + "".join(f'<outline xmlUrl="{u}"/>' for u in urls) + "</body></opml>")
"""


def recipes() -> dict[str, list[str]]:
    """The blocks of shell under each heading."""
    parts = re.split(r"^## (.+)$", PAGE, flags=re.M)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: re.findall(r"```sh\n(.*?)```", text, re.S) for name, text in pairs}


@dataclass
class Home:
    """A home with the default library in it, and a shell."""

    path: Path
    library: Path

    def run(self, script: str) -> str:
        path = f"{self.path}/bin:{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", f"set -e\n{script}"],
            cwd=self.path,
            env={"PATH": path, "HOME": str(self.path), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    def open(self) -> Library:
        return Library.open(self.library, device="test")

    def keys(self, query: str) -> set[str]:
        with self.open() as lib:
            hits = search.find(lib, search.understand(lib, query).query)
            return {row.key for row in search.rows(lib, list(hits.ids))} if hits.near is None else set()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    bin = tmp_path / "bin"
    bin.mkdir()
    for name, program in STAND_INS.items():
        script(bin / name, program)
    for name, program in (("jq", JQ), ("newsboat", NEWSBOAT)):
        if shutil.which(name) is None:
            script(bin / name, program)
    source = str(ROOT / "src")
    script(bin / "digestui", f"import sys\nsys.path.insert(0, {source!r})\n{MAIN}")
    library = tmp_path / ".local/share/digestui/library.db"
    library.parent.mkdir(parents=True)
    with Library.open(library, create=True, device="test") as lib:
        feed(
            lib,
            [
                paper("Masked autoencoders", "arxiv:2111.06377", authors=("Kaiming He", "Ross Girshick")),
                paper("Residual learning", "arxiv:1512.03385", authors=("Kaiming He",), venue="CVPR"),
                paper('It\'s "quoted" & odd; $(touch bad)', "arxiv:2401.00001", authors=("A B",)),
            ],
        )
        for key in ("arxiv:2111.06377", "arxiv:2401.00001"):
            triage.act(lib, [search.resolve_key(lib, key)], Action(ActionKind.STAR))
    yield Home(tmp_path, library)
    assert not (tmp_path / "bad").exists()


def script(path: Path, program: str) -> None:
    path.write_text(f"#!{sys.executable}\n{program.strip()}\n", "utf-8")
    path.chmod(0o755)


def test_every_recipe_has_its_test() -> None:
    assert set(recipes()) == set(CHECKS)


@pytest.mark.parametrize("name", list(recipes()))
def test_recipe(name: str, home: Home) -> None:
    assert recipes()[name]
    CHECKS[name](home, recipes()[name])


def fzf(home: Home, blocks: list[str]) -> None:
    home.run(blocks[0])
    assert len(home.keys("in:queue")) == 2
    assert "arxiv" in (home.path / "preview").read_text()


def jq(home: Home, blocks: list[str]) -> None:
    lines = home.path / "more.jsonl"
    fact = {"field": "citations", "value": "250000", "source": "OpenAlex", "date": "2025-04-28"}
    record = {"key": "arxiv:1512.03385", "title": "Residual learning", "read": False, "facts": [fact]}
    lines.write_text(json.dumps(record))
    out = home.run(f"digestui import more.jsonl\n{blocks[0]}").splitlines()
    assert "2 Kaiming He" in [line.strip() for line in out]
    assert out[-1] == "250000 Residual learning"


def llm(home: Home, blocks: list[str]) -> None:
    home.run(blocks[0])
    with home.open() as lib:
        note = notes.read_note(lib, search.resolve_key(lib, "2111.06377"))
    assert note is not None
    assert note.startswith("It says: Masked autoencoders")
    assert home.keys("has:note") == {"arxiv:2111.06377", "arxiv:2401.00001"}
    home.run("digestui undo 2")
    assert home.keys("has:note") == set()


def mail(home: Home, blocks: list[str]) -> None:
    home.run(f"echo '@daily true' | crontab -\n{blocks[0]}")
    table = (home.path / "crontab").read_text().splitlines()
    assert table[0] == "@daily true"
    minute, hour, _, _, days, command = table[1].split(" ", 5)
    assert (minute, hour, days) == ("0", "7", "1-5")
    assert "%" not in command, "cron takes it for the end of a line"
    (home.path / "new.jsonl").write_text('{"title": "Hot off the press", "arxiv_id": "2501.00009"}\n')
    home.run("digestui import new.jsonl")
    assert home.run(as_cron_would(command)) == "", "what is printed, cron mails"
    message = email.message_from_bytes((home.path / "mail").read_bytes(), policy=policy.default)
    assert message["To"] == "me@example.org"
    assert "Hot off the press" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (home.path / "to").read_text().endswith("-- me@example.org")
    (home.path / "mail").unlink()
    home.run(as_cron_would(command))
    assert not (home.path / "mail").exists()


def as_cron_would(command: str) -> str:
    """A line of the table run by a shell of its own, away from the net."""
    names = ("ARXIV", "HUGGINGFACE", "OPENALEX", "SEMANTIC_SCHOLAR")
    return (
        "".join(f"export DIGESTUI_{n}=http://127.0.0.1:9\n" for n in names) + f"sh -c {shlex.quote(command)}"
    )


def zotero(home: Home, blocks: list[str]) -> None:
    home.run(blocks[0])
    items = json.loads((home.path / "stars.json").read_text())
    assert {item["title"] for item in items} >= {"Masked autoencoders"}
    assert (home.path / "stars.ris").read_text().count("TY  - ") == 2
    assert home.keys("is:starred digest:Zotero") == {"arxiv:2111.06377", "arxiv:2401.00001"}


def newsboat(home: Home, blocks: list[str]) -> None:
    (home.path / ".newsboat").mkdir()
    (home.path / ".newsboat/urls").write_text("https://a.example.org/feed\nhttps://b.example.org/feed\n")
    home.run(blocks[0])
    listed = json.loads(home.run("digestui sources --json"))
    assert {one["address"] for one in listed} == {"https://a.example.org/feed", "https://b.example.org/feed"}
    home.run(f"{blocks[1]}\n~/bin/to-digestui 'https://arxiv.org/abs/2401.01234' 'On reading' '' 'A feed'")
    assert home.keys("digest:Newsboat") == {"arxiv:2401.01234"}


def vault(home: Home, blocks: list[str]) -> None:
    home.run(f"mkdir vault\ndigestui note 2111.06377 --set 'Mine.'\n{blocks[0]}")
    (file,) = (home.path / "vault/papers").glob("Masked*.md")
    assert "Mine." in file.read_text()
    file.write_text(file.read_text() + "\nAdded in the vault.\n")
    home.run(f"{blocks[0].strip()} || test $? = 1")
    assert "Added in the vault." in file.read_text()


def thesis(home: Home, blocks: list[str]) -> None:
    home.run(f"digestui tag key:2111.06377 +thesis\n{blocks[0]}")
    first = (home.path / "thesis.bib").read_text()
    assert first.count("@") == 1
    home.run(f"digestui tag key:1512.03385 +thesis\n{blocks[0]}")
    assert re.findall(r"@\w+\{([^,]+),", first)[0] in (home.path / "thesis.bib").read_text()


CHECKS: dict[str, Callable[[Home, list[str]], None]] = {
    "Choose with fzf": fzf,
    "Ask with jq": jq,
    "A summary into the note": llm,
    "The morning's papers by mail": mail,
    "To Zotero and back": zotero,
    "From newsboat": newsboat,
    "Notes in Obsidian": vault,
    "A thesis and its references": thesis,
}
