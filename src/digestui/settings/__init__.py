"""The settings of the user's `config.toml`, each with what it means; read here, never written.

A leaf: nothing is read on import. A setting that is wrong is reported as a `Complaint` with its line and what
is allowed, and its default is used: no spelling in a settings file may keep anyone from their papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from digestui.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def setting(default: Any, says: str) -> Any:
    """A field with its default and the sentence that the default file and the documentation say of it."""
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, slots=True)
class Backup:
    """`[backup]`: the copies made each day and before anything large."""

    automatic: bool = setting(True, "Make a copy on each day on which something was decided.")
    folder: str = setting("", "Where copies go; empty is the folder `backups` beside the library.")
    daily: int = setting(7, "How many days to keep a copy of.")
    weekly: int = setting(4, "How many weeks to keep a copy of, beyond the days.")
    monthly: int = setting(12, "How many months to keep a copy of, beyond the weeks.")


@dataclass(frozen=True, slots=True)
class Sync:
    """`[sync]`: the exchange with one's other machines."""

    folder: str = setting("", "The folder that `digestui sync` uses where none is named.")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Each default is what a first run uses; each sentence stands in the default
    file and in the documentation."""

    library: str = setting(
        "",
        "The library's file; empty is the platform's data folder. `--library` and `DIGESTUI_LIBRARY` win "
        "over it.",
    )
    theme: str = setting(
        "auto",
        'Colours: "dark", "light", "high-contrast" (for low vision), "ansi" (the terminal\'s own sixteen), '
        '"own" (see `[colours]`), or "auto": dark or light as the terminal is.',
    )
    glyphs: str = setting(
        "auto",
        'Marks in the list: "unicode", "ascii", or "auto": ascii for terminals and locales without UTF-8.',
    )
    plain: bool = setting(
        False,
        "For screen readers: one pane at a time, the terminal's own cursor on the row that has the focus, "
        "words and letters instead of marks and lines, and every change said in the status line.",
    )
    density: str = setting(
        "auto",
        'Lines per paper: "compact" is one, "cosy" at least two, "auto" follows the size of the terminal.',
    )
    peek: int = setting(4, "Rows of abstract under the list when there is room for one pane only: 0 to 8.")
    read_when: str = setting(
        "end",
        'When a paper counts as read: "end" (paged to its end, opened, or decided), "open" (as soon as it is '
        'shown in the abstract pane), "dwell:2s" (under the cursor so long), or "manual".',
    )
    advance: bool = setting(True, "Go on to the next paper after a decision.")
    columns: tuple[str, ...] = setting(
        ("tags", "code", "year"),
        'What stands after a title, in this order: some of "tags", "code", "year", "upvotes", "author", '
        '"venue", "date".',
    )
    date_format: str = setting(
        "auto",
        'Dates: "auto" (28 Apr, with the year when it is not this one), "iso", or a pattern such as '
        '"%d.%m.%Y".',
    )
    start_view: str = setting(
        "last", 'The view the reader opens in: "last" (where it was left) or the name of a view.'
    )
    search_url: str = setting(
        "https://scholar.google.com/scholar?q={title}",
        "Where `o` looks for a paper without an address; {title} is its title.",
    )
    open_command: str = setting(
        "", 'The program that opens pages, as "firefox --new-tab"; empty is $BROWSER or the system\'s own.'
    )
    pdf_command: str = setting(
        "", 'The program that opens PDFs, as "zathura"; empty is the same as for pages.'
    )
    pdf_folder: str = setting(
        "", "Where `O` keeps the PDFs it opens; empty keeps none and opens their address."
    )
    pdf_name: str = setting(
        "{author} {year} {title}",
        "What a kept PDF is called: {title}, {author} (the first), {year}, {venue}, {key}, {id}.",
    )
    preset: str = setting(
        "default", 'Which keys to begin with: "default", "vim", "newsboat", "mutt" or "gmail".'
    )
    """Written as `[keys] preset`."""
    keys: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata={
            "says": 'Any command with its own keys, one or several, as star = "s" or undo = ["u", "ctrl+z"]; '
            "a sequence has blanks in it. `digestui config keys` lists commands and keys."
        },
    )
    colours: Mapping[str, str] = field(
        default_factory=dict,
        metadata={
            "says": 'The theme "own": base is "dark", "light" or "high-contrast", and below it stand the '
            "roles whose colours are others. Grounds: bg panel raised cursor cursor-blur selected focus "
            "match-bg. Words: text bright soft faint accent star queue note done warn error match. Rules "
            "between panes: line. Figures from none to most: h0 h1 h2 h3 h4. `digestui config check` names "
            "words that are hard to read on their grounds."
        },
    )
    """`[colours]`."""
    backup: Backup = field(default_factory=Backup)
    """`[backup]`: see there."""
    sources: Mapping[str, object] = field(default_factory=dict)
    """`[sources]`: those given, for the commands that fetch."""
    sync: Sync = field(default_factory=Sync)
    """`[sync]`: see there."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One wrong setting."""

    setting: str
    """`theme`, `backup.daily`; empty when the file as a whole is meant."""
    line: int | None
    """1 is the first line; None where no line can be named."""
    why: str
    do: str
    """What is allowed."""

    def sentence(self, file: str) -> str:
        """`FILE: line 3: theme = 7: use one of dark, light`."""
        where = f"line {self.line}" if self.line else ""
        return ": ".join(part for part in (file, where, self.setting, self.why, self.do) if part)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings with what was wrong in their file."""

    settings: Settings
    file: Path
    complaints: tuple[Complaint, ...] = ()
    given: frozenset[str] = frozenset()
    """Names of the settings that the file sets: `theme`, `backup.daily`."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each setting in the file, the first one is 1."""

    def sentences(self, more: Iterable[tuple[str, str]] = (), *, own: bool = True) -> list[str]:
        """Every complaint as a sentence with file and line; `more` are names of settings with what is wrong
        that only others can know, without `own` these alone."""
        known = self.complaints if own else ()
        found = [*known, *(Complaint(name, self.lines.get(name), why, "") for name, why in more)]
        return [
            complaint.sentence(str(self.file)) for complaint in sorted(found, key=lambda c: c.line or 1 << 20)
        ]

    def summary(self, more: Iterable[tuple[str, str]] = ()) -> str:
        """The first sentence in one line that begins with how many there are; empty where all is well."""
        said = self.sentences(more)
        if len(said) < 2:
            return said[0].replace(str(self.file), self.file.name, 1) if said else ""
        first = said[0].replace(f"{self.file}: ", "", 1)
        return f"{len(said)} problems in {self.file.name} (digestui config check): {first}"


def load(file: Path) -> Loaded:
    """Read the settings of `file`; a file that is not there is a file that says nothing."""
    try:
        if not file.exists():
            return Loaded(Settings(), file)
        data = file.read_bytes()
    except OSError as error:
        return Loaded(
            Settings(),
            file,
            (Complaint("", None, f"cannot be read ({error.strerror})", "defaults are used"),),
        )
    if len(data) > 1 << 20:
        return Loaded(Settings(), file, (Complaint("", None, "larger than 1 MB", "defaults are used"),))
    from digestui.settings.reading import read

    return read(data.decode("utf-8-sig", "replace"), file)
