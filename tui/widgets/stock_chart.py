"""Stock against allowance: a drawing, the same in words, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table
from amnesty.domain.stock_chart import account_lines, stock_chart
from tui.text import label, lines
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content

    from amnesty.domain.account import AccountDay

_ROWS = 8
_FRAME = 2


class StockChartPanel(Words):
    """The drawing is decoration; the sentence above it and the table say the same."""

    def __init__(self, days: Sequence[AccountDay], limit: int) -> None:
        """Take the account, and the stock allowance of all sites together."""
        super().__init__()
        self._days = tuple(days)
        self._limit = limit

    def on_resize(self, event: events.Resize) -> None:
        """Draw it as wide as there is room."""
        self.show(chart_content(self._days, self._limit, width=event.size.width))


def chart_content(days: Sequence[AccountDay], limit: int, *, width: int) -> Content:
    """Return the sentence, the drawing and the table."""
    chart = stock_chart(days, limit, width=max(20, width - _FRAME), height=_ROWS)
    if chart is None:
        return lines(*(label(line) for line in account_lines(days)))
    span = f"{in_table(chart.first)} to {in_table(chart.last)}, in grams dried"
    return lines(
        label(chart.sentence, "bold"),
        label(""),
        *(label(row, "$primary") for row in chart.rows),
        label(f"{'':<8}{span}", "$text-muted"),
        label(""),
        *(label(line) for line in account_lines(days)),
    )
