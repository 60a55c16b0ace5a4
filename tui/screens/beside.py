"""The second person signs in: with their own passphrase, for this one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from tui.keys import Place, bindings
from tui.screens.dialog import Dialog
from tui.text import label, lines
from tui.widgets.field import FieldRow
from tui.widgets.inputs import PassphraseInput
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app import RegistryApp


class BesideScreen(Dialog[str]):
    """Takes the passphrase of whoever stands by; empty where they go back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.BESIDE)]
    DEFAULT_CSS = "BesideScreen .dialog { width: 72; max-width: 95%; }"

    def __init__(
        self, name: str, what: str, *, as_whom: str = "as the second person"
    ) -> None:
        """Take whose passphrase is asked for, what they sign in for, and as whom."""
        super().__init__()
        self._as_whom = as_whom
        self._name = name
        self._what = what

    def compose(self) -> ComposeResult:
        """Show who is asked, why, and the box."""
        with Vertical(classes="dialog"):
            yield Words(
                lines(
                    label(f"{self._name} signs in, {self._as_whom}", "bold"),
                    label(self._what),
                    label(
                        "Nobody else types this passphrase. "
                        "Enter signs in, Esc goes back."
                    ),
                    *(label(one) for one in (self._hint(),) if one),
                )
            )
            yield FieldRow(PassphraseInput(id="passphrase"), "Passphrase", path="pass")

    def _hint(self) -> str:
        """Return what a demonstration says at every sign-in."""
        return cast("RegistryApp", self.app).front.sign_in_hint

    def on_mount(self) -> None:
        """Begin in the box."""
        self.query_one(PassphraseInput).focus()

    @on(Input.Submitted, "#passphrase")
    def action_sign_in(self) -> None:
        """Hand the passphrase over; an empty box asks again."""
        if passphrase := self.query_one(PassphraseInput).text:
            self.dismiss(passphrase)

    def action_back(self) -> None:
        """Go back: nothing was done."""
        self.dismiss("")
