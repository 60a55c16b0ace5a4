"""Every open registration is checked, and a check that was stopped goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.due import Closed
from amnesty.domain.event import Verb
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Act
from amnesty.services.growing.nightly import check_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.services.desk import Desk
    from tests.store.growing.conftest import Days

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]


def test_what_is_above_becomes_due_and_overdue(
    desk: Desk, grow: Callable[..., Registration], days: Days
) -> None:
    """Found on the first night, overdue on the fifteenth after, due once."""
    grow("Ada", 4)
    over = grow("Bea", 5)
    far = grow("Cai", 9)
    first = check_all(desk, page=2)
    assert (first.checked, first.opened, first.closed) == (3, 2, 0)
    assert first.to_supervisor == (far.number,)
    days.on = days.on.replace(day=25)
    assert check_all(desk, page=2).opened == 0
    days.on = days.on.replace(month=12, day=9)
    assert check_all(desk).overdue == (over.number,)


def test_what_is_above_no_more_is_closed(
    desk: Desk, grow: Callable[..., Registration]
) -> None:
    """A limit that rose closes what was due, with no hand-in and no penalty."""
    over = grow("Bea", 5)
    check_all(desk)
    with desk.transaction() as register:
        kept = register.registration(over.number)
        need = replace(
            kept.clinical.need, grams_a_day=kept.clinical.need.grams_a_day * 2
        )
        clinical = replace(kept.clinical, need=need)
        register.save_registration(replace(kept, clinical=clinical))
        register.append(desk.note(Verb.ALTERATION, Act.EDIT, kept.id))
    assert check_all(desk).closed == 1
    with desk.transaction() as register:
        (due,) = register.registration(over.number).growing.dues
        register.append(desk.note(Verb.CONSULTATION, Act.READ, over.id))
    assert due.closed is Closed.NO_LONGER_ABOVE


def test_closed_registrations_are_left_alone(
    desk: Desk, grow: Callable[..., Registration]
) -> None:
    """Nobody checks who withdrew."""
    grow("Dai", 9, State.WITHDRAWN)
    assert check_all(desk).checked == 0


class PowerCutError(Exception):
    """Ends a check between two pages."""


def test_a_check_that_was_stopped_goes_on(
    desk: Desk, grow: Callable[..., Registration]
) -> None:
    """Each is checked once, and what was found before is told with the rest."""
    for name in ("Ada", "Bea", "Cai", "Dai", "Eli"):
        grow(name, 5)

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        check_all(desk, step=stop, page=2)
    told: list[int] = []
    found = check_all(desk, step=lambda done, _: told.append(done), page=2)
    assert told == [4, 5]
    assert (found.checked, found.opened) == (5, 5)
    assert check_all(desk, page=2).checked == 5
