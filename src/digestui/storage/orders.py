"""Titles and first authors in their order, kept in the library once somebody has sorted by them.

Folding a million titles takes seconds, so the first sort writes down what came of it: `ordered` holds each
paper under what it sorts by, `orders` which orders are there and whole. Nobody else pays: until then the
triggers on papers do nothing. Afterwards they note in `unordered` which papers came, went or changed, with
the title and authors that `ordered` has them under. Who reads takes that list into account
(`storage.ordering`), so that an order is right at every moment; `catch_up` works the list off.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator

from digestui.errors import Interrupted
from digestui.model.query import OrderBy
from digestui.records import dataclass
from digestui.storage.database import Database
from digestui.text.folding import fold
from digestui.text.latex import to_unicode

REVISION = "1"
"""Grows when `sort_title` or `sort_author` give other values than before: kept orders are then made anew."""
AT_ONCE = 2_000
"""Papers of one transaction: the write lock is held for some hundredths of a second."""
GIVEN_UP = 300
"""Seconds without a step after which whoever began to make an order is taken for dead."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An order that can be kept."""

    number: int
    """Stored: never renumber."""
    column: str
    function: str


KINDS = {
    OrderBy.TITLE: Kind(1, "title", "digestui_title"),
    OrderBy.AUTHOR: Kind(2, "authors", "digestui_author"),
}
LAST = "x''"
"""What papers without a value sort by: bytes come after all text."""


def sort_title(title: str | None) -> str | None:
    """What a title sorts by: folded, from its first letter or digit on."""
    folded = fold(to_unicode(title or ""))
    for at, character in enumerate(folded):
        if character.isalnum():
            return folded[at:]
    return folded or None


def sort_author(authors: str | None) -> str | None:
    """What a list of authors sorts by: the first one's family name, then the whole name."""
    author = fold(to_unicode((authors or "").split("\n", 1)[0])).strip()
    if not author:
        return None
    family = author.split(",", 1)[0] if "," in author else author.split()[-1]
    return f"{family}\x1f{author}"


FUNCTIONS = {"digestui_title": sort_title, "digestui_author": sort_author}


def learn_functions(database: Database) -> None:
    """Teach the connection how titles and authors sort. For queries only: no view or trigger may use them."""
    if "orders" in database.kept:
        return
    for name, function in FUNCTIONS.items():
        database.connection.create_function(name, 1, function, deterministic=True)
    database.kept["orders"] = True


def made() -> str:
    """By which rules orders are made here: another Python may fold letters differently."""
    return f"{REVISION} {unicodedata.unidata_version}"


def kept(database: Database, kind: Kind) -> bool:
    """Whether an order is there, whole, and made by the rules of today."""
    sql = "SELECT EXISTS(SELECT 1 FROM orders WHERE kind = ? AND whole = 1 AND made = ?)"
    return bool(database.value(sql, (kind.number, made())))


def behind(database: Database) -> bool:
    """Whether papers wait to be put into the orders that are kept."""
    return bool(database.value("SELECT EXISTS(SELECT 1 FROM unordered)"))


# -- writing ------------------------------------------------------------------------------------------------


def catch_up(database: Database, now: int, stop: Callable[[], bool] = lambda: False) -> None:
    """Put papers that came or changed into every order that is kept, in short transactions."""
    learn_functions(database)
    while not stop():
        with database.write():
            if _being_made(database, now) or not _catch_up(database, _whole(database)):
                return


def _whole(database: Database) -> list[Kind]:
    numbers = {row[0] for row in database.rows("SELECT kind FROM orders WHERE whole = 1")}
    return [kind for kind in KINDS.values() if kind.number in numbers]


def _being_made(database: Database, now: int) -> bool:
    """Whether somebody makes an order just now; what nobody goes on with is forgotten."""
    database.execute("DELETE FROM orders WHERE whole = 0 AND at < ?", (now - GIVEN_UP,))
    return bool(database.value("SELECT EXISTS(SELECT 1 FROM orders WHERE whole = 0)"))


def _catch_up(database: Database, kinds: list[Kind]) -> bool:
    """Put some of the papers that wait into orders; False where none waits. The caller holds the lock."""
    some = f"(SELECT paper, title, authors FROM unordered ORDER BY paper LIMIT {AT_ONCE})"
    last = database.value(f"SELECT max(paper) FROM {some}")
    if last is None:
        return False
    for kind in kinds:
        value, number = f"coalesce({kind.function}({kind.column}), {LAST})", kind.number
        gone = database.rows(f"SELECT {value}, paper FROM {some} WHERE title IS NOT NULL")
        database.executemany(f"DELETE FROM ordered WHERE kind = {number} AND value = ? AND paper = ?", gone)
        database.execute(
            f"INSERT OR IGNORE INTO ordered SELECT {number}, {value}, id FROM papers"
            f" WHERE id IN (SELECT paper FROM {some})"
        )
    database.execute("DELETE FROM unordered WHERE paper <= ?", (last,))
    return True


