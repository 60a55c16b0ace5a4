"""A short list of cases, complaints for example; each opens the act that is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.keys import Place, bindings
from tui.screens.listing import ListScreen, Where
from tui.text import label
from tui.widgets.page_table import PageTable
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.case_list import CaseRow, Listing


class CasesScreen(ListScreen[None]):
    """Shows the list, whole: cases are tens."""

    PLACE = Place.CASES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CASES)]

    def __init__(self, listing: Listing) -> None:
        """Take which list."""
        super().__init__()
        self._listing = listing
        self._rows: Sequence[CaseRow] = ()

    @property
    def heading(self) -> str:
        """Say which list it is."""
        return self._listing.name

    def compose_body(self) -> ComposeResult:
        """Show the list."""
        yield PageTable(self._listing.columns)
        yield Words(id="told")

    def resumed(self) -> None:
        """List them again: what was done on another screen may have changed it."""
        self.table.focus()
        self.action_refresh()

    def fetch(self, where: Where) -> None:
        """Ask for nothing: all of them are here."""

    def action_refresh(self) -> None:
        """List them."""
        desk, listing = self.desk, self._listing
        self.ask(lambda: listing.rows(desk), self._show, group="list", quiet=True)

    def action_open(self) -> None:
        """Do what is next in the marked case."""
        if self.table.at >= len(self._rows):
            self.say("There is nothing to open.")
            return
        act = self._rows[self.table.at].opens
        if act is None:
            self.say("Nothing is left to do here.")
        else:
            self.registry.show_act(act, self._done)

    def action_new(self) -> None:
        """Begin another."""
        if self._listing.new is not None:
            self.registry.show_act(self._listing.new, self._done)

    def why_not_new(self) -> str:
        """Some lists fill themselves."""
        return "" if self._listing.new else "Nothing is begun here."

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _done(self, said: str | None) -> None:
        if said is not None:
            self.say(said, Tone.DONE)
            # What was listed when the question closed is from before the act.
            self.action_refresh()

    def _show(self, rows: Sequence[CaseRow]) -> None:
        self._rows = rows
        self.table.fill([one.cells for one in rows], at=self.table.at)
        told = self._listing.note if rows else f"There is none. {self._listing.note}"
        self.query_one("#told", Words).show(label(told))
        self.refresh_bindings()
