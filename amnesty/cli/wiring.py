"""Where store, clock, chance and screens meet; imported by what opens a register."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from amnesty.cli.clock import SystemClock
from amnesty.core_dumps import forbid_core_dumps
from amnesty.domain.times import utc_text
from amnesty.services.desk import Desk
from db.audit.findings import CLOCK_SLACK
from db.keyring.slots import STANDARD_COST, Cost
from db.register import SqlRegister, open_register


def state_folder() -> Path:
    """Return where this computer remembers registers: `AMNESTY_STATE`, or the user's.

    It is apart from the register on purpose: whoever puts an older register in the
    place of this one does not put back what was seen of it.
    """
    named = os.environ.get("AMNESTY_STATE")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("amnesty")


def open_desk(
    directory: Path,
    name: str,
    passphrase: str,
    *,
    key_file: bytes | None = None,
    cost: Cost = STANDARD_COST,
    anchored: bool = True,
) -> Desk:
    """Open the register for a member of staff.

    The cost is that of guessing passphrases which are set from here on. A register
    that is anchored has to go on from what this computer saw of it.

    Raises:
        StoreError: it does not open; the sentence says why.
    """
    forbid_core_dumps()
    house = _house(directory)
    anchors = state_folder() / "anchors" if anchored else None
    register = open_register(
        directory, name, passphrase, key_file=key_file, cost=cost, anchors=anchors
    )
    return Desk(register=register, clock=SystemClock(), chance=os.urandom, house=house)


def _house(directory: Path) -> Path | None:
    """Return the folder of the authority's own texts and fonts, where there is one.

    Raises:
        BadInputError: a text in it cannot be printed; it says which, with its line.
        PaperError: a font in it cannot be used.
    """
    folder = directory / "papers"
    if not folder.is_dir():
        return None
    from amnesty.papers.house import open_house

    open_house(folder)
    return folder


def store_of(desk: Desk) -> SqlRegister:
    """Return the store behind a desk, for what works on the register as a whole."""
    if not isinstance(desk.register, SqlRegister):
        msg = "This desk has no store of ours."
        raise TypeError(msg)
    return desk.register


def clock_behind(desk: Desk) -> list[str]:
    """Return what to say where this machine's clock is behind the register's log."""
    last_at, now = store_of(desk).last_at, desk.now()
    if not last_at or datetime.fromisoformat(last_at) <= now + CLOCK_SLACK:
        return []
    last, told = (
        utc_text(instant) for instant in (datetime.fromisoformat(last_at), now)
    )
    return [
        f"This machine's clock says {told}, but the register was last used at {last}.",
        "Have one of them put right: dates on papers follow this clock.",
    ]
