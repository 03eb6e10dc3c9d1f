"""What the panes say, passed on: each message to the controller or the command that answers it.

Nothing is decided here, and nothing but messages of widgets arrives here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.ui.frames import Hurries

if TYPE_CHECKING:
    from textual.widget import Widget

    from digestui.ui.control.layout import Layout
    from digestui.ui.desk import Desk
    from digestui.ui.geometry import Geometry
    from digestui.ui.panes.abstract import AbstractPane
    from digestui.ui.panes.base import Pane
    from digestui.ui.panes.filters import FiltersPane
    from digestui.ui.panes.note import NotePane
    from digestui.ui.widgets.bars import Footer, Tabs
    from digestui.ui.widgets.paper_list import PaperList
    from digestui.ui.widgets.rule import Ruled
    from digestui.ui.widgets.search_box import SearchBox
    from digestui.ui.widgets.title_bar import TitleBar


class Hears(Hurries):
    """The half of the main screen that listens."""

    desk: Desk
    layouts: Layout
    geometry: Geometry
    box: SearchBox | None

    @property
    def typing_in(self) -> Widget | None:
        """The box or editor that has what is typed now."""
        raise NotImplementedError

    @property
    def in_front(self) -> Widget:
        """The pane that keys apply to."""
        raise NotImplementedError

    def run(self, name: str, count: int | None = None, typed: str = "") -> None:
        """Run a command of the key table."""
        raise NotImplementedError

    def show_pane(self, name: str) -> None:
        """Bring a pane in front and give it the focus."""
        raise NotImplementedError

    def tell_tabs(self) -> None:
        """Say in the row of panes which is in front."""
        raise NotImplementedError

    def on_search_box_typed(self, message: SearchBox.Typed) -> None:
        if self.typing_in is None:
            return  # the search was ended before this was heard: what counts is what stood in the box then
        self.desk.finder.live(message.text)
        self.desk.completing.typed(message.text, self.box.cursor_position if self.box else 0)

    def on_header_search_clicked(self) -> None:
        self.run("search")

    def on_footer_clicked(self, message: Footer.Clicked) -> None:
        self.run(message.command)

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        self.show_pane(message.pane)

    def on_paper_list_opened(self) -> None:
        self.run("open")

    def on_ruled_rule_dragged(self, message: Ruled.RuleDragged) -> None:
        self.layouts.draw_rule(message.widget.id or "", message.x)

    def on_ruled_title_dragged(self, message: Ruled.TitleDragged) -> None:
        self.layouts.draw_note(message.y)

    def on_title_bar_clicked(self, message: TitleBar.Clicked) -> None:
        if message.part:
            self.desk.typed = message.part
            self.run("sort", typed=message.part)
        else:
            self.show_pane("list")

    def on_pane_title_clicked(self, message: Pane.TitleClicked) -> None:
        self.show_pane(message.pane.id or "list")

    def on_pane_titled(self, message: Pane.Titled) -> None:
        if self.geometry.tabs:
            self.tell_tabs()
        if (
            self.desk.settings.plain
            and message.pane is self.in_front
            and not self.desk.screen.status.happened
        ):
            self.desk.words.pane()  # it was scrolled

    def on_filters_pane_filter_chosen(self, message: FiltersPane.FilterChosen) -> None:
        self.desk.finder.choose(message.term, message.label, message.group, message.how)

    def on_filters_pane_moved(self) -> None:
        if self.desk.settings.plain:
            self.desk.words.where()

    def on_filters_pane_more_wanted(self, message: FiltersPane.MoreWanted) -> None:
        self.desk.facts.more(message.group)

    def on_filters_pane_narrowing(self, message: FiltersPane.Narrowing) -> None:
        self.desk.facts.all_values(message.begins, soon=message.chosen)

    def on_paper_list_tag_clicked(self, message: PaperList.TagClicked) -> None:
        self.desk.finder.choose_tag(message.tag)

    def on_abstract_pane_tag_clicked(self, message: AbstractPane.TagClicked) -> None:
        self.desk.finder.choose_tag(message.tag)

    def on_note_pane_tag_clicked(self, message: NotePane.TagClicked) -> None:
        self.desk.finder.choose_tag(message.tag)

    def on_abstract_pane_link_clicked(self, message: AbstractPane.LinkClicked) -> None:
        if message.kind == "link":
            self.desk.open_address(message.address)
        else:
            self.run(f"open-{message.kind}")

    def on_abstract_pane_room_for_near(self, message: AbstractPane.RoomForNear) -> None:
        from digestui.ui.control import nearby

        nearby.fill(self.desk, message.paper)

    def on_abstract_pane_near_clicked(self, message: AbstractPane.NearClicked) -> None:
        from digestui.ui.control import nearby

        nearby.go(self.desk, message.paper)

    def on_note_pane_link_clicked(self, message: NotePane.LinkClicked) -> None:
        self.desk.open_address(message.address)

    def on_note_pane_edit_wanted(self) -> None:
        self.run("note")

    def on_note_pane_note_changed(self, message: NotePane.NoteChanged) -> None:
        self.desk.notekeeper.changed(message.text)

    def on_note_pane_note_saved(self, message: NotePane.NoteSaved) -> None:
        self.desk.notekeeper.save(message.text, message.base)

    def on_note_pane_note_left(self) -> None:
        self.desk.notekeeper.left()
