"""The handle on one library file that every verb takes first. The verbs live in the other modules."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from digestui.errors import LibraryTrouble
from digestui.storage import remembered
from digestui.storage.database import Database
from digestui.storage.still import may_write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Any


class Library:
    """One library file through one connection: use it from one thread at a time, save `interrupt`."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float],
        device: str | None,
        backups: Path | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self._device = device
        self.backups = backups
        """The folder chosen for its copies; None is the one beside the library."""

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        create: bool = False,
        readonly: bool = False,
        clock: Callable[[], float] = time.time,
        device: str | None = None,
        backups: Path | None = None,
    ) -> Library:
        """Open the library at `path`, with `create` make one where there is none.

        `clock` gives seconds since 1970; `device` names this machine in the journal and is read from the
        state folder when the first act needs it; `backups` is where its copies go, if not beside it. Raises
        `LibraryTrouble`.
        """
        database = Database.open(Path(path), create=create, readonly=readonly)
        return cls(database, clock=clock, device=device, backups=backups)

    def another(self, *, readonly: bool = True) -> Library:
        """A second connection to the same file, for a thread of its own."""
        database = Database.open(self.path, readonly=readonly, checked=True)
        return Library(database, clock=self.clock, device=self._device, backups=self.backups)

    def want_writable(self) -> None:
        """Raise `LibraryTrouble` where it is known that nothing can be written."""
        if self.database.still or not may_write(self.path):
            raise LibraryTrouble(
                f"cannot write {self.path}",
                "it may only be read",
                "digestui search, show and export read it; to decide, copy it to a folder of your own",
            )

    @property
    def path(self) -> Path:
        """The library file."""
        return self.database.path

    @property
    def device(self) -> str:
        """This machine's name in the journal."""
        if self._device is None:
            from digestui.paths import device_id

            self._device = device_id()
        return self._device

    def now(self) -> int:
        """The time in whole seconds since 1970 UTC."""
        return int(self.clock())

    def interrupt(self) -> None:
        """Stop the running statement of this connection; callable from any thread."""
        self.database.interrupt()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Raise `TookTooLong` out of a `with` whose statements run longer."""
        return self.database.within(seconds)

    def data_version(self) -> int:
        """A number that changes when anybody else has changed the library."""
        return self.database.data_version()

    def remember(self, name: str, value: dict[str, Any]) -> None:
        """Keep a small thing about the reader itself: where it was left, widths of panes."""
        with self.database.write():
            remembered.put(self.database, name, json.dumps(value, ensure_ascii=False))

    def recall(self, name: str) -> dict[str, Any] | None:
        """What `remember` kept, or None."""
        text = remembered.get(self.database, name)
        try:
            value = json.loads(text) if text else None
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def close(self) -> None:
        """Close the connection; closing twice is fine."""
        self.database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
