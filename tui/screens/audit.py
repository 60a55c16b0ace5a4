"""The alarms of the audit log, for whoever may read it; they name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.services.auditing import Alarm


class AuditScreen(RegistryScreen[None]):
    """One line an alarm, the newest first."""

    PLACE = Place.AUDIT
    HEADING = "Alarms of the audit log"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.AUDIT)]

    def compose_body(self) -> ComposeResult:
        """Leave room for the list."""
        yield Words(id="alarms")

    def on_mount(self) -> None:
        """Ask for the list."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Ask again."""
        desk = self.desk

        def asked() -> tuple[Alarm, ...]:
            from amnesty.services.auditing import list_alarms

            return list_alarms(desk)

        self.ask(asked, self._show)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _show(self, alarms: tuple[Alarm, ...]) -> None:
        lines = [
            f"{one.at:%Y-%m-%d %H:%M} UTC  {one.event}  {one.what} {one.reference}"
            for one in alarms
        ]
        text = "\n".join(lines) or "There is no alarm in the log."
        self.query_one("#alarms", Words).show(label(text))
