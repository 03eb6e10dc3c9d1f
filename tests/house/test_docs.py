"""Documentation that is made from the program is what would be made now, and links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from digestui.cli.registry import MODULES
from digestui.settings.default_file import default_file, described
from digestui.ui.keymap import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
WORDS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def maker() -> ModuleType:
    """`tools/docs.py` as a module."""
    spec = importlib.util.spec_from_file_location("docs_maker", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_made_page_is_stale() -> None:
    stale = sorted(maker().stale())
    assert stale == [], "run `make docs` and commit what it writes"


def test_every_command_key_and_setting_has_its_line() -> None:
    commands, keys, settings, manual = (
        (ROOT / "docs" / name).read_text("utf-8")
        for name in ("commands.md", "keys.md", "settings.md", "digestui.1")
    )
    assert [name for name in MODULES if f"### {name}\n" not in commands] == []
    assert [name for name in MODULES if f".SS {name}" not in manual] == []
    assert [command.name for command in COMMANDS if f"| `{command.name}` |" not in keys] == []
    for one in described():
        assert one.says.replace("|", "\\|") in settings
        assert one.says in re.sub(r"\n# ", " ", default_file())


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_is_good_roff() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", str(ROOT / "docs" / "digestui.1")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


@pytest.mark.parametrize("page", WORDS, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    texts = [page.read_text("utf-8") for page in WORDS]
    pages = {page.name for page in (ROOT / "docs").glob("*.md")}
    linked = {name for name in pages if any(re.search(rf"\]\((docs/)?{name}[)#]", text) for text in texts)}
    assert sorted(pages - linked) == []
