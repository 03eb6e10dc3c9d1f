"""Names of keys: as Textual reports them, as people write them in a settings file, as panes show them.

One spelling is used inside the program: the character itself where a key types one (`?`, `G`, `|`), else a
word (`space`, `escape`, `ctrl+d`, `shift+tab`). A sequence is such names with a space between: `g g`.
Nothing heavy is imported here: the command line prints the key table too.
"""

from __future__ import annotations

from functools import lru_cache

PUNCTUATION = {
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "plus_sign": "+",
    "comma": ",",
    "minus": "-",
    "hyphen_minus": "-",
    "full_stop": ".",
    "slash": "/",
    "solidus": "/",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "question_mark": "?",
    "at": "@",
    "commercial_at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "reverse_solidus": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "low_line": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""Textual's words for characters that are neither letter nor digit."""

ALIASES = {
    "esc": "escape",
    "return": "enter",
    "cr": "enter",
    "bs": "backspace",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "spc": "space",
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_brace": "escape",
    "ctrl+[": "escape",
    "ctrl+space": "ctrl+@",
    "pipe": "|",
    "star": "*",
}
"""Other words people and terminals have for a key. Control-I *is* Tab in a terminal, and so on."""

NAMED = frozenset(
    {"escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"f{number}" for number in range(1, 25)}
)
"""Keys that have a word and no character."""

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")

SHORT = {
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
"""How panes show keys that have a shorter name."""


@lru_cache(512)
def canonical(key: str) -> str:
    """Return the one spelling of `key`, however Textual or a person wrote it.

    `question_mark` is `?`; `upper_g`, `shift+g` are `G`; `C-d`, `Ctrl+D` are `ctrl+d`. What is not known
    comes back as it is: `known` tells.
    """
    if len(key) == 1:
        return "space" if key == " " else key
    words = key[1:-1] if len(key) > 2 and key[0] == "<" and key[-1] == ">" else key
    words = words.replace("C-", "ctrl+")
    *modifiers, last = words.split("+") if not words.endswith("+") else [*words[:-2].split("+"), "+"]
    held = sorted({"ctrl" if word.lower() == "control" else word.lower() for word in modifiers})
    if len(last) > 1:
        upper = last.lower().startswith("upper_") and len(last) == 7
        last = last[-1].upper() if upper else last.lower()
        last = PUNCTUATION.get(last, ALIASES.get(last, last))
        last = _by_unicode_name(last)
    elif held and held != ["shift"]:
        last = last.lower()
    if held == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    whole = "+".join([*held, last])
    return ALIASES.get(whole, whole)


def _by_unicode_name(word: str) -> str:
    """The character that Textual names by its Unicode name (`section_sign` is `§`), else the word itself."""
    if word in NAMED or "_" not in word:
        return word
    import unicodedata

    for name in (word.replace("_", " "), word.replace("_", "-")):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return word


def known(key: str) -> bool:
    """Whether a terminal can send a key of this canonical name."""
    if len(key) == 1:
        return key.isprintable()
    *held, last = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
    if any(word not in MODIFIERS for word in held):
        return False
    return last in NAMED or (len(last) == 1 and last.isprintable())


def types_text(key: str) -> bool:
    """Whether the key puts a character into a text box."""
    return len(key) == 1 or key == "space"


def sequence(text: str) -> tuple[str, ...]:
    """Split a written sequence into canonical keys: `g g` is `("g", "g")`, a lone blank is the space key."""
    return tuple(canonical(word) for word in text.split()) or (("space",) if text else ())


def written(value: object) -> list[str] | None:
    """The sequences of a settings value: a string, `"g g, home"`, or a list of strings; None if neither."""
    if isinstance(value, str):
        if value.strip().lower() in ("", "none"):
            return [] if value != " " else [" "]
        return [part for part in value.split(", ") if part.strip()] if value.strip() != "," else [","]
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return [part for part in value if part]
    return None


def spell(keys: str | tuple[str, ...], *, ascii_only: bool = False) -> str:
    """Show a key or a sequence to people: `escape` is `esc`, `("g", "g")` is `g g`."""
    parts = sequence(keys) if isinstance(keys, str) else keys
    return " ".join(_short(part, ascii_only) for part in parts)


def _short(key: str, ascii_only: bool) -> str:
    short = SHORT.get(key, key)
    return short if short.isascii() or not ascii_only else key
