"""`json`: one list of papers with the fields of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from digestui.exporters.fields import record
from digestui.exporters.formats import Options
from digestui.model.rows import Detail


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    before = "[\n"
    for detail in details:
        yield before + encode(record(detail))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
