"""A page of a list: rows in columns, one of them marked, the first nine with digits.

Only a page is ever held, so that a list of 100,000 opens like one of ten. It is drawn
as words and not as Textual's `DataTable`, which measures every cell it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.message import Message

from tui.text import label, lines, safe
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.content import Content

_DIGITS = 9
_MARK_WIDTH = 4
"""`>1  `: the marked row, and the digit that opens a row."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A heading, and how wide what stands beneath it is."""

    title: str
    width: int = 0
    """0 takes what is left."""


class PageTable(Words):
    """Shows a page and which row is marked; it asks for no other page itself."""

    can_focus = True
    DEFAULT_CSS = """
    PageTable { height: 1fr; min-height: 3; width: 100%; }
    """

    class Chosen(Message):
        """A row was chosen by its digit or the mouse."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        """Take the columns; there are no rows yet."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._top = 0
        self.at = 0
        """Which row is marked, counted from 0."""
        self.has_digits = True

    def fill(self, rows: Sequence[Sequence[object]], *, at: int = 0) -> None:
        """Show other rows, with one of them marked."""
        self._rows = tuple(tuple(safe(value) for value in one) for one in rows)
        self._top = 0
        self.at = max(0, min(at, len(self._rows) - 1))
        self._draw()

    @property
    def row_on_screen(self) -> int:
        """Where the marked row stands, in lines from the top of the table."""
        return 1 + self.at - self._top

    def move(self, by: int) -> int:
        """Mark another row; return by how many rows that was too far."""
        wanted = self.at + by
        self.at = max(0, min(wanted, len(self._rows) - 1))
        self._draw()
        return wanted - self.at

    @property
    def rows_that_fit(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.size.height - 1)

    def on_resize(self) -> None:
        """Fit the columns and the rows anew."""
        self._draw()

    def on_focus(self) -> None:
        """Show the digits, which work now."""
        self._draw()

    def on_blur(self) -> None:
        """Hide the digits, which a box would take for text."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        self._choose(self._top + event.y - 1)

    def on_key(self, event: events.Key) -> None:
        """Choose by digit."""
        if event.key.isdecimal() and event.key != "0" and self.has_digits:
            event.stop()
            self._choose(self._top + int(event.key) - 1)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._rows):
            self.at = at
            self._draw()
            self.post_message(self.Chosen())

    def _draw(self) -> None:
        fits = self.rows_that_fit
        self._top = max(min(self._top, self.at), self.at - fits + 1)
        widths = self._widths()
        titles = [column.title for column in self._columns]
        shown = self._rows[self._top : self._top + fits]
        self.show(
            lines(
                label(f"{'':{_MARK_WIDTH}}{_fitted(titles, widths)}", "bold underline"),
                *(self._row(row, one, widths) for row, one in enumerate(shown)),
            )
        )

    def _row(self, row: int, values: Sequence[str], widths: Sequence[int]) -> Content:
        is_here = self._top + row == self.at
        takes_digits = self.has_focus and self.has_digits and row < _DIGITS
        digit = str(row + 1) if takes_digits else ""
        mark = f"{'>' if is_here else ' '}{digit:<{_MARK_WIDTH - 1}}"
        return label(f"{mark}{_fitted(values, widths)}", "bold reverse" * is_here)

    def _widths(self) -> list[int]:
        taken = sum(column.width for column in self._columns)
        rest = [one for one in self._columns if not one.width]
        left = max(0, self.size.width - _MARK_WIDTH - taken)
        each = left // len(rest) if rest else 0
        return [column.width or each for column in self._columns]


def _fitted(values: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(_cells(values, widths))


def _cells(values: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield each value in its width, with a gap after it; what is cut ends in …."""
    for value, width in zip(values, widths, strict=True):
        room = max(0, width - 1)
        text = value
        if cell_len(text) > room:
            text = set_cell_size(text, max(0, room - 1)) + "…" if room else ""
        yield set_cell_size(text, width)
