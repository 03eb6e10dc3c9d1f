"""Does a program that syncs folders carry the library's file from machine to machine?

It copies the file while it is being written, and beside a log that belongs to another copy: what was deleted
comes back, or the file is spoilt. The names and marks of such folders are known here, and nothing is asked of
any program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from digestui.library.doctor import Problem

NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "cloudstorage": "a cloud drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
    "proton drive": "Proton Drive",
    "seafile": "Seafile",
}
"""Folders by name, folded; also with something behind it: `OneDrive - A University`, `Dropbox (Personal)`."""
MARKS = {
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".seafile-data": "Seafile",
    ".megaignore": "MEGA",
}
"""What such programs leave in the top folder of what they carry."""
PATTERNS = {"._sync_*.db": "Nextcloud", ".sync_*.db": "Nextcloud"}


def carrier(path: Path) -> str | None:
    """The name of what carries the folder that a file is in, or None."""
    folder = path.parent
    with suppress(OSError, RuntimeError):
        folder = path.resolve().parent
    return next(_carriers(folder), None)


def _carriers(folder: Path) -> Iterator[str]:
    for above in (folder, *folder.parents):
        for mark, name in MARKS.items():
            with suppress(OSError):
                if (above / mark).exists():
                    yield name
        for pattern, name in PATTERNS.items():
            with suppress(OSError):
                if any(above.glob(pattern)):
                    yield name
        said = above.name.casefold()
        for begin in (said, said.split(" - ")[0], said.split(" (")[0]):
            if begin in NAMES:
                yield NAMES[begin]


def problem(path: Path) -> Problem | None:
    """The finding for a library in such a folder."""
    name = carrier(path)
    if name is None:
        return None
    return Problem(
        "the library's folder",
        f"is carried by {name}, which copies the file while it is written: what was deleted can come back, "
        "and the file can be spoilt",
        "move the library out of it (--library), and let your machines meet there with digestui sync",
    )
