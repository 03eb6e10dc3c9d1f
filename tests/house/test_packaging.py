"""What a package of digestui promises, as far as it can be told without building one."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import digestui
from digestui import __main__ as program

ROOT = Path(__file__).resolve().parents[2]
TOLD = (ROOT / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(TOLD)


def test_the_version_stands_in_one_place() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/digestui/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+([ab]\d+|rc\d+)?(\.dev\d+)?", digestui.__version__)


def test_the_program_that_is_installed_is_the_one_that_python_m_runs() -> None:
    assert PROJECT["project"]["scripts"] == {"digestui": "digestui.__main__:main"}
    assert callable(program.main)


def test_every_dependency_has_its_reason_beside_it() -> None:
    extras = PROJECT["project"].get("optional-dependencies", {})
    for wanted in [*PROJECT["project"]["dependencies"], *(one for many in extras.values() for one in many)]:
        line = next(line for line in TOLD.splitlines() if f'"{wanted}"' in line)
        assert line.partition("#")[2].strip(), wanted


def test_the_bundled_digest_is_packed_and_what_is_packed_is_there() -> None:
    packed = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert "digestui/bundled/huggingface-papers-imagenet.txt" in packed.values()
    assert all((ROOT / source).is_file() for source in packed)


def test_a_release_of_another_version_than_the_sources_have_is_refused() -> None:
    done = subprocess.run([ROOT / "tools" / "release", "0.0.0.wrong"], capture_output=True, text=True)
    assert done.returncode == 1
    assert digestui.__version__ in done.stderr
