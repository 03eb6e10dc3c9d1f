"""What each setting takes. Pure; knows neither files nor where a setting stands in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

THEMES = ("auto", "dark", "light", "high-contrast", "ansi", "own")
BASES = ("dark", "light", "high-contrast")
"""Themes that one's own can begin with."""
ROLES = (
    *("bg", "panel", "raised", "cursor", "cursor-blur", "selected", "focus", "line"),
    *("text", "bright", "soft", "faint", "accent", "star", "queue", "note", "done", "warn", "error"),
    *("match", "match-bg", "h0", "h1", "h2", "h3", "h4"),
)
"""What a theme has colours for; one's own may change any."""
GLYPHS = ("auto", "unicode", "ascii")
DENSITIES = ("auto", "compact", "cosy")
COLUMNS = ("tags", "code", "year", "upvotes", "author", "venue", "date")
PDF_NAMES = ("title", "author", "year", "venue", "key", "id")
SERVICES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "openalex": "OpenAlex",
    "semantic_scholar": "Semantic Scholar",
}
"""Services that are asked about papers, by the name of the setting that says where one lives."""
PRESETS = ("default", "vim", "newsboat", "mutt", "gmail")


def _one_of(*words: str) -> Callable[[object], object]:
    def rule(value: object) -> str:
        if isinstance(value, str) and value.lower() in words:
            return value.lower()
        raise ValueError("use one of " + ", ".join(words))

    return rule


def _text(what: str, check: Callable[[str], bool] = lambda _: True) -> Callable[[object], object]:
    def rule(value: object) -> str:
        if isinstance(value, str) and "\0" not in value and check(value):
            return value
        raise ValueError("use " + what)

    return rule


def _place(what: str) -> Callable[[object], object]:
    """A file or folder; a relative one is in the home, wherever a command happens to run."""

    def rule(value: object) -> str:
        text = _text(what)(value)
        assert isinstance(text, str)
        return text if text[:1] in ("", "/", "~") else f"~/{text}"

    return rule


def _number(low: int, high: int) -> Callable[[object], object]:
    def rule(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise ValueError(f"use a number from {low} to {high}")

    return rule


def _colour(value: object) -> str:
    import re

    if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return value.lower()
    raise ValueError('use a colour as "#8ab4f8"')


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("use true or false")


def _columns(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(v, str) and v.lower() in COLUMNS for v in value):
        return tuple(dict.fromkeys(v.lower() for v in value))
    raise ValueError('use a list of some of "' + '", "'.join(COLUMNS) + '"')


def _read_when(value: object) -> str:
    if isinstance(value, str):
        word = value.strip().lower()
        if word in ("end", "open", "manual"):
            return word
        if dwell_seconds(word) is not None:
            return word
    raise ValueError("use end, open, manual, or dwell: and a time, as dwell:2s")


def dwell_seconds(read_when: str) -> float | None:
    """Seconds of `dwell:2s`; None for the other words of `read_when`."""
    name, _, time = read_when.partition(":")
    if name != "dwell":
        return None
    try:
        seconds = float(time.removesuffix("s"))
    except ValueError:
        return None
    return seconds if 0 < seconds <= 3600 else None


def _date_format(value: object) -> str:
    if isinstance(value, str) and (value in ("auto", "iso") or _is_pattern(value)):
        return value
    raise ValueError('use auto, iso, or a pattern such as "%d.%m.%Y"')


def _is_pattern(text: str) -> bool:
    """Whether it makes a day of at most 30 printable characters."""
    from datetime import date

    try:
        shown = date(2020, 12, 28).strftime(text)
    except (ValueError, UnicodeError):
        return False
    return "%" in text and text.isprintable() and shown != text and shown.isprintable() and len(shown) <= 30


def _web_address(text: str) -> bool:
    return (
        text.startswith(("https://", "http://")) and "{title}" in text and not any(c.isspace() for c in text)
    )


def _service_address(text: str) -> bool:
    return not text or (text.startswith(("https://", "http://")) and not any(c.isspace() for c in text))


def _pdf_name(text: str) -> bool:
    """Whether it names each paper by something of its own, and lies in no other folder."""
    import re

    places = re.findall(r"\{(.*?)\}", text)
    return (
        set(places) <= set(PDF_NAMES)
        and bool({"title", "key", "id"} & set(places))
        and not set(re.sub(r"\{.*?\}", "", text)) & set("/\\{}")
        and text.isprintable()
        and len(text) <= 200
    )


def _command(text: str) -> bool:
    import shlex

    try:
        return not text.startswith("-") and bool(shlex.split(text) or not text)
    except ValueError:
        return False


RULES: Mapping[str, Callable[[object], object]] = {
    "library": _place("a file name in quotes"),
    "theme": _one_of(*THEMES),
    "colours.base": _one_of(*BASES),
    **{f"colours.{role}": _colour for role in ROLES},
    "glyphs": _one_of(*GLYPHS),
    "plain": _yes_or_no,
    "density": _one_of(*DENSITIES),
    "peek": _number(0, 8),
    "read_when": _read_when,
    "advance": _yes_or_no,
    "columns": _columns,
    "date_format": _date_format,
    "start_view": _text('last or the name of a view, as "Inbox"', lambda text: bool(text.strip())),
    "search_url": _text("a web address that holds {title}", _web_address),
    "open_command": _text('a program with its options, as "firefox --new-tab"', _command),
    "pdf_command": _text('a program with its options, as "zathura"', _command),
    "pdf_folder": _place("a folder in quotes"),
    "pdf_name": _text('{title}, {key} or {id} and no slash, as "{year} {title}"', _pdf_name),
    "preset": _one_of(*PRESETS),
    "sources.enrich": _yes_or_no,
    "sources.mail": _text("an address in quotes"),
    **{f"sources.{name}": _text("a web address in quotes", _service_address) for name in SERVICES},
    "backup.automatic": _yes_or_no,
    "backup.folder": _place("a folder in quotes"),
    "backup.daily": _number(0, 365),
    "backup.weekly": _number(0, 520),
    "backup.monthly": _number(0, 1200),
    "sync.folder": _place("a folder in quotes"),
}
"""What each setting takes: a value to the value used; ValueError with what is allowed."""
