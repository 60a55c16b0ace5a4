"""The life of a registration: one table of moves, one function that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.domain.registration import Move, Registration, State, Step
from amnesty.domain.staff import Act, StaffMember, require
from amnesty.errors.rules import (
    HeardTooEarlyError,
    MoveNotPossibleError,
    NotHeardError,
    ReasonsMissingError,
    SamePersonError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may make a move, from where, to where, and what it needs."""

    act: Act
    origins: frozenset[State]
    state: State | None
    """The state it leads to; None where it stays, or `_destination` says it."""
    reasons: bool = False
    """Whether reasons must be given, which a letter states."""
    heard: bool = False
    """Whether the patient must have been heard first."""
    other_person: bool = False
    """Whether whoever submitted, or approved already, may not make it."""


_STANDING = frozenset({State.ACTIVE, State.RENEWAL_PENDING})
_DECIDED = _STANDING | {State.APPROVED, State.SUSPENDED}
_OPEN = _DECIDED | {State.DRAFT, State.SUBMITTED}
_ENDING = _STANDING | {State.SUSPENDED, State.EXPIRED, State.WITHDRAWN, State.DECEASED}

CLOSED = frozenset(
    {
        State.REFUSED,
        State.REVOKED,
        State.WITHDRAWN,
        State.DECEASED,
        State.TRANSFERRED,
        State.EXPIRED,
    }
)
"""Nothing is declared any more."""

MOVES: Mapping[Move, Rule] = {
    Move.RECEIVE: Rule(act=Act.REGISTER, origins=frozenset(), state=State.DRAFT),
    Move.SUBMIT: Rule(
        act=Act.SUBMIT, origins=frozenset({State.DRAFT}), state=State.SUBMITTED
    ),
    Move.SEND_BACK: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.SUBMITTED}),
        state=State.DRAFT,
        reasons=True,
    ),
    Move.APPROVE: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.SUBMITTED}),
        state=State.APPROVED,
        other_person=True,
    ),
    Move.APPROVE_FIRST: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.SUBMITTED}),
        state=State.SUBMITTED,
        other_person=True,
    ),
    Move.REFUSE: Rule(
        act=Act.REFUSE,
        origins=frozenset({State.SUBMITTED}),
        state=State.REFUSED,
        reasons=True,
        heard=True,
        other_person=True,
    ),
    Move.ACTIVATE: Rule(
        act=Act.ISSUE, origins=frozenset({State.APPROVED}), state=State.ACTIVE
    ),
    Move.ASK_FOR_RENEWAL: Rule(
        act=Act.SUBMIT,
        origins=frozenset({State.ACTIVE, State.SUSPENDED}),
        state=None,
    ),
    Move.RENEW_FIRST: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.RENEWAL_PENDING}),
        state=State.RENEWAL_PENDING,
        other_person=True,
    ),
    Move.RENEW: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.RENEWAL_PENDING}),
        state=State.ACTIVE,
        other_person=True,
    ),
    Move.REFUSE_RENEWAL: Rule(
        act=Act.REFUSE,
        origins=frozenset({State.RENEWAL_PENDING}),
        state=State.ACTIVE,
        reasons=True,
        heard=True,
        other_person=True,
    ),
    Move.ARRANGE: Rule(
        act=Act.EDIT, origins=_DECIDED | {State.WINDING_DOWN}, state=None
    ),
    Move.ASK_FOR_CHANGE: Rule(
        act=Act.SUBMIT, origins=frozenset({State.ACTIVE}), state=State.ACTIVE
    ),
    Move.APPROVE_CHANGE: Rule(
        act=Act.APPROVE,
        origins=frozenset({State.ACTIVE}),
        state=State.ACTIVE,
        other_person=True,
    ),
    Move.REFUSE_CHANGE: Rule(
        act=Act.REFUSE,
        origins=frozenset({State.ACTIVE}),
        state=State.ACTIVE,
        reasons=True,
    ),
    Move.TAKE_BACK_RENEWAL: Rule(
        act=Act.SUBMIT,
        origins=frozenset({State.RENEWAL_PENDING, State.SUSPENDED}),
        state=None,
    ),
    Move.TAKE_BACK_CHANGE: Rule(
        act=Act.SUBMIT,
        origins=frozenset({State.ACTIVE, State.SUSPENDED}),
        state=None,
    ),
    Move.EXPIRE: Rule(act=Act.EXTEND, origins=_STANDING, state=State.EXPIRED),
    Move.SUSPEND: Rule(
        act=Act.SUSPEND, origins=_STANDING, state=State.SUSPENDED, reasons=True
    ),
    Move.REINSTATE: Rule(
        act=Act.SUSPEND,
        origins=frozenset({State.SUSPENDED}),
        state=None,
        reasons=True,
    ),
    Move.REVOKE: Rule(
        act=Act.REVOKE,
        origins=_DECIDED | {State.WINDING_DOWN},
        state=State.REVOKED,
        reasons=True,
        heard=True,
    ),
    Move.WITHDRAW: Rule(act=Act.WITHDRAW, origins=_OPEN, state=State.WITHDRAWN),
    Move.RECORD_DEATH: Rule(
        act=Act.EDIT, origins=_OPEN | {State.WINDING_DOWN}, state=State.DECEASED
    ),
    Move.TRANSFER: Rule(act=Act.APPROVE, origins=_STANDING, state=State.TRANSFERRED),
    Move.WIND_DOWN: Rule(act=Act.EXTEND, origins=_ENDING, state=State.WINDING_DOWN),
    Move.CLOSE: Rule(
        act=Act.EXTEND, origins=frozenset({State.WINDING_DOWN}), state=None
    ),
}
"""The one table of moves. Sources: the scheme's life of a registration, section 5."""


