"""A library opens under any name a file can have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digestui.library.library import Library


@pytest.mark.parametrize(
    "name", [b"a?b#c%41.db", "Bücher 論文.db".encode(), b"not utf-8 \xff\xe9.db", b"a&mode=rw.db"]
)
def test_a_library_is_opened_by_the_name_it_has(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    Library.open(path, create=True).close()
    assert [os.fsencode(found.name) for found in tmp_path.iterdir()] == [name]
    with Library.open(path, readonly=True) as lib:
        assert lib.database.value("SELECT count(*) FROM papers") == 0
