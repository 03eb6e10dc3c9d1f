"""What the terminal shows, cell by cell, so that only what differs is sent.

Textual sends every strip of a region that was marked for drawing, each piece with its colours in full and a
reset behind it. Over a slow line that is what one feels: a step of the cursor redraws rows and panes whose
cells are mostly the same. Here each frame is compared with the one before it and the cells that differ go
out, a colour only when it changes.

Safety before thrift: a strip with characters whose width a terminal may see differently (wide, combining,
emoji) is sent whole, with the place said again after each such piece; `forget` makes the next drawing whole
wherever the terminal may show something else: another size, back from another program, on demand.
Nothing about papers lives here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from digestui.patterns import later

SURE: Final = later(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0523\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u20bf\u2100-\u2319\u2500-\u25fc\u2605\u2606\u270e\u2713]*"
)
"""Characters that every terminal gives one cell (or those of its user's choice, the reader's marks among
them); any other may be wider or narrower than reckoned here."""
BRIDGE: Final = 4
"""Cells that are the same and yet sent, where that is no longer than moving over them."""
STYLES: Final = 4000
"""Styles whose look is remembered."""

_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
               "8": "28", "9": "29", "53": "55"}  # fmt: skip
_VISIBLE_ON_BLANK: Final = frozenset({"4", "21", "7", "9", "53", "51", "52"})


class Pen:
    """One look: colours and weights as the parameters that set them. One object for each look there is."""

    __slots__ = ("attributes", "back", "fore", "plain", "to")

    def __init__(self, fore: str, back: str, attributes: tuple[str, ...]) -> None:
        self.fore = fore
        self.back = back
        self.attributes = attributes
        self.plain = _VISIBLE_ON_BLANK.isdisjoint(attributes)
        """A blank cell shows nothing of it but the ground."""
        self.to: dict[Pen, str] = {}
        """What changes it into another."""


_pens: dict[tuple[str, str, tuple[str, ...]], Pen] = {}


def pen(fore: str, back: str, attributes: tuple[str, ...] = ()) -> Pen:
    """The pen of a look."""
    key = (fore, back, attributes)
    found = _pens.get(key)
    if found is None:
        found = _pens[key] = Pen(*key)
    return found


BARE: Final = pen("39", "49")
"""What a reset leaves."""


def pen_of(style: Style | None, colours: ColorSystem) -> Pen:
    """The pen that draws as a style does."""
    if style is None:
        return BARE
    codes = Strip.render_ansi(style, colours)
    fore, back = "39", "49"
    attributes: list[str] = []
    rest = iter(codes.split(";")) if codes else iter(())
    for code in rest:
        if code in ("38", "48"):
            kind = next(rest, "5")
            wanted = 3 if kind == "2" else 1
            colour = ";".join([code, kind, *(next(rest, "0") for _ in range(wanted))])
            fore, back = (colour, back) if code == "38" else (fore, colour)
        elif len(code) >= 2 and (code[:-1] in ("3", "9") and code not in ("38",)):
            fore = code
        elif (len(code) == 2 and code[0] == "4") or code[:2] == "10":
            back = code
        else:
            attributes.append(code)
    return pen(fore, back, tuple(attributes))


def shift(old: Pen, new: Pen) -> str:
    """The shortest sequence that changes one pen into another."""
    found = old.to.get(new)
    if found is None:
        gone = [a for a in old.attributes if a not in new.attributes]
        off = list(dict.fromkeys(_OFF.get(a, "0") for a in gone))
        kept = [a for a in old.attributes if a in new.attributes and _OFF.get(a) not in off]
        parts = off + [a for a in new.attributes if a not in kept]
        parts += [new.fore] if new.fore != old.fore else []
        parts += [new.back] if new.back != old.back else []
        afresh = [""] if new is BARE else ["0", *new.attributes]
        afresh += [new.fore] if new.fore != BARE.fore else []
        afresh += [new.back] if new.back != BARE.back else []
        step, whole = ";".join(parts), ";".join(afresh)
        best = whole if "0" in off or len(whole) < len(step) else step
        found = old.to[new] = f"\x1b[{best}m"
    return found


class Ready(CompositorUpdate):
    """A frame that is written already."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: Console) -> str:
        """The sequences as they are."""
        return self.text


