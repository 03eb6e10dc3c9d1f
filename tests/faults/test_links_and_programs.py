"""Promise 12: http and https only, one argument, the host shown, no shell; what is imported is only text.

Exports that keep to their folder and follow no links: `exporters/test_vault.py` and `cli/test_moving.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestui.library import intake
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.ui.control import outside
from ui.reading import Clock, reading

REFUSED = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "vscode://x",
    "ftp://a.example/",
    "/etc/passwd",
    "-rf",
    "--help",
    "http:",
    "http://",
    "https:///x",
    "http://a\nb.example/",
    "http://a.example/\x1b]0;x\x07",
    "http://a.example/\u202egnp",
    "http://[::1",
    " https://a.example/",
    "data:text/html,<script>",
    "",
]
AWKWARD = "https://a.example/$(touch${IFS}pwned)`touch pwned`;touch pwned|&'\"--x"


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_but_the_web_is_opened(address: str) -> None:
    assert not outside.allowed(address)


async def test_an_address_is_one_argument_and_its_host_is_shown(library: Path, tmp_path: Path) -> None:
    program = tmp_path / "opener"
    program.write_text(
        '#!/bin/sh\nfor one in "$@"; do printf "%s\\n" "$one"; done > "$0.told"\nmv "$0.told" "$0.out"\n'
    )
    program.chmod(0o755)
    file = tmp_path / "a.jsonl"
    file.write_text(
        json.dumps({"key": "doi:10.1/x", "title": "T; touch pwned", "urls": [*REFUSED, AWKWARD]}) + "\n"
    )
    with Library.open(library, device="test", clock=Clock()) as lib:
        intake.import_files(lib, [file], date="2025-05-01")
    settings = Settings(open_command=f"{program} --new-tab")
    async with reading(library, settings=settings) as reader:
        assert reader.title().startswith("T; touch")
        assert outside.open_outside(reader.desk, AWKWARD, settings.open_command)
        assert "opened a.example" in reader.status()
        import asyncio

        for _ in range(2000):
            if program.with_name("opener.out").exists():
                break
            await asyncio.sleep(0.005)
        assert program.with_name("opener.out").read_text().split("\n") == ["--new-tab", AWKWARD, ""]
        for address in REFUSED:
            assert not outside.open_outside(reader.desk, address, settings.open_command)
            assert "not opened" in reader.status()
    assert not list(tmp_path.rglob("pwned"))
