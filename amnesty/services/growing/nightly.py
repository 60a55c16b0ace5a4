"""The nightly check of every open registration, going on where it was stopped.

A page is one transaction with its event, so that others work meanwhile. Checking again
changes nothing: what is due keeps its day.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from amnesty.domain.event import Verb
from amnesty.domain.excess import Outcome
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.policy import known
from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.staff import Act, Compartment, require
from amnesty.repeating import repeated
from amnesty.services.growing.checking import check_many, due_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.domain.due import HandInDue
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

STATES = (
    State.DRAFT,
    State.SUBMITTED,
    State.APPROVED,
    State.ACTIVE,
    State.RENEWAL_PENDING,
    State.SUSPENDED,
    State.WINDING_DOWN,
)
"""Those in which something may grow or be held."""

_PAGE = 500
_PLACE = "nightly check"


@dataclass(frozen=True, kw_only=True)
class NightlyCheck:
    """What a check of all registrations has found so far."""

    checked: int = 0
    opened: int = 0
    """Hand-ins that became due."""
    closed: int = 0
    """Hand-ins that are due no more."""
    overdue: tuple[RegistrationNumber, ...] = ()
    to_supervisor: tuple[RegistrationNumber, ...] = ()
    """Far above: a supervisor looks."""
    due: tuple[RegistrationNumber, ...] = ()
    """Something is to be handed in, overdue or not."""


@dataclass(frozen=True, kw_only=True)
class LastCheck:
    """The last check of all registrations, as far as it came."""

    checked_on: date
    is_whole: bool
    found: NightlyCheck


def last_check(register: Transaction) -> LastCheck | None:
    """Return what the last check of all registrations found; None before the first."""
    kept = register.secrets(Compartment.GROWING).get(_PLACE)
    if kept is None:
        return None
    place = json.loads(kept)
    return LastCheck(
        checked_on=date.fromisoformat(place["on"]),
        is_whole=place["last"] is None,
        found=_found(place["found"]),
    )


def check_all(
    desk: Desk,
    *,
    step: Callable[[int, int], None] = lambda _done, _total: None,
    page: int = _PAGE,
) -> NightlyCheck:
    """Check every open registration, and keep what is due.

    A check that was stopped on the same day goes on where it was.

    Args:
        desk: who checks; restricted records that do not name them are left out.
        step: is told how many of how many are checked.
        page: how many one transaction checks.
    """
    with desk.refusals_logged("check_all"):
        require(desk.member, Act.CHECK)
    today = desk.today()
    total, last, so_far = _begin(desk, today)
    while True:
        so_far, last = _go_on(desk, last, so_far, today, page)
        step(so_far.checked, max(total, so_far.checked))
        if last is None:
            return so_far


@repeated
def _begin(desk: Desk, today: date) -> tuple[int, RegistrationId | None, NightlyCheck]:
    with desk.transaction() as register:
        total = register.how_many(STATES)
        last, so_far = _place(register, today)
        register.append(desk.note(Verb.CONSULTATION, Act.CHECK))
    return total, last, so_far


@repeated
def _go_on(  # noqa: PLR0917 - where it is, and how far to go
    desk: Desk,
    last: RegistrationId | None,
    so_far: NightlyCheck,
    today: date,
    page: int,
) -> tuple[NightlyCheck, RegistrationId | None]:
    """Check one page, and keep how far it came."""
    with desk.transaction() as register:
        found, end = _check_page(register, last, today, page)
        together = _together(so_far, found)
        _keep_place(register, today, end, together)
        checked = str(found.checked)
        register.append(desk.note(Verb.ALTERATION, Act.CHECK, checked=checked))
    return together, end


def _check_page(
    register: Transaction, last: RegistrationId | None, today: date, page: int
) -> tuple[NightlyCheck, RegistrationId | None]:
    policy = known(register.policy())
    registrations, end = register.registrations_after(last, STATES, limit=page)
    opened = closed = 0
    overdue: list[RegistrationNumber] = []
    far_above: list[RegistrationNumber] = []
    due: list[RegistrationNumber] = []
    reports = check_many(register, registrations, today, policy=policy)
    for one, report in zip(registrations, reports, strict=True):
        after = due_after(one, report)
        if after is not one:
            register.save_registration(after)
            before, now = one.growing.dues, after.growing.dues
            opened += len(now) - len(before)
            closed += _closed(now) - _closed(before)
        if any(one.is_open for one in after.growing.dues):
            due.append(one.number)
        outcomes = {finding.outcome for finding in report.findings}
        if Outcome.OVERDUE in outcomes:
            overdue.append(one.number)
        if Outcome.REFER in outcomes:
            far_above.append(one.number)
    found = NightlyCheck(
        checked=len(registrations),
        opened=opened,
        closed=closed,
        overdue=tuple(overdue),
        to_supervisor=tuple(far_above),
        due=tuple(due),
    )
    return found, end


def _closed(dues: tuple[HandInDue, ...]) -> int:
    return sum(not due.is_open for due in dues)


def _together(one: NightlyCheck, more: NightlyCheck) -> NightlyCheck:
    return NightlyCheck(
        checked=one.checked + more.checked,
        opened=one.opened + more.opened,
        closed=one.closed + more.closed,
        overdue=(*one.overdue, *more.overdue),
        to_supervisor=(*one.to_supervisor, *more.to_supervisor),
        due=(*one.due, *more.due),
    )


def _place(
    register: Transaction, today: date
) -> tuple[RegistrationId | None, NightlyCheck]:
    """Return where a check of today stopped; the beginning, where none did."""
    last = last_check(register)
    if last is None or last.checked_on != today or last.is_whole:
        return None, NightlyCheck()
    kept = json.loads(register.secrets(Compartment.GROWING)[_PLACE])
    return RegistrationId(kept["last"]), last.found


def _found(counts: Mapping[str, Any]) -> NightlyCheck:
    lists = ("overdue", "to_supervisor", "due")
    return NightlyCheck(
        checked=counts["checked"],
        opened=counts["opened"],
        closed=counts["closed"],
        **{name: tuple(counts.get(name, ())) for name in lists},
    )


def _keep_place(
    register: Transaction,
    today: date,
    last: RegistrationId | None,
    found: NightlyCheck,
) -> None:
    place = {"on": today.isoformat(), "last": last, "found": asdict(found)}
    register.keep_secret(Compartment.GROWING, _PLACE, json.dumps(place).encode())
