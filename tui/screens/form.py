"""What every form does: pages, problems at their fields, and nothing lost unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from amnesty.errors import AmnestyError, Problem, ProblemsError
from tui.forms import Rows, blocks, generic, next_block, typed
from tui.screens.base import RegistryScreen
from tui.screens.confirm import Confirm
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.field import FieldRow
from tui.widgets.page import Page
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.services.intake.fields import Section

Result = TypeVar("Result")


class FormScreen(RegistryScreen[Result]):
    """A form with a page for each section, laid out when it is first shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_box", show=False),
        Binding("shift+tab", "previous_box", show=False),
    ]
    DEFAULT_CSS = """
    FormScreen Page { display: none; }
    FormScreen Page.-front { display: block; }
    """

    def __init__(
        self, sections: Sequence[Section], values: Mapping[str, str] | None = None
    ) -> None:
        """Take the sections and what is filled in already."""
        super().__init__()
        self._sections = tuple(sections)
        fields = {
            generic(one.path): one for part in self._sections for one in part.fields
        }
        self._values = {
            path: typed(fields[generic(path)], text)
            for path, text in (values or {}).items()
        }
        self._rows = Rows(self._values)
        self._pages: dict[int, Page] = {}
        self._front = 0
        self._clean: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """Show the summary of problems and the first page."""
        yield ErrorSummary()
        page = self._page(0)
        page.add_class("-front")
        yield page

    def on_mount(self) -> None:
        """Remember what is there, to notice a change."""
        super().on_mount()
        self._tell_page()
        self.mark_clean()
        self._pages[0].boxes[0].focus()

    # What is typed

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed since the form was opened."""
        return self.raw() != self._clean

    def raw(self) -> dict[str, str]:
        """Return what is typed, by field path; a default that stands is left out."""
        found = dict(self._values)
        for page in self._pages.values():
            for row in page.rows:
                found[row.path] = row.box.text
        defaults = self._defaults()
        return {
            path: text
            for path, text in found.items()
            if text.casefold() != defaults.get(generic(path), "").casefold()
        }

    def mark_clean(self) -> None:
        """Take what is there now as saved."""
        self._clean = self.raw()

    # Pages

    async def action_next_section(self) -> None:
        """Show the next page."""
        await self._show(self._front + 1)

    async def action_previous_section(self) -> None:
        """Show the page before."""
        await self._show(self._front - 1)

    @on(Input.Submitted)
    async def action_next_box(self) -> None:
        """Go to the next field, on the next page after the last one of this page."""
        await self._step(1)

    async def action_previous_box(self) -> None:
        """Go to the field before."""
        await self._step(-1)

    async def action_add(self) -> None:
        """Add a row to the repeated group of this page."""
        page = self._pages[self._front]
        await page.add(next_block(page.section, self._path_in_focus(), self._rows))
        for index in [one for one in self._pages if one != self._front]:
            if self._sections[index].group.startswith(f"{page.section.group}.*"):
                await self._lay_out_again(index)

    def why_not_add(self) -> str:
        """Say that this page has nothing to add to."""
        if self._sections[self._front].group:
            return ""
        return "There is only one of this: nothing to add."

    # Problems

    async def action_next_error(self) -> None:
        """Go to the next field with a problem."""
        wrong = [row for page in self._in_order() for row in page.rows if row.problem]
        if not wrong:
            self.say("No field has a problem.")
            return
        paths = [row.path for row in wrong]
        here = self._path_in_focus()
        at = paths.index(here) + 1 if here in paths else 0
        await self._go_to(paths[at % len(paths)])

    def refused(self, error: AmnestyError) -> None:
        """Show every problem at its field and all of them above the form."""
        if isinstance(error, ProblemsError):
            self.call_later(self._show_problems, error.problems)
        else:
            self.say(str(error), Tone.PROBLEM)

    def clear_problems(self) -> None:
        """Take every problem back."""
        for page in self._pages.values():
            for row in page.rows:
                row.complain("")
        self.query_one(ErrorSummary).show(())
        self.tell_top()

    async def _show_problems(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            index = self._index_of(problem.path)
            if index is not None:
                await self._laid_out(index)
        sentences = {problem.path: problem.sentence for problem in reversed(problems)}
        for page in self._pages.values():
            for row in page.rows:
                row.complain(sentences.get(row.path, ""))
        self.query_one(ErrorSummary).show(problems)
        self.query_one("#body").scroll_home(animate=False)
        self.tell_top(f"Error: {self.HEADING}")
        self.say(f"Not saved: {len(problems)} to put right.", Tone.PROBLEM)

    @on(ErrorSummary.Chosen)
    async def _to_problem(self, event: ErrorSummary.Chosen) -> None:
        await self._go_to(event.path)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        row = event.input.parent
        if isinstance(row, FieldRow) and row.problem:
            row.complain("")

    # Leaving

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

    # Within

    async def _step(self, by: int) -> None:
        boxes = self._pages[self._front].boxes
        focused = self.focused
        at = boxes.index(focused) if focused in boxes else -1 if by > 0 else 0
        if 0 <= at + by < len(boxes):
            boxes[at + by].focus()
        elif 0 <= self._front + by < len(self._sections):
            await self._show(self._front + by, last=by < 0)
        elif by < 0 or focused not in boxes:
            boxes[0].focus()

    async def _show(self, index: int, *, last: bool = False) -> None:
        if not 0 <= index < len(self._sections):
            self.say("There is no other section in this direction.")
            return
        page = await self._laid_out(index)
        self._pages[self._front].remove_class("-front")
        self._front = index
        page.add_class("-front")
        page.boxes[-1 if last else 0].focus()
        self._tell_page()

    async def _go_to(self, path: str) -> None:
        index = self._index_of(path)
        if index is None:
            return
        page = await self._laid_out(index)
        if index != self._front:
            await self._show(index)
        for row in page.rows:
            if f"{row.path}.".startswith(f"{path}."):
                row.box.focus()
                return

    async def _laid_out(self, index: int) -> Page:
        if index not in self._pages:
            await self.query_one("#body").mount(self._page(index))
        return self._pages[index]

    async def _lay_out_again(self, index: int) -> None:
        self._values = self._values | {
            row.path: row.box.text for row in self._pages[index].rows
        }
        await self._pages.pop(index).remove()
        await self._laid_out(index)

    def _page(self, index: int) -> Page:
        section = self._sections[index]
        page = Page(section, blocks(section, self._rows), self._values)
        self._pages[index] = page
        return page

    def _in_order(self) -> list[Page]:
        return [self._pages[index] for index in sorted(self._pages)]

    def _index_of(self, path: str) -> int | None:
        """Return the page of a field, or of the first field below a path."""
        wanted = f"{generic(path)}."
        for index, section in enumerate(self._sections):
            for field in section.fields:
                if f"{generic(field.path)}.".startswith(wanted):
                    return index
        return None

    def _path_in_focus(self) -> str:
        row = self.focused.parent if self.focused else None
        return row.path if isinstance(row, FieldRow) else ""

    def _defaults(self) -> dict[str, str]:
        return {
            generic(field.path): typed(field, field.default)
            for section in self._sections
            for field in section.fields
        }

    def _tell_page(self) -> None:
        section = self._sections[self._front]
        many = len(self._sections)
        if many > 1:
            self.say(f"Section {self._front + 1} of {many}: {section.title}")
