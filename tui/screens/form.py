"""What every form does: its pages and rows, and nothing lost unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from amnesty.errors import Problem
from tui.forms import renumbered
from tui.screens.confirm import Confirm
from tui.screens.put_right import PutRightScreen
from tui.widgets.changed import Changed
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.form import Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.services.intake.fields import Field, Section

Result = TypeVar("Result")


class FormScreen(PutRightScreen[Result]):
    """A form: its keys, its pages, and leaving it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_box", show=False),
        Binding("shift+tab", "previous_box", show=False),
    ]

    def __init__(
        self, sections: Sequence[Section], values: Mapping[str, str] | None = None
    ) -> None:
        """Take the sections and what is filled in already."""
        super().__init__()
        self._form = Form(sections, values)
        self._clean: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """Show what another changed, the summary of problems, and the boxes."""
        yield Changed()
        yield ErrorSummary()
        yield self._form

    def on_mount(self) -> None:
        """Remember what is there, to notice a change."""
        self._tell_page()
        self.mark_clean()
        self._form.page.boxes[0].focus()

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed since the form was opened."""
        return self.raw() != self._clean

    def raw(self) -> dict[str, str]:
        """Return what is typed, by field path; a default that stands is left out."""
        return self._form.raw()

    def mark_clean(self) -> None:
        """Take what is there now as saved."""
        self._clean = self.raw()

    async def action_next_section(self) -> None:
        """Show the next page."""
        await self._show(self._form.front + 1)

    async def action_previous_section(self) -> None:
        """Show the page before."""
        await self._show(self._form.front - 1)

    @on(Input.Submitted)
    async def action_next_box(self) -> None:
        """Go to the next field, on the next page after the last one of this page."""
        if await self._form.step(1):
            self._tell_page()

    async def action_previous_box(self) -> None:
        """Go to the field before."""
        if await self._form.step(-1):
            self._tell_page()

    async def action_add(self) -> None:
        """Add a row to the repeated group of this page."""
        await self._form.add_row()
        self.rows_changed()

    def why_not_add(self) -> str:
        """Say that this page has nothing to add to."""
        if self._form.section.group:
            return ""
        return "There is only one of this: nothing to add."

    async def action_remove(self) -> None:
        """Take the row in focus away; ask first where something is typed in it."""
        path = self._form.row_in_focus()
        if not path:
            self.say(f"Go to the {self._form.section.title.casefold()} to remove.")
            return
        if self._form.has_nothing_in(path):
            await self._remove(path)
            return
        name = f"{self._form.section.title} {int(path.rpartition('.')[2]) + 1}"
        question = Confirm(
            f"Remove {name}?",
            "What is typed in it would be lost.",
            "Remove it",
            "Keep it",
        )
        self.app.push_screen(question, lambda yes: self._remove_if(path, yes=yes))

    def why_not_remove(self) -> str:
        """Say that this page has nothing to remove."""
        if self._form.section.group:
            return ""
        return "There is only one of this: nothing to remove."

    def rows_changed(self) -> None:
        """Do what a form does when a row came or went."""

    def _remove_if(self, path: str, *, yes: bool | None) -> None:
        if yes:
            self.call_later(self._remove, path)

    async def _remove(self, path: str) -> None:
        """Take the row away, and its problems with it."""
        if self._problems:
            kept = ((renumbered(one.path, path), one) for one in self._problems)
            self._problems = tuple(
                Problem(path=at, sentence=one.sentence)
                for at, one in kept
                if at is not None
            )
            self.query_one(ErrorSummary).show(self._problems)
        await self._form.remove_row(path)
        self.rows_changed()

    def action_jump(self) -> None:
        """Give every field of the page a letter, and go where the next key says."""
        from tui.screens.jump import LETTERS, Jump

        offered = dict(zip(LETTERS, self._form.page.rows, strict=False))
        for letter, row in offered.items():
            row.offer(letter)
        self.say("Press the letter of a field; any other key stays here.")

        def go(letter: str | None) -> None:
            for row in offered.values():
                row.offer("")
            self.say("")
            if letter in offered:
                offered[letter].box.focus()

        self.app.push_screen(Jump(), go)

    @property
    def field_in_focus(self) -> Field | None:
        """The field that has the focus, for help about it."""
        return self._form.field_in_focus

    def action_leave(self) -> None:
        """Leave the form; ask first if anything would be lost."""
        if not self.unsaved:
            self.dismiss()
            return
        question = Confirm(
            "Leave without saving?",
            "What you typed in this form would be lost.",
            "Leave without saving",
            "Go on with the form",
        )
        self.app.push_screen(question, self._leave_if)

    def _leave_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            self.dismiss()

    async def _show(self, index: int) -> None:
        if await self._form.show(index):
            self._tell_page()
        else:
            self.say("There is no other section in this direction.")