def make(
    database: Database,
    reading: Database,
    kind: Kind,
    *,
    clock: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda n: None,
) -> bool:
    """Make an order, or bring it up to date; True if it is there then.

    It is read through `reading`, a second connection to the file, in one go, sorted on the disk, and written
    through `database` in short transactions, so that others write in between. `progress` is told how many
    papers have been read. False where somebody else is at it, or `stop` said so.
    """
    if kept(database, kind):
        catch_up(database, int(clock()), stop)
        return True
    if database.journal_mode != "wal":
        return False  # there a long read keeps everybody from writing
    learn_functions(database)
    catch_up(database, int(clock()), stop)
    return _Making(database, reading, kind, clock, stop).make(progress)


class _Making:
    """An order that is being made by this process, and by no other."""

    def __init__(
        self,
        database: Database,
        reading: Database,
        kind: Kind,
        clock: Callable[[], float],
        stop: Callable[[], bool],
    ) -> None:
        self.database = database
        self.reading = reading
        self.kind = kind
        self.clock = clock
        self.stop = stop
        self.token = os.urandom(8).hex()

    def make(self, progress: Callable[[int], None]) -> bool:
        self._clear()
        if self.stop() or not self._begin():
            return False
        try:
            for some in self._sorted(progress):
                with self.database.write():
                    if self.stop() or not self._mine():
                        return False
                    self.database.executemany(
                        f"INSERT OR IGNORE INTO ordered VALUES({self.kind.number}, coalesce(?, {LAST}), ?)",
                        some,
                    )
            return self._finish()
        except Interrupted:
            return False
        finally:
            self.reading.execute("ROLLBACK")

    def _clear(self) -> None:
        """Take out what an earlier attempt, or one by other rules, has left."""
        number = self.kind.number
        nth = f"SELECT value FROM ordered WHERE kind = {number} ORDER BY value LIMIT 1 OFFSET {AT_ONCE}"
        while not self.stop():
            with self.database.write():
                if _being_made(self.database, int(self.clock())):
                    return
                self.database.execute("DELETE FROM orders WHERE kind = ?", (number,))
                upto = self.database.value(nth)
                if upto is None:
                    self.database.execute("DELETE FROM ordered WHERE kind = ?", (number,))
                    return
                self.database.execute("DELETE FROM ordered WHERE kind = ? AND value <= ?", (number, upto))

    def _begin(self) -> bool:
        """From here on changes are noted, and `reading` sees the library as it is at this moment."""
        database, number = self.database, self.kind.number
        with database.write():
            if _being_made(database, int(self.clock())):
                return False
            while _catch_up(database, _whole(database)):
                pass
            database.execute(
                "INSERT INTO orders(kind, made, whole, token, at) VALUES(?, ?, 0, ?, ?)",
                (number, made(), self.token, int(self.clock())),
            )
            self.reading.execute("BEGIN")
            self.reading.value("SELECT 1 FROM orders LIMIT 1")
        return True

    def _sorted(self, progress: Callable[[int], None]) -> Iterator[list[tuple[str | None, int]]]:
        """(value, paper) in order, some thousand at a time."""
        reading, kind = self.reading, self.kind
        function = FUNCTIONS[kind.function]
        read = 0

        def counted(text: str | None) -> str | None:
            nonlocal read
            read += 1
            if read % AT_ONCE == 0:
                progress(read)
                if self.stop():
                    reading.interrupt()
            return function(text)

        # Sorted in a file: in memory a million titles would take as much as the whole reader.
        reading.execute("PRAGMA temp_store = FILE")
        reading.connection.create_function("digestui_counted", 1, counted)
        cursor = reading.execute(
            f"SELECT digestui_counted({kind.column}) v, id FROM papers ORDER BY v IS NULL, v, id DESC"
        )
        while some := cursor.fetchmany(AT_ONCE):
            yield some

    def _mine(self) -> bool:
        """Say that somebody is still at it; False where another took over."""
        sql = "UPDATE orders SET at = ? WHERE kind = ? AND token = ?"
        return self.database.execute(sql, (int(self.clock()), self.kind.number, self.token)).rowcount == 1

    def _finish(self) -> bool:
        """Put in what changed meanwhile; the order is whole then."""
        database = self.database
        kinds = [*_whole(database), self.kind]
        while not self.stop():
            with database.write():
                if not self._mine():
                    return False
                if not _catch_up(database, kinds):
                    database.execute("UPDATE orders SET whole = 1 WHERE kind = ?", (self.kind.number,))
                    return True
        return False


def forget(database: Database) -> None:
    """Take all kept orders out of the library."""
    for table in ("orders", "ordered", "unordered"):
        database.execute(f"DELETE FROM {table}")
