"""Deciding: approve, send back, refuse, suspend, reinstate, revoke and withdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.dates import months_after
from amnesty.domain.event import Verb
from amnesty.domain.life import make_move, next_approval
from amnesty.domain.registration import Move, State
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_optional_line
from amnesty.errors.renewal import RenewalWaitsError
from amnesty.errors.rules import EvidenceTooOldError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import require_nothing_blocks

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_ENDED = frozenset({CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED})


@repeated
def approve_registration(desk: Desk, number: RegistrationNumber) -> Registration:
    """Approve what another person submitted; a high need wants two approvals.

    The validity starts on the day of the decision and ends with the evidence, after
    the policy's months at most.

    Raises:
        SamePersonError: the member submitted it, or approved it already.
        MoveNotPossibleError: it is not submitted.
        RenewalWaitsError: it is its renewal that waits, which has papers to issue.
        FindingsOpenError: a check found what must be put right first.
    """
    require(desk.member, Act.APPROVE)
    with desk.transaction() as register:
        registration = register.registration(number)
        if registration.state is State.RENEWAL_PENDING:
            raise RenewalWaitsError(number)
        policy = register.policy()
        move = next_approval(
            registration, approvals_needed=approvals_needed(registration, policy)
        )
        moved = make_move(registration, move, by=desk.member, at=desk.now())
        require_nothing_blocks(
            register, registration, desk.today(), move=Move.APPROVE.value
        )
        if move is not Move.APPROVE_FIRST:
            moved = with_validity(moved, policy, desk.today())
        kept = register.save_registration(moved)
        register.append(
            desk.note(Verb.ALTERATION, Act.APPROVE, kept.id, move=move.name)
        )
    return kept


def approvals_needed(registration: Registration, policy: Policy) -> int:
    """Return how many supervisors must approve: two for a need above the threshold."""
    need = registration.clinical.need.grams_a_day
    return 2 if need > policy.second_approver_above else 1


def send_back_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str
) -> Registration:
    """Send a submitted registration back to the desk as a draft.

    Raises:
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: it is not submitted.
    """
    return _decide(desk, number, Move.SEND_BACK, reasons=reasons)


def refuse_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str, heard_on: date
) -> Registration:
    """Refuse a submitted registration, after the patient was heard.

    Raises:
        SamePersonError: the member submitted it.
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: it is not submitted.
    """
    return _decide(desk, number, Move.REFUSE, reasons=reasons, heard_on=heard_on)


def suspend_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str
) -> Registration:
    """Suspend an active registration and its certificate.

    Raises:
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: it is not active.
    """
    return _decide(desk, number, Move.SUSPEND, reasons=reasons)


def reinstate_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str
) -> Registration:
    """Reinstate a suspended registration and its certificate.

    Where a renewal was asked for in time, it is that which waits again.

    Raises:
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: it is not suspended.
    """
    return _decide(desk, number, Move.REINSTATE, reasons=reasons)


def revoke_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str, heard_on: date
) -> Registration:
    """Revoke a registration and its certificate, after the patient was heard.

    Raises:
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: it has not been decided, or is closed.
    """
    return _decide(desk, number, Move.REVOKE, reasons=reasons, heard_on=heard_on)


def withdraw_registration(
    desk: Desk, number: RegistrationNumber, *, reasons: str = ""
) -> Registration:
    """Withdraw a registration and its certificate, at the patient's wish.

    Raises:
        MoveNotPossibleError: it is closed already.
    """
    return _decide(desk, number, Move.WITHDRAW, reasons=reasons)


LONGEST_REASONS = 2000
"""A letter states them: a page at most."""

_DECISIONS = {
    Move.SEND_BACK: (Act.APPROVE, None),
    Move.REFUSE: (Act.REFUSE, None),
    Move.SUSPEND: (Act.SUSPEND, CertificateStatus.SUSPENDED),
    Move.REINSTATE: (Act.SUSPEND, CertificateStatus.VALID),
    Move.REVOKE: (Act.REVOKE, CertificateStatus.REVOKED),
    Move.WITHDRAW: (Act.WITHDRAW, CertificateStatus.REVOKED),
}
"""What each decision is logged as, and how it leaves the certificates."""


@repeated
def _decide(
    desk: Desk,
    number: RegistrationNumber,
    move: Move,
    *,
    reasons: str,
    heard_on: date | None = None,
) -> Registration:
    act, status = _DECISIONS[move]
    require(desk.member, act)
    reasons = clean_optional_line(reasons, "reasons", longest=LONGEST_REASONS)
    with desk.transaction() as register:
        moved = make_move(
            register.registration(number),
            move,
            by=desk.member,
            at=desk.now(),
            reasons=reasons,
            heard_on=heard_on,
        )
        kept = register.save_registration(moved)
        if kept.state is State.RENEWAL_PENDING:
            status = CertificateStatus.RENEWAL_PENDING
        if status is not None:
            set_statuses(register, kept, status)
        register.append(desk.note(Verb.ALTERATION, act, kept.id, move=move.name))
    return kept


def set_statuses(
    register: Transaction, registration: Registration, status: CertificateStatus
) -> None:
    """Set how all of a registration's certificates stand that have not ended."""
    for issued in register.certificates_of(registration.id):
        if issued.status not in _ENDED:
            register.set_status(issued.certificate.number, status)


def with_validity(
    registration: Registration, policy: Policy, today: date
) -> Registration:
    """Return the registration, valid from today until its evidence ends.

    Raises:
        EvidenceTooOldError: none of the evidence is in date.
    """
    in_date = [
        one.valid_to
        for one in registration.clinical.evidence
        if one.is_in_date_on(today)
    ]
    if not in_date:
        raise EvidenceTooOldError
    longest = months_after(today, policy.validity_months) - timedelta(days=1)
    return replace(registration, valid_from=today, valid_to=min(max(in_date), longest))
