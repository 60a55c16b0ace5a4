"""A decision that needs reasons, which a letter will state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from amnesty.domain.dates import MustBe, parse_date
from amnesty.domain.life import MOVES
from amnesty.domain.registration import Move, State
from amnesty.domain.staff import Act
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.services.intake.fields import Kind, Section
from amnesty.services.registrations.watching import as_it_was_read
from tui.keys import Place, bindings
from tui.reading import CONFIRM, field_of, require_typed
from tui.screens.form import FormScreen
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_REASONS = field_of("reasons", "Reasons", "a letter states them", what="the reasons")
_HEARD_ON = field_of(
    "heard_on",
    "Patient heard on",
    "for example 27 3 2026",
    what="the day on which the patient was heard",
    kind=Kind.DATE,
)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision that needs reasons."""

    title: str
    effect: str
    done: str
    act: Act
    origins: frozenset[State]
    is_heard: bool = False
    """Whether the patient is heard first."""
    is_typed: bool = False
    """Whether it is confirmed by typing, because nothing undoes it."""


def _of(move: Move, **words: Any) -> Decision:  # noqa: ANN401 - words and marks
    rule = MOVES[move]
    return Decision(act=rule.act, origins=rule.origins, is_heard=rule.heard, **words)


DECISIONS: Mapping[str, Decision] = {
    "send back": _of(
        Move.SEND_BACK,
        title="Send it back",
        effect="It becomes a draft again, for the desk to correct.",
        done="Sent back.",
    ),
    "refuse": _of(
        Move.REFUSE,
        title="Refuse it",
        effect="It ends here; the letter says how to appeal.",
        done="Refused.",
    ),
    "refuse the renewal": _of(
        Move.REFUSE_RENEWAL,
        title="Refuse the renewal",
        effect="The registration and its papers run on to their last day.",
        done="The renewal is refused.",
    ),
    "refuse the change": _of(
        Move.REFUSE_CHANGE,
        title="Refuse the change",
        effect="All stays as it is; another change can be asked for.",
        done="The change is refused.",
    ),
    "revoke": _of(
        Move.REVOKE,
        title="Revoke it",
        effect="It ends for good, and from the next police file on its certificate "
        "is REVOKED.",
        done="Revoked.",
        is_typed=True,
    ),
    "suspend": _of(
        Move.SUSPEND,
        title="Suspend it",
        effect="Its certificate is SUSPENDED until somebody reinstates it.",
        done="Suspended.",
    ),
    "reinstate": _of(
        Move.REINSTATE,
        title="Reinstate it",
        effect="Its certificate is VALID again.",
        done="Reinstated.",
    ),
    "withdraw": _of(
        Move.WITHDRAW,
        title="Withdraw it, at the patient's wish",
        effect="It ends for good, at the patient's wish; no reasons are needed, so "
        "write theirs only if they want it.",
        done="Withdrawn.",
        is_typed=True,
    ),
}


class ReasonsScreen(FormScreen[str]):
    """Takes reasons and, where it needs it, the day on which the patient was heard."""

    PLACE = Place.REASONS
    HEADING = "Reasons"
    _registration: Registration
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REASONS)]

    def __init__(self, decision: str, registration: Registration) -> None:
        """Take which decision on which case, as it was read."""
        kind = DECISIONS[decision]
        number = registration.number
        fields = [_REASONS]
        fields += [_HEARD_ON] if kind.is_heard else []
        fields += [CONFIRM] if kind.is_typed else []
        joined = " of" if decision.startswith("refuse the") else ""
        title = f"{decision.capitalize()}{joined} registration {number}"
        section = Section(title=title, group="", least=0, fields=tuple(fields))
        super().__init__([section])
        self._decision = decision
        self._registration = registration

    def compose_body(self) -> ComposeResult:
        """Say whose it is and what the decision does, above the form."""
        who = self._registration.identity.patient.full_name
        yield Words(label(who, "bold"))
        yield Words(label(self._effect()))
        yield from super().compose_body()

    def _effect(self) -> str:
        """Say what the decision does to this case."""
        kept, effect = self._registration, DECISIONS[self._decision].effect
        if self._decision != "reinstate":
            return effect
        if kept.clinical.renewal is not None:
            return "Its certificate is VALID – RENEWAL PENDING, and the renewal waits."
        if kept.valid_to is not None and self.desk.today() > kept.valid_to:
            return (
                "Its last day is over, so its certificate is EXPIRED all the same: "
                "then let it lapse (X), and register the patient anew."
            )
        return effect

    def action_save(self) -> None:
        """Decide on what was read: if it changed since, nothing is kept."""
        registration, decision, raw = self._registration, self._decision, self.raw()
        desk = as_it_was_read(self.desk, registration)
        self.ask(
            lambda: _decide(desk, registration.number, decision, raw),
            lambda _: self.dismiss(DECISIONS[decision].done),
            hold=True,
        )


def _decide(
    desk: Desk, number: RegistrationNumber, decision: str, raw: Mapping[str, str]
) -> Registration:
    """Call the decision's service with what was typed.

    Raises:
        ProblemsError: a field is empty, or the date is not one.
    """
    from amnesty.services.registrations import changing, deciding, renewal

    kind = DECISIONS[decision]
    problems: list[Problem] = []
    reasons = raw.get(_REASONS.path, "")
    if not reasons and decision != "withdraw":
        problems.append(Problem(path=_REASONS.path, sentence="Enter the reasons"))
    heard_on = desk.today()
    if kind.is_heard:
        heard_on = _heard_on(raw.get(_HEARD_ON.path, ""), heard_on, problems)
    if kind.is_typed:
        require_typed(raw.get(CONFIRM.path, ""), number, problems)
    if problems:
        raise ProblemsError(problems)
    if kind.is_heard:
        heard = {
            "refuse": deciding.refuse_registration,
            "refuse the renewal": renewal.refuse_renewal,
            "revoke": deciding.revoke_registration,
        }
        return heard[decision](desk, number, reasons=reasons, heard_on=heard_on)
    plain: dict[str, Callable[..., Registration]] = {
        "send back": deciding.send_back_registration,
        "refuse the change": changing.refuse_change,
        "suspend": deciding.suspend_registration,
        "reinstate": deciding.reinstate_registration,
        "withdraw": deciding.withdraw_registration,
    }
    return plain[decision](desk, number, reasons=reasons)


def _heard_on(text: str, today: date, problems: list[Problem]) -> date:
    try:
        return parse_date(
            text, "day of the hearing", today=today, must_be=MustBe.TODAY_OR_PAST
        )
    except BadInputError as error:
        problems.append(Problem(path=_HEARD_ON.path, sentence=str(error)))
        return today
