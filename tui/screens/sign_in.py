"""Sign in: who are you? Heavy modules are imported while the passphrase is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.field import FieldRow
from tui.widgets.inputs import PassphraseInput, TextInput
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.errors import AmnestyError


class SignInScreen(RegistryScreen[None]):
    """Name and passphrase; it stays beneath all others until the program is left."""

    PLACE = Place.SIGN_IN
    HEADING = "Sign in"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SIGN_IN)]
    DEFAULT_CSS = """
    SignInScreen #body { padding: 1 1; }
    SignInScreen #accounts { margin: 1 0 0 0; color: $text-muted; }
    SignInScreen #hint { margin: 1 0 0 0; }
    """

    def compose_body(self) -> ComposeResult:
        """Show the two boxes, and which accounts there are."""
        yield FieldRow(TextInput(id="name"), "Your account name", path="name", hint="")
        yield FieldRow(PassphraseInput(id="passphrase"), "Passphrase", path="pass")
        yield Words(id="accounts")
        yield Words(label(self.registry.front.sign_in_hint, "bold"), id="hint")

    def on_mount(self) -> None:
        """Ask which accounts there are once the first frame is out."""
        self.call_after_refresh(self._prepare)

    @on(Input.Submitted, "#name")
    def _to_passphrase(self) -> None:
        self.query_one(PassphraseInput).focus()

    @on(Input.Submitted, "#passphrase")
    def action_sign_in(self) -> None:
        """Open the register in a thread; what is typed meanwhile waits for it."""
        front = self.registry.front
        name = self.query_one("#name", TextInput).text
        passphrase = self.query_one(PassphraseInput).text
        if not name or not passphrase:
            self._ask_for("#passphrase" if name else "#name")
            return
        self.ask(
            lambda: front.open(name, passphrase),
            self.registry.enter,
            hold=True,
        )

    def action_leave(self) -> None:
        """Close the program: nobody is signed in, so nothing can be lost."""
        self.registry.exit()

    def refused(self, error: AmnestyError) -> None:
        """Say why it does not open, and take a new passphrase."""
        self.query_one(PassphraseInput).clear()
        self.query_one(PassphraseInput).focus()
        self.say(str(error), Tone.PROBLEM)

    def resumed(self) -> None:
        """Forget who was here when somebody signs out."""
        self.tell_top()
        self.query_one("#name", TextInput).clear()
        self.query_one(PassphraseInput).clear()
        self.query_one("#name").focus()

    def _ask_for(self, box: str) -> None:
        what = "account name" if box == "#name" else "passphrase"
        self.say(f"Enter your {what}.", Tone.PROBLEM)
        self.query_one(box).focus()

    def _prepare(self) -> None:
        front = self.registry.front
        self.run_worker(front.warm_up, thread=True, group="warm up")
        self.ask(front.accounts, self._show_accounts, group="accounts")

    def _show_accounts(self, names: Sequence[str]) -> None:
        told = ", ".join(names)
        self.query_one("#accounts", Words).show(
            label(f"Accounts here: {told}" if told else "There are no accounts yet.")
        )
