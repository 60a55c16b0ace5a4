"""The locked screen: nothing of anybody shows until the same person is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.field import FieldRow
from tui.widgets.inputs import PassphraseInput
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.errors import AmnestyError


class LockScreen(RegistryScreen[None], ModalScreen[None]):
    """Asks the person who is signed in for the passphrase again."""

    PLACE = Place.LOCK
    HEADING = "Locked"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LOCK)]
    DEFAULT_CSS = """
    LockScreen { background: $background 100%; }
    """

    def compose_body(self) -> ComposeResult:
        """Show who locked it, and the box."""
        yield Words(label(f"Locked by {self.desk.member.name}.", "bold"))
        yield Words(label("What was open is kept. Nobody else can open it."))
        if hint := self.registry.front.sign_in_hint:
            yield Words(label(hint))
        yield FieldRow(PassphraseInput(), "Passphrase", path="passphrase")

    @on(Input.Submitted)
    def action_unlock(self) -> None:
        """Open the register again, in a thread: it is slow on purpose."""
        front, name = self.registry.front, self.desk.member.name
        passphrase = self.query_one(PassphraseInput).text
        self.query_one(PassphraseInput).clear()
        self.ask(
            lambda: front.open(name, passphrase),
            self.registry.unlock,
            hold=True,
        )

    def refused(self, error: AmnestyError) -> None:
        """Say why it stays locked."""
        self.say(str(error), Tone.PROBLEM)
        self.query_one(PassphraseInput).focus()
