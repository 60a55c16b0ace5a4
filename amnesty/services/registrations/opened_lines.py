"""Lines of the work list that are opened to be listed: few, or named by a check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.life import approvals
from amnesty.domain.london import london_day
from amnesty.domain.registration import State
from amnesty.domain.searched import summary_of
from amnesty.errors.rules import RecordRestrictedError
from amnesty.errors.store import NoSuchRegistrationError
from amnesty.services.hand_in.held import agreed_before, held_here
from amnesty.services.registrations.pages import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration, RegistrationId
    from amnesty.ports import Transaction

_OPENED_AT_ONCE = 100


def half_approved(register: Transaction) -> Iterator[Line]:
    """Yield what one supervisor approved and another must approve."""
    last: RegistrationId | None = None
    while True:
        found, last = register.registrations_after(
            last, (State.SUBMITTED, State.RENEWAL_PENDING), limit=_OPENED_AT_ONCE
        )
        for one in found:
            given = approvals(one)
            if given:
                by = " and ".join(step.by_name for step in given)
                yield Line(summary=summary_of(one), needed=f"Approved by {by}")
        if last is None:
            return


def changes_asked(register: Transaction) -> Iterator[Line]:
    """Yield the changes that wait to be decided, the longest first."""
    for owner in register.with_changes_asked():
        registration = register.registration_by_id(owner)
        asked = registration.growing.asked
        if asked is not None:
            needed = f"{asked.by_name} asked: {asked.words}"
            yield Line(summary=summary_of(registration), needed=needed, by=asked.on)


def missed(register: Transaction, today: date) -> Iterator[Line]:
    """Yield what was agreed for a day that is over, and was not brought."""
    for one in agreed_before(register, today):
        yield Line(
            summary=summary_of(one.registration),
            needed=f"Not brought: {one.receipt}, {one.place}",
            by=one.on,
        )


def to_pass_on(
    register: Transaction, now: datetime, *, late_alone: bool = False
) -> Iterator[Line]:
    """Yield what is held here, or of that only what is late."""
    for one in held_here(register, now):
        if late_alone and not one.is_late:
            continue
        word = "LATE" if one.is_late else "Pass on"
        summary = summary_of(one.registration)
        by = london_day(one.pass_on_by)
        yield Line(summary=summary, needed=f"{word}: {one.receipt}", by=by)


def named_by_check(
    register: Transaction, numbers: Sequence[RegistrationNumber], today: date
) -> Iterator[Line]:
    """Yield what the last check named and is still so."""
    for number in numbers:
        try:
            registration = register.registration(number)
        except (NoSuchRegistrationError, RecordRestrictedError):
            continue
        dues = [one for one in registration.growing.dues if one.is_open]
        if not dues:
            continue
        by = min(one.due_on for one in dues)
        what = ", ".join(_what(one.kind.value, one.site, registration) for one in dues)
        word = "Overdue" if by < today else "Hand in"
        yield Line(summary=summary_of(registration), needed=f"{word}: {what}", by=by)


def _what(kind: str, site: int, registration: Registration) -> str:
    if len(registration.growing.sites) == 1:
        return kind
    return f"{kind} at site {site + 1}"


def urgency(line: Line) -> tuple[date, str]:
    """Return by what lines are sorted, the most urgent first."""
    return line.by or date.max, line.summary.number
