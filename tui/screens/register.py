"""Register a patient: one dense form, in the order of the paper form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.services.intake.fields import sections
from tui.keys import Place, bindings
from tui.screens.form import FormScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from amnesty.domain.registration import Application, Registration

_SITES = "sites"
_ADDRESS = ("line_1", "line_2", "town", "postcode")


class RegisterScreen(FormScreen["Registration"]):
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

    async def action_same_as_home(self) -> None:
        """Take the home address as the address of the site in focus."""
        raw = self.raw()
        home = {part: raw.get(f"patient.home.{part}", "") for part in _ADDRESS}
        if not any(home.values()):
            self.say("There is no home address yet: it is in section 1.")
            return
        site = self._form.row_in_focus() or f"{_SITES}.0"
        self._form.fill({f"{site}.address.{part}": text for part, text in home.items()})
        await self._form.go_to(f"{site}.setting")
        self.say("The home address was copied.")

    def why_not_same_as_home(self) -> str:
        """Say where there is an address to fill in."""
        if self._form.section.group == _SITES:
            return ""
        return "The home address is copied in the section Growing site."

    def _check(self, application: Application) -> None:
        self.clear_problems()
        self.registry.show_check_answers(application, self.raw(), self._registered)

    def _registered(self, registration: Registration | None) -> None:
        if registration is not None:
            self.dismiss(registration)
