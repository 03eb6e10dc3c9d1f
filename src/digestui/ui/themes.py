"""Roles and their colours: the only place in the program where a colour is written.

Stylesheets use the roles as variables (`$panel`, `$cursor-blur`), line-drawing widgets ask a `Theme` for a
style. What a theme cannot say in colour it says in weight, underline and reverse, here and not in widgets:
`style("bright", on="cursor")` is a blue row in `dark` and a reversed one without colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from digestui.records import dataclass, field

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App
    from textual.dom import DOMNode
    from textual.theme import Theme as TextualTheme

GROUNDS = ("bg", "panel", "raised", "cursor", "cursor-blur", "selected", "focus", "match-bg")
"""Roles that are backgrounds."""

_STRONG = frozenset({"cursor", "cursor-blur", "selected", "focus"})
"""Grounds on which `faint` would lose its contrast and becomes `soft`."""


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Colours by role. Themes are compared by identity: there is one of each."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    """`#rrggbb`, or a terminal colour: `default`, `blue`."""
    plain: bool = False
    """True where the terminal's own colours are used: grounds vanish, so cursor and focus are reversed."""
    bold_unread: bool = False
    """True where unread titles cannot be told by brightness."""
    bold_roles: frozenset[str] = frozenset()
    """Roles that carry weight because they have no colour of their own."""
    _styles: dict[tuple[object, ...], Style] = field(default_factory=dict, repr=False)

    @property
    def flat(self) -> bool:
        """Whether a pane's title has the ground of its text, and wants a line to be seen as a title."""
        return self.colours["panel"] == self.colours["bg"]

    def colour(self, role: str) -> str:
        """The colour of `role`; KeyError for a role that does not exist."""
        return self.colours[role]

    def style(
        self,
        role: str = "text",
        on: str | None = None,
        *,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
        strike: bool = False,
    ) -> Style:
        """The terminal style of `role` on the ground `on` (None: leave the ground as it is), cached.

        `faint` becomes `soft` on a strong ground; `match` brings its own ground, weight and underline.
        """
        key = (role, on, bold, italic, underline, strike)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._make(role, on, bold, italic, underline, strike)
        return style

    def _make(
        self, role: str, on: str | None, bold: bool, italic: bool, underline: bool, strike: bool
    ) -> Style:
        from rich.style import Style  # the door paints its first titles from `colour` alone, before Rich

        if role == "match":
            bold = underline = True
            ground: str | None = self.colours["match-bg"]
        else:
            if role == "faint" and on in _STRONG:
                role = "soft"
            ground = None if on is None else self.colours[on]
        reverse = self.plain and on in ("cursor", "focus")
        return Style(
            color=self.colours[role],
            bgcolor=ground,
            bold=bold or role in self.bold_roles,
            italic=italic,
            underline=underline,
            strike=strike,
            reverse=reverse,
        )

    def title(
        self, on: str | None = None, *, unread: bool, cursor: bool = False, gone: bool = False
    ) -> Style:
        """The style of a paper's title in a list.

        `cursor` is the row under the cursor, `gone` a paper that no longer matches the view.
        """
        bold = cursor or (unread and self.bold_unread)
        if gone and not cursor:
            return self.style("faint", on, italic=True)
        return self.style("bright" if unread or cursor else "soft", on, bold=bold, italic=gone)

    def variables(self) -> dict[str, str]:
        """The roles as variables for stylesheets."""
        if not self.plain:
            return dict(self.colours)
        return {role: f"ansi_{colour}" for role, colour in self.colours.items()}

    def textual(self) -> TextualTheme:
        """The theme as Textual registers it."""
        from textual.theme import Theme as TextualTheme

        c = self.variables()
        own = {
            **c,
            "scrollbar": c["line"],
            "scrollbar-hover": c["faint"],
            "scrollbar-active": c["accent"],
            "scrollbar-background": c["bg"],
            "scrollbar-background-hover": c["bg"],
            "scrollbar-background-active": c["bg"],
            "scrollbar-corner-color": c["bg"],
            "block-cursor-background": c["accent"],
            "block-cursor-foreground": c["bg"],
            "input-cursor-background": c["accent"],
            "input-cursor-foreground": c["bg"],
            "input-selection-background": c["selected"],
            "screen-selection-background": c["selected"],
        }
        if self.plain:  # where grounds vanish, a text cursor and a selected passage are reversed
            own |= {
                "ansi-background": c["bg"],
                "ansi-foreground": c["text"],
                "input-cursor-text-style": "reverse",
                "block-cursor-text-style": "reverse",
                "input-selection-foreground": "ansi_black",
                "input-selection-background": "ansi_cyan",
            }
        return TextualTheme(
            name=self.name,
            primary=c["accent"],
            secondary=c["queue"],
            warning=c["warn"],
            error=c["error"],
            success=c["done"],
            accent=c["accent"],
            foreground=c["text"],
            background=c["bg"],
            surface=c["panel"],
            panel=c["panel"],
            boost=c["raised"],
            dark=self.dark,
            text_alpha=1.0,
            variables=own,
            ansi=self.plain,
        )


def _colours(words: str) -> dict[str, str]:
    """`role=#rrggbb` words as a table."""
    return dict(word.split("=", 1) for word in words.split())


