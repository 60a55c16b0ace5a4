"""What an earlier move of a register left where it is to go: a former state, or not.

A move that was killed leaves a whole copy on the server, or a file beside the server's
address. Such a copy is taken away when its log is the beginning of the register's own,
so that it holds nothing that the register has not. Anything else is left alone.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from amnesty.errors import StoreError
from amnesty.errors.moving import PlaceTakenError
from db.engines.engine import open_engine, require_register
from db.engines.server_making import drop_all
from db.folder import as_store_error
from db.keyring.database_key import file_key
from db.tables import EventRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from db.engines.server import Server
    from db.keyring.keys import Keyring

MOVED = ".moved"
"""What the old place is called from then on."""
ARRIVING = ".arriving"
"""What a file is called until all of it has arrived."""
_BATCH = 1000
ENDINGS = ("", "-wal", "-shm", "-journal")
"""Of the files that are one database."""


def clear_schema(target: Connection, server: Server, source: Connection) -> None:
    """Take a former state of the register off the server, if one is there.

    Raises:
        PlaceTakenError: what is there is none.
    """
    asked = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    if not target.execute(asked, {"name": server.schema}).scalar_one():
        return
    is_former = inspect(target).has_table(str(EventRow.__tablename__))
    if is_former:
        target.exec_driver_sql("LOCK TABLE head, event IN ACCESS EXCLUSIVE MODE")
        is_former = _begins_with(source, target)
    if not is_former:
        place = f"the schema {server.schema} on the server"
        raise PlaceTakenError(place)
    drop_all(target, server)


def clear_file(file: Path, keyring: Keyring, source: Connection) -> None:
    """Take a file away that holds a former state of the register, if there is one.

    What SQLite kept beside a file goes too: it would be read into the next one.

    Raises:
        PlaceTakenError: what is there is none.
    """
    is_former = not file.exists()
    with suppress(StoreError, DBAPIError):
        is_former = is_former or _is_former(file, keyring, source)
    if not is_former:
        raise PlaceTakenError(str(file))
    remove_file(file)


def _is_former(file: Path, keyring: Keyring, source: Connection) -> bool:
    require_register(file)
    engine = open_engine(file, file_key(file, keyring).database)
    try:
        with engine.connect() as connection:
            return _begins_with(source, connection)
    finally:
        engine.dispose()


def remove_file(file: Path) -> None:
    """Take a database file away, with what SQLite keeps beside it."""
    with as_store_error():
        for ending in ENDINGS:
            file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def _begins_with(now: Connection, former: Connection) -> bool:
    """Return whether a register's log begins with the whole log of another."""
    newest = select(func.max(col(EventRow.sequence)))
    size = former.execute(newest).scalar() or 0
    return size > 0 and _log_hash(now, size) == _log_hash(former, size)


def _log_hash(connection: Connection, size: int) -> bytes:
    """Return a hash of the first leaves of a log, and of how many there are."""
    sequence, leaf = col(EventRow.sequence), col(EventRow.leaf)
    asked = select(leaf).where(sequence <= size).order_by(sequence)
    count, digest = 0, hashlib.sha256()
    with connection.execute(asked.execution_options(yield_per=_BATCH)) as found:
        for one in found.scalars():
            count += 1
            digest.update(hashlib.sha256(one.encode()).digest())
    return digest.digest() + count.to_bytes(8, "big")
