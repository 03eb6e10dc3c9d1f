"""A bar on standard error for what takes over half a second, where there is a terminal to draw it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestui.cli.environment import Environment

AFTER = 0.5
"""Seconds of silence before the first drawing."""
EVERY = 0.1
"""Seconds between drawings."""
CELLS = 20


class Bar:
    """One line that is drawn over itself and leaves nothing behind."""

    def __init__(self, env: Environment, label: str) -> None:
        self._env = env
        self._label = label
        self._began = env.ticks()
        self._drawn_at: float | None = None

    def show(self, done: int, total: int | None = None, label: str = "") -> None:
        """`done` of `total` are finished; None: nobody knows how many there are."""
        if not self._env.stderr_isatty or self._env.environ.get("TERM") == "dumb":
            return
        now = self._env.ticks()
        if now - self._began < AFTER or (self._drawn_at is not None and now - self._drawn_at < EVERY):
            return
        self._drawn_at = now
        self._env.stderr.write("\r" + self._text(done, total, label or self._label) + "\x1b[K")
        self._env.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._drawn_at is not None:
            self._env.stderr.write("\r\x1b[K")
            self._env.stderr.flush()
            self._drawn_at = None

    def _pace(self, done: int, total: int | None) -> str:
        """How fast it goes, and how long it will take yet."""
        took = (self._drawn_at or self._began) - self._began
        if took < AFTER or not done:
            return ""
        rate = done / took
        rest = f"  {_time((total - done) / rate)} left" if total else ""
        return f"  {rate:,.0f}/s{rest}" if rate >= 1 else rest

    def _text(self, done: int, total: int | None, label: str) -> str:
        from digestui.text import safe, widths

        text = safe.one_line(label)
        if total:
            done = min(done, total)
            filled = CELLS * done // total
            marks = ("━", "─") if self._env.unicode else ("#", "-")
            bar = marks[0] * filled + marks[1] * (CELLS - filled)
            text = f"{bar} {done:,} of {total:,}{self._pace(done, total)}  {text}"
        elif done:
            text = f"{done:,}{self._pace(done, None)}  {text}"
        return widths.cut(f"{text}  ctrl-c stops" if done or total else text, self._env.width - 1)


def _time(seconds: float) -> str:
    """`40 s`, `12 min`, `1 h 5 min`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def bar(env: Environment, label: str) -> Iterator[Bar]:
    """A bar that is gone when the work is over, however it ends."""
    drawn = Bar(env, label)
    try:
        yield drawn
    finally:
        drawn.clear()


@contextmanager
def under_way(env: Environment, label: str) -> Iterator[None]:
    """Says after a moment what is under way, where nobody can tell how far it has come."""
    from threading import Timer

    with bar(env, label) as drawn:
        timer = Timer(AFTER, drawn.show, (0,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
