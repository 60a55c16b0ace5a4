"""A list comes a page at a time, each from where the one before ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

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


def _walked(
    register: SqlRegister, log: Log, *, limit: int
) -> tuple[list[Registration], set[str]]:
    """Return all drafts and submitted ones, and how the file found each page."""
    found: list[Registration] = []
    asked: list[tuple[str, object]] = []
    states, last = (State.DRAFT, State.SUBMITTED), None
    with register.transaction() as transaction:
        log(transaction)
        connection = transaction.session.connection()

        def hear(_1: object, _2: object, sql: str, values: object, *_: object) -> None:
            if "ORDER BY" in sql:
                asked.append((sql, values))

        event.listen(connection, "before_cursor_execute", hear)
        page, last = transaction.registrations_after(None, states, limit=limit)
        found += page
        while last is not None:
            page, last = transaction.registrations_after(last, states, limit=limit)
            found += page
        event.remove(connection, "before_cursor_execute", hear)
        ways = {
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()[0][-1]
            for sql, values in asked
        }
    return found, ways


def test_a_few_are_found_without_going_through_all(
    clerk: SqlRegister, log: Log, kept: list[Registration]
) -> None:
    """The index of states finds what is one page; more than that is gone through."""
    wanted = [one.id for one in kept if one.state is not State.ACTIVE]
    few, ways = _walked(clerk, log, limit=50)
    assert all("USING INDEX ix_registration_state" in way for way in ways)
    assert sorted(one.id for one in few) == sorted(wanted)
    many, ways = _walked(clerk, log, limit=2)
    assert not any("ix_registration_state" in way for way in ways)
    assert [one.id for one in many] == [one.id for one in few]
