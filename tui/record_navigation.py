"""The screens about one record, asked for by whoever shows it.

Each is imported when it is first shown, so the first frame waits for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.staff import may
from tui.screens.base import RegistryScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App
    from textual.screen import Screen

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from amnesty.services.papers.issuing import IssuedPaper
    from amnesty.services.registrations.searching import Record
    from tui.form_act import FormAct, Told

    Said = Callable[[str | None], None]
    _Base = App[None]
else:
    _Base = object

T = TypeVar("T")


class RecordNavigationMixin(_Base):
    """An app that knows the screens about one record."""

    desk: Desk | None

    if TYPE_CHECKING:

        def show_act(self, act: FormAct[Told], then: Said) -> None:
            """Ask what an act needs, do it, and tell what came of it."""

    def show_record(
        self,
        number: RegistrationNumber,
        *,
        said: str = "",
        following: Sequence[RegistrationNumber] = (),
        instead: Screen[None] | None = None,
    ) -> None:
        """Open a record and show it; what is typed meanwhile waits for it.

        Args:
            number: whose record.
            said: what to say first.
            following: who comes after in the list that it was opened from.
            instead: the record that it takes the place of.
        """
        from amnesty.services.registrations.searching import open_record
        from tui.screens.record import RecordScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: open_record(desk, number),
            lambda record: self._show(
                RecordScreen(record, said, following), instead=instead
            ),
            hold=True,
        )

    def show_declare(self, registration: Registration, site: int, then: Said) -> None:
        """Change the plants and stock of a site."""
        from amnesty.services.authority.governing import policy_in_force
        from tui.screens.declare import DeclareScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: policy_in_force(desk),
            lambda policy: self._show(DeclareScreen(registration, policy, site), then),
            hold=True,
        )

    def show_hand_in(self, registration: Registration, site: int, then: Said) -> None:
        """Receive a hand-in from a site."""
        from tui.screens.hand_in import HandInScreen

        self.push_screen(HandInScreen(registration, site), then)

    def show_harvest(self, registration: Registration, site: int, then: Said) -> None:
        """Write down plants that were cut."""
        from tui.screens.growing import HarvestScreen

        self.push_screen(HarvestScreen(registration, site), then)

    def show_weigh_in(self, registration: Registration, site: int, then: Said) -> None:
        """Write down what a harvest weighs, dried."""
        from tui.screens.growing import WeighInScreen

        self.push_screen(WeighInScreen(registration, site), then)

    def show_what_if(self, registration: Registration, site: int) -> None:
        """Show what another need, setting, policy or amounts would make of it."""
        from amnesty.services.growing.supposing import policies_to_compare
        from tui.screens.what_if import WhatIfScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: policies_to_compare(desk),
            lambda found: self._show(WhatIfScreen(registration, found, site)),
            hold=True,
        )

    def show_account(self, record: Record) -> None:
        """Show a record's stock account, with its chart."""
        from amnesty.services.growing.plants_and_stock import read_account
        from tui.screens.stock_account import AccountScreen

        asking, desk = self._asking()
        number = record.registration.number
        limit = sum(one.stock_grams for one in record.report.allowances)
        asking.ask(
            lambda: read_account(desk, number),
            lambda found: self._show(AccountScreen(found, limit)),
            hold=True,
        )

    def show_hand_ins(self, record: Record, then: Said) -> None:
        """Ask what happens to which hand-in of a record, and take it."""
        from amnesty.services.authority.governing import policy_in_force
        from tui.hand_ins import choices_of, screen_for
        from tui.screens.choose import Choose

        asking, desk = self._asking()
        choices = choices_of(record)

        def chosen(place: int | None) -> None:
            if place is not None:
                choice = choices[place]
                asking.ask(
                    lambda: policy_in_force(desk).hand_in,
                    lambda rules: self._show(screen_for(record, choice, rules), then),
                    hold=True,
                )

        names = [one.name for one in choices]
        self.push_screen(Choose("Which hand-in?", names), chosen)

    def choose_site(
        self, registration: Registration, then: Callable[[int | None], None]
    ) -> None:
        """Ask which site is meant, where several are open."""
        sites, places = registration.growing.sites, registration.growing.open_sites
        if len(places) == 1:
            then(places[0])
            return
        from tui.screens.choose import Choose

        names = [sites[place].address.one_line for place in places]
        self.push_screen(
            Choose("Which site?", names),
            lambda at: then(None if at is None else places[at]),
        )

    def show_reasons(
        self, decision: str, registration: Registration, then: Said
    ) -> None:
        """Take the reasons of a decision."""
        from tui.screens.reasons import ReasonsScreen

        self.push_screen(ReasonsScreen(decision, registration), then)

    def show_approval(
        self, record: Record, then: Callable[[bool | None], None]
    ) -> None:
        """Show what is asked beside what is allowed, before it is approved."""
        from amnesty.services.registrations.foreseeing import foresee
        from tui.screens.approval import ApprovalScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: foresee(desk, record.registration),
            lambda found: self._show(ApprovalScreen(record, found), then),
            hold=True,
        )

    def show_changes(self, registration: Registration, then: Said) -> None:
        """Ask what changes of a record, and take it."""
        from tui.changes import changes_of
        from tui.screens.change import ChangeScreen
        from tui.screens.choose import Choose

        _, desk = self._asking()
        choices = changes_of(registration, desk.member)

        def chosen(place: int | None) -> None:
            if place is not None:
                self.push_screen(ChangeScreen(registration, choices[place]), then)

        names = [one.name for one in choices]
        self.push_screen(Choose("What changes?", names), chosen)

    def show_details(
        self, registration: Registration, then: Callable[[bool | None], None]
    ) -> None:
        """Show all that a registration declares."""
        from amnesty.services.registrations.correcting import typed_answers
        from tui.screens.details import DetailsScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: typed_answers(desk, registration),
            lambda raw: self._show(DetailsScreen(registration, raw), then),
            hold=True,
        )

    def show_history(self, registration: Registration) -> None:
        """Show what happened to a registration."""
        from amnesty.services.registrations.history import read_history
        from tui.screens.details import HistoryScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: read_history(desk, registration.number),
            lambda past: self._show(HistoryScreen(registration, past)),
            hold=True,
        )

    def show_certificates(self, record: Record, then: Said) -> None:
        """Show the certificates of a registration."""
        from tui.screens.certificates import CertificatesScreen

        self.push_screen(CertificatesScreen(record), then)

    def show_letters(self, record: Record, then: Said) -> None:
        """Ask which paper of a record is meant, and save it."""
        from tui.paper_acts import papers_for
        from tui.screens.choose import Choose

        _, desk = self._asking()
        acts = [
            one
            for one in papers_for(record)
            if one.act is None or may(desk.member, one.act)
        ]

        def chosen(at: int | None) -> None:
            if at is not None:
                self.show_act(acts[at], then)

        names = [one.name for one in acts]
        self.push_screen(Choose("Which paper?", names), chosen)

    def show_paper(self, paper: IssuedPaper, then: Said) -> None:
        """Save a certificate's page."""
        from tui.screens.paper import PaperScreen

        self.push_screen(PaperScreen(paper), then)

    def _show(
        self,
        screen: Screen[T],
        then: Callable[[T | None], None] | None = None,
        *,
        instead: Screen[None] | None = None,
    ) -> None:
        if instead is not None and self.screen is instead:
            self.switch_screen(screen)
        else:
            self.push_screen(screen, then)

    def _asking(self) -> tuple[RegistryScreen[object], Desk]:
        """Return the screen in front, which asks, and the desk that it asks."""
        screen, desk = self.screen, self.desk
        if desk is None or not isinstance(screen, RegistryScreen):
            msg = "A record is opened from a screen of the register, after sign-in."
            raise TypeError(msg)
        return screen, desk

    def show_correction(
        self, registration: Registration, then: Callable[[Registration | None], None]
    ) -> None:
        """Correct a draft in the form that it was typed into."""
        from amnesty.services.registrations.correcting import typed_answers
        from tui.screens.register import RegisterScreen

        asking, desk = self._asking()
        asking.ask(
            lambda: typed_answers(desk, registration),
            lambda raw: self._show(RegisterScreen(raw, correcting=registration), then),
            hold=True,
        )
