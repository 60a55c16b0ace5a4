"""One patient's record: what is declared and, beside it, the quantity check."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from amnesty.errors.store import ChangedByAnotherError
from tui import record_view
from tui.keys import Place, bindings
from tui.screens.record_acts import RecordActs
from tui.widgets.changed import Changed
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.errors import AmnestyError
    from amnesty.services.registrations.searching import Record


class RecordScreen(RecordActs):
    """Shows the record; each key is one move in its life."""

    PLACE = Place.RECORD
    HEADING = "Patient record"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.RECORD)]
    DEFAULT_CSS = """
    RecordScreen {
        #sides { layout: vertical; height: auto; }
        #sides Words { width: 100%; padding: 0 2 1 0; }
        #working { display: none; padding: 0 0 1 0; }
        #working.-shown { display: block; }
        &.-wide #sides { layout: horizontal; }
        &.-wide #sides Words { width: 1fr; }
    }
    """

    def __init__(
        self,
        record: Record,
        said: str = "",
        following: Sequence[RegistrationNumber] = (),
    ) -> None:
        """Take the record as it was opened, what to say first, and who comes next."""
        super().__init__()
        self._following = tuple(following)
        self.record = record
        self._said = said

    def compose_body(self) -> ComposeResult:
        """Show who it is, what is declared, the check, and the history."""
        yield IdentityBar()
        yield Changed()
        with Container(id="sides"):
            yield Words(id="declared")
            yield Words(id="check")
        yield Words(id="working")
        yield Words(id="papers")

    def on_mount(self) -> None:
        """Fill it in; the keys that scroll reach it."""
        self.query_one("#body").can_focus = True
        self.query_one("#body").focus()
        self._show(self.record)
        self.say(self._said, Tone.DONE)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss()

    def action_next(self) -> None:
        """Open the next patient of the list that this one was opened from."""
        number, *following = self._following
        self.registry.show_record(number, following=following, instead=self)

    def action_find(self) -> None:
        """Find another patient."""
        self.registry.show_find(instead=self)

    def action_refresh(self) -> None:
        """Open the record anew."""
        self.open_again("")

    def action_working(self) -> None:
        """Show or hide the sums behind the check."""
        self.query_one("#working").toggle_class("-shown")

    def action_details(self) -> None:
        """Show all that is declared: sites, need, evidence and the rest."""

        def after(wanted: bool | None) -> None:  # noqa: FBT001  a screen's answer
            if wanted:
                self.action_change()

        self.registry.show_details(self.record.registration, after)

    def action_history(self) -> None:
        """Show what happened, with what each act changed."""
        self.registry.show_history(self.record.registration)

    def action_rights(self) -> None:
        """See to what the patient may demand."""
        self.registry.show_rights(self.record.registration, self.open_again)

    def action_letters(self) -> None:
        """Draw a letter, a receipt or the sheet of a card, or queue a certificate."""
        self.registry.show_letters(self.record, self.open_again)

    def action_certificates(self) -> None:
        """Show the certificates, to print, to replace, or to add a card."""
        self.registry.show_certificates(self.record, self.open_again)

    def why_not_next(self) -> str:
        """There is one only while the list goes on."""
        return "" if self._following else "There is no next patient in this list."

    def refused(self, error: AmnestyError) -> None:
        """Show what another person changed meanwhile; nothing was overwritten."""
        if isinstance(error, ChangedByAnotherError):
            self._show_what_changed()
        else:
            super().refused(error)

    def open_again(self, said: str | None) -> None:
        """Open the record anew, and say what was done; None where nothing was."""
        if said is None:
            return

        def show(record: Record) -> None:
            self._show(record)
            self.query_one(Changed).forget()
            self.say(said + self._offered(), Tone.DONE)

        self._open(show)

    def _show_what_changed(self) -> None:
        before = self.record.registration

        def show(record: Record) -> None:
            self._show(record)
            self.query_one(Changed).tell(before, record.registration)
            self.query_one("#body").scroll_home(animate=False)
            self.say(
                "Somebody else changed this record: look at it, then press the key "
                "again. Nothing was kept.",
                Tone.PROBLEM,
            )

        self._open(show)

    def _open(self, show: Callable[[Record], None]) -> None:
        from amnesty.services.registrations.searching import open_record

        desk, number = self.desk, self.number
        self.ask(lambda: open_record(desk, number), show)

    def _offered(self) -> str:
        return "  u takes it back, for 20 seconds." if self._undo is not None else ""

    def _show(self, record: Record) -> None:
        self.record = record
        registration = record.registration
        shown = {
            "IdentityBar": record_view.identity(registration, self.desk.today()),
            "#declared": record_view.declared(registration),
            "#check": record_view.check(
                record.report, decided=record_view.is_decided(registration)
            ),
            "#working": record_view.working(record.report),
            "#papers": record_view.papers(record),
        }
        for where, content in shown.items():
            self.query_one(where, Words).show(content)
        self.refresh_bindings()
