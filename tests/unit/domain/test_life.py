"""The table of moves: who may, from where, needing what; two pairs of eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.life import MOVES, approvals, make_move, next_approval
from amnesty.domain.registration import Move, Registration, State, Step, WindingDown
from amnesty.domain.staff import Role, StaffId, StaffMember, may
from amnesty.errors import AmnestyError
from amnesty.errors.rules import (
    HeardTooEarlyError,
    MoveNotPossibleError,
    NotHeardError,
    ReasonsMissingError,
    RoleMayNotError,
    SamePersonError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEARD = date(2026, 11, 20)


def member(number: int, role: Role) -> StaffMember:
    """Return a member of staff."""
    return StaffMember(id=StaffId(number), name=f"person {number}", role=role)


CLERK = member(1, Role.CLERK)
SUPERVISOR = member(2, Role.SUPERVISOR)
ANOTHER = member(3, Role.SUPERVISOR)


@pytest.fixture
def draft(make_registration: Callable[[], Registration]) -> Registration:
    """Return a draft."""
    return make_registration()


def submitted_by(registration: Registration, who: StaffMember) -> Registration:
    """Return the registration as somebody submitted it."""
    return make_move(registration, Move.SUBMIT, by=who, at=AT)


def test_whoever_submitted_may_not_approve(draft: Registration) -> None:
    """A supervisor who submits needs another to approve."""
    submitted = submitted_by(draft, SUPERVISOR)
    with pytest.raises(SamePersonError):
        make_move(submitted, Move.APPROVE, by=SUPERVISOR, at=AT)
    approved = make_move(submitted, Move.APPROVE, by=ANOTHER, at=AT)
    assert approved.state is State.APPROVED


def test_whoever_submitted_may_not_refuse(draft: Registration) -> None:
    """Refusing is a decision too: it wants the second pair of eyes."""
    submitted = submitted_by(draft, SUPERVISOR)
    with pytest.raises(SamePersonError):
        make_move(
            submitted,
            Move.REFUSE,
            by=SUPERVISOR,
            at=AT,
            reasons="Evidence not genuine",
            heard_on=HEARD,
        )


def test_a_clerk_may_not_approve(draft: Registration) -> None:
    """The role stands before the two pairs of eyes."""
    with pytest.raises(RoleMayNotError):
        make_move(submitted_by(draft, SUPERVISOR), Move.APPROVE, by=CLERK, at=AT)


def test_two_approvals_are_by_two_people(draft: Registration) -> None:
    """A high need wants a third person in all, and one cannot approve twice."""
    submitted = submitted_by(draft, CLERK)
    assert next_approval(submitted, approvals_needed=2) is Move.APPROVE_FIRST
    once = make_move(submitted, Move.APPROVE_FIRST, by=SUPERVISOR, at=AT)
    assert once.state is State.SUBMITTED
    assert next_approval(once, approvals_needed=2) is Move.APPROVE
    with pytest.raises(SamePersonError):
        make_move(once, Move.APPROVE, by=SUPERVISOR, at=AT)
    assert make_move(once, Move.APPROVE, by=ANOTHER, at=AT).state is State.APPROVED


def test_a_renewal_to_a_high_need_is_approved_by_two(draft: Registration) -> None:
    """A renewal is no way round the third person, and counts its own approvals."""
    approved = make_move(submitted_by(draft, CLERK), Move.APPROVE, by=SUPERVISOR, at=AT)
    active = make_move(approved, Move.ACTIVATE, by=SUPERVISOR, at=AT)
    pending = make_move(active, Move.ASK_FOR_RENEWAL, by=CLERK, at=AT)
    assert next_approval(pending, approvals_needed=1) is Move.RENEW
    assert next_approval(pending, approvals_needed=2) is Move.RENEW_FIRST
    once = make_move(pending, Move.RENEW_FIRST, by=SUPERVISOR, at=AT)
    assert once.state is State.RENEWAL_PENDING
    assert next_approval(once, approvals_needed=2) is Move.RENEW
    with pytest.raises(SamePersonError):
        make_move(once, Move.RENEW, by=SUPERVISOR, at=AT)
    assert make_move(once, Move.RENEW, by=ANOTHER, at=AT).state is State.ACTIVE


def test_approvals_count_from_the_last_submission(draft: Registration) -> None:
    """What was sent back starts again with no approval."""
    once = make_move(
        submitted_by(draft, CLERK), Move.APPROVE_FIRST, by=SUPERVISOR, at=AT
    )
    back = make_move(once, Move.SEND_BACK, by=ANOTHER, at=AT, reasons="New letter")
    assert approvals(submitted_by(back, CLERK)) == ()


@pytest.mark.parametrize("move", [Move.REFUSE, Move.REVOKE])
def test_adverse_moves_need_reasons_and_a_hearing(
    draft: Registration, move: Move
) -> None:
    """A letter states the reasons and that the patient was heard."""
    ready = replace(submitted_by(draft, CLERK), state=next(iter(MOVES[move].origins)))
    with pytest.raises(ReasonsMissingError):
        make_move(ready, move, by=SUPERVISOR, at=AT, heard_on=HEARD)
    with pytest.raises(NotHeardError):
        make_move(ready, move, by=SUPERVISOR, at=AT, reasons="Sold some")
    moved = make_move(
        ready, move, by=SUPERVISOR, at=AT, reasons="Sold some", heard_on=HEARD
    )
    assert moved.steps[-1].heard_on == HEARD


@pytest.mark.parametrize("move", list(MOVES))
@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table_are_made(
    draft: Registration, move: Move, state: State
) -> None:
    """From every state, every move is either in the table or refused."""
    rule = MOVES[move]
    who = next(member(9, role) for role in Role if may(member(9, role), rule.act))
    winding_down = WindingDown(
        until=HEARD, contact="x", telephone="1", ends_as=State.EXPIRED
    )
    start = replace(
        draft, state=state, growing=replace(draft.growing, winding_down=winding_down)
    )
    try:
        moved = make_move(start, move, by=who, at=AT, reasons="Because", heard_on=HEARD)
    except MoveNotPossibleError:
        assert state not in rule.origins
    else:
        assert state in rule.origins
        leads = {Move.CLOSE: State.EXPIRED, Move.REINSTATE: State.ACTIVE}
        if state is not State.SUSPENDED:
            leads[Move.ASK_FOR_RENEWAL] = State.RENEWAL_PENDING
            leads[Move.TAKE_BACK_RENEWAL] = State.ACTIVE
        assert moved.state is (rule.state or leads.get(move, state))
        assert len(moved.steps) == len(start.steps) + 1


def test_closing_ends_as_what_ended_it(draft: Registration) -> None:
    """After winding down, a deceased patient's registration says deceased."""
    winding_down = WindingDown(
        until=HEARD, contact="Widow", telephone="1", ends_as=State.DECEASED
    )
    start = replace(
        draft,
        state=State.WINDING_DOWN,
        growing=replace(draft.growing, winding_down=winding_down),
    )
    assert make_move(start, Move.CLOSE, by=SUPERVISOR, at=AT).state is State.DECEASED


def test_every_refusal_is_a_sentence(draft: Registration) -> None:
    """What a clerk reads says which registration and what cannot be done."""
    with pytest.raises(AmnestyError) as caught:
        make_move(draft, Move.APPROVE, by=SUPERVISOR, at=AT)
    assert str(caught.value) == (
        f"Registration {draft.number} is draft, so you cannot approve it now."
    )


def test_nobody_is_heard_before_the_registration(draft: Registration) -> None:
    """The day of the receipt is the first on which the patient can be heard."""
    received = draft.after(
        Step(move=Move.RECEIVE, state=State.SUBMITTED, by=CLERK.id, by_name="c", at=AT)
    )
    day = AT.date()
    early = day - timedelta(days=1)
    with pytest.raises(HeardTooEarlyError, match="cannot have been heard"):
        make_move(
            received, Move.REFUSE, by=SUPERVISOR, at=AT, reasons="x", heard_on=early
        )
    refused = make_move(
        received, Move.REFUSE, by=SUPERVISOR, at=AT, reasons="x", heard_on=day
    )
    assert refused.state is State.REFUSED
