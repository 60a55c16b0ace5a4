"""Taking back what was asked for and is not decided yet, by whoever asked for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.life import make_move, who_asked
from amnesty.domain.registration import Move, Registration, State
from amnesty.domain.staff import Act, require
from amnesty.errors.changing import NoChangeWaitsError, NotYoursToTakeBackError
from amnesty.errors.renewal import RenewalHoldsError
from amnesty.repeating import repeated
from amnesty.services.registrations.deciding import set_statuses

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk


@repeated
def take_back(desk: Desk, number: RegistrationNumber) -> Registration:
    """Take back the change or the renewal that waits; all stays as it is.

    Raises:
        NoChangeWaitsError: neither waits.
        NotYoursToTakeBackError: somebody else asked for it.
        RenewalHoldsError: the last day is over, and only the renewal keeps it valid.
    """
    require(desk.member, Act.SUBMIT)
    with desk.transaction() as register:
        before = register.registration(number)
        _require_own(before, desk.member)
        if before.clinical.renewal is not None:
            taken = _without_renewal(before, desk.today())
            move = Move.TAKE_BACK_RENEWAL
        else:
            taken = replace(before, growing=replace(before.growing, asked=None))
            move = Move.TAKE_BACK_CHANGE
        moved = make_move(taken, move, by=desk.member, at=desk.now())
        kept = register.save_registration(moved)
        if kept.state is State.ACTIVE and move is Move.TAKE_BACK_RENEWAL:
            set_statuses(register, kept, CertificateStatus.VALID)
        register.append(desk.note(Verb.ALTERATION, Act.SUBMIT, kept.id, move=move.name))
    return kept


def may_take_back(registration: Registration, member: StaffMember) -> bool:
    """Return whether something waits that a member asked for."""
    asked = who_asked(registration)
    return _waits(registration) and asked is not None and asked.by == member.id


def _waits(registration: Registration) -> bool:
    waiting = (registration.clinical.renewal, registration.growing.asked)
    return any(one is not None for one in waiting)


def _require_own(before: Registration, member: StaffMember) -> None:
    if not _waits(before):
        raise NoChangeWaitsError(before.number)
    if not may_take_back(before, member):
        asked = who_asked(before)
        raise NotYoursToTakeBackError(asked.by_name if asked else "Somebody else")


def _without_renewal(before: Registration, today: date) -> Registration:
    last = before.valid_to
    if last is not None and today > last:
        raise RenewalHoldsError(before.number, in_words(last))
    return replace(before, clinical=replace(before.clinical, renewal=None))
