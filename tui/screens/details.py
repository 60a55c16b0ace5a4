"""All that is declared, and all that happened: two pages to read beside a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.dates import in_table
from amnesty.domain.london import LONDON
from tui import record_view
from tui.answers_view import answers_by_section
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.registration import Registration
    from amnesty.services.registrations.history import Past


class _ReadScreen(RegistryScreen[bool]):
    """Something to read about one patient; the keys that scroll reach it."""

    def __init__(self, registration: Registration) -> None:
        """Take whose it is."""
        super().__init__()
        self._registration = registration

    def compose_body(self) -> ComposeResult:
        """Show whose it is above what is read."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        for part in self.parts():
            yield Words(part)

    def parts(self) -> Iterator[Content]:
        """Yield what is read, part by part."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Give the keys that scroll to the page."""
        body = self.query_one("#body")
        body.can_focus = True
        body.focus()

    def action_back(self) -> None:
        """Go back to the record."""
        self.dismiss(result=False)


class DetailsScreen(_ReadScreen):
    """Every answer, by section: who, need and evidence, sites, plants and stock."""

    PLACE = Place.DETAILS
    HEADING = "All that is declared"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DETAILS)]

    def __init__(self, registration: Registration, raw: Mapping[str, str]) -> None:
        """Take whose it is, and the answers by field path."""
        super().__init__(registration)
        self._raw = raw

    def action_change(self) -> None:
        """Go back to the record, to be asked what changes."""
        self.dismiss(result=True)

    def parts(self) -> Iterator[Content]:
        """Yield each section with its answers."""
        yield from answers_by_section(self._raw)


class HistoryScreen(_ReadScreen):
    """Steps, papers, hand-ins and entries, the newest first, with differences."""

    PLACE = Place.HISTORY
    HEADING = "History"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HISTORY)]

    def __init__(self, registration: Registration, past: Sequence[Past]) -> None:
        """Take whose it is, and what happened."""
        super().__init__(registration)
        self._past = past

    def parts(self) -> Iterator[Content]:
        """Yield what happened, each with what it changed beneath it."""
        for one in self._past:
            at = one.at.astimezone(LONDON)
            by = f"  by {one.by}" if one.by else ""
            yield lines(
                row(
                    label(f"{in_table(at.date())} {at:%H:%M}  ", "$text-muted"),
                    label(one.what, "bold"),
                    label(by),
                ),
                *(label(f"    {change}") for change in one.changes),
            )
