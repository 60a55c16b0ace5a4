"""A list comes a page at a time, each from where the one before ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from amnesty.domain.searched import Summary
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

_STATES = (State.ACTIVE, State.DRAFT, State.SUBMITTED)
_FIRST = date(2026, 12, 1)
_DAYS = (3, 0, 3, None, 7, None, 3, None)


@pytest.fixture
def kept(keep: Keep, person: Person) -> list[Registration]:
    """Return registrations, some of which expire on one day and some never."""
    made = []
    for row, days in enumerate(_DAYS):
        last = None if days is None else _FIRST + timedelta(days=days)
        state = State.ACTIVE if last else _STATES[1 + row % 2]
        one = replace(person(f"Ada {row}"), state=state, valid_to=last)
        made.append(keep(one))
    return made


def _listed(register: SqlRegister, log: Log, **asked: object) -> tuple[Summary, ...]:
    with register.transaction() as transaction:
        log(transaction)
        return transaction.listed(_STATES, **asked)


def _whole(register: SqlRegister, log: Log, *, limit: int) -> list[Summary]:
    found: list[Summary] = []
    while page := _listed(
        register, log, limit=limit, after=found[-1] if found else None
    ):
        found += page
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_together_are_the_list(
    clerk: SqlRegister, log: Log, kept: list[Registration], limit: int
) -> None:
    """Every registration comes once, the earliest to expire first."""
    whole = _whole(clerk, log, limit=limit)
    assert {one.id for one in whole} == {one.id for one in kept}
    assert len(whole) == len(kept)
    days = [one.valid_to or date.max for one in whole]
    assert days == sorted(days)
    assert whole == _whole(clerk, log, limit=50)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_back_is_the_way_one_came(
    clerk: SqlRegister, log: Log, kept: list[Registration], limit: int
) -> None:
    """From the last page backwards the same lines come, in the same order."""
    page = _listed(clerk, log, limit=limit, backwards=True)
    found: list[Summary] = []
    while page:
        found = [*page, *found]
        page = _listed(clerk, log, limit=limit, backwards=True, after=found[0])
    assert found == _whole(clerk, log, limit=limit)
    assert len(found) == len(kept)


def test_a_list_may_end_on_a_day(
    clerk: SqlRegister, log: Log, kept: list[Registration]
) -> None:
    """Asked for what expires by a day, it names no other, and counts as many."""
    until = _FIRST + timedelta(days=3)
    wanted = {one.id for one in kept if one.valid_to and one.valid_to <= until}
    found = _listed(clerk, log, limit=50, until=until)
    assert {one.id for one in found} == wanted
    last = _listed(clerk, log, limit=1, until=until, backwards=True)
    assert last == found[-1:]
    with clerk.transaction() as transaction:
        log(transaction)
        assert transaction.how_many(_STATES, until=until) == len(wanted)
        assert transaction.how_many(_STATES) == len(kept)
