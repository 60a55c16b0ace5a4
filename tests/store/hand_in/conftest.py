"""A patient at the counter, and those who take in what they bring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import Registration, State
from tests.store.hand_in.counter import DECIDED, Hours, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]


@pytest.fixture
def world(
    office: Office, keep: Keep, make_registration: Callable[[], Registration]
) -> World:
    """Return a patient with 3 in flower, 2 vegetative and 120.5 g dried."""
    draft = make_registration()
    kept = keep(replace(draft, state=State.ACTIVE, valid_from=DECIDED))
    return World(office=office, clock=Hours(), patient=kept)
