"""What came of a police check: coded words, which are read as counts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.verdict import Verdict
from amnesty.errors import Problem, ProblemsError
from amnesty.services.intake.fields import Section
from tui.keys import Place, bindings
from tui.reading import field_of
from tui.screens.form import FormScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType

    from amnesty.services.desk import Desk

_SECTION = Section(
    title="What came of it",
    group="",
    least=0,
    fields=(
        field_of("verdict", "Verdict", "as it was answered: EXPIRED"),
        field_of("outcome", "Outcome", "left in place, excess handed in, diverted, …"),
    ),
)


class OutcomeScreen(FormScreen[str]):
    """Takes the outcome; its result is what to say."""

    PLACE = Place.OUTCOME
    HEADING = "Outcome of a check"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.OUTCOME)]

    def __init__(self) -> None:
        """Start with an empty form."""
        super().__init__((_SECTION,))

    def action_save(self) -> None:
        """Write it down."""
        desk, raw = self.desk, self.raw()
        self.ask(
            lambda: _record(desk, raw),
            lambda _: self.dismiss("It is written down, and counts without any name."),
            hold=True,
        )


def _record(desk: Desk, raw: Mapping[str, str]) -> None:
    from amnesty.services.police.asking import record_outcome

    problems = [
        Problem(path=one.path, sentence=f"Enter {one.what}")
        for one in _SECTION.fields
        if not raw.get(one.path, "").strip()
    ]
    typed = raw.get("verdict", "").strip().upper()
    verdicts = {one.value: one for one in Verdict}
    if typed and typed not in verdicts:
        known = ", ".join(verdicts)
        problems.append(Problem(path="verdict", sentence=f"Enter one of: {known}"))
    if problems:
        raise ProblemsError(problems)
    record_outcome(desk, verdicts[typed], raw["outcome"].strip().casefold())
