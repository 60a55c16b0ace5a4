"""The accessible mode: the terminal's own cursor stands where the work is.

Screen readers and braille lines follow the cursor of the terminal. Textual hides it and
moves it for boxes alone, so a highlighted row says nothing to them (WCAG2ICT on text
terminals). Here it is shown, and follows the focus, the marked row, or the status line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.widgets import Input

from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    _Base = App[None]
else:
    _Base = object

_SHOW_CURSOR = "\x1b[?25h"


class AccessibleMixin(_Base):
    """An app that can let the terminal's cursor follow what happens."""

    is_accessible = False

    def follow_cursor(self) -> None:
        """Put the terminal's cursor where the work is, and show it."""
        if not self.is_accessible or self._driver is None:
            return
        place = self._place_of_work()
        # A box puts it there itself; drawing all again would have all read again.
        if place is not None and place != self.cursor_position:
            self.cursor_position = place
            self.screen.refresh()
        self._driver.write(_SHOW_CURSOR)
        self._driver.flush()

    def _place_of_work(self) -> Offset | None:
        from textual.widgets import OptionList

        from tui.widgets.page_table import PageTable

        focused = self.focused
        if isinstance(focused, Input):
            return focused.cursor_screen_offset
        if isinstance(focused, PageTable):
            return _row(focused, focused.row_on_screen)
        if isinstance(focused, OptionList):
            at = (focused.highlighted or 0) - focused.scroll_offset.y
            return _row(focused, at)
        for status in self.screen.query(StatusLine):
            return status.content_region.offset
        return None


def _row(widget: Widget, row: int) -> Offset:
    region = widget.content_region
    return Offset(region.x, region.y + max(0, min(row, region.height - 1)))
