"""The boxes of a form: a page for each section, laid out when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tui.forms import Rows, blocks, generic, next_block, renumbered, row_at, typed
from tui.widgets.field import FieldRow
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from amnesty.errors import Problem
    from amnesty.services.intake.fields import Field, Section


class Form(Vertical):
    """Every page of a form, one of them in front, and all that is typed in them."""

    DEFAULT_CSS = """
    Form {
        height: auto;
        Page { display: none; }
        Page.-front { display: block; }
    }
    """

    def __init__(
        self, sections: Sequence[Section], values: Mapping[str, str] | None = None
    ) -> None:
        """Take the sections and what is filled in already."""
        super().__init__()
        self.sections = tuple(sections)
        self.front = 0
        """Which page is shown, counted from 0."""
        fields = {
            generic(one.path): one for part in self.sections for one in part.fields
        }
        self._fields = fields
        self._defaults = {
            path: typed(one, one.default).casefold() for path, one in fields.items()
        }
        self._values = {
            path: typed(fields[generic(path)], text)
            for path, text in (values or {}).items()
        }
        self._came_filled = bool(self._values)
        self._rows = Rows(self._values)
        self._pages: dict[int, Page] = {}

    def compose(self) -> ComposeResult:
        """Lay out the first page."""
        page = self._page(0)
        page.add_class("-front")
        yield page

    @property
    def section(self) -> Section:
        """The section in front."""
        return self.sections[self.front]

    @property
    def page(self) -> Page:
        """The page in front."""
        return self._pages[self.front]

    @property
    def rows(self) -> list[FieldRow]:
        """The rows of fields of all pages that were laid out, in order."""
        return [row for index in sorted(self._pages) for row in self._pages[index].rows]

    @property
    def path_in_focus(self) -> str:
        """The field that has the focus; empty where none has."""
        focused = self.screen.focused
        row = focused.parent if focused else None
        return row.path if isinstance(row, FieldRow) else ""

    @property
    def field_in_focus(self) -> Field | None:
        """The field that has the focus, or None."""
        return self.field_at(self.path_in_focus)

    def field_at(self, path: str) -> Field | None:
        """Return the field at a path, or None."""
        return self._fields.get(generic(path))

    def raw(self) -> dict[str, str]:
        """Return what is typed, by field path; a default that stands is left out."""
        return {
            path: text
            for path, text in self._found().items()
            if text.casefold() != self._defaults.get(generic(path), "")
        }

    def fill(self, values: Mapping[str, str]) -> None:
        """Put text into boxes that are laid out."""
        for row in self.rows:
            if row.path in values:
                row.box.value = values[row.path]

    async def show(self, index: int, *, last: bool = False) -> bool:
        """Bring a page to the front; False where there is none."""
        if not 0 <= index < len(self.sections):
            return False
        page = await self._laid_out(index)
        self.page.remove_class("-front")
        self.front = index
        page.add_class("-front")
        page.boxes[-1 if last else 0].focus()
        return True

    async def step(self, by: int) -> bool:
        """Go to the next box or the one before; True where the page changed."""
        boxes = self.page.boxes
        focused = self.screen.focused
        at = boxes.index(focused) if focused in boxes else -1 if by > 0 else 0
        if 0 <= at + by < len(boxes):
            boxes[at + by].focus()
        elif 0 <= self.front + by < len(self.sections):
            return await self.show(self.front + by, last=by < 0)
        elif by < 0 or focused not in boxes:
            boxes[0].focus()
        return False

    async def go_to(self, path: str) -> None:
        """Go to a field, or to the first one below a path."""
        index = self._index_of(path)
        if index is None:
            return
        page = await self._laid_out(index)
        if index != self.front:
            await self.show(index)
        for row in page.rows:
            if f"{row.path}.".startswith(f"{path}."):
                row.box.focus()
                return

    async def add_row(self) -> None:
        """Add a row to the repeated group in front."""
        section = self.section
        await self.page.add(next_block(section, self.path_in_focus, self._rows))
        self._values = self._found()
        wrong = {row.path: row.problem for row in self.rows}
        await self._lay_out_again(f"{section.group}.*", wrong)

    def row_in_focus(self) -> str:
        """Return the row of the repeated group in front that has the focus."""
        return row_at(self.section, self.path_in_focus)

    def has_nothing_in(self, path: str) -> bool:
        """Return whether nothing is typed in a row or below it."""
        return not any(
            text and one.startswith(f"{path}.") for one, text in self.raw().items()
        )

    async def remove_row(self, path: str) -> None:
        """Take a row away with all below it; the one row left is emptied instead."""
        wrong = {renumbered(row.path, path) or "": row.problem for row in self.rows}
        moved = ((renumbered(at, path), text) for at, text in self._found().items())
        self._values = {at: text for at, text in moved if at is not None}
        self._rows.remove(path)
        await self._lay_out_again(generic(path.rpartition(".")[0]), wrong)
        self.page.add_class("-front")
        self.page.boxes[0].focus()

    def section_of(self, path: str) -> int:
        """Return the page of a field, or of the first field below a path."""
        return self._index_of(path) or 0

    @property
    def unmet(self) -> list[int]:
        """Return the pages that were not met, those after this one first."""
        many = len(self.sections)
        after = (at % many for at in range(self.front, self.front + many))
        return [at for at in after if not self.has_met(at)]

    @property
    def came_filled(self) -> bool:
        """Whether anything was filled in when it was opened."""
        return self._came_filled

    def has_met(self, index: int) -> bool:
        """Return whether a page was in front, or came filled in."""
        fields = {generic(one.path) for one in self.sections[index].fields}
        return index in self._pages or any(generic(at) in fields for at in self._values)

    async def complain(self, problems: Sequence[Problem]) -> None:
        """Say each problem at its field; a field without one has its own taken back."""
        for problem in problems:
            index = self._index_of(problem.path)
            if index is not None:
                await self._laid_out(index)
        sentences = {problem.path: problem.sentence for problem in reversed(problems)}
        for row in self.rows:
            row.complain(sentences.get(row.path, ""))

    def _found(self) -> dict[str, str]:
        return self._values | {row.path: row.box.text for row in self.rows}

    async def _laid_out(self, index: int) -> Page:
        if index not in self._pages:
            await self.mount(self._page(index))
        return self._pages[index]

    async def _lay_out_again(self, group: str, problems: Mapping[str, str]) -> None:
        """Lay out the pages of a group, and of those below it, with their problems."""
        for index in tuple(self._pages):
            if f"{generic(self.sections[index].group)}.".startswith(f"{group}."):
                await self._pages.pop(index).remove()
                for row in (await self._laid_out(index)).rows:
                    row.complain(problems.get(row.path, ""))

    def _page(self, index: int) -> Page:
        section = self.sections[index]
        page = Page(section, blocks(section, self._rows), self._values)
        self._pages[index] = page
        return page

    def _index_of(self, path: str) -> int | None:
        """Return the page of a field, or of the first field below a path."""
        wanted = f"{generic(path)}."
        for index, section in enumerate(self.sections):
            for field in section.fields:
                if f"{generic(field.path)}.".startswith(wanted):
                    return index
        return None
