"""What waits for somebody at the desk: counted first, then listed a page at a time.

What the register keeps readable (state, last day) is counted and paged by the database.
What is sealed (what is due, who approved first) is opened: of the few that are
submitted, and of those that the last check of all registrations named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table
from amnesty.domain.event import Verb
from amnesty.domain.registration import State
from amnesty.domain.staff import Act, may, require
from amnesty.repeating import repeated
from amnesty.services.growing.nightly import LastCheck, last_check
from amnesty.services.registrations.opened_lines import (
    changes_asked,
    half_approved,
    missed,
    named_by_check,
    to_pass_on,
    urgency,
)
from amnesty.services.registrations.pages import Line, Page, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.searched import Summary
    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

EXPIRES_WITHIN = timedelta(days=30)


class Waiting(Enum):
    """One list of what waits; the value is its title."""

    DECIDE = "To decide"
    SECOND = "Second person"
    OVER = "Far over limit"
    DUE = "Hand-ins due"
    LATE = "Late to pass on"
    HELD = "To pass on"
    MISSED = "Not handed in"
    CHANGES = "Changes asked"
    EXPIRING = "Expiring"
    ISSUE = "To issue"
    DRAFTS = "Drafts"
    ACTIVE = "All active"


_STATES: Mapping[Waiting, Sequence[State]] = {
    Waiting.DECIDE: (State.SUBMITTED, State.RENEWAL_PENDING),
    Waiting.EXPIRING: (State.ACTIVE,),
    Waiting.ISSUE: (State.APPROVED,),
    Waiting.DRAFTS: (State.DRAFT,),
    Waiting.ACTIVE: (State.ACTIVE, State.SUSPENDED, State.WINDING_DOWN),
}
"""The lists that the database pages by itself."""

_DECIDERS = (
    Waiting.DECIDE,
    Waiting.SECOND,
    Waiting.CHANGES,
    Waiting.LATE,
    Waiting.OVER,
    Waiting.HELD,
    Waiting.MISSED,
    Waiting.DUE,
    Waiting.ISSUE,
    Waiting.EXPIRING,
    Waiting.DRAFTS,
    Waiting.ACTIVE,
)
_DESK = (
    Waiting.LATE,
    Waiting.HELD,
    Waiting.MISSED,
    Waiting.DUE,
    Waiting.EXPIRING,
    Waiting.DRAFTS,
    Waiting.DECIDE,
    Waiting.SECOND,
    Waiting.ISSUE,
    Waiting.CHANGES,
    Waiting.OVER,
    Waiting.ACTIVE,
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How much waits in each list, in the order of who asked."""

    counts: Mapping[Waiting, int]
    checked_on: date | None
    """The last check of all registrations: what is due is as of then."""


def lists_for(member: StaffMember) -> tuple[Waiting, ...]:
    """Return the lists of a member of staff, the most urgent for them first."""
    return _DECIDERS if may(member, Act.APPROVE) else _DESK


@repeated
def count_waiting(desk: Desk) -> Counted:
    """Return how much waits in each list."""
    require(desk.member, Act.SEARCH)
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, listed="counts"))
        last = last_check(register)
        counts = {
            waiting: _count(register, waiting, last, desk)
            for waiting in lists_for(desk.member)
        }
    return Counted(counts=counts, checked_on=last.checked_on if last else None)


@repeated
def list_waiting(
    desk: Desk,
    waiting: Waiting,
    *,
    limit: int,
    page: Page | None = None,
    backwards: bool = False,
) -> Page:
    """Return a page of a list.

    Args:
        desk: who looks.
        waiting: which list.
        limit: how many lines.
        page: the page shown now; None for the first page, or backwards the last.
        backwards: the page before it, instead of the one after.
    """
    require(desk.member, Act.SEARCH)
    today = desk.today()
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, listed=waiting.value))
        if waiting in _STATES:
            return _paged(
                register, waiting, today, limit=limit, page=page, backwards=backwards
            )
        found = _found(register, waiting, desk)
    return part_of(found, limit=limit, page=page, backwards=backwards)


def _found(register: Transaction, waiting: Waiting, desk: Desk) -> list[Line]:
    """Return what a list has that is opened to be listed, the most urgent first."""
    now, today = desk.now(), desk.today()
    match waiting:
        case Waiting.SECOND:
            return list(half_approved(register))
        case Waiting.CHANGES:
            lines = changes_asked(register)
        case Waiting.HELD:
            lines = to_pass_on(register, now)
        case Waiting.LATE:
            lines = to_pass_on(register, now, late_alone=True)
        case Waiting.MISSED:
            lines = missed(register, today)
        case _:
            numbers = _numbers(last_check(register), waiting)
            lines = named_by_check(register, numbers, today)
    return sorted(lines, key=urgency)


def _count(
    register: Transaction, waiting: Waiting, last: LastCheck | None, desk: Desk
) -> int:
    if waiting in _STATES:
        ends = desk.today() + EXPIRES_WITHIN
        until = ends if waiting is Waiting.EXPIRING else None
        return register.how_many(_STATES[waiting], until=until)
    if waiting in (Waiting.OVER, Waiting.DUE):
        return len(_numbers(last, waiting))
    return len(_found(register, waiting, desk))


def _paged(
    register: Transaction,
    waiting: Waiting,
    today: date,
    *,
    limit: int,
    page: Page | None,
    backwards: bool,
) -> Page:
    until = today + EXPIRES_WITHIN if waiting is Waiting.EXPIRING else None
    states = _STATES[waiting]
    total = register.how_many(states, until=until)
    after = None
    if page is not None and page.lines:
        after = page.lines[0 if backwards else -1].summary
    summaries = register.listed(
        states, limit=limit, until=until, after=after, backwards=backwards
    )
    if page is None:
        first = total - len(summaries) if backwards else 0
    elif backwards:
        first = max(0, page.first - len(summaries))
    else:
        first = page.first + len(page.lines)
    lines = tuple(_line(waiting, one, today) for one in summaries)
    return Page(lines=lines, total=total, first=first)


def _numbers(last: LastCheck | None, waiting: Waiting) -> Sequence[RegistrationNumber]:
    if last is None:
        return ()
    found = last.found
    return found.to_supervisor if waiting is Waiting.OVER else found.due


def _line(waiting: Waiting, one: Summary, today: date) -> Line:
    last = None if one.state is State.WINDING_DOWN else one.valid_to
    if waiting in (Waiting.EXPIRING, Waiting.ACTIVE) and last:
        days = (last - today).days
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        if days < 0:
            when = f"since {in_table(last)}"
        word = "Expired" if days < 0 else "Expires"
        return Line(summary=one, needed=f"{word} {when}", by=last)
    return Line(summary=one, needed=_NEEDED.get(one.state, one.state.value))


_NEEDED = {
    State.DRAFT: "Finish and submit",
    State.SUBMITTED: "Decide",
    State.RENEWAL_PENDING: "Decide the renewal",
    State.APPROVED: "Issue and print",
    State.WINDING_DOWN: "Hand in, then close",
}
