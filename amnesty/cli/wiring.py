"""Where store, clock, chance and screens meet; imported by what opens a register."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.cli.memory import forbid_core_dumps
from amnesty.services.desk import Desk
from db.register import SqlRegister, open_register
from db.slots import STANDARD_COST, Cost

if TYPE_CHECKING:
    from pathlib import Path


def open_desk(
    directory: Path, name: str, passphrase: str, *, cost: Cost = STANDARD_COST
) -> Desk:
    """Open the register for a member of staff.

    The cost is that of guessing passphrases which are set from here on.

    Raises:
        StoreError: it does not open; the sentence says why.
    """
    forbid_core_dumps()
    register = open_register(directory, name, passphrase, cost=cost)
    return Desk(register=register, clock=SystemClock(), chance=os.urandom)


def store_of(desk: Desk) -> SqlRegister:
    """Return the store behind a desk, for what works on the register as a whole."""
    if not isinstance(desk.register, SqlRegister):
        msg = "This desk has no store of ours."
        raise TypeError(msg)
    return desk.register
