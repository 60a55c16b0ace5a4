"""The made-up people of the demonstration are like those who come to a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.patient import over_the_limit
from amnesty.cli.demonstration.people import People
from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.services.intake.application import read_application

if TYPE_CHECKING:
    from datetime import date

CLERK = StaffMember(id=StaffId(1), name="ada", role=Role.CLERK)


@pytest.mark.parametrize("seed", range(3))
def test_every_made_up_person_fills_the_form_in_rightly(seed: int, today: date) -> None:
    """Nobody's answers have a problem, whatever the seed."""
    people = [*People(seed=seed, today=today).answers(200), over_the_limit(today)]
    for answers in people:
        read_application(answers, today=today, by=CLERK, staff={})
