"""The screen: lays the panes out and passes messages on: message -> verb -> receipt -> refresh.

It decides nothing. What a key does is in `commands/`, what an act leads to in `control/`, where a pane
stands in `geometry`. If something here grows an `if` about papers, it belongs elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from digestui.model.rows import Detail, FacetGroup
from digestui.ui import commands
from digestui.ui.columns import headings, orders
from digestui.ui.compositor import SparingCompositor
from digestui.ui.control import confined
from digestui.ui.control.layout import Layout
from digestui.ui.geometry import Geometry, geometry
from digestui.ui.keymap import KeyReader, Step
from digestui.ui.lanes import Answer
from digestui.ui.panes.abstract import AbstractPane
from digestui.ui.panes.base import Pane
from digestui.ui.panes.note import NotePane
from digestui.ui.row_layout import Span
from digestui.ui.screens.hears import Hears
from digestui.ui.widgets.banner import Banner
from digestui.ui.widgets.bars import Footer, Header, Status, Tabs
from digestui.ui.widgets.paper_list import PaperList
from digestui.ui.widgets.peek import Peek
from digestui.ui.widgets.title_bar import Part, Title, TitleBar

if TYPE_CHECKING:
    from digestui.ui.desk import Desk
    from digestui.ui.panes.filters import FiltersPane
    from digestui.ui.widgets.search_box import SearchBox


class LaneAnswered(Message, bubble=False):
    """A lane has an answer; it is delivered on this thread."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__()


