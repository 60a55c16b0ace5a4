"""What if: the record as it is beside what it would be, on every key; nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.domain.what_if import what_if
from amnesty.errors import ProblemsError
from tui import record_view
from tui.growing_forms import read_what_if, values_of, what_if_form
from tui.keys import Place, bindings
from tui.screens.form import FormScreen
from tui.text import label, lines
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.quantity import amount_line
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.finding import Finding
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.domain.what_if import WhatIf


class WhatIfScreen(FormScreen[None]):
    """Takes another need, setting, policy or amounts, and shows both sides."""

    PLACE = Place.WHAT_IF
    HEADING = "What if"
    _registration: Registration
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.WHAT_IF)]
    DEFAULT_CSS = """
    WhatIfScreen #sides { padding: 1 0 0 0; }
    """

    def __init__(
        self, registration: Registration, policies: Sequence[Policy], site: int
    ) -> None:
        """Take the record, the policy in force and those beside it, and which site."""
        self._sections = what_if_form([one.name for one in policies])
        shown = registration.growing.sites[site]
        need = registration.clinical.need.grams_a_day
        values = {**values_of(shown, need), "policy": policies[0].name}
        super().__init__(self._sections, values)
        self._registration = registration
        self._policies = policies
        self._site = site

    def compose_body(self) -> ComposeResult:
        """Show both sides beneath the boxes."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        yield from super().compose_body()
        yield Words(id="sides")

    def on_mount(self) -> None:
        """Show how it is."""
        self._suppose()

    @on(Input.Changed)
    def _suppose(self) -> None:
        """Show what would follow; what is half typed says what is wrong with it."""
        shown = self.query_one("#sides", Words)
        try:
            change, place = read_what_if(self.raw(), self._sections)
        except ProblemsError as error:
            shown.show(label(f"{error.problems[0].sentence}.", "$warning"))
            return
        found = what_if(
            self._registration,
            change,
            site=self._site,
            policy=self._policies[0],
            other=self._policies[place or 0],
            today=self.desk.today(),
        )
        shown.show(lines(*_sides(found)))

    def action_leave(self) -> None:
        """Go back: nothing was kept, so nothing can be lost."""
        self.dismiss()


def _sides(found: WhatIf) -> Iterator[Content]:
    yield label("As it is, and as it would be", "bold underline")
    for one in found.amounts:
        yield amount_line(one.before, one.before)
        if one.before != one.after:
            yield amount_line(one.after, one.after)
    if found.policy_before != found.policy_after:
        yield label(f"Under {found.policy_after}, not {found.policy_before}")
    yield from _working("It is", found.before)
    yield from _working("It would be", found.after)
    yield label("Nothing is kept.")


def _working(title: str, findings: Sequence[Finding]) -> Iterator[Content]:
    yield label(title, "bold")
    for finding in findings:
        yield label(f"  {finding.sentence} {finding.next_step}".rstrip())
        yield from (label(f"    {line}") for line in finding.working)
