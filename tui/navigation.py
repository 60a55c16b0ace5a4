"""Which screen follows which: screens ask for another one here, never from each other.

Each is imported when it is first shown, so the first frame waits for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act, may
from tui.keys import Place
from tui.office_navigation import OfficeNavigationMixin
from tui.record_navigation import RecordNavigationMixin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

    from amnesty.domain.registration import Application, Registration
    from amnesty.errors.store import ChangedByAnotherError
    from amnesty.services.registrations.keeping_forms import KeptForm
    from amnesty.services.registrations.searching import Record
    from tui.hand_in_form import LastHandIn


class NavigationMixin(RecordNavigationMixin, OfficeNavigationMixin):
    """An app that knows its screens."""

    form_is_kept: bool | None = None
    """Whether a half-filled form is kept; None where nobody looked yet."""
    last_hand_in: LastHandIn | None = None
    """What the last hand-in had that was received here; None since signing in."""

    @property
    def home_place(self) -> Place:
        """Return the first screen of who is signed in: only some may search."""
        if self.desk is not None and may(self.desk.member, Act.SEARCH):
            return Place.WORK
        if self.desk is not None and may(self.desk.member, Act.PROPOSE_ACCOUNT):
            return Place.USERS
        return Place.VERIFY

    def home(self) -> Screen[None]:
        """Return the first screen after sign-in."""
        if self.home_place is Place.WORK:
            from tui.screens.work import WorkScreen

            return WorkScreen()
        if self.home_place is Place.USERS:
            from tui.screens.users import UsersScreen

            return UsersScreen()
        from tui.screens.verify import VerifyScreen

        return VerifyScreen()

    def show_find(self, *, instead: Screen[None] | None = None) -> None:
        """Find a patient, beside a screen or in the place of one."""
        from tui.screens.find import FindScreen

        self._show(FindScreen(), instead=instead)

    def show_users(self) -> None:
        """Show the accounts of this register."""
        from tui.screens.users import UsersScreen

        self.push_screen(UsersScreen())

    def show_verify(self) -> None:
        """Check certificates."""
        from tui.screens.verify import VerifyScreen

        self.push_screen(VerifyScreen())

    def show_ask(self) -> None:
        """Ask as police: by number or by address."""
        from tui.screens.ask import AskScreen

        self.push_screen(AskScreen())

    def show_outcome(self) -> None:
        """Write down what came of a check."""
        from tui.screens.outcome import OutcomeScreen

        self.push_screen(OutcomeScreen())

    def show_reports(self) -> None:
        """Show the statistics."""
        from tui.screens.reports import ReportsScreen

        self.push_screen(ReportsScreen())

    def show_register(self) -> None:
        """Register a patient, or go on with the form that was kept."""
        from amnesty.services.registrations.keeping_forms import kept_form
        from tui.screens.register import RegisterScreen

        if self.form_is_kept is False:
            self.push_screen(RegisterScreen(), self._show_registered)
            return
        asking, desk = self._asking()
        asking.ask(lambda: kept_form(desk), self._offer_kept, hold=True)

    def _offer_kept(self, kept: KeptForm | None) -> None:
        self.form_is_kept = kept is not None
        if kept is None:
            self.show_register()
            return
        from amnesty.domain.dates import in_table
        from amnesty.domain.london import london_day
        from tui.screens.choose import Choose

        who = kept.answers.get("patient.full_name") or "nobody named yet"
        at = in_table(london_day(kept.at))
        question = f"A form is half filled: {who}, kept on {at}."
        names = ("Go on with it", "Begin an empty form, and forget it")

        def go(chosen: int | None) -> None:
            if chosen == 0:
                self._go_on(kept)
            elif chosen is not None:
                self.form_is_kept = False
                self.show_register()

        self.push_screen(Choose(question, names), go)

    def _go_on(self, kept: KeptForm) -> None:
        """Show a form that was kept, with the draft that it corrects, if one."""
        from amnesty.services.registrations.searching import open_record
        from tui.screens.register import RegisterScreen

        number = kept.of
        if number is None:
            screen = RegisterScreen(kept.answers, is_kept=True)
            self.push_screen(screen, self._show_registered)
            return
        asking, desk = self._asking()

        def show(record: Record) -> None:
            screen = RegisterScreen(
                kept.answers, correcting=record.registration, is_kept=True
            )
            self._show(screen, lambda _: self.show_record(number))

        asking.ask(lambda: open_record(desk, number), show, hold=True)

    def show_check_answers(
        self,
        application: Application,
        raw: Mapping[str, str],
        then: Callable[[Registration | ChangedByAnotherError | None], None],
        *,
        correcting: Registration | None = None,
    ) -> None:
        """Check the answers before they are kept."""
        from tui.screens.check_answers import CheckAnswersScreen

        self.push_screen(CheckAnswersScreen(application, raw, correcting), then)

    def _show_registered(self, registration: Registration | None) -> None:
        from tui.screens.registered import Next, RegisteredScreen

        if registration is None:
            return
        number = registration.number

        def go(where: Next | None) -> None:
            if where is Next.RECORD:
                self.show_record(number)
            elif where is Next.SUBMITTED:
                self.show_record(number, said="Submitted.")
            elif where is Next.REGISTER:
                self.show_register()

        self.push_screen(RegisteredScreen(registration), go)
