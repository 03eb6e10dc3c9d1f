"""Where the program keeps what: settings, library, state, log, and the id of this device.

A leaf: standard library only, nothing is opened or made on import. Every function takes the environment
variables it should obey, so that tests never touch a real home. Linux and its kin follow the XDG folders
here, because `platformdirs` costs a fifth of a short command; macOS and Windows ask it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

APP = "digestui"

_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """The user's `config.toml`; it may not exist."""
    return _folder("config", environ) / "config.toml"


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where the library lives unless the user says otherwise."""
    return _folder("data", environ)


def state_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Log and device id: what belongs to this machine and must not travel with the library."""
    return _folder("state", environ)


def log_file(environ: Mapping[str, str] | None = None) -> Path:
    """Where tracebacks go instead of the terminal."""
    return state_folder(environ) / "digestui.log"


def library_file(
    chosen: str | None = None,
    setting: str = "",
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Path:
    """The library: what the command line says, else DIGESTUI_LIBRARY, else the setting, else the default."""
    env = _environ(environ)
    text = chosen or env.get("DIGESTUI_LIBRARY", "") or setting
    if not text:
        return data_folder(env) / "library.db"
    return absolute(text, env, cwd)


def absolute(text: str, environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> Path:
    """A path as the user wrote it, with `~` and the working folder filled in."""
    env = _environ(environ)
    if text == "~" or text.startswith("~/"):
        text = str(_home(env)) + text[1:]
    return (cwd or Path.cwd()) / text


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its parents; what is made here only its owner may enter."""
    missing: list[Path] = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)


def device_id(environ: Mapping[str, str] | None = None) -> str:
    """A random name for this device, made once; 16 hex digits.

    It lies in the state folder and not in the library: a library copied to another machine must not go on
    writing under the first machine's name. Where the folder cannot be written the name is derived from host
    and user, so that it stays the same from run to run.
    """
    place = state_folder(environ) / "device"
    known = _read_device(place)
    if known:
        return known
    fresh = os.urandom(8).hex()
    try:
        make_private_folder(place.parent)
        temporary = place.with_name(f".device-{fresh}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(fresh + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            # A link, not a rename: of two programs that start at once, the first one's name stands.
            os.link(temporary, place)
        except FileExistsError:
            if not _read_device(place):
                os.replace(temporary, place)
                return fresh
            fresh = _read_device(place)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError:
        return _known_device()
    return fresh


def _read_device(place: Path) -> str:
    try:
        text = place.read_bytes()[:64].decode("ascii", "ignore").strip()
    except OSError:
        return ""
    return text if len(text) == 16 and all(c in "0123456789abcdef" for c in text) else ""


def _known_device() -> str:
    import hashlib
    import socket

    user = str(os.getuid()) if hasattr(os, "getuid") else ""
    return hashlib.sha256(f"{socket.gethostname()}/{user}".encode()).hexdigest()[:16]


def _environ(environ: Mapping[str, str] | None) -> Mapping[str, str]:
    return os.environ if environ is None else environ


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME", "")
    return Path(home) if os.path.isabs(home) else Path.home()


def _folder(kind: str, environ: Mapping[str, str] | None) -> Path:
    env = _environ(environ)
    variable, below_home = _XDG[kind]
    chosen = env.get(variable, "")
    if os.path.isabs(chosen):
        return Path(chosen) / APP
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        asked = platformdirs.PlatformDirs(APP, appauthor=False)
        return Path(
            {"config": asked.user_config_dir, "data": asked.user_data_dir}.get(kind, asked.user_state_dir)
        )
    return _home(env) / below_home / APP