class MainScreen(Hears):
    """The reader's one screen of panes."""

    BINDINGS: ClassVar[list[Any]] = []
    DEFAULT_CSS = """
    MainScreen { background: $bg; layers: base over; overflow: hidden; }
    MainScreen > #body { height: 1fr; }
    MainScreen #middle { width: 1fr; }
    MainScreen #right { width: 66; }
    MainScreen #list-title { height: 1; }
    MainScreen #too-small {
        layer: over; position: absolute; width: 100%; height: 100%; background: $bg; color: $text;
        content-align: center middle; display: none;
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        self.desk = desk
        desk.screen = self
        self.layouts = Layout(desk)
        self.geometry: Geometry = geometry(80, 24)
        self.keys = KeyReader(desk.keymap)
        glyphs = desk.glyphs
        shown = desk.keymap.keys_of
        self.header = Header()
        self.tabs = Tabs(glyphs, (shown("previous-pane"), shown("next-pane")))
        self.list_title = TitleBar(Title("Inbox"), glyphs, id="list-title")
        self.banner = Banner()
        self.list = PaperList(desk.listing, glyphs, desk.now)
        self.list.wanted = desk.settings.columns
        self.peek = Peek(glyphs)
        self.abstract = AbstractPane(glyphs, keys=self._link_keys())
        self.note = NotePane(glyphs, key=shown("note"), compare_key=shown("compare-notes"), now=desk.now)
        self.status = Status()
        self.footer = Footer()
        self.body = Horizontal(id="body")
        self.middle = Vertical(id="middle")
        self.right = Vertical(id="right")
        self.too_small = Static(Content("Make me at least 40 by 10."), id="too-small")
        self.filters_made: FiltersPane | None = None
        self.box: SearchBox | None = None
        self._searching = False
        self.counts_selected = False
        """Whether the title over the list says how many are selected."""
        self.status.spoken = desk.settings.plain
        self._said_pane = "list"

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.tabs
        with self.body:
            with self.middle:
                yield self.list_title
                yield self.banner
                yield self.list
                yield self.peek
            with self.right:
                yield self.abstract
                yield self.note
        yield self.status
        yield self.footer
        yield self.too_small

    def on_mount(self) -> None:
        self.list.need = self.desk.rows.need
        self.list.moved = self.desk.facts.moved
        self.list.still = lambda: self.note.editing
        self.list.recolumned = self.name_list
        self.layouts.apply()
        self.list.focus()
        self.list_title.show(
            self.list_title.title, focused=True
        )  # as it will be told, but in the first frame
        self.show_footer()
        self.desk.app.hear_keys()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._recoloured())

    def _recoloured(self) -> None:
        self.list.empty = self.desk.words.emptiness()

    def on_resize(self) -> None:
        before = self.geometry
        self.layouts.apply()
        if self._searching:
            self._place_box()
        if self.geometry.width != before.width:  # A wide header has more to say than a narrow one.
            self.call_after_refresh(self.desk.words.header)

    # ---- panes ---------------------------------------------------------------------------------------

    @property
    def filters(self) -> FiltersPane:
        """The filters, made on first use."""
        if self.filters_made is None:
            from digestui.ui.panes.filters import FiltersPane

            key = self.desk.keymap.keys_of("filters")
            self.filters_made = FiltersPane(self.desk.glyphs, key=key, ruled=True)
            self.filters_made.display = False
            self.body.mount(self.filters_made, before=0)
        return self.filters_made

    @property
    def pane(self) -> str:
        """The name of the pane that has the focus: what keys apply to."""
        if self._searching:
            return "search"
        if self.note.editing:
            return "editing"
        focused: Widget | None = self.focused
        while focused is not None and focused.id not in ("list", "abstract", "note", "filters"):
            parent = focused.parent
            focused = parent if isinstance(parent, Widget) else None
        return (focused.id if focused is not None else None) or "list"

    @property
    def typing_in(self) -> Widget | None:
        """The box or editor that has what is typed now."""
        return self.box if self._searching else self.note.typing_in

    @property
    def narrowing(self) -> bool:
        """Whether keys are typed into the filters now."""
        return self.filters_made is not None and self.filters_made.narrowing and self.pane == "filters"

    @property
    def reading_pane(self) -> Pane:
        """Abstract or note, whichever keys apply to."""
        return self.note if self.pane == "note" else self.abstract

    @property
    def in_front(self) -> Widget:
        panes = {"abstract": self.abstract, "note": self.note, "filters": self.filters_made}
        return panes.get(self.pane) or self.list

    @property
    def abstract_visible(self) -> bool:
        return bool(self.geometry.right) and bool(self.abstract.display)

    def show_pane(self, name: str) -> None:
        """Bring a pane in front and give it the focus."""
        if name == "filters" and not self.geometry.tabs and not self.geometry.filters:
            self.layouts.change(drawer=True)
        if self.geometry.tabs:
            self.layouts.change(pane=name)
        elif self.desk.shape.zoomed and self.desk.shape.zoomed != name:
            self.layouts.change(zoomed=name)
        target = {"list": self.list, "abstract": self.abstract, "note": self.note}.get(name)
        # Not `focus()`: that is put in line behind the keys already typed, which would go to the pane before.
        self.set_focus(target if target is not None else self.filters, scroll_visible=False)

    def step_pane(self, by: int) -> None:
        """To the pane at the left or right."""
        names = self.layouts.panes()
        here = names.index(self.pane) if self.pane in names else 0
        there = max(0, min(len(names) - 1, here + by))
        if names[there] != self.pane:
            self.show_pane(names[there])

    def unzoom(self) -> bool:
        """End a zoom, or close the drawer; False where there was neither."""
        shape, pane = self.desk.shape, self.pane
        if shape.zoomed:
            self.layouts.change(zoomed="")
        elif pane == "filters" and shape.drawer and not self.geometry.tabs and self.geometry.width < 140:
            self.layouts.change(drawer=False)
            self.show_pane("list")
        else:
            return False
        return True

    def redraw(self) -> None:
        """Draw everything again: marks, columns or days are written otherwise now."""
        for bar in (self.header, self.tabs, self.status, self.footer):
            bar.redraw()
        self.list.reload(anew=True)
        self.peek.refresh()
        for pane in (self.abstract, self.note, self.filters_made):
            if pane is not None:
                pane.relay()
        self.name_list()
        self.list_title.refresh()

    # ---- keys ----------------------------------------------------------------------------------------

    def _link_keys(self) -> dict[str, str]:
        """The keys that the abstract names beside its links."""
        names = {"page": "open-page", "pdf": "open-pdf", "code": "open-code", "near": "similar"}
        return {word: self.desk.keymap.keys_of(name) for word, name in names.items()}

    def take_keys(self) -> None:
        """The desk has other keys now: read by them, and name them."""
        keymap = self.desk.keymap
        self.keys = KeyReader(keymap)
        self.tabs.keys = (keymap.keys_of("previous-pane"), keymap.keys_of("next-pane"))
        self.abstract.keys = self._link_keys()
        self.note.name_keys(keymap.keys_of("note"), keymap.keys_of("compare-notes"))
        if self.filters_made is not None:
            self.filters_made.name_key(keymap.keys_of("filters"))
        self.show_footer()

    def press(self, event: events.Key) -> bool:
        """Take a key through the key table; True where it meant something here."""
        step = self.keys.feed(event.key, self.pane)
        if self.too_small.display and (step.command is None or step.command.name != "quit"):
            return True  # nobody sees what would be decided
        if (self.desk.words.sticky or self.desk.settings.plain) and self.pane != "editing":
            self.desk.words.say()
        if step.pending or (step.command is None and step.used):
            self.show_footer(step)
        if step.command is None:
            return step.used
        self.run(step.command.name, step.count, step.typed)
        return True

    def run(self, name: str, count: int | None = None, typed: str = "") -> None:
        """Run a command of the key table."""
        if self.footer_prefixed:
            self.show_footer()
        run = commands.find(name)
        if run is None:
            self.desk.words.say(f"{name}: not yet")
            return
        self.desk.typed = typed
        if not confined.refuses(self.desk, name):
            run(self.desk, count)

    def on_key(self, event: events.Key) -> None:
        if self.press(event):
            event.stop()
            event.prevent_default()

    footer_prefixed = False

    def show_footer(self, step: Step | None = None) -> None:
        """The keys that work here, or what may follow an unfinished sequence."""
        keymap, pane = self.desk.keymap, self.pane
        if step is not None and step.pending:
            items = keymap.menu(step.pending, pane)
            self.footer_prefixed = True
            self.footer.show(items, ("esc", "back", "back"))
            return
        self.footer_prefixed = False
        typing = pane in ("editing", "search")
        help_key = "F1" if typing else (keymap.keys_of("help") or "F1")
        vacant = self.layouts.vacant and pane == "list"
        items = keymap.vacant() if vacant else keymap.footer(pane)
        self.footer.show(confined.offered(self.desk, items), (help_key, "help", "help"))

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_changed(self) -> None:
        self.keys.forget()
        if self.note.editing and self.focused not in (None, self.note, self.note.typing_in):
            # A click elsewhere: the note is of the paper it was begun on, and saved with it.
            self.desk.notekeeper.came_from = ""
            self.note.leave()
        if self.pane not in ("note", "editing"):
            self.desk.notekeeper.previewed = None
        self.name_list()
        self.show_footer()
        self.tell_tabs()
        if self.desk.settings.plain and self.pane != self._said_pane:
            self._said_pane = self.pane
            self.desk.words.pane()

    def tell_tabs(self) -> None:
        """Say in the row of panes which is in front, and what its title would say at the right."""
        name = self.desk.shape.zoomed or self.desk.shape.pane
        pane: Pane | None = {"abstract": self.abstract, "note": self.note, "filters": self.filters_made}.get(
            name
        )
        self.tabs.front = name
        self.tabs.info = "  ".join(part.text for part in pane.title.info) if pane is not None else ""
        self.tabs.update_line()

    # ---- what the controllers show -------------------------------------------------------------------

    def name_list(self, name: str | None = None) -> None:
        """The title over the list: the view's name, the columns' names, how many are selected."""
        title = self.list_title.title
        listing, columns = self.desk.listing, self.list.columns
        info: list[Part] = []
        self.counts_selected = bool(listing.selected)
        if listing.selected:
            info.append(Part(f"{len(listing.selected):,} selected", "note"))
        else:
            order = self.desk.finder.showing.order
            info += [
                Part(head, "bright" if order in orders(column) else "soft", column)
                for head, column in headings(columns, self.list.lines)
            ]
            if info and self.list.ruled:  # the title stands over the rule too, the columns beside it
                info[-1] = info[-1]._replace(text=info[-1].text + " ")
        shown = title.text if name is None else name
        parted = 1 if info and not listing.selected else 3
        self.list_title.show(Title(shown, "", tuple(info), parted), focused=self.list.has_focus)

    def show_banner(self, spans: Sequence[Span]) -> None:
        self.banner.show(list(spans))

    def show_detail(self, detail: Detail | None, *, fresh: bool) -> None:
        spans = self.list.matcher
        self.abstract.show(detail, spans, now=self.desk.now())
        self.peek.show(detail, spans)

    def show_facets(self, groups: Sequence[FacetGroup]) -> None:
        if self.filters_made is not None:
            self.filters_made.show(groups)

    # ---- the search box ------------------------------------------------------------------------------

    def open_search(self, text: str) -> None:
        """Open the box with a text in it, the cursor at its end."""
        if self.box is None:
            from digestui.ui.widgets.search_box import SearchBox

            self.box = SearchBox()
            self.mount(self.box)
        self._searching = True
        self.box.display = True
        self._place_box()
        self.box.put(text)
        self.set_focus(self.box, scroll_visible=False)

    def _place_box(self) -> None:
        assert self.box is not None
        g = self.geometry
        left = g.list_left if g.list and not g.tabs else 0
        room = g.list + 1 if g.list and not g.tabs and g.right else g.width - left
        self.box.styles.offset = (left + 3, 0)
        self.box.styles.width = max(4, room - 3)

    def close_search(self) -> None:
        """Close the box and go to the list."""
        if self._searching:
            self._searching = False
            if self.box is not None:
                self.box.display = False
            self.show_pane("list")
            self.show_footer()

    def on_lane_answered(self, message: LaneAnswered) -> None:
        message.answer.deliver()
