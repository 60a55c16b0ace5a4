"""One patient's record: what is declared and, beside it, the quantity check."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from amnesty.domain.certificate import Form
from amnesty.domain.registration import State
from tui import record_view
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.screens.confirm import Confirm
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.issuing import IssuedPaper
    from amnesty.services.searching import Record


class RecordScreen(RegistryScreen[None]):
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
        self._record = record
        self._said = said

    def compose_body(self) -> ComposeResult:
        """Show who it is, what is declared, the check, and the history."""
        yield IdentityBar()
        with Container(id="sides"):
            yield Words(id="declared")
            yield Words(id="check")
        yield Words(id="working")
        yield Words(id="papers")

    def on_mount(self) -> None:
        """Fill it in; the keys that scroll reach it."""
        super().on_mount()
        self.query_one("#body").can_focus = True
        self.query_one("#body").focus()
        self._show(self._record)
        self.say(self._said, Tone.DONE)

    @property
    def number(self) -> RegistrationNumber:
        """Whose record it is."""
        return self._record.registration.number

    # Keys

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
        self._open_again("")

    def action_working(self) -> None:
        """Show or hide the sums behind the check."""
        self.query_one("#working").toggle_class("-shown")

    def action_declare(self) -> None:
        """Change the plants and the stock of a site."""
        self._at_a_site(self.registry.show_declare)

    def action_hand_in(self) -> None:
        """Receive what is handed in from a site."""
        self._at_a_site(self.registry.show_hand_in)

    def action_submit(self) -> None:
        """Submit the draft for a supervisor to decide."""
        from amnesty.services.registering import submit_registration

        desk, number = self.desk, self.number
        self._move(lambda: submit_registration(desk, number), "Submitted.")

    def action_approve(self) -> None:
        """Ask, then approve what another person submitted."""
        patient = self._record.registration.identity.patient
        question = Confirm(
            f"Approve the registration of {patient.full_name}?",
            "You have seen what is declared and how the check stands.",
            "Approve it",
            "Not now",
        )
        self.app.push_screen(question, self._approve_if)

    def action_send_back(self) -> None:
        """Send it back to the desk as a draft, with reasons."""
        self.registry.show_reasons("send back", self.number, self._open_again)

    def action_refuse(self) -> None:
        """Refuse it, with reasons, after the patient was heard."""
        self.registry.show_reasons("refuse", self.number, self._open_again)

    def action_revoke(self) -> None:
        """Revoke it, with reasons, after the patient was heard."""
        self.registry.show_reasons("revoke", self.number, self._open_again)

    def action_issue(self) -> None:
        """Ask, then issue the certificate: what is signed is never rewritten."""
        patient = self._record.registration.identity.patient
        question = Confirm(
            f"Issue the certificate of {patient.full_name}?",
            "It is signed now, and what is signed is never rewritten.",
            "Issue and sign it",
            "Not now",
        )
        self.app.push_screen(question, self._issue_if)

    def action_print(self) -> None:
        """Draw the newest standing certificate once more and save it."""
        from amnesty.services.reissuing import print_again

        desk = self.desk
        issued = [one.certificate for one in self._record.certificates]
        number = [one.number for one in issued if one.form is Form.CERTIFICATE][-1]
        self.ask(lambda: print_again(desk, number), self._save_paper, hold=True)

    # Why a key cannot act now

    def why_not_submit(self) -> str:
        """Only a draft is submitted."""
        return self._unless(State.DRAFT, "submitted")

    def why_not_decide(self) -> str:
        """Only what is submitted is decided."""
        return self._unless(State.SUBMITTED, "decided")

    def why_not_issue(self) -> str:
        """Only an approved registration gets its certificate."""
        return self._unless(State.APPROVED, "issued a certificate")

    def why_not_next(self) -> str:
        """There is one only while the list goes on."""
        return "" if self._following else "There is no next patient in this list."

    def why_not_print(self) -> str:
        """Only what was issued is printed."""
        return "" if self._record.certificates else "No certificate is issued yet."

    def _unless(self, state: State, done: str) -> str:
        now = self._record.registration.state
        if now is state:
            return ""
        return (
            f"This registration is {now.value}: "
            f"only one that is {state.value} can be {done}."
        )

    # Within

    def _at_a_site(
        self,
        show: Callable[[Registration, int, Callable[[str | None], None]], None],
    ) -> None:
        registration = self._record.registration

        def chosen(site: int | None) -> None:
            if site is not None:
                show(registration, site, self._open_again)

        self.registry.choose_site(registration, chosen)

    def _move(self, service: Callable[[], Registration], said: str) -> None:
        self.ask(service, lambda _: self._open_again(said), hold=True)

    def _approve_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            from amnesty.services.deciding import approve_registration

            desk, number = self.desk, self.number
            self.ask(
                lambda: approve_registration(desk, number), self._approved, hold=True
            )

    def _approved(self, registration: Registration) -> None:
        if registration.state is State.SUBMITTED:
            self._open_again("Your approval is kept; another supervisor must approve.")
        else:
            self._open_again("Approved.")

    def _issue_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            from amnesty.services.issuing import issue_certificate

            desk, number = self.desk, self.number
            self.ask(
                lambda: issue_certificate(desk, number), self._save_paper, hold=True
            )

    def _save_paper(self, paper: IssuedPaper) -> None:
        self.registry.show_paper(paper, self._open_again)

    def _open_again(self, said: str | None) -> None:
        from amnesty.services.searching import open_record

        if said is None:
            return
        desk, number = self.desk, self.number

        def show(record: Record) -> None:
            self._show(record)
            self.say(said, Tone.DONE)

        self.ask(lambda: open_record(desk, number), show)

    def _show(self, record: Record) -> None:
        self._record = record
        registration = record.registration
        shown = {
            "IdentityBar": record_view.identity(registration, self.desk.today()),
            "#declared": record_view.declared(registration),
            "#check": record_view.check(record.report),
            "#working": record_view.working(record.report),
            "#papers": record_view.papers(record),
        }
        for where, content in shown.items():
            self.query_one(where, Words).show(content)
        self.refresh_bindings()
