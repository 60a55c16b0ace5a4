"""Verify certificates as an officer's device does: by code, by file, by scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.credential.digits import looks_like_a_code
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.facts import FactRows
from tui.widgets.field import FieldRow
from tui.widgets.scan_box import ScanBox
from tui.widgets.status_line import Tone
from tui.widgets.verdict_panel import VerdictPanel, gravest_first
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from amnesty.domain.verdict import Answer
    from amnesty.errors import AmnestyError
    from tui.front import Checked

_FORGET_AFTER = 120.0
_PAUSE = 0.3
"""Seconds after which a scanner that ends in nothing is taken to have ended."""
_HINT = (
    "Scan the QR code, or type the path of a PDF or picture, or a certificate's number."
)
_NOT_WHOLE = "This is not a whole code yet. Enter checks it as it is."


class VerifyScreen(RegistryScreen[None]):
    """The answer of the numbered steps, in one of three shapes."""

    PLACE = Place.VERIFY
    HEADING = "Verify a certificate"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VERIFY)]
    DEFAULT_CSS = """
    VerifyScreen, VerifyAloneScreen {
        ScanBox { max-width: 100%; }
        FieldRow .field-label { width: 17; }
        FieldRow .field-note { display: none; }
    }
    """

    def __init__(self) -> None:
        """Start with nothing to show."""
        super().__init__()
        self._answers: Sequence[Answer] = ()
        self._at = 0
        self._pause: Timer | None = None
        self._forget: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Show the box; the verdict comes beneath."""
        yield FieldRow(ScanBox(), "Code or file", path="source")
        yield Words(label(_HINT, "$text-muted"), id="hint")
        yield VerdictPanel()
        yield FactRows()

    def on_mount(self) -> None:
        """Wait for a scan."""
        self.query_one(ScanBox).focus()

    @on(Input.Changed)
    def changed(self) -> None:
        """Clear the last verdict the moment anything is typed; look for an end."""
        self.drop()
        self._clear()
        self._stop(self._pause)
        self._pause = self.set_timer(_PAUSE, self._paused)

    def _paused(self) -> None:
        box = self.query_one(ScanBox)
        if box.is_whole():
            self.action_check()
        elif looks_like_a_code(box.text):
            self.say(_NOT_WHOLE)

    @on(Input.Submitted)
    def action_check(self) -> None:
        """Check what is in the box."""
        self._stop(self._pause)
        source = self.query_one(ScanBox).text
        if not source:
            self.say("Scan a code, or type the path of a file.", Tone.PROBLEM)
            return
        front = self.registry.front
        self.ask(lambda: front.verify(source), self._show)

    def action_new(self) -> None:
        """Forget the last one and wait for the next."""
        self.drop()
        self._clear()
        box = self.query_one(ScanBox)
        box.clear()
        box.focus()

    def action_question(self) -> None:
        """Ask the register itself."""
        self.registry.show_ask()

    def action_reports(self) -> None:
        """Show the statistics."""
        self.registry.show_reports()

    def action_audit(self) -> None:
        """List the alarms."""
        self.registry.show_audit()

    def action_back(self) -> None:
        """Go back, where there is something to go back to."""
        if self.registry.home_place is Place.VERIFY:
            self.action_new()
        else:
            self.dismiss()

    def _show(self, checked: Checked) -> None:
        self._answers = gravest_first(checked.answers)
        self._show_at(0)
        if checked.note:
            self.say(f"{checked.note} {self._where()}".strip())
        self._await_next()

    def refused(self, error: AmnestyError) -> None:
        """Say why there is nothing to verify, and take the next one."""
        super().refused(error)
        self._await_next()

    def _await_next(self) -> None:
        self.query_one(ScanBox).await_next()
        self._stop(self._forget)
        self._forget = self.set_timer(_FORGET_AFTER, self.action_new)

    def _show_at(self, at: int) -> None:
        self._at = at
        answer = self._answers[at]
        self.query_one("#hint").display = False
        self.query_one(VerdictPanel).tell(answer)
        self.query_one(FactRows).tell(answer)
        self.query_one("#body").scroll_home(animate=False)
        self.say(self._where())
        self.refresh_bindings()

    def _where(self) -> str:
        many = len(self._answers)
        if many == 1:
            return ""
        return f"Code {self._at + 1} of {many}, the gravest answer first: F7 and F8."

    def _clear(self) -> None:
        """Show nothing: an old verdict must not be read for a new question."""
        self._stop(self._forget)
        if self._answers:
            self._answers = ()
            self.query_one(VerdictPanel).clear()
            self.query_one(FactRows).clear()
            self.query_one("#hint").display = True
        self.say("")

    @staticmethod
    def _stop(timer: Timer | None) -> None:
        if timer is not None:
            timer.stop()

    def action_previous(self) -> None:
        """Show the answer before."""
        self._show_at(self._at - 1)

    def action_next(self) -> None:
        """Show the next answer."""
        self._show_at(self._at + 1)

    def why_not_previous(self) -> str:
        """Return why there is no answer before, or ""."""
        return "" if self._at > 0 and self._answers else "There is no code before."

    def why_not_next(self) -> str:
        """Return why there is no next answer, or ""."""
        is_more = self._at + 1 < len(self._answers)
        return "" if is_more else "There is no other code."


class VerifyAloneScreen(VerifyScreen):
    """The same where nobody signs in: a control room, or an officer's own machine."""

    PLACE = Place.VERIFY_ALONE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VERIFY_ALONE)]

    def action_leave(self) -> None:
        """Close the program: nothing is kept, so nothing can be lost."""
        self.registry.exit()
