"""Hand-ins that wait: held here and to be passed on, or agreed and never brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from amnesty.domain.course import CourseState
from amnesty.errors.rules import RecordRestrictedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from amnesty.domain.course import Course
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction


class Held(NamedTuple):
    """One hand-in that the council holds."""

    registration: Registration
    receipt: ReceiptNumber
    pass_on_by: datetime
    is_late: bool


class Missed(NamedTuple):
    """One hand-in that was agreed for a day that is over."""

    registration: Registration
    receipt: ReceiptNumber
    on: date
    place: str


def held_here(register: Transaction, now: datetime) -> Iterator[Held]:
    """Yield what the council holds, but for records closed to the reader."""
    rules = register.policy().hand_in
    for registration, course in _open(register):
        by = course.pass_on_by(rules)
        if by is not None:
            late = course.is_late(rules, now)
            yield Held(registration, course.number, by, late)


def agreed_before(register: Transaction, today: date) -> Iterator[Missed]:
    """Yield what was to be brought before today and was not, nor called off."""
    for registration, course in _open(register):
        made = course.appointment
        if course.state is CourseState.APPOINTED and made and made.on < today:
            yield Missed(registration, course.number, made.on, made.place)


def _open(register: Transaction) -> Iterator[tuple[Registration, Course]]:
    for owner in register.with_open_hand_ins():
        try:
            registration = register.registration_by_id(owner)
        except RecordRestrictedError:
            continue
        for course in register.courses_of(owner):
            yield registration, course
