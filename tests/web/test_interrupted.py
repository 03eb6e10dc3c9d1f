"""Ctrl-C while services are asked or a PDF comes: what is there is whole, and the code says so."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from cli.conftest import Box
from cli.conftest import box as box
from cli.test_processes import start
from web import answering as say
from web import server as ways
from web.server import Server


@pytest.mark.parametrize("option", ["--enrich", "--pdf"])
def test_control_c_keeps_what_has_come(box: Box, server: Server, option: str) -> None:
    lines = [{"title": f"On reading {n}", "arxiv_id": f"2401.0000{n}"} for n in (1, 2)]
    box.file("two.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    box("import", "two.jsonl")
    folder = box.cwd / "pdfs"
    box.settings(f'pdf_folder = "{folder}"\n')
    box.variables |= server.env
    pdf = b"%PDF-1.4\n%%EOF\n"
    server.ways |= {
        "/api/papers/2401.00001": ways.gives(say.hf_paper("2401.00001", 9), "application/json"),
        "/api/papers/2401.00002": ways.endless(server, b" ", 0.01),
        "/pdf/2401.00001": ways.gives(pdf, "application/pdf"),
        "/pdf/2401.00002": ways.endless(server, pdf, 0.01),
    }
    process = start(box, "fetch", option, "in:any sort:title")
    while process.poll() is None and not any(path.endswith("00002") for path in server.paths()):
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("digestui: fetch: stopped: ")
    assert box("doctor").code == 0
    if option == "--enrich":
        assert box("search", "upvotes:9", "--count").out == "1\n"
    else:
        assert [file.read_bytes() for file in Path(folder).iterdir()] == [pdf]
