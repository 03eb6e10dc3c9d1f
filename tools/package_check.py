"""Build the source archive and the wheel, install the wheel into an empty environment, and run it there.

    python tools/package_check.py [DIST]

The wheel is built from the source archive, so that an archive that lacks a file fails here. Needs the network
once, for the build tool and the dependencies. Prints a line a step; exit code 1 says which step failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = "digestui/bundled/huggingface-papers-imagenet.txt"
PAPERS = 111
"""What the bundled digest holds."""


def main(arguments: list[str]) -> int:
    dist = Path(arguments[0] if arguments else ROOT / "dist").resolve()
    dist.mkdir(parents=True, exist_ok=True)
    if list(dist.glob("digestui-*")):
        return failed(f"{dist} holds older builds", "remove them first")
    version = said([sys.executable, "-m", "digestui", "--version"], PYTHONPATH=str(ROOT / "src")).split()[1]
    with tempfile.TemporaryDirectory() as folder:
        builder = environment(Path(folder) / "builder")
        run([builder, "-m", "pip", "install", "--quiet", "build"])
        run([builder, "-m", "build", "--outdir", str(dist), str(ROOT)])
        wheel = dist / f"digestui-{version}-py3-none-any.whl"
        archive = dist / f"digestui-{version}.tar.gz"
        for made in (wheel, archive):
            if not made.exists():
                return failed(
                    f"no {made.name}", "the version is not the one that src/digestui/__init__.py has"
                )
        missing = lacks(wheel, archive, version)
        if missing:
            return failed("files are missing", ", ".join(missing))
        print(f"built {archive.name} and {wheel.name}", flush=True)
        return tried(Path(folder), wheel, version)


def lacks(wheel: Path, archive: Path, version: str) -> list[str]:
    """Names that the two should hold and do not."""
    with zipfile.ZipFile(wheel) as opened:
        in_wheel = set(opened.namelist())
    with tarfile.open(archive) as packed:
        in_archive = set(packed.getnames())
    sources = [str(p.relative_to(ROOT / "src")) for p in (ROOT / "src" / "digestui").rglob("*.py")]
    wanted = [*sources, BUNDLED, f"digestui-{version}.dist-info/licenses/LICENSE"]
    beside = [
        f"digestui-{version}/{name}" for name in ("LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml")
    ]
    return [n for n in wanted if n not in in_wheel] + [n for n in beside if n not in in_archive]


def tried(folder: Path, wheel: Path, version: str) -> int:
    """Install and run in an empty environment, with a home of its own, away from the checkout."""
    python = environment(folder / "user")
    run([python, "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), str(wheel)])
    program = str(Path(python).parent / "digestui")
    for command in ([program], [python, "-m", "digestui"]):
        answer = said([*command, "--version"], folder)
        if answer != f"digestui {version}":
            return failed(f"{command[-1]} --version says {answer}", f"expected digestui {version}")
    bundled = said([python, "-c", f"import digestui; print(digestui.__path__[0][:-8] + {BUNDLED!r})"], folder)
    library = ["--library", str(folder / "library.db")]
    said([program, *library, "import", bundled], folder)
    count = said([program, *library, "search", "in:any", "--count"], folder)
    if count != str(PAPERS):
        return failed(f"the bundled digest gave {count} papers", f"expected {PAPERS}")
    print(f"installed and ran: {version}, {count} papers from the bundled digest", flush=True)
    return 0


def environment(folder: Path) -> str:
    """Make an empty virtual environment; its Python."""
    run([sys.executable, "-m", "venv", str(folder)])
    return str(folder / "bin" / "python")


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def said(command: list[str], home: Path | None = None, **variables: str) -> str:
    around = {**os.environ, **variables}
    if home is not None:
        around = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=home or ROOT, env=around)
    return done.stdout.strip()


def failed(what: str, why: str) -> int:
    print(f"package check: {what}: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        print(error.stdout or "", error.stderr or "", sep="", file=sys.stderr)
        sys.exit(failed(" ".join(map(str, error.cmd[:4])), f"exit code {error.returncode}"))
