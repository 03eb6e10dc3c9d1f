"""What a package of digestui promises, as far as it can be told without building one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

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


def checkout(folder: Path) -> Path:
    """A checkout with nothing in it but what a release looks at, and a `make` that makes no difference."""
    for name in ("tools/release", "src/digestui/__init__.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    version = digestui.__version__
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\n## Unreleased\n\n## {version}\n\n- First.\n")
    (folder / ".gitignore").write_text("dist\nbin\nmade\n")
    make = folder / "bin" / "make"
    make.parent.mkdir()
    make.write_text(f'echo "$@" >> made; mkdir -p dist; echo x > dist/digestui-{version}.tar.gz\n')
    make.write_text("#!/bin/sh\n" + make.read_text())
    make.chmod(0o755)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "First")
    return folder


def git(folder: Path, *arguments: str) -> str:
    named = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "tag.gpgsign=false"]
    done = subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def release(folder: Path) -> subprocess.CompletedProcess[str]:
    around = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    around |= {
        f"GIT_{who}_{what}": "a@b.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return subprocess.run(
        [folder / "tools/release", digestui.__version__], capture_output=True, text=True, env=around
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_release_tests_builds_sums_and_tags_and_uploads_nothing(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    done = release(folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "made").read_text().splitlines() == ["test", "package-check"]
    assert f"digestui-{digestui.__version__}.tar.gz" in (folder / "dist/SHA256SUMS").read_text()
    assert git(folder, "tag").split() == [f"v{digestui.__version__}"]
    assert "left to do: git push" in done.stdout
    again = release(folder)
    assert again.returncode == 1
    assert "is tagged" in again.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_release_is_refused_while_changes_are_not_told_or_not_committed(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    changes = folder / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace("Unreleased\n", "Unreleased\n\n- More.\n"))
    assert "under Unreleased" in release(folder).stderr
    changes.write_text(changes.read_text().replace("\n- More.\n", "") + "\n")
    assert "the tree has changes" in release(folder).stderr
    changes.write_text("# Changes\n")
    assert "no heading" in release(folder).stderr
    assert git(folder, "tag") == ""
