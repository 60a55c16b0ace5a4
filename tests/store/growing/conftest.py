"""A clerk's desk on a day that a test sets, and a patient who was decided on."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import Registration, State
from amnesty.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister

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
def patient(
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
) -> Registration:
    """Return an active registration: 3 in flower, 2 vegetative, 120.5 g dried."""
    draft = make_registration()
    return keep(replace(draft, state=State.ACTIVE, valid_from=DECIDED))
