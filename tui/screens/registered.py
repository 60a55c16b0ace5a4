"""Done: the number of a new registration, what happens next, and one key for each."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.registration import Registration


class Next(Enum):
    """Where to go from here."""

    LIST = "list"
    RECORD = "record"
    SUBMITTED = "record, submitted"
    REGISTER = "register another"


class RegisteredScreen(RegistryScreen[Next]):
    """Shows the number, plainly; its result says where to go."""

    PLACE = Place.REGISTERED
    HEADING = "Registered"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REGISTERED)]
    DEFAULT_CSS = """
    RegisteredScreen {
        #number {
            width: 100%;
            height: auto;
            margin: 1 0;
            padding: 1 2;
            border: double $success;
            text-align: center;
        }
    }
    """

    def __init__(self, registration: Registration) -> None:
        """Take what was registered."""
        super().__init__()
        self._registration = registration

    def compose_body(self) -> ComposeResult:
        """Show whose number it is, the number, and what happens next."""
        name = self._registration.identity.patient.full_name
        number = str(self._registration.number)
        told = f"{name} is registered as a draft."
        yield Words(lines(label(told), label(""), label(number, "bold")), id="number")
        yield Words(
            lines(
                label("What happens next", "bold"),
                label("  1  You submit it, now or when all is there."),
                label("  2  A supervisor decides; it is never the one who submitted."),
                label("  3  The certificate is issued and signed."),
                label(""),
                label("Until then the patient has no certificate to show."),
            )
        )

    def action_open(self) -> None:
        """Open the record."""
        self.dismiss(Next.RECORD)

    def action_submit(self) -> None:
        """Submit it for a supervisor to decide."""
        from amnesty.services.registrations.registering import submit_registration

        desk, number = self.desk, self._registration.number
        self.ask(
            lambda: submit_registration(desk, number),
            lambda _: self.dismiss(Next.SUBMITTED),
            hold=True,
        )

    def action_another(self) -> None:
        """Register the next patient at once."""
        self.dismiss(Next.REGISTER)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(Next.LIST)
