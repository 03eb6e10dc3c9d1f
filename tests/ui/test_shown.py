"""Only what differs is sent, and the terminal shows the frame all the same."""

from __future__ import annotations

import random

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from digestui.ui.shown import BARE, Shown, pen_of, shift
from ui.reading import reading

pyte = pytest.importorskip("pyte")

WIDTH, HEIGHT = 24, 5
CONSOLE = Console(color_system="truecolor", force_terminal=True)
STYLES = [
    Style(color="#d6dae2", bgcolor="#15171c"),
    Style(color="#ffffff", bgcolor="#273552", bold=True),
    Style(color="#8ab4f8", bgcolor="#15171c", italic=True),
    Style(color="blue", underline=True),
    Style(reverse=True),
    Style(bgcolor="#2f2a45", strike=True, bold=True),
    Style(),
]
SURE = ["paper", "  ", " a ", "●", "…", "       ", "│", "x"]
WIDE = ["漢字", "e\u0301", "🔬"]


class Glass:
    """A terminal with what it was sent."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.screen = pyte.Screen(width, height)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self.stream = pyte.Stream(self.screen)

    def cells(self) -> list[list[tuple[object, ...]]]:
        """What is seen: a blank cell shows no colour of its letter and no weight."""
        return [
            [self._seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]

    @staticmethod
    def _seen(cell):
        lines = (cell.underscore, cell.strikethrough, cell.reverse)
        if cell.data == " " and not any(lines):
            return (" ", cell.bg)
        return (cell.data, cell.fg, cell.bg, cell.bold, cell.italics, *lines)


def frame(lines: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, len(lines)))


def a_line(chance: random.Random, words: list[str] = SURE) -> Strip:
    segments = []
    while sum(s.cell_length for s in segments) < WIDTH:
        segments.append(Segment(chance.choice(words), chance.choice(STYLES)))
    return Strip(segments).crop(0, WIDTH).adjust_cell_length(WIDTH)


@pytest.mark.parametrize("seed", range(12))
def test_the_terminal_shows_every_frame_though_only_differences_are_sent(seed: int) -> None:
    chance = random.Random(seed)
    words = [*SURE, *WIDE] if seed % 2 else SURE
    shown, glass = Shown(), Glass()
    lines = [a_line(chance, words) for _ in range(HEIGHT)]
    for _ in range(12):
        ready = shown.changes(frame(lines), CONSOLE)
        glass.stream.feed(ready.text if ready else "")
        whole = Glass()
        for y, line in enumerate(lines):
            whole.stream.feed(f"\x1b[{y + 1}H" + line.render(CONSOLE))
        assert glass.cells() == whole.cells()
        for y in chance.sample(range(HEIGHT), chance.randint(0, 2)):
            lines[y] = a_line(chance, words)
        if chance.random() < 0.2:
            shown.forget()


def test_an_unchanged_frame_sends_nothing_until_the_screen_is_forgotten() -> None:
    shown, lines = Shown(), [a_line(random.Random(1))]
    assert shown.changes(frame(lines), CONSOLE) is not None
    assert shown.changes(frame(lines), CONSOLE) is None
    shown.forget()
    assert shown.changes(frame(lines), CONSOLE) is not None


def test_another_size_is_drawn_whole() -> None:
    shown, lines = Shown(), [a_line(random.Random(2))]
    first = shown.changes(frame(lines), CONSOLE)
    shown.changes(frame([*lines, *lines]), CONSOLE)
    again = shown.changes(frame(lines), CONSOLE)
    assert first is not None
    assert again is not None
    assert again.text == first.text


def test_a_look_changes_into_another_by_what_differs() -> None:
    text, cursor, key, link, *_ = [pen_of(style, CONSOLE._color_system) for style in STYLES]
    assert shift(text, cursor) == "\x1b[1;38;2;255;255;255;48;2;39;53;82m"
    assert shift(text, key) == "\x1b[3;38;2;138;180;248m"
    assert shift(key, text) == "\x1b[23;38;2;214;218;226m"
    assert shift(link, BARE) == "\x1b[m"


def test_behind_a_character_of_unsure_width_the_place_is_said_again() -> None:
    line = Strip([Segment("a👩\u200d🔬"), Segment("paper")]).adjust_cell_length(WIDTH)
    ready = Shown().changes(frame([line]), CONSOLE)
    assert ready is not None
    assert "\x1b[1;4Hpaper" in ready.text


class Counting(Shown):
    """Counts what is sent."""

    sent = 0

    def changes(self, *args):
        ready = super().changes(*args)
        self.sent += len(ready.text) if ready else 0
        return ready


async def test_a_step_of_the_cursor_sends_the_two_rows_and_the_place(library) -> None:
    async with reading(library, size=(120, 36)) as r:
        shown = r.app._driver.shown = Counting()
        await r.press("j", "k")  # everything has been sent once
        r.app.refresh()
        await r.settle()
        assert shown.sent > 5000
        # The abstract follows when the cursor rests; what a key sends is seen while it moves.
        r.desk.facts.moved = lambda **_: r.desk.words.where()
        r.screen.list.moved = r.desk.facts.moved
        for key in "jjjj":
            shown.sent = 0
            await r.press(key)
            assert 0 < shown.sent < 700


async def test_the_note_pane_is_not_drawn_again_while_its_words_are_the_same(library) -> None:
    async with reading(library, size=(120, 36)) as r:
        drawn = []
        plain = r.screen.note.render_line
        r.screen.note.render_line = lambda y: drawn.append(y) or plain(y)
        await r.press("j", "j")
        assert r.screen.abstract.detail.id == r.listing.current
        assert drawn == []
