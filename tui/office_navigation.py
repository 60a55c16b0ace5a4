"""From a list of what can be done to its form, and to the page that tells of it.

Each is imported when it is first shown, so the first frame waits for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act, may

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tui.case_list import Listing
    from tui.form_act import FormAct, Told
    from tui.screens.base import RegistryScreen

    Said = Callable[[str | None], None]
    _Base = App[None]
else:
    _Base = object


_ELSEWHERE = "End what you have open elsewhere"


class OfficeNavigationMixin(_Base):
    """An app that knows the acts of the office and of a patient's rights."""

    desk: Desk | None

    if TYPE_CHECKING:

        def _asking(self) -> tuple[RegistryScreen[object], Desk]: ...

        def show_reports(self) -> None:
            """Show the statistics."""

        def show_users(self) -> None:
            """Show the accounts of this register."""

    def show_act(self, act: FormAct[Told], then: Said) -> None:
        """Ask what an act needs, do it, and tell what came of it.

        Args:
            act: the act.
            then: takes what to say; None where nothing was done.
        """
        from tui.screens.act import ActScreen

        asking, desk = self._asking()

        def told(result: Told | None) -> None:
            self._tell_of(act, result, then)

        if not act.asked:
            self._ask_whether(act, told)
            return
        asking.ask(
            lambda: act.fill(desk),
            lambda values: self.push_screen(ActScreen(act, values), told),
            hold=True,
        )

    def _ask_whether(
        self, act: FormAct[Told], then: Callable[[Told | None], None]
    ) -> None:
        from tui.screens.confirm import Confirm

        def answered(yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
            if yes:
                self._do(act, then)

        effect = " ".join(act.effect)
        self.push_screen(Confirm(act.name, effect, "Do it", "Not now"), answered)

    def do_act(self, act: FormAct[Told], then: Said) -> None:
        """Do an act that asks nothing, and tell what came of it."""
        self._do(act, lambda told: self._tell_of(act, told, then))

    def _do(self, act: FormAct[Told], then: Callable[[Told | None], None]) -> None:
        from tui.form_act import Sitting

        asking, desk = self._asking()
        sitting = Sitting(desk, asking.registry.front)
        asking.ask(lambda: act.perform(sitting, {}), then, hold=True)

    def _tell_of(self, act: FormAct[Told], told: Told | None, then: Said) -> None:
        from tui.screens.act import ToldScreen

        if told is None or not told.lines:
            then(told.said if told else None)
            return
        self.push_screen(ToldScreen(act.name, told), lambda _: then(told.said))

    def show_rights(self, registration: Registration, then: Said) -> None:
        """Ask which right of a patient is meant, and see to it."""
        from tui.patient_acts import acts_for
        from tui.screens.choose import Choose

        _, desk = self._asking()
        acts = acts_for(registration, desk.member)

        def chosen(at: int | None) -> None:
            if at is not None:
                self.show_act(acts[at], then)

        question = Choose("What does the patient ask for?", [one.name for one in acts])
        self.push_screen(question, chosen)

    def show_office(self, then: Said) -> None:
        """Ask what else there is to see to, and show it."""
        from tui.account_acts import ending_sessions
        from tui.office_acts import office_of
        from tui.publish_act import PUBLISH
        from tui.screens.choose import Choose

        _, desk = self._asking()
        member = desk.member
        entries: list[tuple[str, Callable[[], None]]] = [
            (one.name, lambda one=one: self._open(one, then))  # type: ignore[misc] # each its own
            for one in office_of(member)
        ]
        for act, name, show in (
            (Act.READ_AUDIT, "Audit log", self.show_audit),
            (Act.READ_STATISTICS, "Statistics", self.show_reports),
            (Act.GRANT_ACCOUNT, "Accounts", self.show_users),
        ):
            if may(member, act):
                entries.append((name, show))
        if may(member, Act.PUBLISH):
            entries.append((PUBLISH.name, lambda: self.show_act(PUBLISH, then)))

        mine = ending_sessions(member.name)
        entries.append((_ELSEWHERE, lambda: self.show_act(mine, then)))

        def chosen(at: int | None) -> None:
            if at is not None:
                entries[at][1]()

        names = [name for name, _ in entries]
        self.push_screen(Choose("What else is there to see to?", names), chosen)

    def show_audit(self) -> None:
        """Show the audit log, the newest event first."""
        from tui.screens.audit import AuditScreen

        self.push_screen(AuditScreen())

    def _open(self, one: Listing | FormAct[Told], then: Said) -> None:
        from tui.form_act import FormAct
        from tui.screens.cases import CasesScreen

        if isinstance(one, FormAct):
            self.show_act(one, then)
        else:
            self.push_screen(CasesScreen(one))
