"""How much is tried: a little in `make test`, all of it in `make faults`."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("FAULTS") == "long"


def how_many(*, quick: int, long: int) -> int:
    """Return how often a fault is tried."""
    return long if IS_LONG else quick
