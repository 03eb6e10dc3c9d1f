"""`jsonl`: one JSON object a line, the fields of the contract and what else brings a paper back whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from digestui.exporters.fields import extras, record
from digestui.exporters.formats import Options
from digestui.model.rows import Detail


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for detail in details:
        yield encode(record(detail) | extras(detail)) + "\n"
