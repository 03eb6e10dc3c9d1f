"""Light or dark as the terminal is: asked, answered, changed, and nothing of it typed."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.serve.child import Child
from digestui.settings import Settings
from digestui.ui import scheme, themes
from digestui.ui.scheme import Answers, is_light
from ui.reading import reading

LIGHT_GROUND = "\x1b]11;rgb:fcfc/fbfb/f8f8\x1b\\"
DARK_GROUND = "\x1b]11;rgb:1515/1717/1c1c\x07"


class Heard:
    def __init__(self) -> None:
        self.light: list[bool] = []
        self.asked = 0
        self.answers = Answers(self.light.append, self._ask)

    def _ask(self) -> None:
        self.asked += 1


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("rgb:ffff/ffff/ffff", True),
        ("rgb:ff/ff/ff", True),
        ("rgb:0/0/0", False),
        ("rgba:fdfd/f6f6/e3e3/ffff", True),
        ("#002b36", False),
        ("#fdf6e3", True),
        ("rgb:zz/00/00", None),
        ("white", None),
        ("", None),
    ],
)
def test_a_ground_is_light_or_dark(colour: str, light: bool | None) -> None:
    assert is_light(colour) is light


@given(st.text("ab]1;?[9n\x1b", max_size=12), st.data())
def test_answers_are_taken_out_wherever_the_input_is_cut(typed: str, data: st.DataObject) -> None:
    whole = typed + "x" + LIGHT_GROUND + typed
    heard = Heard()
    expected = heard.answers.sift(whole) + heard.answers.release()
    # A cut right behind the escape is seen as the key: it must not wait for what may follow.
    places = [n for n in range(len(whole)) if n and whole[n - 1] != "\x1b"]
    at = data.draw(st.sampled_from(places))
    cut = Heard()
    got = cut.answers.sift(whole[:at]) + cut.answers.sift(whole[at:]) + cut.answers.release()
    assert (got, cut.light) == (expected, heard.light)
    assert True in heard.light


def test_the_escape_key_is_never_held_back() -> None:
    heard = Heard()
    assert heard.answers.sift("\x1b") == "\x1b"
    assert heard.answers.sift("\x1b[A") == "\x1b[A"
    assert heard.answers.sift("\x1b]1") == ""
    assert heard.answers.release() == "\x1b]1"
    assert heard.answers.release() == ""


def test_the_ground_has_the_last_word_over_the_scheme_that_is_wanted() -> None:
    heard = Heard()
    assert heard.answers.sift("\x1b[?997;2n") == ""
    assert (heard.light, heard.asked) == ([True], 1)
    assert heard.answers.sift(DARK_GROUND + "\x1b[?997;2n") == ""
    assert (heard.light, heard.asked) == ([True, False], 2)


@pytest.mark.parametrize(
    ("setting", "env", "light", "name"),
    [
        ("auto", {}, True, "light"),
        ("auto", {}, False, "dark"),
        ("auto", {"COLORFGBG": "0;15"}, None, "light"),
        ("auto", {"COLORFGBG": "0;15"}, False, "dark"),
        ("auto", {"COLORFGBG": "15;default;0"}, None, "dark"),
        ("auto", {"TERM": "linux"}, True, "ansi"),
        ("auto", {"NO_COLOR": "1"}, True, "no-color"),
        ("dark", {}, True, "dark"),
    ],
)
def test_auto_is_as_the_terminal_was(
    setting: str, env: dict[str, str], light: bool | None, name: str
) -> None:
    assert themes.pick(setting, env, None, light).name == name


async def test_a_theme_that_was_chosen_stays(library: Path) -> None:
    async with reading(library) as read:
        read.app.terminal_is(True)
        assert read.app.theme == "light"
        read.app.theme = "high-contrast"
        read.app.terminal_is(False)
        assert read.app.theme == "high-contrast"
        read.app.theme = "dark"
        read.app.terminal_is(True)
        assert read.app.theme == "light"
    async with reading(library, settings=Settings(theme="dark")) as read:
        read.app.terminal_is(True)
        assert read.app.theme == "dark"


@asynccontextmanager
async def terminal(library: Path) -> AsyncIterator[tuple[Child, Callable[[str], object]]]:
    """The reader in a terminal; the call waits until it has written something, and gives what came before."""
    surroundings = {n: v for n, v in os.environ.items() if n.startswith(("XDG_", "PATH"))} | {
        "HOME": str(library.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    command = (sys.executable, "-m", "digestui", "open", "--library", str(library))
    child = await Child.start(command, surroundings, (100, 30))
    shown = ""

    async def until(words: str) -> str:
        nonlocal shown
        async with asyncio.timeout(20):
            while words not in shown:
                data = await child.read()
                assert data, shown[-300:]
                shown += data.decode("utf-8", "replace")
        before, _, shown = shown.partition(words)
        return before

    try:
        yield child, until
    finally:
        await child.stop()


def ground(theme: themes.Theme) -> str:
    red, green, blue = (int(theme.colour("bg")[i : i + 2], 16) for i in (1, 3, 5))
    return f"48;2;{red};{green};{blue}"


async def test_a_real_terminal_is_asked_and_followed_and_remembered(library: Path) -> None:
    async with terminal(library) as (child, until):
        await until(scheme.ASK)
        await child.write(LIGHT_GROUND.encode())
        await until(ground(themes.LIGHT))
        await child.write(b"\x1b[?997;1n")
        await until(scheme.GROUND)
        await child.write(DARK_GROUND.encode())
        await until(ground(themes.DARK))
        await child.write(b"\x1b[?997;2n")
        await until(scheme.GROUND)
        await child.write(LIGHT_GROUND.encode())
        await until(ground(themes.LIGHT))
        await child.write(b"s")
        await until("starred")
        await child.write(b"q")
        await until(scheme.STOP)
    async with terminal(library) as (_, until):
        assert ground(themes.DARK) not in str(await until("Elucidating"))
