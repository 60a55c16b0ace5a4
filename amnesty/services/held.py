"""What was handed in and is still held here, to be passed on within hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from amnesty.errors.rules import RecordRestrictedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction


class Held(NamedTuple):
    """One hand-in that the council holds."""

    registration: Registration
    receipt: ReceiptNumber
    pass_on_by: datetime
    is_late: bool


def held_here(register: Transaction, now: datetime) -> Iterator[Held]:
    """Yield what the council holds, but for records closed to the reader."""
    rules = register.policy().hand_in
    for owner in register.with_open_hand_ins():
        try:
            registration = register.registration_by_id(owner)
        except RecordRestrictedError:
            continue
        for course in register.courses_of(owner):
            by = course.pass_on_by(rules)
            if by is not None:
                late = course.is_late(rules, now)
                yield Held(registration, course.number, by, late)
