"""The reader starts without parts of Textual that it does not use, and whoever wants them gets them."""

from __future__ import annotations

import importlib
import subprocess
import sys
import uuid

import pytest

from digestui.put_off import put_off
from digestui.ui.unused import CLASSES, FUNCTIONS

START = """
import sys
from digestui.put_off import put_off
from digestui.ui.unused import CLASSES, FUNCTIONS
with put_off(FUNCTIONS, CLASSES):
    import digestui.ui.app
loaded = [name for name in (*CLASSES, *FUNCTIONS) if name in sys.modules]
"""


def after_start(said: str) -> str:
    """What a fresh interpreter prints that has loaded the reader."""
    script = f"{START}\n{said}"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_the_reader_loads_none_of_it() -> None:
    assert after_start("print(loaded)") == "[]"


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS])
def test_every_name_that_stands_in_is_one_of_the_real_module(name: str) -> None:
    module = importlib.import_module(name)
    for known in (*CLASSES.get(name, ()), *FUNCTIONS.get(name, ())):
        assert hasattr(module, known), f"{name} has no {known} any more"


def test_a_function_does_what_the_real_one_does() -> None:
    said = "from textual.notifications import uuid4; print(uuid4().version, 'uuid' in sys.modules)"
    assert after_start(said) == "4 True"


def test_who_wants_the_real_module_gets_it() -> None:
    said = "from textual.command import CommandPalette as palette; print(palette.__mro__[1].__name__)"
    assert after_start(said) == "SystemModalScreen"


def test_a_name_nobody_thought_of_comes_from_the_real_module() -> None:
    said = """
with put_off(FUNCTIONS, CLASSES):
    from uuid import NAMESPACE_DNS
print(NAMESPACE_DNS.version)
"""
    assert after_start(said) == "1"


def test_what_is_loaded_already_stays() -> None:
    with put_off(FUNCTIONS, CLASSES):
        import uuid as same
    assert same is uuid
