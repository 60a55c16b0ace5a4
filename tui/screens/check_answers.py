"""Check the answers: all that was typed, as it will be kept, before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.identifiers import RegistrationNumber
from amnesty.services.intake.fields import sections
from tui.forms import Rows, blocks, spoken
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.registration import Application, Registration
    from tui.forms import Block

_LABEL_WIDTH = 30


class CheckAnswersScreen(RegistryScreen[RegistrationNumber]):
    """Shows every answer; the number of the new registration is its result."""

    PLACE = Place.CHECK_ANSWERS
    HEADING = "Check the answers"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHECK_ANSWERS)]
    AUTO_FOCUS = "#body"

    def __init__(self, application: Application, raw: Mapping[str, str]) -> None:
        """Take what was read, and what was typed."""
        super().__init__()
        self._application = application
        self._raw = raw

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something: nothing is kept yet."""
        return True

    def compose_body(self) -> ComposeResult:
        """List the answers by section; what is empty in a whole block is told once."""
        rows = Rows(self._raw)
        for section in sections():
            for block in blocks(section, rows):
                yield Words(lines(*self._lines(block), label("")))

    def on_mount(self) -> None:
        """Let the keys that scroll reach the list."""
        super().on_mount()
        self.query_one("#body").can_focus = True
        self.query_one("#body").focus()

    def action_register(self) -> None:
        """Keep it as a new registration."""
        from amnesty.services.registering import register_patient

        desk, application = self.desk, self._application
        self.ask(lambda: register_patient(desk, application), self._kept, hold=True)

    def action_change(self) -> None:
        """Go back to the form, with everything still in it."""
        self.dismiss(None)

    def _kept(self, registration: Registration) -> None:
        self.dismiss(registration.number)

    def _lines(self, block: Block) -> Iterator[Content]:
        yield label(block.title, "bold")
        answers = [
            (field.label, spoken(field, self._raw.get(field.path, field.default)))
            for field in block.fields
        ]
        if not any(answer for _, answer in answers):
            yield label("  Not provided", "$text-muted")
            return
        for name, answer in answers:
            yield row(
                label(f"  {name:<{_LABEL_WIDTH}}", "$text-muted"),
                label(answer or "Not provided"),
            )
