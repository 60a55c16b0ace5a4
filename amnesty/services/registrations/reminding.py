"""Whom to remind that a registration ends: 90, 30 and 7 days before, or as policy says.

Sending is the office's. What is listed follows from the last days alone, so that a day
on which nobody looked can be asked for afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.registration import State
from amnesty.domain.searched import Summary
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One reminder that fell due."""

    summary: Summary
    ends_on: date
    fell_due_on: date
    days: int
    """How many days before the end it falls due."""


@repeated
def reminders_due(desk: Desk, *, since: date | None = None) -> tuple[Reminder, ...]:
    """Return the reminders that fell due from a day on, today's if none is given.

    Of active registrations alone: a renewal that was asked for needs no reminder.
    """
    require(desk.member, Act.SEARCH)
    today = desk.today()
    first = today if since is None else since
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, listed="reminders"))
        days = register.policy().reminder_days
        until = today + timedelta(days=max(days))
        return tuple(
            reminder
            for summary in _ending(register, until)
            for reminder in _reminders(summary, days)
            if first <= reminder.fell_due_on <= today
        )


def _ending(register: Transaction, until: date) -> Iterator[Summary]:
    """Yield who is active, the earliest to end first."""
    last: Summary | None = None
    while page := register.listed(
        (State.ACTIVE,), limit=_AT_ONCE, until=until, after=last
    ):
        yield from page
        last = page[-1]


def _reminders(summary: Summary, days: Sequence[int]) -> Iterator[Reminder]:
    ends_on = summary.valid_to
    if ends_on is None:
        return
    for before in days:
        yield Reminder(
            summary=summary,
            ends_on=ends_on,
            fell_due_on=ends_on - timedelta(days=before),
            days=before,
        )
