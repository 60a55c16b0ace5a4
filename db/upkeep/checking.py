"""Checks a backup: it is whole, and its rows follow from the log that it holds.

The rows are put, sealed as they are, into a file under a key of which there is no copy,
which is deleted again; so the same replay serves as for the register itself.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from db.audit.replaying import replay
from db.engines.engine import as_our_error, open_engine
from db.folder import DATABASE, as_store_error
from db.transaction import SqlTransaction
from db.upkeep.refilling import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.audit.replaying import Replay
    from db.register import SqlRegister
    from db.upkeep.backup import Backup

_KEY_SIZE = 32


def check_backup(
    register: SqlRegister,
    file: Path,
    *,
    step: Callable[[int], None] = lambda _: None,
) -> tuple[Backup, Replay]:
    """Return what a backup holds, and what does not follow from its log.

    Args:
        register: as somebody has it open whose keys open the backup.
        file: the backup.
        step: is told how many rows are read.

    Raises:
        StoreError: it is no backup of this register, or not whole; or there is no
            room for its rows where temporary files go.
    """
    _, access = register.opened()
    with as_store_error(), tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / DATABASE, access.chance(_KEY_SIZE))
        try:
            with as_our_error(), engine.begin() as connection:
                backup = fill(connection, file, access.keyring, step)
                with Session(connection, autoflush=False) as session:
                    return backup, replay(SqlTransaction(session, access))
        finally:
            engine.dispose()
