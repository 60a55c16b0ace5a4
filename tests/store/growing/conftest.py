"""A clerk's desk on a day that a test sets, and a patient who was decided on."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.registration import Registration, State
from amnesty.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.staff import StaffMember
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

DECIDED = date(2026, 11, 10)


@dataclass
class Days:
    """A clock that a test sets."""

    on: date = date(2026, 11, 24)

    def now(self) -> datetime:
        """Return noon of the day."""
        return datetime(self.on.year, self.on.month, self.on.day, 12, tzinfo=UTC)


@pytest.fixture
def days() -> Days:
    """Return the clock."""
    return Days()


@pytest.fixture
def desk(clerk: SqlRegister, days: Days) -> Desk:
    """Return the clerk's desk."""
    return Desk(register=clerk, clock=days, chance=os.urandom)


@pytest.fixture
def second(supervisor: SqlRegister) -> StaffMember:
    """Return who stands by when something is handed in, signed in themselves."""
    return supervisor.member


@pytest.fixture
def patient(
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
) -> Registration:
    """Return an active registration: 3 in flower, 2 vegetative, 120.5 g dried."""
    draft = make_registration()
    return keep(replace(draft, state=State.ACTIVE, valid_from=DECIDED))


@pytest.fixture
def grow(keep: Keep, person: Person) -> Callable[..., Registration]:
    """Return what keeps an active registration with so many plants in flower."""

    def keep_one(
        name: str, flowering: int, state: State = State.ACTIVE
    ) -> Registration:
        draft = replace(person(name), state=state, valid_from=DECIDED)
        (site,) = draft.growing.sites
        plants = PlantBatch(
            cultivar="", count=flowering, stage=Stage.FLOWERING, since=DECIDED
        )
        address = replace(site.address, lines=(f"1 {name} Row",))
        grown = replace(site, plants=(plants,), address=address)
        return keep(replace(draft, growing=replace(draft.growing, sites=(grown,))))

    return keep_one
