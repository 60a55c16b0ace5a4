"""Who else is at a site is told to who may know, and to nobody else."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.finding import FindingKind
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import StaffId
from amnesty.errors.rules import RoleMayNotError
from amnesty.services.desk import Desk
from amnesty.services.growing.checking import check_one
from amnesty.services.growing.neighbours import registrations_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]


def test_a_supervisor_sees_which_and_a_clerk_that_there_are(
    desk: Desk, supervisor: SqlRegister, keep: Keep, person: Person
) -> None:
    """The clerk's check says how many, no number and no name among it."""
    one, other = (
        keep(replace(person(name), state=State.ACTIVE)) for name in ("Ada", "Bea")
    )
    hidden = person("Cai Secret")
    identity = replace(hidden.identity, restricted_to=(StaffId(1),))
    keep(replace(hidden, identity=identity, state=State.ACTIVE))
    report = check_one(desk, one.number)
    (found,) = report.of(FindingKind.HOUSEHOLDS)
    assert found.compared == "3 registrations"
    for told in (found.sentence, found.next_step, *found.working):
        assert other.number not in told
        assert "Bea" not in told
    with pytest.raises(RoleMayNotError):
        registrations_beside(desk, one.number, site=0)
    asking = Desk(register=supervisor, clock=desk.clock, chance=os.urandom)
    beside = registrations_beside(asking, one.number, site=0)
    assert (beside.numbers, beside.restricted) == ((other.number,), 1)
