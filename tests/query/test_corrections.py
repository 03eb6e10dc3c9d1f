"""What was meant, and what can come next."""

from __future__ import annotations

import os
import subprocess
import sys

from digestui.model.query import NameField
from digestui.query.complete import complete
from digestui.query.corrections import respell
from digestui.query.parse import parse
from digestui.query.show import show

KNOWN = {"tranformer": "transformer", "visoin": "vision", "vis": "is"}


def begins(word: str) -> bool:
    return "vision".startswith(word)


def test_unknown_words_are_respelt() -> None:
    near = respell(parse("tranformer title:visoin is:unread").query, KNOWN.get, begins)
    assert near is not None
    assert str(near) == "no match for tranformer visoin; showing transformer vision"
    assert show(near.query) == "transformer title:vision is:unread"


def test_the_beginning_of_a_word_is_no_slip_where_it_may_go_on() -> None:
    near = respell(parse("tranformer vis*").query, KNOWN.get, begins)
    assert near is not None
    assert show(near.query) == "transformer vis*"
    typing = respell(parse("tranformer vis", typing=True).query, KNOWN.get, begins)
    assert typing is not None
    assert typing.shown == ("transformer",)
    whole = respell(parse("vis tranformer").query, KNOWN.get, begins)
    assert whole is not None
    assert show(whole.query) == "is transformer"


def test_words_that_must_not_occur_stay_as_typed() -> None:
    assert respell(parse("-tranformer note:visoin").query, KNOWN.get, begins) is None
    assert respell(parse("in:inbox").query, KNOWN.get, begins) is None


def names(field: NameField, typed: str) -> list[tuple[str, str]]:
    known = {NameField.TAG: ["vit", "to read"], NameField.DIGEST: ["Hugging Face Papers"]}
    return [(name, "3") for name in known.get(field, []) if typed in name.casefold()]


def offered(text: str) -> list[str]:
    return [choice.text for choice in complete(text, len(text), names)]


def test_fields_and_values_are_completed() -> None:
    assert offered("vit au") == ["author:"]
    assert offered("-is:st") == ["is:starred"]
    assert offered("#v") == ["tag:vit"]
    assert offered("tag:re") == ['tag:"to read"']
    assert offered('digest:"hugging fa') == ['digest:"Hugging Face Papers"']
    assert offered("in:q") == ["in:queue"]
    assert offered("word") == []
    assert offered("") == []


def test_a_completion_replaces_what_was_typed() -> None:
    text = "vit -is:st more"
    (choice,) = complete(text, 10, names)
    assert text[: choice.start] + choice.text + text[choice.end :] == "vit -is:starred more"


def test_understanding_a_query_without_slips_costs_no_rapidfuzz() -> None:
    program = (
        "import sys; from digestui.query.parse import parse; parse('vision title:x is:read http://a.b/c');"
        "print('rapidfuzz' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert out.stdout.strip() == "False"
