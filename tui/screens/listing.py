"""What every list does: one page at a time, Enter and digits, the ends in one key."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding

from tui.screens.base import RegistryScreen
from tui.widgets.page_table import PageTable

if TYPE_CHECKING:
    from textual.binding import BindingType

Result = TypeVar("Result")

ROWS = 50
"""Rows of a page: more than any window shows, so that most moves ask nothing."""


class Where(Enum):
    """Which page is asked for."""

    FIRST = "first"
    AFTER = "after"
    BEFORE = "before"
    LAST = "last"


class ListScreen(RegistryScreen[Result]):
    """A screen with a list; who shows it fetches its pages and opens its rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("ctrl+home,home", "end(-1)", show=False),
        Binding("ctrl+end,end", "end(1)", show=False),
    ]
    DEFAULT_CSS = """
    ListScreen #body { overflow: hidden; }
    """

    is_first = True
    """Whether no page comes before the one shown."""
    is_last = True
    """Whether no page comes after it."""

    @property
    def table(self) -> PageTable:
        """The list."""
        return self.query_one(PageTable)

    def fetch(self, where: Where) -> None:
        """Ask for a page; where it comes is `show_page`'s business."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the row that is marked."""
        raise NotImplementedError

    def action_move(self, by: int) -> None:
        """Mark the next row or the one before; at the edge, ask for more."""
        beyond = self.table.move(by)
        if beyond > 0 and not self.is_last:
            self.fetch(Where.AFTER)
        elif beyond < 0 and not self.is_first:
            self.fetch(Where.BEFORE)

    def action_move_page(self, by: int) -> None:
        """Go on by as many rows as are seen at once."""
        self.action_move(by * self.table.rows_that_fit)

    def action_end(self, by: int) -> None:
        """Go to the first row or the last one of the whole list."""
        there = self.is_first if by < 0 else self.is_last
        if there:
            self.table.move(by * ROWS)
        else:
            self.fetch(Where.FIRST if by < 0 else Where.LAST)

    @on(PageTable.Chosen)
    def _chosen(self) -> None:
        self.action_open()


def marked(where: Where, rows: int) -> int:
    """Return which row of a new page is marked: the one next to where one came from."""
    return rows - 1 if where in (Where.BEFORE, Where.LAST) else 0
