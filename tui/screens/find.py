"""Find as you type; with an empty box, what waits for this person."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.widgets import DataTable, Input

from amnesty.domain.dates import in_table
from amnesty.domain.registration import State
from amnesty.domain.staff import Act, may
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import cell, label
from tui.widgets.inputs import TextInput
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.searched import Found, Summary
    from amnesty.errors import AmnestyError

_FEWEST_LETTERS = 2
_WIDTHS = {"State": 16, "Number": 18, "Born": 13, "Postcode": 10}
"""Columns beside the name, each with its gap."""
_LEAST_FOR_NAMES = 20
_MARGIN = 3
_WAITING_FOR_SUPERVISORS = (State.SUBMITTED, State.APPROVED)
_WAITING_FOR_CLERKS = (State.DRAFT, State.APPROVED)


class FindScreen(RegistryScreen[None]):
    """One box for name, number, date of birth and postcode; Enter opens a record."""

    PLACE = Place.FIND
    HEADING = "Find"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.FIND),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
    ]
    DEFAULT_CSS = """
    FindScreen {
        #find-label { height: 1; }
        #box { width: 100%; }
        #told { margin: 1 0 0 0; text-style: bold; }
        #body { overflow: hidden; }
        DataTable { height: 1fr; background: $background; scrollbar-size: 0 1; }
        DataTable > .datatable--header { background: $panel; color: $text; }
    }
    """

    def __init__(self) -> None:
        """Start with an empty box."""
        super().__init__()
        self._asked = ""
        self._is_asking = False
        self._open_when_found = False
        self._summaries: tuple[Summary, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Show the box and the table."""
        yield Words(
            label("Name, number, date of birth or postcode", "$text-muted"),
            id="find-label",
        )
        yield TextInput(id="box")
        yield Words(id="told")
        table: DataTable[object] = DataTable(
            cursor_type="row", cell_padding=0, id="table"
        )
        table.can_focus = False
        yield table

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the table anew for the width there is."""
        super().on_resize(event)
        self._fill()

    def resumed(self) -> None:
        """Ask again: what was done on another screen may change the answer."""
        self.query_one(TextInput).focus()
        self._ask_now()

    # Keys

    def action_move(self, by: int) -> None:
        """Move through the table while the box keeps the focus."""
        self._table.move_cursor(row=self._table.cursor_row + by)

    def action_find(self) -> None:
        """Empty the box."""
        box = self.query_one(TextInput)
        box.value = ""
        box.focus()

    def action_refresh(self) -> None:
        """Ask again."""
        self._ask_now()

    def action_register(self) -> None:
        """Register a new patient."""
        self.registry.show_register()

    def action_verify(self) -> None:
        """Check a certificate as an officer would."""
        self.registry.show_verify()

    def action_open(self) -> None:
        """Open the record in the highlighted row."""
        if 0 <= self._table.cursor_row < len(self._summaries):
            number = self._summaries[self._table.cursor_row].number
            self.registry.show_record(number)
        else:
            self.say("There is no record to open.")

    # Asking

    @on(Input.Changed)
    def _ask_as_typed(self) -> None:
        self._stop_waiting()
        if not self._is_asking:
            self._ask_now()

    @on(Input.Submitted)
    def _open_or_wait(self) -> None:
        if self._is_asking:
            self._open_when_found = True
            self.registry.hold_keys()
        else:
            self.action_open()

    def _ask_now(self) -> None:
        """Ask; while an answer is on its way, only the newest text is asked next."""
        from amnesty.services.searching import find_registrations, list_registrations

        desk, text = self.desk, self.query_one(TextInput).text
        self._asked, self._is_asking = text, True
        if len(text) >= _FEWEST_LETTERS:
            self.ask(
                lambda: find_registrations(desk, text),
                self._show_found,
                group="find",
            )
        else:
            states = self._waiting_states()
            self.ask(
                lambda: list_registrations(desk, states),
                self._show_waiting,
                group="find",
            )

    def refused(self, error: AmnestyError) -> None:
        """Keep the box usable after a refusal."""
        super().refused(error)
        self._is_asking = False
        self._stop_waiting()

    def _waiting_states(self) -> tuple[State, ...]:
        if may(self.desk.member, Act.APPROVE):
            return _WAITING_FOR_SUPERVISORS
        return _WAITING_FOR_CLERKS

    def _show_found(self, found: Found) -> None:
        if not found.total:
            told = f"No record matches “{self._asked}”. Check the spelling, or F2."
        elif found.may_be_more:
            told = f"More than {found.total}: add a name or a date."
        elif found.total > len(found.summaries):
            told = f"{len(found.summaries)} of {found.total}: add a name or a date."
        else:
            told = f"{found.total} found"
        self._show(found.summaries, told)

    def _show_waiting(self, summaries: Sequence[Summary]) -> None:
        told = f"To do: {len(summaries)}" if summaries else "Nothing to do here."
        self._show(tuple(summaries), told)

    def _show(self, summaries: tuple[Summary, ...], told: str) -> None:
        self._is_asking = False
        if self.query_one(TextInput).text != self._asked:
            self._ask_now()
            return
        self._summaries = summaries
        self.query_one("#told", Words).show(label(told))
        self._fill()
        if self._open_when_found:
            self._open_only()
            self._stop_waiting()

    def _fill(self) -> None:
        """Put the rows into columns that leave the rest of the width to the names."""
        table = self._table
        table.clear(columns=True)
        names = max(_LEAST_FOR_NAMES, self.size.width - _MARGIN - sum(_WIDTHS.values()))
        for title, width in _WIDTHS.items():
            table.add_column(title, width=width)
        table.add_column("Name", width=names)
        for one in self._summaries:
            table.add_row(*(cell(value) for value in _columns(one)))

    def _stop_waiting(self) -> None:
        """Let go of the keys that waited for a record to open."""
        if self._open_when_found:
            self._open_when_found = False
            self.registry.release_keys()

    def _open_only(self) -> None:
        """Open what typing ahead asked for, where there is no doubt what it is."""
        if len(self._summaries) == 1:
            self.action_open()
        elif self._summaries:
            self.say("Several records match: choose one with the arrows.")

    @property
    def _table(self) -> DataTable[object]:
        return self.query_one("#table", DataTable)


def _columns(one: Summary) -> tuple[str, ...]:
    return (
        one.state.value,
        one.number,
        in_table(one.date_of_birth) if one.date_of_birth else "",
        one.postcode,
        one.full_name or ("Restricted record" if one.restricted else ""),
    )
