"""The work list: what needs me now, in counted lists, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding

from amnesty.domain.dates import in_table
from amnesty.domain.staff import Act, may
from amnesty.services.registrations.work_list import Waiting, lists_for
from tui.keys import Place, bindings
from tui.screens.listing import ROWS, ListScreen, Where, marked
from tui.text import label, lines
from tui.widgets.key_bar import packed
from tui.widgets.page_table import Column, PageTable
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.services.growing.nightly import NightlyCheck
    from amnesty.services.registrations.pages import Line, Page
    from amnesty.services.registrations.work_list import Counted

_COLUMNS = (
    Column(title="Number", width=18),
    Column(title="Patient"),
    Column(title="What is needed"),
    Column(title="By", width=13),
)
_EMPTY = "Nothing to do here. F2 registers a patient."


class WorkScreen(ListScreen[None]):
    """The first screen of whoever works with patients."""

    PLACE = Place.WORK
    HEADING = "Work list"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.WORK),
        Binding("tab", "press('work.next_list')", show=False),
        Binding("shift+tab", "press('work.previous_list')", show=False),
    ]
    DEFAULT_CSS = """
    WorkScreen {
        #lists { height: auto; margin: 0 0 1 0; }
        #told { height: auto; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        """Start with nothing counted."""
        super().__init__()
        self._counted: Counted | None = None
        self._waiting: Waiting | None = None
        self._page: Page | None = None
        self._checking = False

    def compose_body(self) -> ComposeResult:
        """Show the lists with their counts, and the one that is open."""
        yield Words(id="lists")
        yield PageTable(_COLUMNS, id="table")
        yield Words(id="told")

    def resumed(self) -> None:
        """Count again: what was done on another screen may have changed it."""
        self.table.focus()
        self.action_refresh()
        if self.registry.form_is_kept is None and may(self.desk.member, Act.REGISTER):
            self._look_for_form()

    def action_refresh(self) -> None:
        """List again, and count, which takes longer."""
        from amnesty.services.registrations.work_list import count_waiting

        desk = self.desk
        self.fetch(Where.FIRST)
        self.ask(
            lambda: count_waiting(desk), self._show_counted, group="count", quiet=True
        )

    def action_next_list(self) -> None:
        """Show the next list."""
        self._turn(1)

    def action_previous_list(self) -> None:
        """Show the list before."""
        self._turn(-1)

    def action_open(self) -> None:
        """Open the record in the marked row."""
        lines = self._page.lines if self._page else ()
        if self.table.at < len(lines):
            numbers = [one.summary.number for one in lines]
            self.registry.show_record(
                numbers[self.table.at], following=numbers[self.table.at + 1 :]
            )
        else:
            self.say("There is no record to open.")

    def action_find(self) -> None:
        """Find a patient."""
        self.registry.show_find()

    def action_register(self) -> None:
        """Register a new patient."""
        self.registry.show_register()

    def action_verify(self) -> None:
        """Check a certificate as an officer would."""
        self.registry.show_verify()

    def action_office(self) -> None:
        """Show what else there is to see to."""
        self.registry.show_office(self._told_of)

    def _told_of(self, said: str | None) -> None:
        if said is not None:
            self.say(said, Tone.DONE)

    def action_users(self) -> None:
        """Show the accounts of this register."""
        self.registry.show_users()

    def action_check_all(self) -> None:
        """Check every open registration now, without waiting for the night."""
        from amnesty.services.growing.nightly import check_all

        desk, app = self.desk, self.registry
        self._checking = True

        def step(done: int, total: int) -> None:
            app.call_from_thread(self.say, f"Checked {done} of {total}.")

        self.ask(lambda: check_all(desk, step=step), self._checked, group="check")

    def why_not_check_all(self) -> str:
        """Return why it cannot be checked now, or ""."""
        return "It is being checked already." if self._checking else ""

    def fetch(self, where: Where) -> None:
        """Ask for a page of the list that is open."""
        from amnesty.services.registrations.work_list import list_waiting

        waiting, desk = self._waiting, self.desk
        if waiting is None:
            return
        page = self._page if where in (Where.AFTER, Where.BEFORE) else None
        backwards = where in (Where.BEFORE, Where.LAST)
        self.ask(
            lambda: list_waiting(
                desk, waiting, limit=ROWS, page=page, backwards=backwards
            ),
            lambda found: self._show_page(found, where),
            group="list",
            quiet=True,
        )

    def refused(self, error: Exception) -> None:
        """Keep what is shown; say why there is nothing newer."""
        self._checking = False
        self.say(str(error), Tone.PROBLEM)

    def _look_for_form(self) -> None:
        """Say so where a half-filled form is kept."""
        from amnesty.services.registrations.keeping_forms import KeptForm, kept_form

        desk = self.desk

        def show(kept: KeptForm | None) -> None:
            self.registry.form_is_kept = kept is not None
            if kept is not None:
                self.say("A half-filled form is kept: F2 goes on with it.", Tone.DONE)

        self.ask(lambda: kept_form(desk), show, group="form", quiet=True)

    def _checked(self, found: NightlyCheck) -> None:
        self._checking = False
        many = len(found.due)
        self.say(f"Checked {found.checked}: {many} to hand something in.", Tone.DONE)
        self.action_refresh()

    def _show_counted(self, counted: Counted) -> None:
        self._counted = counted
        if self._waiting is None:
            mine = lists_for(self.desk.member)
            self._waiting = next((one for one in mine if counted.counts[one]), mine[0])
            self.fetch(Where.FIRST)
        self._show_lists()
        if self._page is not None:
            self.query_one("#told", Words).show(label(self._told(self._page)))

    def _show_page(self, page: Page, where: Where) -> None:
        at = marked(where, len(page.lines))
        if where is Where.FIRST and self._page is not None and not self._page.first:
            at = self.table.at
        self._page = page
        self.is_first, self.is_last = not page.first, page.is_last
        self.table.fill([_columns(one) for one in page.lines], at=at)
        self.query_one("#told", Words).show(label(self._told(page)))

    def _turn(self, by: int) -> None:
        if self._waiting is None:
            return
        mine = lists_for(self.desk.member)
        self._waiting = mine[(mine.index(self._waiting) + by) % len(mine)]
        self._page = None
        told = f"List: {self._waiting.value}." if self.registry.is_accessible else ""
        self.say(told)
        self._show_lists()
        self.fetch(Where.FIRST)

    @on(events.Resize)
    def _fit_lists(self) -> None:
        """Fill the rows of the lists anew."""
        self.call_after_refresh(self._show_lists)

    def _show_lists(self) -> None:
        told = self.query_one("#lists", Words)
        told.show(lines(*packed(self._titles(), told.size.width)))

    def _titles(self) -> Iterator[Content]:
        counts = self._counted.counts if self._counted else {}
        for waiting in lists_for(self.desk.member):
            title = f"{waiting.value} {counts.get(waiting, 0)}"
            if waiting is self._waiting:
                yield label(f"[{title}]", "bold reverse")
            else:
                yield label(f" {title} ", "" if counts.get(waiting) else "$text-muted")

    def _told(self, page: Page) -> str:
        if not page.lines:
            told = _EMPTY
        else:
            last = page.first + len(page.lines)
            told = f"{page.first + 1} to {last} of {page.total}"
        if self._waiting in (Waiting.DUE, Waiting.OVER) and self._counted:
            on = self._counted.checked_on
            when = f"as of the check of {in_table(on)}" if on else "not checked yet"
            told = f"{told}  ({when}; c checks all now)"
        return told


def _columns(one: Line) -> tuple[str, ...]:
    name = one.summary.full_name or "Restricted record"
    return one.summary.number, name, one.needed, in_table(one.by) if one.by else ""
