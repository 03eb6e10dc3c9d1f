"""Settings and keys in the reader: obeyed at the start, read again by `:reload`, complained about by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.settings import Settings
from digestui.ui import themes
from ui.reading import Reading, reading


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def settings(home: dict[str, str], text: str) -> None:
    file = Path(home["XDG_CONFIG_HOME"]) / "digestui" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


async def say(r: Reading, line: str) -> None:
    await r.press(":", *("space" if character == " " else character for character in line), "enter")


async def test_settings_are_read_again_while_one_reads(library: Path, home: dict[str, str]) -> None:
    async with reading(library, (160, 45), env=home) as r:
        await r.press("j", "j")
        settings(home, 'theme = "light"\nglyphs = "ascii"\ndensity = "compact"\ndate_format = "iso"\n')
        await say(r, "reload")
        assert r.app.theme == "light"
        assert "2025-04-28" in r.text()
        assert " o " in r.text()
        assert "●" not in r.text()
        assert r.screen.list.lines == 1
        assert r.listing.cursor == 2
        assert "read the settings again" in r.status()


@pytest.fixture
def _no_own_theme() -> Iterator[None]:
    yield
    themes.THEMES.pop("own", None)


@pytest.mark.usefixtures("_no_own_theme")
async def test_colours_of_ones_own_are_on_the_screen_and_change_with_a_reload(
    library: Path, home: dict[str, str]
) -> None:
    mine = Settings(theme="own", colours={"base": "light", "accent": "#7a1fa2"})
    async with reading(library, (160, 45), settings=mine, env=home) as r:
        picture = r.app.export_screenshot()
        assert "#7a1fa2" in picture
        assert themes.LIGHT.colour("bg") in picture
        settings(home, 'theme = "own"\n[colours]\naccent = "#ffb86c"\n')
        await say(r, "reload")
        picture = r.app.export_screenshot()
        assert "#ffb86c" in picture
        assert "#7a1fa2" not in picture
        assert themes.DARK.colour("bg") in picture
        await r.press("c", *"mine", "escape")
        await say(r, "theme light")
        await say(r, "theme own")
        assert "#ffb86c" in r.app.export_screenshot()
        await say(r, "theme")
        assert "own" in r.text()


async def test_keys_are_others_after_a_reload_wherever_they_are_named(
    library: Path, home: dict[str, str]
) -> None:
    async with reading(library, (160, 45), env=home) as r:
        settings(home, '[keys]\npreset = "vim"\nstar = "ctrl+s"\nfilters = "X"\nnote = "w"\n')
        await say(r, "reload")
        assert "ctrl+s star" in r.footer()
        await r.press("5", "j", "ctrl+s")
        assert r.listing.cursor == 5
        assert r.state().starred
        assert "Filters                 X" in r.text()
        await r.press("w")
        assert r.screen.note.editing


async def test_what_is_wrong_is_said_with_file_and_line(library: Path, home: dict[str, str]) -> None:
    async with reading(library, env=home) as r:
        settings(home, 'theme = "drak"\n\n[keys]\nstarr = "s"\n')
        await say(r, "reload")
        assert "2 problems in config.toml (digestui config check): line 1: theme: not" in r.status()
        settings(home, '[keys]\nqueue = "a"\ndismiss = "a"\n')
        await say(r, "reload")
        assert "config.toml: line 3: keys.dismiss: a is already queue" in r.status()
        settings(home, "")
        await say(r, "reload")
        await r.press("d")
        assert "dismissed" in r.status()
