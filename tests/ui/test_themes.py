"""Colours by role: readable on every ground, and said in weight where there is no colour."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.widgets import Static

from digestui.settings.rules import ROLES
from digestui.ui import themes
from digestui.ui.contrast import GROUNDS, contrast, weak
from digestui.ui.contrast import WORDS as TEXT_ROLES
from ui.tiny import Tiny

COLOURED = (themes.DARK, themes.LIGHT, themes.HIGH_CONTRAST)


@pytest.mark.parametrize("theme", COLOURED, ids=lambda t: t.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_every_word_has_a_contrast_of_four_and_a_half(theme: themes.Theme, ground: str, role: str) -> None:
    style = theme.style(role, ground)
    assert style.color is not None
    assert style.bgcolor is not None
    assert contrast(style.color.name, style.bgcolor.name) >= 4.5


TABLED = {
    "dark": "text=8.7 bright=11.3 soft=5.8 faint=4.9 accent=5.8 star=7.0 queue=6.2 note=7.5 done=7.5"
    " warn=6.0 error=5.0 match=7.7",
    "light": "text=10.5 bright=14.6 soft=5.4 faint=4.7 accent=5.0 star=5.0 queue=5.3 note=6.8 done=5.0"
    " warn=5.0 error=6.1 match=13.8",
}
"""The least contrast of each role over the grounds of panes, bars, boxes, cursor and focus."""


@pytest.mark.parametrize(
    ("name", "role", "least"),
    [
        (name, role, float(least))
        for name, table in TABLED.items()
        for role, _, least in (word.partition("=") for word in table.split())
    ],
)
def test_each_role_has_the_contrast_that_is_promised_for_it(name: str, role: str, least: float) -> None:
    theme = themes.get(name)
    if role == "match":
        found = contrast(theme.colour("match"), theme.colour("match-bg"))
    else:
        styles = [theme.style(role, ground) for ground in ("bg", "panel", "raised", "cursor", "focus")]
        found = min(contrast(s.color.name, s.bgcolor.name) for s in styles if s.color and s.bgcolor)
    assert round(found, 1) >= least


@pytest.mark.parametrize("theme", COLOURED, ids=lambda t: t.name)
def test_a_match_can_be_read_on_its_own_ground(theme: themes.Theme) -> None:
    assert contrast(theme.colour("match"), theme.colour("match-bg")) >= 7


def test_every_theme_knows_every_role() -> None:
    for theme in themes.THEMES.values():
        assert set(theme.colours) == set(themes.DARK.colours)


@pytest.mark.parametrize("theme", [themes.ANSI, themes.NO_COLOUR], ids=lambda t: t.name)
def test_without_own_colours_cursor_and_focus_are_reversed_and_nothing_is_dim(theme: themes.Theme) -> None:
    assert theme.style("text", "cursor").reverse
    assert theme.style("bright", "focus").reverse
    assert not theme.style("text", "bg").reverse
    assert not theme.style("text", "cursor-blur").reverse
    assert theme.style("match").underline
    assert theme.title("bg", unread=True).bold
    assert not theme.title("bg", unread=False).bold
    assert not any(theme.style(role, "bg").dim for role in TEXT_ROLES)


def test_no_colour_names_no_colour() -> None:
    assert {*themes.NO_COLOUR.colours.values()} == {"default"}


def test_styles_are_made_once() -> None:
    assert themes.DARK.style("soft", "bg", bold=True) is themes.DARK.style("soft", "bg", bold=True)


@pytest.mark.parametrize(
    ("setting", "env", "name"),
    [
        ("auto", {"TERM": "xterm-256color"}, "dark"),
        ("light", {"TERM": "xterm-256color"}, "light"),
        ("light", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "no-color"),
        ("light", {"TERM": "xterm-256color", "NO_COLOR": ""}, "light"),
        ("auto", {"TERM": "linux"}, "ansi"),
        ("auto", {"TERM": "xterm", "COLORTERM": "truecolor"}, "dark"),
        ("high-contrast", {"TERM": "linux"}, "high-contrast"),
    ],
)
def test_the_environment_and_the_setting_choose_the_theme(
    setting: str, env: dict[str, str], name: str
) -> None:
    assert themes.pick(setting, env).name == name


async def test_an_app_takes_each_theme_and_its_roles_reach_stylesheets() -> None:
    app = Tiny(Static("word"), css="Static { background: $cursor-blur; color: $faint; }")
    async with app.tiny() as pilot:
        for name, theme in themes.THEMES.items():
            app.theme = name
            await pilot.pause()
            assert themes.of(app.query_one(Static)) is theme
            if not theme.plain:
                assert app.query_one(Static).styles.background == Color.parse(theme.colour("cursor-blur"))


def test_contrast_is_reckoned_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_a_theme_of_ones_own_is_another_with_some_roles_changed() -> None:
    try:
        made = themes.pick("own", {}, {"base": "light", "accent": "#7a1fa2"})
        assert made is themes.get("own")
        assert made.colour("accent") == "#7a1fa2"
        assert made.colour("bg") == themes.LIGHT.colour("bg")
        assert not made.dark
        assert themes.pick("own", {"NO_COLOR": "1"}, {"accent": "#7a1fa2"}) is themes.NO_COLOUR
    finally:
        del themes.THEMES["own"]


def test_the_settings_know_the_roles() -> None:
    assert set(ROLES) == set(themes.DARK.colours)


def test_weak_colours_are_named_with_their_worst_ground() -> None:
    try:
        made = themes.own({"accent": "#3a3f4a", "star": "#e8bf68"})
        ((role, said),) = weak(made, {"accent", "star", "base"})
        assert role == "accent"
        assert said.startswith("accent on ")
        ground = themes.own({"selected": "#d0d0d0"})
        assert [role for role, _ in weak(ground, {"selected"})] == ["selected"]
    finally:
        del themes.THEMES["own"]
