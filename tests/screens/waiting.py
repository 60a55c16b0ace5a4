"""Waits for what a screen will show, however busy the machine is."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest

from tests.screens.table.resting import PATIENCE, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds, and is laid out."""
    end = monotonic() + PATIENCE
    while not holds():
        if monotonic() > end:
            pytest.fail("it did not come")
        await pilot.pause(0.01)
    await settled(pilot)
