"""Register a patient: one dense form, in the order of the paper form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.errors import StoreError
from amnesty.errors.store import ChangedByAnotherError
from amnesty.services.intake.fields import sections
from tui.kept_form import FormKeeper
from tui.keys import Place, bindings
from tui.screens.base import ASKED
from tui.screens.form import FormScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.timer import Timer

    from amnesty.domain.registration import Application, Registration
    from amnesty.errors import Problem

_SITES = "sites"
_ADDRESS = ("line_1", "line_2", "town", "postcode")
_KEEP_AFTER = 2.0
"""Seconds after the last key in which what is typed is kept."""


class RegisterScreen(FormScreen["Registration"]):
    """All that a patient declares; it is kept while it is typed, for its typist."""

    PLACE = Place.REGISTER
    HEADING = "Register a patient"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REGISTER)]

    def __init__(
        self,
        values: Mapping[str, str] | None = None,
        *,
        correcting: Registration | None = None,
        is_kept: bool = False,
    ) -> None:
        """Take what is filled in already, and the draft that it corrects.

        Args:
            values: answers by field path.
            correcting: the draft; None for a new patient.
            is_kept: whether the answers are those of a form that was kept.
        """
        super().__init__(sections(), values)
        self._registration = correcting
        self._is_kept = is_kept
        self._keeper = FormKeeper(
            correcting.number if correcting else None, is_kept=is_kept
        )
        self._timer: Timer | None = None
        self._could_not_keep = False

    def mark_clean(self) -> None:
        """Take what is there as saved; a form that was kept never was."""
        super().mark_clean()
        if self._is_kept:
            self._clean = {}
            self.say("This is the form that was kept. Esc leaves it, F10 goes on.")

    def tell_top(self, heading: str = "") -> None:
        """Say which draft it corrects."""
        told = heading or self.HEADING
        if self._registration is not None:
            told = told.replace(self.HEADING, f"Correct {self._registration.number}")
        super().tell_top(told)

    def action_save(self) -> None:
        """Read the answers; go on to check them, or show every problem."""
        self.ask(self.reading(), self._check, hold=True)

    def reading(self) -> Callable[[], Application]:
        """Return what reads the answers as they are typed now."""
        from amnesty.services.registrations.correcting import read_correction
        from amnesty.services.registrations.registering import read_answers

        desk, raw, correcting = self.desk, self.raw(), self._registration

        def read() -> Application:
            if correcting is None:
                return read_answers(desk, raw)
            return read_correction(desk, correcting, raw)

        return read

    async def action_same_as_home(self) -> None:
        """Take the home address as the address of the site in focus."""
        raw = self.raw()
        home = {part: raw.get(f"patient.home.{part}", "") for part in _ADDRESS}
        if not any(home.values()):
            self.say("There is no home address yet: it is in section 1.")
            return
        site = self._form.row_in_focus() or f"{_SITES}.0"
        self._form.fill({f"{site}.address.{part}": text for part, text in home.items()})
        await self._form.go_to(f"{site}.setting")
        self.say("The home address was copied.")

    def why_not_same_as_home(self) -> str:
        """Say where there is an address to fill in."""
        if self._form.section.group == _SITES:
            return ""
        return "The home address is copied in the section Growing site."

    async def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show those of the sections that were met, or go on to the next section.

        Nobody is blamed for what they have not been asked yet.
        """
        form = self._form
        met = [one for one in problems if form.has_met(form.section_of(one.path))]
        if met:
            await super().show_problems(met)
            return
        unmet = min(form.section_of(one.path) for one in problems)
        await self._go_on(form.unmet[0] if unmet > form.front else unmet)

    async def _go_on(self, section: int) -> None:
        """Show a section that was not met."""
        self.clear_problems()
        await self._form.show(section)
        many, at = len(self._form.sections), self._form.front + 1
        may_be_none = self._form.section.group and not self._form.section.least
        none = " Leave it empty where there are none." if may_be_none else ""
        self.say(
            f"Section {at} of {many} comes next: {self._form.section.title}.{none} "
            "F10 goes on; after the last section it checks the answers."
        )

    def _check(self, application: Application) -> None:
        """Check the answers, but never skip in a new form what is grown and held.

        Nothing in it has to be answered, so nothing else would tell that it is empty.
        """
        form = self._form
        unmet = [one for one in form.unmet if form.sections[one].group]
        is_new = self._is_kept or not form.came_filled
        if unmet and is_new and self._registration is None:
            self.call_later(self._go_on, unmet[0])
        else:
            self._check_answers(application)

    def _check_answers(self, application: Application) -> None:
        self.clear_problems()
        self.registry.show_check_answers(
            application, self.raw(), self._registered, correcting=self._registration
        )

    def _registered(self, result: Registration | ChangedByAnotherError | None) -> None:
        if isinstance(result, ChangedByAnotherError):
            self.refused(result)
        elif result is not None:
            self.forget()
            self.dismiss(result)

    def action_keep(self) -> None:
        """Keep the form and leave it: F2 goes on with it later."""
        self._stop_timer()
        self.ask(self._keeping(), self._kept_and_left, group="keep", hold=True)

    def keep_now(self) -> None:
        """Keep what is typed at once: the window closes, or the screen locks."""
        self._stop_timer()
        if self.unsaved:
            self._keep()

    def forget(self) -> None:
        """Keep no more: what was kept is dropped in a thread, whatever is in front."""
        self._stop_timer()
        desk, keeper = self.desk, self._keeper
        self.registry.form_is_kept = False
        self.registry.run_worker(
            lambda: keeper.drop(desk),
            thread=True,
            group=f"{ASKED} drop",
            exit_on_error=False,
        )

    @on(Input.Changed)
    def _ask_to_keep(self) -> None:
        self._stop_timer()
        self._timer = self.set_timer(_KEEP_AFTER, self.keep_now)

    def _keep(self) -> None:
        self.ask(self._keeping(), self._kept, group="keep", quiet=True)

    def _keeping(self) -> Callable[[], bool | StoreError]:
        """Return what keeps the form as it is now, and says where it could not."""
        desk, keeper, raw = self.desk, self._keeper, self.raw()

        def keep() -> bool | StoreError:
            try:
                return keeper.keep(desk, raw)
            except StoreError as error:
                return error

        return keep

    def _kept(self, result: bool | StoreError) -> bool:  # noqa: FBT001  an answer
        """Say that it could not be kept, and try again soon; return whether it was."""
        if isinstance(result, StoreError):
            self.refused(result)
            self._ask_to_keep()
        elif self._could_not_keep:
            self.say("What you typed is kept again.")
        self._could_not_keep = isinstance(result, StoreError)
        return result is True

    def _kept_and_left(self, result: bool | StoreError) -> None:  # noqa: FBT001  an answer
        if self._kept(result):
            self.registry.form_is_kept = True
            self.dismiss()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _leave_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            self.forget()
        super()._leave_if(yes)
