"""Check the answers: all that was typed, as it will be kept, before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical

from amnesty.domain.dates import in_table
from amnesty.errors import AmnestyError
from amnesty.errors.store import ChangedByAnotherError
from amnesty.services.intake.typed import answers_of
from tui import record_view
from tui.answers_view import answers_by_section
from tui.keys import Place, bindings, keys_by_id
from tui.screens.base import RegistryScreen
from tui.screens.choose import Choose
from tui.text import label, lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.finding import Report
    from amnesty.domain.registration import Application, Registration
    from amnesty.domain.searched import Summary

_NAMED = "restricted_to"
"""Who may open a restricted record: in what was read they have no names."""
_UNREAD = 0.7
"""Seconds in which nobody reads the answers: a key pressed twice counts once."""


class CheckAnswersScreen(RegistryScreen["Registration | ChangedByAnotherError"]):
    """Shows every answer, and what follows from them; a new registration results."""

    PLACE = Place.CHECK_ANSWERS
    HEADING = "Check the answers"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHECK_ANSWERS)]
    DEFAULT_CSS = """
    CheckAnswersScreen {
        #alike { display: none; border: dashed $warning; padding: 0 1; }
        #alike.-shown { display: block; }
        #sides { layout: vertical; height: auto; }
        #check { width: 100%; padding: 0 0 1 0; }
        #answers { width: 100%; height: auto; }
        &.-wide #sides { layout: horizontal; }
        &.-wide #check { width: 2fr; padding: 0 2 1 0; }
        &.-wide #answers { width: 3fr; }
    }
    """

    def __init__(
        self,
        application: Application,
        raw: Mapping[str, str],
        correcting: Registration | None = None,
    ) -> None:
        """Take what was read, what was typed, and the draft that it corrects.

        Answers are shown as they were read: 3 4 1970 is a day in April.
        """
        super().__init__()
        self._correcting = correcting
        self._application = application
        named = raw.get(_NAMED, "")
        self._answers = {**answers_of(application, {}), _NAMED: named}
        self._alike: Sequence[Summary] = ()
        self._registering = False
        self._unread = True

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something: nothing is kept yet."""
        return True

    def compose_body(self) -> ComposeResult:
        """Show who may be the same patient, the check, and the answers by section."""
        yield Words(id="alike")
        with Container(id="sides"):
            yield Words(label("Quantity check: it is on its way."), id="check")
            with Vertical(id="answers"):
                for section in answers_by_section(self._answers):
                    yield Words(section)

    def on_mount(self) -> None:
        """Ask for what follows from the answers; the keys that scroll reach them."""
        from amnesty.services.registrations.previewing import find_alike, preview_check

        self.set_timer(_UNREAD, self._may_be_read)
        self.query_one("#body").can_focus = True
        self.query_one("#body").focus()
        desk, application = self.desk, self._application

        def checked() -> Report | AmnestyError:
            try:
                return preview_check(desk, application)
            except AmnestyError as error:
                return error

        self.ask(checked, self._show_check, group="check")
        self.ask(lambda: find_alike(desk, application), self._show_alike, group="alike")

    def action_register(self) -> None:
        """Keep it as a new registration: once, however often the key is pressed."""
        from amnesty.services.registrations.correcting import correct_draft
        from amnesty.services.registrations.registering import register_patient

        if self._registering:
            return
        self._registering = True
        desk, application = self.desk, self._application
        correcting = self._correcting

        def keep() -> Registration:
            try:
                if correcting is not None:
                    return correct_draft(desk, correcting, application)
                return register_patient(desk, application)
            except AmnestyError:
                self._registering = False
                raise

        self.ask(keep, self.dismiss, hold=True)

    def why_not_register(self) -> str:
        """Say that the answers came up just now: the key was meant for the form."""
        return "Read the answers, then press the key again." if self._unread else ""

    def refused(self, error: AmnestyError) -> None:
        """Go back to the form where another changed the draft: it shows what."""
        if isinstance(error, ChangedByAnotherError):
            self.dismiss(error)
        else:
            super().refused(error)

    def action_change(self) -> None:
        """Go back to the form, with everything still in it."""
        if not self._registering:
            self.dismiss(None)

    def action_look(self) -> None:
        """Open the record of who may be the same patient."""
        if len(self._alike) == 1:
            self._look_at(0)
            return
        self.app.push_screen(
            Choose("Which record?", [_in_a_line(one) for one in self._alike]),
            self._look_at,
        )

    def why_not_look(self) -> str:
        """Say that nobody is alike."""
        if self._alike:
            return ""
        return "Nobody else is registered with this name and date of birth."

    def _may_be_read(self) -> None:
        self._unread = False
        self.query_one(KeyBar).show_keys()

    def _look_at(self, index: int | None) -> None:
        if index is not None:
            self.registry.show_record(self._alike[index].number)

    def _show_check(self, found: Report | AmnestyError) -> None:
        """Show the check, or why there is none: it stays until the answers change."""
        told = (
            label(f"There is no quantity check. {found}", "bold $error")
            if isinstance(found, AmnestyError)
            else record_view.check(found)
        )
        self.query_one("#check", Words).show(told)

    def _show_alike(self, alike: Sequence[Summary]) -> None:
        mine = self._correcting.number if self._correcting else None
        alike = [one for one in alike if one.number != mine]
        self._alike = alike
        told = self.query_one("#alike", Words)
        told.set_class(bool(alike), "-shown")
        key = keys_by_id()["check_answers.look"].display
        told.show(
            lines(
                label(f"This patient may be registered already. {key} looks.", "bold"),
                *(label(f"  {_in_a_line(one)}") for one in alike),
            )
        )
        self.query_one(KeyBar).show_keys()


def _in_a_line(summary: Summary) -> str:
    """Return who it is; a restricted record names nobody to who may not read it."""
    if not summary.full_name:
        return f"{summary.number}  {summary.state.value}  a restricted record"
    born = summary.date_of_birth
    parts = (
        str(summary.number),
        summary.state.value,
        summary.full_name,
        f"born {in_table(born)}" if born else "",
        summary.postcode or summary.town,
    )
    return "  ".join(filter(None, parts))
