"""What is wrong in a form: said at each field, listed above, gone once put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.widgets import Input

from amnesty.errors import AmnestyError, Problem, ProblemsError, StoreError
from amnesty.errors.store import ChangedByAnotherError
from tui import record_view
from tui.reading import is_answered
from tui.screens.base import RegistryScreen
from tui.widgets.changed import Changed
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.field import FieldRow
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.domain.registration import Registration
    from amnesty.services.registrations.searching import Record
    from tui.widgets.form import Form

Result = TypeVar("Result")

_AGAIN = "again"
"""The group of the questions whether a listed problem still stands."""


class PutRightScreen(RegistryScreen[Result]):
    """A screen with a form, whose problems leave the list as they are put right."""

    _form: Form
    _problems: tuple[Problem, ...] = ()
    """Those that are shown."""
    _registration: Registration | None = None
    """What the form acts on, as it was read; None where that is no record."""

    def reading(self) -> Callable[[], object] | None:
        """Return what reads the form and keeps nothing, or None where none does.

        It is called in a thread, and raises what is still wrong. Without it a field
        counts as put right once something stands in it that could be an answer.
        """
        return None

    async def action_next_error(self) -> None:
        """Go to the next field with a problem."""
        paths = [row.path for row in self._form.rows if row.problem]
        if not paths:
            self.say("No field has a problem.")
            return
        here = self._form.path_in_focus
        at = paths.index(here) + 1 if here in paths else 0
        await self._go_to(paths[at % len(paths)])

    def refused(self, error: AmnestyError) -> None:
        """Show every problem at its field and all of them above the form."""
        if isinstance(error, ProblemsError):
            self.call_later(self.show_problems, error.problems)
        elif isinstance(error, ChangedByAnotherError) and self._registration:
            self._look_anew(self._registration)
        elif isinstance(error, StoreError):
            self.say(f"{error} What you typed is still here.", Tone.PROBLEM)
        else:
            super().refused(error)

    def read_anew(self, registration: Registration) -> None:
        """Act from now on on another version of the record, which was shown."""
        self._registration = registration
        for bar in self.query(IdentityBar):
            bar.show(record_view.identity(registration, self.desk.today()))

    def _look_anew(self, before: Registration) -> None:
        """Show what another person changed meanwhile; what is typed stays."""
        from amnesty.services.registrations.searching import open_record

        desk = self.desk

        def show(record: Record) -> None:
            self.read_anew(record.registration)
            self.query_one(Changed).tell(before, record.registration)
            self.query_one("#body").scroll_home(animate=False)
            self.say(
                "Not saved: somebody else changed this record. What you typed is "
                "still here. Look at what changed; then F10 saves yours.",
                Tone.PROBLEM,
            )

        self.ask(lambda: open_record(desk, before.number), show)

    def clear_problems(self) -> None:
        """Take every problem back."""
        self.drop(_AGAIN)
        self._problems = ()
        for row in self._form.rows:
            row.complain("")
        self.query_one(ErrorSummary).show(())
        self.tell_top()

    async def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each at its field, and all of them above the form."""
        self.drop(_AGAIN)
        self._problems = tuple(problems)
        await self._form.complain(problems)
        self.query_one(ErrorSummary).show(problems, takes_focus=True)
        self.query_one("#body").scroll_home(animate=False)
        self.tell_top(f"Error: {self.heading}")
        # The list says it in its border, which is not drawn then.
        accessible = self.registry.is_accessible
        how = " Enter or a digit goes to the field." if accessible else ""
        self.say(f"Not saved: {len(problems)} to put right.{how}", Tone.PROBLEM)

    # Put right, one by one

    @on(Input.Changed)
    def _look_again(self, event: Input.Changed) -> None:
        """Ask, as it is typed, which of the problems that are shown still stand."""
        row = event.input.parent
        if not (self._problems and isinstance(row, FieldRow)):
            return
        reading = self.reading()
        if reading is None:
            field = self._form.field_at(row.path)
            if field is not None and is_answered(field, row.box.text):
                at = f"{row.path}."
                left = [one for one in self._problems if not _is_of(one, at)]
                self._show_left(left)
            return

        def look() -> Sequence[Problem] | None:
            try:
                reading()
            except ProblemsError as error:
                return error.problems
            except AmnestyError:
                return None
            return ()

        self.ask(look, self._show_standing, group=_AGAIN, quiet=True)

    def _show_standing(self, found: Sequence[Problem] | None) -> None:
        """Show what still stands, in its present words; what is new waits for F10."""
        if found is not None:
            shown = {one.path for one in self._problems}
            self._show_left([one for one in found if one.path in shown])

    def _show_left(self, left: Sequence[Problem]) -> None:
        """Show what is left, and leave the focus and what is seen where they are."""
        if tuple(left) == self._problems:
            return
        self._problems = tuple(left)
        sentences = {one.path: one.sentence for one in reversed(left)}
        for row in self._form.rows:
            if row.problem != sentences.get(row.path, ""):
                row.complain(sentences.get(row.path, ""))
        self.query_one(ErrorSummary).show(left)
        if left:
            self.say(f"{len(left)} left to put right.")
        else:
            self.tell_top()
            self.say("Nothing is left to put right.")
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
        self.registry.follow_cursor()

    @on(ErrorSummary.Chosen)
    async def _to_problem(self, event: ErrorSummary.Chosen) -> None:
        await self._go_to(event.path)

    async def _go_to(self, path: str) -> None:
        front = self._form.front
        await self._form.go_to(path)
        if self._form.front != front:
            self._tell_page()

    def _tell_page(self) -> None:
        many = len(self._form.sections)
        if many > 1:
            where = f"Section {self._form.front + 1} of {many}"
            self.say(f"{where}: {self._form.section.title}")


def _is_of(problem: Problem, at: str) -> bool:
    """Return whether a problem is of a field, or of what the field stands in."""
    return bool(problem.path) and at.startswith(f"{problem.path}.")
