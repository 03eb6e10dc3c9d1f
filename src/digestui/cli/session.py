"""One run of one command: its line, its settings, and the library it speaks to.

The library is opened when a command first asks for it and closed when the command is over.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from digestui import paths
from digestui.cli.output import Output
from digestui.errors import BadUsage, LibraryTrouble, OlderLibrary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from digestui.cli.command import Command, Line
    from digestui.cli.environment import Environment
    from digestui.library.library import Library
    from digestui.settings import Loaded, Settings

COMPLAINTS_SHOWN = 3


class Session:
    """What a command is given."""

    def __init__(self, env: Environment, command: Command, line: Line) -> None:
        self.env = env
        self.command = command
        self.line = line
        self.out = Output(env)
        self._library: Library | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        self.wrote = False
        """Whether a file was written that stays, the library aside."""
        self.may_have_decided = False
        """Whether the library was opened to change what is in it, imports aside."""

    @property
    def words(self) -> list[str]:
        return self.line.words

    def has(self, option: str) -> bool:
        return self.line.has(option)

    @cached_property
    def loaded(self) -> Loaded:
        """The settings file, read and not yet complained about."""
        from digestui import settings

        return settings.load(paths.config_file(self.env.environ))

    @cached_property
    def settings(self) -> Settings:
        """The settings; what is wrong in their file is told once, and the rest is used."""
        complaints = self.loaded.complaints
        for complaint in complaints[:COMPLAINTS_SHOWN]:
            self.out.aside("digestui: " + complaint.sentence(str(self.loaded.file)))
        if len(complaints) > COMPLAINTS_SHOWN:
            more = len(complaints) - COMPLAINTS_SHOWN
            self.out.aside(f"digestui: {self.loaded.file}: {more} more: digestui config check names them")
        return self.loaded.settings

    @cached_property
    def library_path(self) -> Path:
        env = self.env
        return paths.library_file(self.line.get("--library"), self.settings.library, env.environ, env.cwd)

    @property
    def library_exists(self) -> bool:
        return self.library_path.exists()

    def library(self, *, create: bool = False, readonly: bool = False) -> Library:
        """The library, opened. LibraryTrouble says what is missing unless it may be created."""
        if self._library is None:
            path = self.library_path
            if not path.exists() and not create:
                raise LibraryTrouble(
                    f"no library at {path}",
                    "nothing was brought in yet",
                    "digestui import FILE makes one, and so does digestui open",
                )
            from digestui.library.library import Library

            self.may_have_decided |= not (readonly or create)
            if create:
                paths.make_private_folder(path.parent)
            device = None if readonly else paths.device_id(self.env.environ)
            try:
                self._library = Library.open(
                    path,
                    create=create,
                    readonly=readonly,
                    clock=self.env.clock,
                    device=device,
                    backups=self.backup_folder,
                )
            except OlderLibrary:
                # Only looking, but at a library of an older program: a copy is kept, then it is brought up
                # to date, as any command that writes would do.
                Library.open(path, clock=self.env.clock).close()
                self._library = Library.open(
                    path,
                    readonly=readonly,
                    clock=self.env.clock,
                    device=device,
                    backups=self.backup_folder,
                )
        return self._library

    def library_for_a_dry_run(self) -> Library:
        """An empty library in a folder that is gone when the command is over."""
        import tempfile

        self._scratch = tempfile.TemporaryDirectory(prefix="digestui-")
        self.__dict__["library_path"] = Path(self._scratch.name) / "library.db"
        return self.library(create=True)

    def keep_a_copy(self) -> None:
        """Today's copy of the library, unless it is there already or the settings say no."""
        chosen = self.settings.backup
        if not chosen.automatic:
            return
        from digestui.library import backup

        try:
            keeping = backup.Keeping(chosen.daily, chosen.weekly, chosen.monthly)
            backup.daily(self.library(readonly=True), keeping)
        except LibraryTrouble as trouble:
            self.out.aside(f"digestui: no copy was made today: {trouble.why}: {trouble.do}")
        except KeyboardInterrupt:
            # What was asked for is done, and has been said: it was not stopped.
            self.out.aside("digestui: today's copy of the library was stopped; the next command makes it")

    @property
    def backup_folder(self) -> Path | None:
        """The folder that the settings name for copies; None for the library's own."""
        named = self.settings.backup.folder
        return paths.absolute(named, self.env.environ, self.env.cwd) if named else None

    @property
    def acted(self) -> bool:
        """Whether something was done that stays, whatever can still be said of it."""
        return self.wrote or (self._library is not None and self._library.database.committed)

    def close(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def query(self) -> str:
        """The words of the line as one query."""
        return " ".join(self.words)

    def want_words(self, least: int, most: int | None, what: str) -> None:
        """BadUsage unless the line has so many words; `what` is what it should hold: `a KEY`."""
        if len(self.words) < least:
            raise BadUsage(self.command.name, f"it wants {what}", self.usage)
        if most is not None and len(self.words) > most:
            extra = self.words[most]
            raise BadUsage(self.command.name, f"{extra} is one word too many", self.usage)

    @property
    def usage(self) -> str:
        """What an error says to do: how the command is written."""
        return f"write digestui {self.command.name} {self.command.usage}"
