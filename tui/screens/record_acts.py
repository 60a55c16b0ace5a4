"""The acts of a record: each is one move in its life, on what the screen shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Form
from amnesty.domain.registration import State
from tui.screens.confirm import Confirm
from tui.screens.record_decisions import RecordDecisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from amnesty.domain.registration import Registration
    from amnesty.services.registrations.searching import Record

_UNDO_SECONDS = 20


class RecordActs(RecordDecisions):
    """What is done to a record from its screen; who shows it opens it again."""

    record: Record
    """As it was opened: acts are refused where another version is kept now."""
    _undo: Callable[[], Registration] | None = None
    _undo_timer: Timer | None = None

    def open_again(self, said: str | None) -> None:
        """Open the record anew, and say what was done; None where nothing was."""
        raise NotImplementedError

    def action_edit(self) -> None:
        """Correct the draft in the form that it was typed into."""
        self.registry.show_correction(
            self.record.registration,
            lambda kept: self.open_again("Corrected." if kept else None),
        )

    def action_declare(self) -> None:
        """Change the plants and the stock of a site."""
        registration = self.record.registration

        def chosen(site: int | None) -> None:
            if site is not None:
                self.registry.show_declare(
                    registration, site, partial(self._declared, registration, site)
                )

        self.registry.choose_site(registration, chosen)

    def action_hand_ins(self) -> None:
        """Agree a hand-in, or go on with one that is open."""
        self.registry.show_hand_ins(self.record, self.open_again)

    def action_hand_in(self) -> None:
        """Receive what is handed in from a site."""
        registration = self.record.registration

        def chosen(site: int | None) -> None:
            if site is not None:
                self.registry.show_hand_in(registration, site, self.open_again)

        self.registry.choose_site(registration, chosen)

    def action_submit(self) -> None:
        """Submit the draft for a supervisor to decide."""
        from amnesty.services.registrations.registering import submit_registration
        from amnesty.services.registrations.undoing import take_back_submission

        desk, number, watched = self.desk, self.number, self.watched()

        def submitted(_: Registration) -> None:
            self.open_again("Submitted.")
            self.offer_undo(lambda: take_back_submission(desk, number))

        self.ask(lambda: submit_registration(watched, number), submitted, hold=True)

    def action_issue(self) -> None:
        """Ask for which site, and whether; what is signed is never rewritten."""
        self._at_a_site(self._ask_to_issue)

    def _ask_to_issue(self, site: int) -> None:
        patient = self.record.registration.identity.patient
        question = Confirm(
            f"Issue the certificate of {patient.full_name}?",
            "It is signed now, and what is signed is never rewritten.",
            "Issue and sign it",
            "Not now",
        )
        self.app.push_screen(question, partial(self._issue_if, site))

    def action_print(self) -> None:
        """Draw the newest standing certificate once more and save it."""
        from amnesty.services.papers.reissuing import print_again

        desk = self.desk
        issued = [one.certificate for one in self.record.certificates]
        number = [one.number for one in issued if one.form is Form.CERTIFICATE][-1]
        self.ask(lambda: print_again(desk, number), self.save_paper, hold=True)

    def action_undo(self) -> None:
        """Take back what was just done."""
        undo, self._undo = self._undo, None
        if undo is not None:
            self.ask(undo, lambda _: self.open_again("Taken back."), hold=True)

    def why_not_edit(self) -> str:
        """Only a draft is corrected; from then on things happen one by one."""
        return self.unless(State.DRAFT, "corrected")

    def why_not_submit(self) -> str:
        """Only a draft is submitted."""
        return self.unless(State.DRAFT, "submitted")

    def why_not_issue(self) -> str:
        """Only an approved registration gets its certificate, or one more site's."""
        registration = self.record.registration
        several = len(registration.growing.open_sites) > 1
        if several and registration.state is State.ACTIVE:
            return ""
        return self.unless(State.APPROVED, "issued a certificate")

    def why_not_print(self) -> str:
        """Only what was issued is printed."""
        return "" if self.record.certificates else "No certificate is issued yet."

    def why_not_undo(self) -> str:
        """An act is taken back at once or not at all."""
        if self._undo is not None:
            return ""
        return "There is nothing to take back: only a submission or plants, for 20 s."

    def offer_undo(self, undo: Callable[[], Registration]) -> None:
        """Offer for a while to take back what was just done."""
        if self._undo_timer is not None:
            self._undo_timer.stop()
        self._undo = undo
        self._undo_timer = self.set_timer(_UNDO_SECONDS, self._forget_undo)

    def _forget_undo(self) -> None:
        self._undo = None
        self.refresh_bindings()

    def _declared(self, before: Registration, site: int, said: str | None) -> None:
        from amnesty.services.growing.journalling import has_journal
        from amnesty.services.registrations.undoing import take_back_declaration

        self.open_again(said)
        if said is not None and not has_journal(before):
            desk = self.desk
            self.offer_undo(lambda: take_back_declaration(desk, before, site=site))

    def _issue_if(self, site: int, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            from amnesty.services.papers.issuing import issue_certificate

            desk, number = self.watched(), self.number
            self.ask(
                lambda: issue_certificate(desk, number, site=site),
                self.save_paper,
                hold=True,
            )