DARK = Theme(
    "dark",
    True,
    _colours("""
    bg=#15171c panel=#1b1e25 raised=#242933 cursor=#273552 cursor-blur=#232832 selected=#2f2a45 focus=#28344c
    line=#343a46 text=#d6dae2 bright=#f4f6f9 soft=#abb3c0 faint=#8e97a5 accent=#8ab4f8 star=#e8bf68
    queue=#62c8c3 note=#e3bdf2 done=#a6d8a2 warn=#eaa866 error=#f28779 match=#ffe9a8 match-bg=#544612
    h0=#262b35 h1=#2b4a4a h2=#357472 h3=#45a09c h4=#7fe0da"""),
)

LIGHT = Theme(
    "light",
    False,
    _colours("""
    bg=#fcfbf8 panel=#f3f1ea raised=#ffffff cursor=#dbe7fb cursor-blur=#eceae3 selected=#ebe4f8 focus=#d6e3f9
    line=#d5d0c3 text=#2b2e35 bright=#0f1115 soft=#535a66 faint=#656c78 accent=#1d5bb8 star=#855400
    queue=#0a6562 note=#7d2377 done=#2a6b30 warn=#8f4e00 error=#a31515 match=#1a1a1a match-bg=#ffe38a
    h0=#e9e6dd h1=#bfe0dc h2=#7fbdb8 h3=#35908b h4=#0a5c58"""),
)

HIGH_CONTRAST = Theme(
    "high-contrast",
    True,
    _colours("""
    bg=#000000 panel=#000000 raised=#000000 cursor=#003a70 cursor-blur=#303030 selected=#3d2466 focus=#003a70
    line=#ffffff text=#ffffff bright=#ffffff soft=#ffffff faint=#d0d0d0 accent=#9ccbff star=#ffd75f
    queue=#7ff0ea note=#f0ccff done=#b6f5b0 warn=#ffc27a error=#ff9d90 match=#000000 match-bg=#ffe38a
    h0=#303030 h1=#2b5f5d h2=#3c8f8b h3=#5ec4bf h4=#a5fff9"""),
    bold_unread=True,
)

_ROLES = tuple(DARK.colours)

ANSI = Theme(
    "ansi",
    True,
    {role: "blue" if role == "accent" else "default" for role in _ROLES},
    plain=True,
    bold_unread=True,
    bold_roles=frozenset({"bright", "accent", "star", "queue", "note", "warn", "error"}),
)
"""Sixteen colours: the terminal's own, with blue for what can be acted on."""

NO_COLOUR = Theme(
    "no-color",
    True,
    dict.fromkeys(_ROLES, "default"),
    plain=True,
    bold_unread=True,
    bold_roles=frozenset({"accent", "error"}),
)
"""What `NO_COLOR` asks for: weight, underline and reverse alone."""

THEMES: dict[str, Theme] = {t.name: t for t in (DARK, LIGHT, HIGH_CONTRAST, ANSI, NO_COLOUR)}
"""All themes by name."""

NAMES = ("dark", "light", "high-contrast", "ansi")
"""What the setting `theme` may name; `no-color` is chosen by the environment."""


def get(name: str) -> Theme:
    """The theme called `name`; `dark` for a name that is not ours."""
    return THEMES.get(name, DARK)


def of(node: DOMNode) -> Theme:
    """The theme a widget is drawn in now."""
    return THEMES.get(node.app.theme, DARK)


def own(colours: Mapping[str, str]) -> Theme:
    """The user's own theme: one of ours, `base`, with the roles that `colours` names in other colours. It is
    from now on the theme called `own`; applications have to register it."""
    base = get(colours.get("base", "dark"))
    changed = {role: colour for role, colour in colours.items() if role != "base"}
    made = Theme("own", base.dark, {**base.colours, **changed}, bold_unread=base.bold_unread)
    THEMES[made.name] = made
    _textual.cache_clear()
    return made


def pick(
    setting: str, env: Mapping[str, str], colours: Mapping[str, str] | None = None, light: bool | None = None
) -> Theme:
    """The theme for the setting in this environment: a non-empty `NO_COLOR` wins, then the setting, and a
    terminal that says it has sixteen colours at most gets `ansi` unless the user named another theme.
    `colours` are those of the theme `own`; `light` is what the terminal was last known to be.

    Ask before the application is made: Textual takes `NO_COLOR` out of the environment, and only an
    application made with `ansi_color=True` then leaves colours out instead of turning them grey.
    """
    if env.get("NO_COLOR"):
        return NO_COLOUR
    if setting == "own":
        return own(colours or {})
    if setting in THEMES:
        return THEMES[setting]
    few = env.get("TERM", "") in ("linux", "xterm", "xterm-16color", "ansi", "vt100", "vt220", "screen")
    if few and not env.get("COLORTERM"):
        return ANSI
    if light is None:
        light = env.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    return LIGHT if light else DARK


def register(app: App[Any]) -> None:
    """Make all themes known to `app`; set `app.theme` to one of their names afterwards.

    Do both in the application's `__init__`: its stylesheets are read before it is mounted, and no
    variable of ours is known to the themes that Textual brings.
    """
    for theme in THEMES.values():
        app.register_theme(_textual(theme.name))


@cache
def _textual(name: str) -> TextualTheme:
    return THEMES[name].textual()