class Shown:
    """The cells of a terminal as they were last written."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._chars: list[list[str]] = []
        self._pens: list[list[Pen]] = []
        self._unsure: list[bytearray] = []
        self._looks: dict[Style | None, Pen] = {}
        self._colours: ColorSystem | None = None

    def forget(self) -> None:
        """Nothing is known of what the terminal shows: what is drawn next is sent whole."""
        self._size = (0, 0)

    def changes(self, update: object | None, console: Console) -> object | None:
        """The part of a frame that differs from what is shown, or None where nothing does.

        What is no frame of a screen is given back as it is.
        """
        if isinstance(update, LayoutUpdate):
            self._measure(update.region.right, update.region.bottom)
        elif isinstance(update, ChopsUpdate):
            self._measure(max((ends[-1] for ends in update.chop_ends if ends), default=0), len(update.chops))
        else:
            if update is not None:
                self.forget()
            return update
        colours = console._color_system or ColorSystem.TRUECOLOR
        if colours is not self._colours or len(self._looks) > STYLES:
            self._looks.clear()
            self._colours = colours
        out = _Out()
        if isinstance(update, LayoutUpdate):
            for y, line in enumerate(update.strips, update.region.y):
                self._row(out, y, update.region.x, line)
        else:
            for y, x1, x2 in update.spans:
                for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                    if strip is not None and x < x2 and end > x1:
                        self._piece(out, y, x, strip)
        return Ready(out.done()) if out.parts else None

    def _measure(self, width: int, height: int) -> None:
        """Begin anew where frames have another size now."""
        if (width, height) != self._size:
            self._size = (width, height)
            self._chars = [[""] * width for _ in range(height)]
            self._pens = [[BARE] * width for _ in range(height)]
            self._unsure = [bytearray(width) for _ in range(height)]

    def _row(self, out: _Out, y: int, x: int, line: Iterable[Strip]) -> None:
        for strip in line:
            self._piece(out, y, x, strip)
            x += strip.cell_length

    def _piece(self, out: _Out, y: int, x: int, strip: Strip) -> None:
        """One strip at its place: what of it differs is written."""
        segments = strip._segments
        text = "".join([segment.text for segment in segments])
        room = self._size[0] - x
        if not text or room <= 0 or y >= len(self._chars):
            return
        if text.isascii() or SURE.fullmatch(text):
            chars, unsure = list(text), False
            pens = self._dress(segments)
        else:
            chars, pens, unsure = *self._spread(segments, strip.cell_length), True
        if len(chars) > room:
            chars, pens = chars[:room], pens[:room]
        end = x + len(chars)
        shown, worn, doubt = self._chars[y], self._pens[y], self._unsure[y]
        if shown[x:end] == chars and worn[x:end] == pens:
            return
        if unsure or 1 in doubt[x:end]:
            out.whole(y, x, segments, self._look)
            doubt[x:end] = (b"\1" if unsure else b"\0") * len(chars)
            # A piece that turned out longer than reckoned stands on what is behind it.
            shown[end : end + 2] = [""] * len(shown[end : end + 2])
        else:
            out.differences(y, x, chars, pens, shown, worn)
        shown[x:end] = chars
        worn[x:end] = pens

    def _look(self, style: Style | None) -> Pen:
        found = self._looks.get(style)
        if found is None:
            found = self._looks[style] = pen_of(style, self._colours or ColorSystem.TRUECOLOR)
        return found

    def _dress(self, segments: list[Segment]) -> list[Pen]:
        looks = self._looks
        pens: list[Pen] = []
        for segment in segments:
            found = looks.get(segment.style) or self._look(segment.style)
            pens += [found] * len(segment.text)
        return pens

    def _spread(self, segments: list[Segment], cells: int) -> tuple[list[str], list[Pen]]:
        """A piece of unsure width as cells: each segment lies in its first, which is enough to compare."""
        chars: list[str] = []
        pens: list[Pen] = []
        for segment in segments:
            width = segment.cell_length
            if width:
                chars += [segment.text, *[""] * (width - 1)]
                pens += [self._look(segment.style)] * width
            elif chars:
                chars[-1] += segment.text
        return (chars + [""] * cells)[:cells], (pens + [BARE] * cells)[:cells]


class _Out:
    """Sequences for the cells that differ, in the order they are found."""

    __slots__ = ("parts", "pen", "x", "y")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pen = BARE
        self.x = self.y = -1

    def done(self) -> str:
        """All of it; the pen is put down, for whoever writes next."""
        if self.pen is not BARE:
            self.parts.append("\x1b[m")
        return "".join(self.parts)

    def _go(self, y: int, x: int) -> None:
        if y != self.y or x != self.x:
            self.parts.append(f"\x1b[{y + 1};{x + 1}H")
        self.y, self.x = y, x

    def differences(
        self, y: int, x: int, chars: list[str], pens: list[Pen], shown: list[str], worn: list[Pen]
    ) -> None:
        """Write the cells of one piece that are not as shown."""
        add = self.parts.append
        last = -1  # the cell behind the last one written
        current = self.pen
        at = x - 1
        for char, new, old_char, old in zip(
            chars, pens, shown[x : x + len(chars)], worn[x : x + len(chars)], strict=True
        ):
            at += 1
            if char == old_char and (
                new is old or (char == " " and new.plain and old.plain and new.back == old.back)
            ):
                continue
            if at != last:
                gap = at - last
                if last >= 0 and gap <= BRIDGE and all(p is current for p in pens[last - x : at - x]):
                    self.parts += chars[last - x : at - x]
                    self.x = at
                else:
                    self._go(y, at)
            if new is not current and not (
                char == " " and new.plain and current.plain and new.back == current.back
            ):
                add(shift(current, new))
                current = new
            add(char)
            last = self.x = at + 1
        self.pen = current

    def whole(self, y: int, x: int, segments: list[Segment], look: Callable[[Style | None], Pen]) -> None:
        """Write a whole piece, saying the place again behind every segment of unsure width."""
        self._go(y, x)
        for segment in segments:
            new = look(segment.style)
            if new is not self.pen:
                self.parts.append(shift(self.pen, new))
                self.pen = new
            self.parts.append(segment.text)
            x += segment.cell_length
            if not SURE.fullmatch(segment.text):
                self.parts.append(f"\x1b[{y + 1};{x + 1}H")
        self.x = x