def make_move(
    registration: Registration,
    move: Move,
    *,
    by: StaffMember,
    at: datetime,
    reasons: str = "",
    heard_on: date | None = None,
) -> Registration:
    """Return the registration after a move, or say why it cannot be made.

    Raises:
        RoleMayNotError: the member's role may not make it.
        MoveNotPossibleError: the registration's state does not allow it.
        SamePersonError: two pairs of eyes are needed.
        ReasonsMissingError: no reasons were given.
        NotHeardError: no day was given on which the patient was heard.
        HeardTooEarlyError: that day is before the registration.
    """
    rule = MOVES[move]
    require(by, rule.act)
    if registration.state not in rule.origins:
        raise MoveNotPossibleError(
            registration.number, registration.state.value, move.value
        )
    if rule.other_person:
        _require_other_person(registration, by)
    if rule.reasons and not reasons.strip():
        raise ReasonsMissingError(move.value)
    if rule.heard and heard_on is None:
        raise NotHeardError(move.value)
    if rule.heard and heard_on is not None:
        _require_heard_since(registration, heard_on)
    step = Step(
        move=move,
        state=_destination(registration, move),
        by=by.id,
        by_name=by.name,
        at=at,
        reasons=reasons.strip(),
        heard_on=heard_on,
    )
    return registration.after(step)


_SUBMITTED = (Move.SUBMIT, Move.ASK_FOR_RENEWAL, Move.ASK_FOR_CHANGE)
_APPROVED = (Move.APPROVE_FIRST, Move.APPROVE, Move.RENEW_FIRST, Move.RENEW)


def next_approval(registration: Registration, *, approvals_needed: int) -> Move:
    """Return the move that one more approval makes: the deciding one, or one before."""
    decides = len(approvals(registration)) + 1 >= approvals_needed
    if registration.state is State.RENEWAL_PENDING:
        return Move.RENEW if decides else Move.RENEW_FIRST
    return Move.APPROVE if decides else Move.APPROVE_FIRST


def approvals(registration: Registration) -> tuple[Step, ...]:
    """Return the approvals given since the registration was last submitted."""
    given: list[Step] = []
    for step in registration.steps:
        if step.move in _SUBMITTED:
            given.clear()
        elif step.move in _APPROVED:
            given.append(step)
    return tuple(given)


def _require_heard_since(registration: Registration, heard_on: date) -> None:
    """Nobody was heard about a registration before there was one."""
    for step in registration.steps:
        received = london_day(step.at)
        if step.move is Move.RECEIVE and heard_on < received:
            raise HeardTooEarlyError(in_words(heard_on), in_words(received))


def _require_other_person(registration: Registration, by: StaffMember) -> None:
    """Hold the two pairs of eyes in the domain, not in a screen."""
    asked = who_asked(registration)
    if asked is not None and asked.by == by.id:
        raise SamePersonError("submitted")
    if any(step.by == by.id for step in approvals(registration)):
        raise SamePersonError("approved")


def who_asked(registration: Registration) -> Step | None:
    """Return the step that last submitted it, or asked for what waits."""
    asked = (one for one in reversed(registration.steps) if one.move in _SUBMITTED)
    return next(asked, None)


def _destination(registration: Registration, move: Move) -> State:
    """Return where a move leads; what is suspended stays so until it is reinstated."""
    state = MOVES[move].state
    if state is not None:
        return state
    now = registration.state
    match move:
        case Move.ASK_FOR_RENEWAL if now is not State.SUSPENDED:
            return State.RENEWAL_PENDING
        case Move.TAKE_BACK_RENEWAL if now is not State.SUSPENDED:
            return State.ACTIVE
        case Move.REINSTATE:
            waits = registration.clinical.renewal is not None
            return State.RENEWAL_PENDING if waits else State.ACTIVE
        case Move.CLOSE:
            return _ended_as(registration)
        case _:
            return now


def _ended_as(registration: Registration) -> State:
    winding_down = registration.growing.winding_down
    if winding_down is None:
        state = registration.state.value
        raise MoveNotPossibleError(registration.number, state, Move.CLOSE.value)
    return winding_down.ends_as
