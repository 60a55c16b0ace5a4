"""A decision that needs reasons, which a letter will state."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.dates import MustBe, parse_date
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.services.intake.fields import Field, Kind, Section
from tui.keys import Place, bindings
from tui.screens.form import FormScreen
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_REASONS = Field(
    path="reasons",
    label="Reasons",
    what="the reasons",
    hint="a letter states them",
    kind=Kind.TEXT,
    optional=False,
    default="",
    choices=(),
)
_HEARD_ON = Field(
    path="heard_on",
    label="Patient heard on",
    what="the day on which the patient was heard",
    hint="for example 27 3 2026",
    kind=Kind.DATE,
    optional=False,
    default="",
    choices=(),
)
_EFFECTS = {
    "send back": "It becomes a draft again, for the desk to correct.",
    "refuse": "It ends here; the letter says how to appeal.",
    "revoke": "It ends, and from the next police file on its certificate is REVOKED.",
}
_DONE = {"send back": "Sent back.", "refuse": "Refused.", "revoke": "Revoked."}


class ReasonsScreen(FormScreen[str]):
    """Takes reasons and, where it needs it, the day on which the patient was heard."""

    PLACE = Place.REASONS
    HEADING = "Reasons"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REASONS)]

    def __init__(self, decision: str, number: RegistrationNumber) -> None:
        """Take which decision (`send back`, `refuse`, `revoke`) on which case."""
        fields = (_REASONS,) if decision == "send back" else (_REASONS, _HEARD_ON)
        title = f"{decision.capitalize()} registration {number}"
        super().__init__([Section(title=title, group="", least=0, fields=fields)])
        self._decision = decision
        self._number = number

    def compose_body(self) -> ComposeResult:
        """Say what the decision does, above the form."""
        yield Words(label(_EFFECTS[self._decision]))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Decide."""
        desk, number, decision, raw = (
            self.desk,
            self._number,
            self._decision,
            self.raw(),
        )
        self.ask(
            lambda: _decide(desk, number, decision, raw),
            lambda _: self.dismiss(_DONE[decision]),
            hold=True,
        )


def _decide(
    desk: Desk, number: RegistrationNumber, decision: str, raw: Mapping[str, str]
) -> Registration:
    """Call the decision's service with what was typed.

    Raises:
        ProblemsError: a field is empty, or the date is not one.
    """
    from amnesty.services.deciding import (
        refuse_registration,
        revoke_registration,
        send_back_registration,
    )

    problems: list[Problem] = []
    reasons = raw.get(_REASONS.path, "")
    if not reasons:
        problems.append(Problem(path=_REASONS.path, sentence="Enter the reasons"))
    heard_on = desk.today()
    if decision != "send back":
        heard_on = _heard_on(raw.get(_HEARD_ON.path, ""), heard_on, problems)
    if problems:
        raise ProblemsError(problems)
    if decision == "send back":
        return send_back_registration(desk, number, reasons=reasons)
    service = refuse_registration if decision == "refuse" else revoke_registration
    return service(desk, number, reasons=reasons, heard_on=heard_on)


def _heard_on(text: str, today: date, problems: list[Problem]) -> date:
    try:
        return parse_date(
            text, "day of the hearing", today=today, must_be=MustBe.TODAY_OR_PAST
        )
    except BadInputError as error:
        problems.append(Problem(path=_HEARD_ON.path, sentence=str(error)))
        return today
