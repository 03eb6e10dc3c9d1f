"""Reading LaTeX: what `text.latex` does with a text that holds any. Pure.

Abstracts hold bits of LaTeX between prose, often broken ones. So this is no TeX: what is not understood
stays as it is written, braces that never close stay, and no text is ever lost. Time is linear in the text,
and depth is bounded.
"""

from __future__ import annotations

import re
import unicodedata

from digestui.patterns import later
from digestui.text.latex_table import (
    ACCENTS,
    BLACKBOARD,
    ESCAPED,
    FUNCTIONS,
    LETTERS,
    MATH_ACCENTS,
    SUB,
    SUPER,
    SWITCHES,
    SYMBOLS,
    TRANSPARENT,
    WORDS,
)

_DEEPEST = 24
_LONGEST_FORMULA = 1500

_TOKEN = later(
    r"(?P<url>https?://[^\s\\{}$]+)|\\(?P<name>[A-Za-z]+)|\\(?P<char>.)"
    r"|(?P<dollar>\$\$?)|(?P<brace>\{)|(?P<tilde>~)|(?P<script>[\^_])|(?P<quote>``|'')",
    re.DOTALL,
)
_COMMAND = later(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_PAIRS = later(r"\\.|[{}]", re.DOTALL)
_DOLLARS = later(r"\\.|\$\$?", re.DOTALL)
_HAS_MATH = later(r"[\\^_]")
_GROUP_COMMAND = later(r"\{\s*\\(?:([A-Za-z]+)|[`'^~\"=.%&#_$])")
_MAY_TIE = ".,;:!?)]}%'\""


class Reading:
    """One text being read: where its braces and dollars match is found once, in one pass each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closes: dict[int, int] = {}
        stack: list[int] = []
        for m in _PAIRS.finditer(text):
            if m[0] == "{":
                stack.append(m.start())
            elif m[0] == "}" and stack:
                self.closes[stack.pop()] = m.start()
        self.formulas = _formulas(text) if "$" in text else {}
        self.quotes = "``" in text
        # What turns out to be no command is read again; nested, that would double at every level.
        self.left = 10_000 + 50 * len(text)

    def result(self) -> str:
        return unicodedata.normalize("NFC", self.read(0, len(self.text), False, 0))

    def read(self, at: int, end: int, math: bool, depth: int) -> str:
        text = self.text
        self.left -= end - at
        if depth > _DEEPEST or self.left < 0:
            return text[at:end]
        out: list[str] = []
        while at < end:
            m = _TOKEN.search(text, at, end)
            if m is None or self.left < 0:
                out.append(text[at:end])
                break
            out.append(text[at : m.start()])
            kind = m.lastgroup
            if kind == "name":
                piece, at = self.command(m["name"], m.start(), m.end(), end, math, depth)
            elif kind == "char":
                piece, at = self.escape(m["char"], m.start(), m.end(), end, math, depth)
            elif kind == "dollar":
                piece, at = self.formula(m.start(), m.end(), end, depth)
            elif kind == "brace":
                piece, at = self.group(m.start(), end, math, depth)
            elif kind == "tilde":
                piece, at = (" " if math or self.is_blank_tilde(m.start(), end) else "~"), m.end()
            elif kind == "script" and math:
                piece, at = self.script(m[0], m.end(), end, depth)
            elif kind == "quote" and self.quotes and not math:
                piece, at = ("“" if m[0] == "``" else "”"), m.end()
            else:
                piece, at = m[0], m.end()
            out.append(piece)
        return "".join(out)

    def is_blank_tilde(self, at: int, end: int) -> bool:
        """A tilde that ties two words, not one that means `about` or stands in an address."""
        if at == 0 or at + 1 >= end:
            return False
        before, after = self.text[at - 1], self.text[at + 1]
        if after.isdigit():
            # `Table~2` ties; `10~30`, `z~2.5` and `O(~5)` say "about" or "to".
            return (before.isalpha() and at > 1 and self.text[at - 2].isalpha()) or before == "."
        return (before.isalnum() or before in _MAY_TIE) and (after.isalnum() or after in "\\$({[\"'")

    def argument(self, at: int, end: int) -> tuple[int, int, int] | None:
        """The argument at `at`, a group or one character: (start, end, where to go on)."""
        text = self.text
        while at < end and text[at] in " \t\n":
            at += 1
        if at >= end or text[at] == "}":
            return None
        if text[at] == "{":
            close = self.closes.get(at)
            return None if close is None or close >= end else (at + 1, close, close + 1)
        if text[at] == "\\":
            m = _COMMAND.match(text, at, end)
            return (at, m.end(), m.end()) if m else None
        stop = at + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
        return at, stop, stop

    def group(self, at: int, end: int, math: bool, depth: int) -> tuple[str, int]:
        close = self.closes.get(at)
        if close is None or close >= end:
            return "{", at + 1
        inside = self.read(at + 1, close, math, depth + 1)
        if math:
            return inside, close + 1
        m = _GROUP_COMMAND.match(self.text, at)
        known = m is not None and (
            m[1] is None or any(m[1] in table for table in (SWITCHES, ACCENTS, SYMBOLS, TRANSPARENT))
        )
        return (inside.lstrip() if known else "{" + inside + "}"), close + 1

    def formula(self, at: int, after: int, end: int, depth: int) -> tuple[str, int]:
        close = self.formulas.get(at)
        if close is None or close[1] > end:
            return self.text[at:after], after
        return self.read(after, close[0], True, depth + 1).strip(), close[1]

    def escape(self, char: str, at: int, after: int, end: int, math: bool, depth: int) -> tuple[str, int]:
        if char in "([":
            # Only where the other end stands before the next of its kind: text may hold a lone `\(`.
            closing = "\\)" if char == "(" else "\\]"
            stop = self.text.find(closing, after, min(end, after + _LONGEST_FORMULA))
            if stop >= 0:
                return self.read(after, stop, True, depth + 1).strip(), stop + 2
            return self.text[at:after], after
        if char in ACCENTS and not math:
            accented = self.accent(ACCENTS[char], after, end, depth)
            return accented if accented else (self.text[at:after], after)
        if math and char in ",:;> ":
            return (" " if char in " ;" else ""), after
        known = ESCAPED.get(char)
        return (self.text[at:after], after) if known is None else (known, after)

    def accent(self, mark: str, at: int, end: int, depth: int) -> tuple[str, int] | None:
        found = self.argument(at, end)
        if found is None:
            return None
        start, stop, on = found
        base = self.read(start, stop, False, depth + 1).replace("ı", "i").replace("ȷ", "j")
        if not base or not base[0].isalpha():
            return None
        first = 1
        while first < len(base) and unicodedata.combining(base[first]):
            first += 1
        letter = unicodedata.normalize("NFC", base[:first] + mark)
        if len(letter) > 1 and self.text[start - 1] != "{":
            return None  # `\\"quoted\\"` is somebody's escaping, not an accent on a q
        return letter + base[first:], on

    def command(self, name: str, at: int, after: int, end: int, math: bool, depth: int) -> tuple[str, int]:
        text = self.text
        if name in (MATH_ACCENTS if math else ACCENTS):
            accented = self.mark(name, after, end, math, depth)
            if accented is not None:
                return accented
        if name in SYMBOLS:
            if name in LETTERS and not math:
                on = self.swallow(after, end)
                return SYMBOLS[name], on
            return SYMBOLS[name], self.empty_group(after)
        if name in FUNCTIONS and math:
            return name, after
        if name in SWITCHES and not (name in TRANSPARENT and text[after : after + 1] == "{"):
            return "", self.swallow(after, end)
        if name in WORDS:
            on = self.empty_group(after)
            word = WORDS[name]
            return (word[:-1] if word.endswith(".") and text[on : on + 1] == "." else word), on
        if name in TRANSPARENT:
            found = self.argument(after, end)
            if found is None or (not math and text[found[0] - 1 : found[0]] != "{"):
                return text[at:after], after
            start, stop, on = found
            inside = self.read(start, stop, math, depth + 1)
            if name in ("mathbb", "mathds", "mathbbm"):
                inside = "".join(BLACKBOARD.get(ch, ch) for ch in inside)
            return inside, on
        return self.shaped(name, at, after, end, math, depth)

    def mark(self, name: str, after: int, end: int, math: bool, depth: int) -> tuple[str, int] | None:
        if not math:
            # `\c c` and `\c{c}`, but `\center` never came here and `\b5` is no accent.
            return self.accent(ACCENTS[name], after, end, depth)
        found = self.argument(after, end)
        if found is None:
            return None
        start, stop, on = found
        base = self.read(start, stop, True, depth + 1)
        return (base + MATH_ACCENTS[name] if len(base) == 1 else base), on

    def shaped(self, name: str, at: int, after: int, end: int, math: bool, depth: int) -> tuple[str, int]:
        """Commands with two arguments or a shape of their own; anything unknown stays as it is written."""
        text = self.text
        if name in ("frac", "dfrac", "tfrac", "href", "sqrt", "footnote"):
            first = self.argument(after, end)
            if first is not None:
                one = self.read(first[0], first[1], math, depth + 1)
                if name == "sqrt":
                    return "√" + (one if len(one) == 1 or one.isdigit() else f"({one})"), first[2]
                if name == "footnote":
                    return f" ({one})", first[2]
                second = self.argument(first[2], end)
                if second is not None:
                    two = self.read(second[0], second[1], math, depth + 1)
                    if name == "href":
                        return (two if two == one else f"{two} ({one})"), second[2]
                    return f"{_tight(one)}/{_tight(two)}", second[2]
        out = [text[at:after]]
        while text[after : after + 1] == "{" and (close := self.closes.get(after, end)) < end:
            out.append("{" + self.read(after + 1, close, math, depth + 1) + "}")
            after = close + 1
        return "".join(out), after

    def script(self, sign: str, after: int, end: int, depth: int) -> tuple[str, int]:
        found = self.argument(after, end)
        if found is None:
            return sign, after
        start, stop, on = found
        inside = self.read(start, stop, True, depth + 1)
        table = SUPER if sign == "^" else SUB
        if inside and all(ch in table for ch in inside):
            return "".join(table[ch] for ch in inside), on
        return sign + (inside if len(inside) == 1 else f"({inside})" if inside else ""), on

    def swallow(self, at: int, end: int) -> int:
        """Past the blanks or the empty group that end a command's name."""
        if self.text[at : at + 2] == "{}":
            return at + 2
        while at < end and self.text[at] == " ":
            at += 1
        return at

    def empty_group(self, at: int) -> int:
        return at + 2 if self.text[at : at + 2] == "{}" else at


def _tight(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _formulas(text: str) -> dict[int, tuple[int, int]]:
    """Dollar signs that begin a formula -> (where its inside ends, where to go on); prices are none."""
    found: dict[int, tuple[int, int]] = {}
    opened: re.Match[str] | None = None
    for m in _DOLLARS.finditer(text):
        if m[0][0] == "\\":
            continue
        if opened is not None and m[0] == opened[0]:
            inside = text[opened.end() : m.start()]
            if _is_formula(inside, text[m.end() : m.end() + 1]):
                found[opened.start()] = (m.start(), m.end())
                opened = None
                continue
        opened = m
    return found


def _is_formula(inside: str, after: str) -> bool:
    if not inside.strip() or len(inside) > _LONGEST_FORMULA or "\n\n" in inside:
        return False
    if _HAS_MATH.search(inside) and not (after.isdigit() and " " in inside):
        return True
    return not inside[0].isspace() and not inside[-1].isspace() and not after.isdigit()
