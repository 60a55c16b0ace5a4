"""Find as you type: no pause is waited for, and an answer that came late is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from amnesty.domain.dates import in_table
from tui.keys import Place, bindings
from tui.screens.listing import ROWS, ListScreen, Where, marked
from tui.text import label
from tui.widgets.inputs import TextInput
from tui.widgets.page_table import Column, PageTable
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.searched import Found, Summary
    from amnesty.errors import AmnestyError

_FEWEST_LETTERS = 2
_COLUMNS = (
    Column(title="State", width=16),
    Column(title="Number", width=18),
    Column(title="Born", width=13),
    Column(title="Postcode", width=10),
    Column(title="Name"),
)
_ASK = "Type two letters or more of a name, a number, a date of birth or a postcode."


class FindScreen(ListScreen[None]):
    """One box for name, number, date of birth and postcode; Enter opens a record."""

    PLACE = Place.FIND
    HEADING = "Find"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.FIND),
        Binding("tab,shift+tab", "other_box", show=False),
    ]
    DEFAULT_CSS = """
    FindScreen {
        #find-label { height: 1; }
        #box { width: 100%; }
        #told { margin: 1 0 0 0; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        """Start with an empty box."""
        super().__init__()
        self._asked = ""
        self._offset = 0
        self._is_asking = False
        self._open_when_found = False
        self._summaries: tuple[Summary, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Show the box and the list."""
        yield Words(
            label("Name, number, date of birth or postcode", "$text-muted"),
            id="find-label",
        )
        yield TextInput(id="box")
        yield Words(label(_ASK), id="told")
        yield PageTable(_COLUMNS, id="table")

    def resumed(self) -> None:
        """Ask again: what was done on another screen may change the answer."""
        self.query_one(TextInput).focus()
        self._ask_now(Where.FIRST)

    def action_other_box(self) -> None:
        """Go from the box to the list, where digits open rows, and back."""
        box = self.query_one(TextInput)
        (self.table if box.has_focus else box).focus()

    def action_end(self, by: int) -> None:
        """Go to an end of what is typed, or of the list."""
        box = self.query_one(TextInput)
        if box.has_focus:
            box.cursor_position = 0 if by < 0 else len(box.value)
        else:
            super().action_end(by)

    def action_find(self) -> None:
        """Empty the box."""
        box = self.query_one(TextInput)
        box.value = ""
        box.focus()

    def action_refresh(self) -> None:
        """Ask again."""
        self._ask_now(Where.FIRST)

    def action_register(self) -> None:
        """Register a new patient."""
        self.registry.show_register()

    def action_verify(self) -> None:
        """Check a certificate as an officer would."""
        self.registry.show_verify()

    def action_back(self) -> None:
        """Go back to the work list."""
        self.dismiss()

    def action_open(self) -> None:
        """Open the record in the marked row."""
        if self.table.at < len(self._summaries):
            numbers = [one.number for one in self._summaries]
            self.registry.show_record(
                numbers[self.table.at], following=numbers[self.table.at + 1 :]
            )
        else:
            self.say("There is no record to open.")

    @on(Input.Changed)
    def _ask_as_typed(self) -> None:
        self._stop_waiting()
        if not self._is_asking:
            self._ask_now(Where.FIRST)

    @on(Input.Submitted)
    def _open_or_wait(self) -> None:
        if self._is_asking:
            self._open_when_found = True
            self.registry.hold_keys()
        else:
            self.action_open()

    def fetch(self, where: Where) -> None:
        """Ask for another page of what is found."""
        if not self._is_asking:
            self._ask_now(where)

    def _ask_now(self, where: Where) -> None:
        """Ask; while an answer is on its way, only the newest text is asked next."""
        from amnesty.services.registrations.searching import find_registrations

        desk, text = self.desk, self.query_one(TextInput).text
        self._asked = text
        if len(text) < _FEWEST_LETTERS:
            self.drop("find")
            self._offset, self._summaries = 0, ()
            self.table.fill(())
            self._tell(_ASK)
            self._stop_waiting()
            return
        self._is_asking = True
        step = {Where.AFTER: ROWS, Where.BEFORE: -ROWS}.get(where, 0)
        offset = max(0, self._offset + step) if step else 0
        self.ask(
            lambda: find_registrations(desk, text, limit=ROWS, offset=offset),
            lambda found: self._show_found(found, where, offset),
            group="find",
            quiet=True,
        )

    def refused(self, error: AmnestyError) -> None:
        """Keep the box usable after a refusal."""
        super().refused(error)
        self._is_asking = False
        self._stop_waiting()

    def _show_found(self, found: Found, where: Where, offset: int) -> None:
        self._is_asking = False
        if self.query_one(TextInput).text != self._asked:
            self._ask_now(Where.FIRST)
            return
        self._offset, self._summaries = offset, found.summaries
        self.is_first = not offset
        self.is_last = offset + len(found.summaries) >= found.total
        rows = [_columns(one) for one in found.summaries]
        self.table.fill(rows, at=marked(where, len(rows)))
        self._tell(self._count(found))
        if self._open_when_found:
            self._open_only()
            self._stop_waiting()

    def _count(self, found: Found) -> str:
        shown = len(found.summaries)
        if not found.total:
            return f"No record matches “{self._asked}”. Check the spelling, or F2."
        if found.may_be_more:
            return f"More than {found.total}: add a name or a date."
        if found.total > shown:
            first = self._offset + 1
            told = f"{first} to {self._offset + shown} of {found.total}"
            return f"{told}: add a name or a date."
        return f"{found.total} found"

    def _tell(self, sentence: str) -> None:
        self.query_one("#told", Words).show(label(sentence))

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


def _columns(one: Summary) -> tuple[object, ...]:
    return (
        one.state.value,
        one.number,
        in_table(one.date_of_birth) if one.date_of_birth else "",
        one.postcode,
        one.full_name or ("Restricted record" if one.restricted else ""),
    )
