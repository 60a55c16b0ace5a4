"""The newest statistics, with small counts hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines
from tui.widgets.status_line import Tone
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

    def __init__(self) -> None:
        """Start with no month."""
        super().__init__()
        self._kept: dict[str, tuple[Table, ...]] = {}
        self._month = ""

    def compose_body(self) -> ComposeResult:
        """Leave room for the tables."""
        yield Words(id="tables")

    def on_mount(self) -> None:
        """Ask for the tables."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Ask again."""
        desk = self.desk

        def asked() -> dict[str, tuple[Table, ...]]:
            from amnesty.services.rights.statistics import read_statistics

            return read_statistics(desk)

        self.ask(asked, self._show)

    def action_make(self) -> None:
        """Make this month's tables, where there are none."""
        desk = self.desk

        def made() -> dict[str, tuple[Table, ...]]:
            from amnesty.services.rights.statistics import compute_statistics

            return {f"{desk.today():%Y-%m}": compute_statistics(desk)}

        self.ask(made, lambda made: self._show({**self._kept, **made}))

    def action_save(self) -> None:
        """Save the tables of the month for a spreadsheet."""
        from amnesty.domain.suppression import as_csv
        from tui.screens.act import ActScreen, saving

        name = f"statistics-{self._month}.csv"
        text = as_csv(self._kept[self._month]).encode("utf-8-sig")
        act = saving(f"Statistics {self._month}", {name: text})
        self.registry.push_screen(ActScreen(act, act.fill(self.desk)), self._saved)

    def action_previous(self) -> None:
        """Show the month before."""
        self._turn(1)

    def action_next(self) -> None:
        """Show the month after."""
        self._turn(-1)

    def why_not_save(self) -> str:
        """There may be none yet."""
        return "" if self._month else "There are no tables to save."

    def why_not_previous(self) -> str:
        """There may be none before."""
        return "" if self._month_at(1) else "No tables were made before."

    def why_not_next(self) -> str:
        """There may be none after."""
        return "" if self._month_at(-1) else "No tables were made since."

    def _month_at(self, by: int) -> str:
        months = sorted(self._kept, reverse=True)
        at = months.index(self._month) + by if self._month else -1
        return months[at] if 0 <= at < len(months) else ""

    def _turn(self, by: int) -> None:
        self._month = self._month_at(by)
        self._show_month()

    def _saved(self, said: str | None) -> None:
        if said is not None:
            self.say(said, Tone.DONE)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _show(self, kept: dict[str, tuple[Table, ...]]) -> None:
        self._kept, self._month = kept, max(kept, default="")
        self._show_month()

    def _show_month(self) -> None:
        text = "There are none yet. A supervisor makes them with F10."
        if self._month:
            text = "\n".join(_lines(self._month, self._kept[self._month]))
        words = lines(*(label(one) for one in text.split("\n")))
        self.query_one("#tables", Words).show(words)
        self.refresh_bindings()


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
