"""A library of an older program is brought up to date by the first command, also by one that only looks."""

from __future__ import annotations

import sqlite3

from cli.conftest import Box
from digestui.storage import migrations
from digestui.storage.header import APPLICATION_ID


def test_looking_at_an_older_library_brings_it_up_to_date(box: Box) -> None:
    connection = sqlite3.connect(box.library, isolation_level=None)
    connection.execute("BEGIN")
    migrations.create(connection, 1)
    connection.execute("INSERT INTO identity(one, library, created_at) VALUES(1, 'old', 0)")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")
    connection.close()
    said = box("search", "in:any", "--count")
    assert (said.code, said.out, said.err) == (0, "0\n", "")
    assert any("before-format" in file.name for file in box.library.parent.rglob("*"))
