"""The newest statistics, with small counts hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.suppression import Table


class ReportsScreen(RegistryScreen[None]):
    """Every table of the newest month, one beneath the other."""

    PLACE = Place.REPORTS
    HEADING = "Statistics"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REPORTS)]

    def compose_body(self) -> ComposeResult:
        """Leave room for the tables."""
        yield Words(id="tables")

    def on_mount(self) -> None:
        """Ask for the tables."""
        super().on_mount()
        desk = self.desk

        def asked() -> dict[str, tuple[Table, ...]]:
            from amnesty.services.statistics import read_statistics

            return read_statistics(desk)

        self.ask(asked, self._show)

    def action_make(self) -> None:
        """Make this month's tables, where there are none."""
        desk = self.desk

        def made() -> dict[str, tuple[Table, ...]]:
            from amnesty.services.statistics import compute_statistics

            return {f"{desk.today():%Y-%m}": compute_statistics(desk)}

        self.ask(made, self._show)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _show(self, kept: dict[str, tuple[Table, ...]]) -> None:
        newest = next(iter(kept.items()), None)
        text = "There are none yet. A supervisor makes them with F10."
        if newest is not None:
            text = "\n".join(_lines(*newest))
        self.query_one("#tables", Words).show(label(text))


def _lines(month: str, tables: tuple[Table, ...]) -> Iterator[str]:
    yield f"{month}. A star hides a small count; the others are rounded."
    for table in tables:
        yield ""
        yield table.title
        for row in table.rows:
            cells = (
                f"{name} {count}"
                for name, count in zip(table.columns, row[1:], strict=True)
            )
            yield f"  {row[0]}: {', '.join(cells)}"
