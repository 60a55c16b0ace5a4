"""Where a register is: in a file of its folder, or on a server that it names."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from amnesty.errors.moving import RegisterMovedError
from amnesty.errors.register import RegisterMissingError
from db.engines.engine import open_engine, require_register
from db.engines.server import SERVER_FILE, open_server, read_server
from db.folder import DATABASE, as_store_error, require_own_disk
from db.keyring.database_key import file_key

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from db.admission import Unlocked

_LONG_LOG = 1 << 24
"""Bytes: four times what SQLite lets it grow to before it takes it in by itself."""


def require_files(directory: Path) -> None:
    """Refuse a folder that has no register, or that is not on our own disk."""
    with as_store_error():
        places = (directory / DATABASE, directory / SERVER_FILE)
        if not any(place.is_file() for place in places):
            raise RegisterMissingError(directory)
    require_own_disk(directory)


def engine_of(directory: Path, unlocked: Unlocked, *, wait: float) -> Engine:
    """Return an engine on the register, be it in a file or on a server."""
    server = read_server(directory)
    if server is not None:
        return open_server(server, unlocked.slot.role, unlocked.keyring, wait=wait)
    file = directory / DATABASE
    require_register(file)
    return open_engine(file, file_key(file, unlocked.keyring).database, wait=wait)


def take_in_log(directory: Path, engine: Engine) -> None:
    """Have the file take in what was written beside it and left there.

    A program that was killed after much was imported leaves so much that the first act
    after it, which would take it in, took many times as long as any other. Where there
    is no room for it, that act says so.
    """
    log = directory / f"{DATABASE}-wal"
    if engine.dialect.name != "sqlite" or not _is_long(log):
        return
    with suppress(dbapi2.Error), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


def _is_long(log: Path) -> bool:
    with suppress(OSError):
        return log.stat().st_size > _LONG_LOG
    return False


def require_not_moved(directory: Path, engine: Engine) -> None:
    """Refuse to write to a file that was moved to a server while somebody waited.

    Raises:
        RegisterMovedError: the register is on a server by now.
    """
    if engine.dialect.name == "sqlite" and (directory / SERVER_FILE).exists():
        raise RegisterMovedError
