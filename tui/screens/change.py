"""A change of a decided record: its boxes, then the service that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.services.registrations.watching import as_it_was_read
from tui import record_view
from tui.keys import Place, bindings
from tui.screens.form import FormScreen
from tui.text import label
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.registration import Registration
    from tui.change_forms import Change


class ChangeScreen(FormScreen[str]):
    """Takes one change; its result is what to say on the record."""

    PLACE = Place.CHANGE
    HEADING = "Change"
    _registration: Registration
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHANGE)]

    def __init__(self, registration: Registration, change: Change) -> None:
        """Take whose record it is, as it was read, and what changes."""
        super().__init__(change.form, change.values)
        self._registration = registration
        self._change = change

    def compose_body(self) -> ComposeResult:
        """Say whose it is and what the change does, above the boxes."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        yield Words(label(self._change.effect))
        yield from super().compose_body()

    def tell_top(self, heading: str = "") -> None:
        """Say which change it is."""
        named = (heading or self.HEADING).replace(self.HEADING, self._change.name)
        super().tell_top(named)

    def action_save(self) -> None:
        """Keep it, or ask for it, on what was read."""
        raw, change = self.raw(), self._change
        desk = as_it_was_read(self.desk, self._registration)
        self.ask(
            lambda: change.save(desk, raw),
            lambda _: self.dismiss(change.done),
            hold=True,
        )
