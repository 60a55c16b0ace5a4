"""Receive a hand-in: what is above need, against a receipt, with two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui import record_view
from tui.hand_in_form import SECTIONS, read_hand_in
from tui.keys import Place, bindings
from tui.screens.form import FormScreen
from tui.widgets.identity_bar import IdentityBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.handin import HandInReceipt
    from amnesty.domain.registration import Registration


class HandInScreen(FormScreen[str]):
    """Takes the items; its result is what to say on the record."""

    PLACE = Place.HAND_IN
    HEADING = "Receive a hand-in"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HAND_IN)]

    def __init__(self, registration: Registration, site: int) -> None:
        """Take whose hand-in it is and from which site it came."""
        super().__init__(SECTIONS)
        self._registration = registration
        self._site = site

    def compose_body(self) -> ComposeResult:
        """Show whose it is above the form."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Receive it and give a receipt, which never changes."""
        desk, raw = self.desk, self.raw()
        number, site = self._registration.number, self._site

        def receive() -> HandInReceipt:
            from amnesty.services.handing_in import receive_hand_in

            presented, second = read_hand_in(raw, site=site)
            received, _ = receive_hand_in(desk, number, presented, second=second)
            return received

        self.ask(receive, self._received, hold=True)

    def _received(self, received: HandInReceipt) -> None:
        self.dismiss(
            f"Receipt {received.receipt}. Pass it on to the police within 24 hours."
        )
