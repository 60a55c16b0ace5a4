"""What is decided of a record from its screen: by reasons, or by a yes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from amnesty.domain.registration import State
from amnesty.domain.staff import may
from amnesty.services.registrations.watching import as_it_was_read
from tui import record_view
from tui.keys import keys_by_id
from tui.screens.reasons import DECISIONS
from tui.screens.record_growing import RecordGrowing

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from amnesty.services.papers.issuing import IssuedPaper
    from amnesty.services.registrations.changing import Changed
    from amnesty.services.registrations.renewal import Renewed
    from tui.form_act import FormAct, Told

_FIRST_OF_TWO = "Your approval is kept; another supervisor must approve."
_MORE = ("suspend", "reinstate", "withdraw")


class RecordDecisions(RecordGrowing):
    """Approve, send back, refuse, revoke and the rarer decisions."""

    @property
    def number(self) -> RegistrationNumber:
        """Whose record it is."""
        return self.record.registration.number

    def action_approve(self) -> None:
        """Show what is asked beside what is allowed, then approve it."""
        self.registry.show_approval(self.record, self._approve_if)

    def action_send_back(self) -> None:
        """Send it back to the desk as a draft, with reasons."""
        self._decide("send back")

    def action_refuse(self) -> None:
        """Refuse it, with reasons, after the patient was heard."""
        waits = record_view.what_waits(self.record.registration)
        self._decide("refuse" if waits == "registration" else f"refuse the {waits}")

    def action_revoke(self) -> None:
        """Revoke it, with reasons, after the patient was heard."""
        self._decide("revoke")

    def action_more(self) -> None:
        """Choose one of the rarer decisions."""
        from tui.screens.choose import Choose

        entries: list[tuple[str, Callable[[], None]]] = [
            (DECISIONS[one].title, partial(self._decide, one))
            for one in _MORE
            if not self._why_not_decide(one)
        ]
        for act in self._endings():
            show = partial(self.registry.show_act, act, self.open_again)
            entries.append((act.name, show))

        def chosen(at: int | None) -> None:
            if at is not None:
                entries[at][1]()

        names = [name for name, _ in entries]
        self.registry.push_screen(Choose("What is decided?", names), chosen)

    def why_not_decide(self) -> str:
        """Only what is submitted is decided."""
        return self.unless(State.SUBMITTED, "decided")

    def why_not_approve(self) -> str:
        """What is submitted is decided, and a renewal or a change that waits."""
        registration = self.record.registration
        if registration.state is State.RENEWAL_PENDING:
            return ""
        if registration.state is State.ACTIVE and registration.growing.asked:
            return ""
        return self.unless(State.SUBMITTED, "decided")

    def why_not_more(self) -> str:
        """There is something more to decide only in some states."""
        if self._endings() or any(not self._why_not_decide(one) for one in _MORE):
            return ""
        state = self.record.registration.state.value
        return f"This registration is {state}: it is closed, or not yours to decide."

    def why_not_revoke(self) -> str:
        """Only what was decided is revoked."""
        state = self.record.registration.state
        if state in DECISIONS["revoke"].origins:
            return ""
        return f"This registration is {state.value}: there is nothing to revoke."

    def _endings(self) -> tuple[FormAct[Told], ...]:
        from tui.ending_acts import endings_of

        desk = self.registry.desk
        if desk is None:
            return ()
        return endings_of(self.record.registration, desk.member, desk.today())

    def _why_not_decide(self, decision: str) -> str:
        kind = DECISIONS[decision]
        member = self.registry.desk.member if self.registry.desk else None
        if member is None or not may(member, kind.act):
            return "role"
        state = self.record.registration.state
        return "" if state in kind.origins else "state"

    def unless(self, state: State, done: str) -> str:
        """Return why something is not done now, if it is done only in one state."""
        now = self.record.registration.state
        if now is state:
            return ""
        return (
            f"This registration is {now.value}: "
            f"only one that is {state.value} can be {done}."
        )

    def watched(self) -> Desk:
        """Return the desk, for acts on what the screen shows alone."""
        return as_it_was_read(self.desk, self.record.registration)

    def _decide(self, decision: str) -> None:
        self.registry.show_reasons(decision, self.record.registration, self.open_again)

    def _approve_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if not yes:
            return
        desk, number = self.watched(), self.number
        match record_view.what_waits(self.record.registration):
            case "renewal":
                from amnesty.services.registrations.renewal import renew_registration

                self.ask(
                    lambda: renew_registration(desk, number), self._decided, hold=True
                )
            case "change":
                from amnesty.services.registrations.changing import approve_change

                self.ask(lambda: approve_change(desk, number), self._decided, hold=True)
            case _:
                from amnesty.services.registrations.deciding import approve_registration

                self.ask(
                    lambda: approve_registration(desk, number),
                    self._approved,
                    hold=True,
                )

    def _decided(self, decided: Renewed | Changed) -> None:
        """Save the first of the papers that were issued anew; C prints the others."""
        if not decided.papers:
            self.open_again(_FIRST_OF_TWO)
            return
        first = decided.papers[0]
        self.save_paper(cast("IssuedPaper", first))

    def _approved(self, registration: Registration) -> None:
        if registration.state is State.SUBMITTED:
            self.open_again(_FIRST_OF_TWO)
        else:
            issue = keys_by_id()["record.issue"].display
            self.open_again(f"Approved. {issue} issues the certificate.")

    def save_paper(self, paper: IssuedPaper) -> None:
        """Save a page that was issued or drawn again."""
        self.registry.show_paper(paper, self.open_again)
