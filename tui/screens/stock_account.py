"""The stock account of a record: the chart of stock against allowance, and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui import record_view
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.stock_chart import StockChartPanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.services.growing.plants_and_stock import Account


class AccountScreen(RegistryScreen[None]):
    """Shows what should be held, day by day."""

    PLACE = Place.STOCK_ACCOUNT
    HEADING = "Stock account"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.STOCK_ACCOUNT)]

    def __init__(self, account: Account, limit: int) -> None:
        """Take the account, and the stock allowance of all sites together."""
        super().__init__()
        self._account = account
        self._limit = limit

    def compose_body(self) -> ComposeResult:
        """Show whose it is, the chart and the table."""
        registration = self._account.registration
        yield IdentityBar(record_view.identity(registration, self.desk.today()))
        yield StockChartPanel(self._account.days, self._limit)

    def on_mount(self) -> None:
        """Let the keys that scroll reach it."""
        self.query_one("#body").can_focus = True
        self.query_one("#body").focus()

    def action_back(self) -> None:
        """Go back to the record."""
        self.dismiss()
