"""Register a patient: one dense form, in the order of the paper form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.identifiers import RegistrationNumber
from amnesty.services.intake.fields import sections
from tui.keys import Place, bindings
from tui.screens.form import FormScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from amnesty.domain.registration import Application


class RegisterScreen(FormScreen[RegistrationNumber]):
    """All that a patient declares; nothing is kept before the answers are checked."""

    PLACE = Place.REGISTER
    HEADING = "Register a patient"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REGISTER)]

    def __init__(self) -> None:
        """Start with an empty form."""
        super().__init__(sections())

    def action_save(self) -> None:
        """Read the answers; go on to check them, or show every problem."""
        from amnesty.services.registering import read_answers

        desk, raw = self.desk, self.raw()
        self.ask(lambda: read_answers(desk, raw), self._check, hold=True)

    def _check(self, application: Application) -> None:
        self.clear_problems()
        self.registry.show_check_answers(application, self.raw(), self._registered)

    def _registered(self, number: RegistrationNumber | None) -> None:
        if number is not None:
            self.dismiss(number)
