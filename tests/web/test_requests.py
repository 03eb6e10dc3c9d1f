"""What is asked of public services, held as recorded: a change of these shapes is a decision, not a slip."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from digestui.web import services
from digestui.web.services import Bases

RECORDED = Path(__file__).with_name("requests.json")


def asked() -> dict[str, str]:
    """One request of each kind, for fixed questions."""
    bases, day = Bases(), date(2025, 4, 28)
    title = "$\\alpha$-GAN: 100% “better”, or not?"
    window = services.arxiv_window("cat:cs.CV", date(2025, 4, 25), day)
    return {
        "arxiv: a category, its second page": services.arxiv_search(bases, window, 100),
        "arxiv: two titles": services.arxiv_titles(bases, [title, "Attention is all you need"], 8),
        "arxiv: papers by id": services.arxiv_ids(bases, ["2401.01234", "math/0309136"]),
        "hugging face: a day": services.hf_daily(bases, day),
        "hugging face: a paper": services.hf_paper(bases, "2401.01234"),
        "openalex: a title": services.openalex_title(bases, title, "me@example.org"),
        "openalex: papers by doi": services.openalex_dois(bases, ["10.1109/a", "10.1145/b"]),
        "semantic scholar: a title": services.semantic_title(bases, title),
        "semantic scholar: a paper": services.semantic_paper(bases, "ARXIV:2401.01234"),
    }


def test_requests_are_those_that_were_recorded() -> None:
    assert asked() == json.loads(RECORDED.read_text(encoding="utf-8"))


def test_services_may_live_elsewhere() -> None:
    chosen = Bases.chosen({"arxiv": "https://mirror.example.org/", "openalex": "file:///x"}, {})
    assert (chosen.arxiv, chosen.openalex) == ("https://mirror.example.org", Bases().openalex)
    assert (
        Bases.chosen({}, {"DIGESTUI_HUGGINGFACE": "http://127.0.0.1:1"}).huggingface == "http://127.0.0.1:1"
    )
