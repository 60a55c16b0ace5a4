"""What another person changed in a record while it was open here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import record_view
from tui.widgets.words import Words

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration


class Changed(Words):
    """Who changed it and what, as it was and as it is; hidden until there is any."""

    DEFAULT_CSS = """
    Changed {
        display: none;
        border: dashed $warning;
        padding: 0 1;
        &.-shown { display: block; }
    }
    """

    def tell(self, before: Registration, now: Registration) -> None:
        """Show what differs."""
        self.show(record_view.changed(before, now))
        self.add_class("-shown")

    def forget(self) -> None:
        """Hide it: it was looked at."""
        self.remove_class("-shown")
