"""A pattern that is compiled later is, in use, the compiled one; until then nothing was compiled."""

from __future__ import annotations

import re

import pytest

from digestui import patterns
from digestui.patterns import later

SAID = r"(?P<word>[a-z]+)-(\d+)"


def test_it_does_all_that_a_compiled_one_does() -> None:
    ours, plain = later(SAID, re.IGNORECASE), re.compile(SAID, re.IGNORECASE)
    for text in ("ab-1", "AB-22 x", "x ab-3 cd-4", ""):
        for method in ("match", "fullmatch", "search"):
            for _ in range(2):
                found, wanted = getattr(ours, method)(text), getattr(plain, method)(text)
                assert (found and found.groupdict()) == (wanted and wanted.groupdict())
        assert ours.findall(text) == plain.findall(text)
        assert ours.sub("_", text) == plain.sub("_", text)
        assert ours.split(text) == plain.split(text)
    assert ours.pattern == SAID
    assert ours.flags == plain.flags


def test_it_is_compiled_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Watched:
        @staticmethod
        def compile(text: str, flags: int) -> re.Pattern[str]:
            made.append(text)
            return re.compile(text, flags)

    monkeypatch.setattr(patterns, "re", Watched)
    pattern = later("a+")
    assert not made
    assert pattern.fullmatch("aaa")
    assert not pattern.fullmatch("b")
    assert made == ["a+"]


def test_what_no_pattern_has_it_has_not() -> None:
    with pytest.raises(AttributeError):
        later("a").nothing  # type: ignore[attr-defined]  # noqa: B018
