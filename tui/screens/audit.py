"""The audit log: every event, the newest first, to find, to prove and to verify."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.dates import in_table
from amnesty.domain.looking import Sought
from amnesty.domain.staff import Act
from tui.keys import Place, bindings
from tui.screens.listing import ROWS, ListScreen, Where, marked
from tui.text import label
from tui.widgets.page_table import Column, PageTable
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.looking import Look
    from amnesty.services.auditing import LogPage
    from tui.log_acts import Wanted

_COLUMNS = (
    Column(title="Event", width=9),
    Column(title="When (UTC)", width=18),
    Column(title="Who", width=15),
    Column(title="What"),
)


class AuditScreen(ListScreen[None]):
    """A page of events; what is found is opened by whoever may read the log alone."""

    PLACE = Place.AUDIT
    HEADING = "Audit log"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.AUDIT)]

    def __init__(self) -> None:
        """Start with nothing found."""
        super().__init__()
        self._sought = Sought()
        self._account = ""
        self._page: LogPage | None = None
        self._before: list[int | None] = [None]
        """Where each page up to this one began."""

    def compose_body(self) -> ComposeResult:
        """Show the list, and what is sought beneath it."""
        yield PageTable(_COLUMNS)
        yield Words(id="told")

    def on_mount(self) -> None:
        """Ask for the newest."""
        self.table.focus()
        self.fetch(Where.FIRST)

    def action_refresh(self) -> None:
        """Ask again, from the newest on."""
        self.fetch(Where.FIRST)

    def action_alarms(self) -> None:
        """List the alarms alone, or everything again."""
        self._sought = replace(self._sought, alarms=not self._sought.alarms)
        self.fetch(Where.FIRST)

    def action_find(self) -> None:
        """Ask who, what and when."""
        from tui.log_acts import finding
        from tui.screens.act import ActScreen

        self.registry.push_screen(ActScreen(finding()), self._find)

    def action_open(self) -> None:
        """Show the marked event and its proof."""
        from tui.log_acts import proving

        event = self._marked
        if event is None or self._page is None:
            self.say("There is no event to open.")
        else:
            self.registry.do_act(proving(event, self._page.names), self._done)

    def action_verify(self) -> None:
        """Compare the register with its log."""
        from tui.log_acts import verifying

        self.registry.show_act(verifying(), self._done)

    def action_withhold(self) -> None:
        """Leave the marked question out of who looked, for a time."""
        from tui.office_acts import withholding

        if self._marked is not None:
            self.registry.show_act(withholding(self._marked.event), self._done)

    def why_not_withhold(self) -> str:
        """Only a question of police is withheld."""
        event = self._marked
        if event is not None and event.act == Act.ASK_AS_POLICE.name:
            return ""
        return "Only a question of police is withheld: mark one."

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def fetch(self, where: Where) -> None:
        """Ask for a page: older ones come after."""
        self._ask_for(self._begins(where), where)

    def _ask_for(self, before: list[int | None], where: Where) -> None:
        """Ask for the page that begins where `before` ends."""
        desk, sought, account = self.desk, self._sought, self._account

        def asked() -> LogPage:
            from amnesty.services.auditing import browse_log

            return browse_log(
                desk, sought, account=account, before=before[-1], limit=ROWS
            )

        self.ask(
            asked,
            lambda page: self._show(page, before, where),
            group="list",
            quiet=True,
        )

    def _begins(self, where: Where) -> list[int | None]:
        """Return where the pages up to the one that is asked for begin."""
        if where is Where.LAST:
            self.say("The oldest are reached page by page, or by their day with F3.")
        if where is Where.AFTER and self._page is not None and self._page.events:
            return [*self._before, self._page.events[-1].event]
        if where is Where.BEFORE:
            return self._before[:-1] or [None]
        return self._before if where is Where.LAST else [None]

    @property
    def _marked(self) -> Look | None:
        events = self._page.events if self._page else ()
        return events[self.table.at] if self.table.at < len(events) else None

    def _find(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            self._sought, self._account = wanted
            self.fetch(Where.FIRST)

    def _done(self, said: str | None) -> None:
        if said is not None:
            self.say(said, Tone.DONE)
            # What was done is an event itself, and the page stays the one it was.
            self._ask_for(self._before, Where.LAST)

    def _show(self, page: LogPage, before: list[int | None], where: Where) -> None:
        from tui.log_acts import what_of, who_of

        stays = self._row_in(page) if where is Where.LAST else None
        self._page, self._before = page, before
        self.is_first, self.is_last = before == [None], page.is_last
        rows = [
            (
                one.event,
                f"{in_table(one.at.date())} {one.at:%H:%M}",
                who_of(one, page.names),
                what_of(one),
            )
            for one in page.events
        ]
        self.table.fill(rows, at=marked(where, len(rows)) if stays is None else stays)
        self.query_one("#told", Words).show(label(self._told(page)))
        self.refresh_bindings()

    def _row_in(self, page: LogPage) -> int:
        """Return where the marked event stands in a page; its row where it is gone."""
        mine, at = self._marked, self.table.at
        found = (row for row, one in enumerate(page.events) if one == mine)
        return next(found, at)

    def _told(self, page: LogPage) -> str:
        from tui.log_acts import in_words_of

        sought = in_words_of(self._sought, self._account)
        if not page.events:
            return f"There is none. {sought}"
        return sought if page.is_last else f"{sought} Older ones come further down."
