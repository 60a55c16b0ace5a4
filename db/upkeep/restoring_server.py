"""Restores onto a server: everything there is one transaction, its last act the swap.

The register before gets another name and the new one is built under the old name, both
in the same transaction. So whoever looks sees the old one until the instant in which
they see the new one, and a crash anywhere leaves nothing behind on the server.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import Session

from amnesty.errors.server import AnotherDatabaseError
from db.engines.address import is_same_place, parse_server_url, without_login
from db.engines.engine import WAIT_SECONDS, as_our_error
from db.engines.server import (
    SERVER_FILE,
    Server,
    engine_on,
    read_server,
    schema_name,
    write_server,
)
from db.engines.server_making import (
    make_logins,
    make_schema,
    put_aside,
    require_alone,
    require_fit,
)
from db.folder import KEY_FILE
from db.upkeep.refilling import (
    Restored,
    Restoring,
    fill,
    finish,
    staged,
    take,
    take_erasures,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection

_ASIDE = "_before_restore"


def restore_onto_server(work: Restoring, database: URL) -> Restored:
    """Build a register on a server, in the place of the one that there may be.

    Args:
        work: what is restored, by whom.
        database: as its owner reaches it, who may make schemas and roles.

    Raises:
        AnotherDatabaseError: the register is on another server, or in another database.
        RegisterOpenError: somebody has the register open.
        SchemaKeptError: the schema of an earlier attempt is in the way.
        StoreError: nothing is changed.
    """
    server = _server(work, database)
    aside = f"{server.schema}{_ASIDE}"
    engine = engine_on(database, server, wait=WAIT_SECONDS, lock=False)
    try:
        with as_our_error(), staged(work.directory) as folder:
            with (
                _named(work.directory, server),
                engine.begin() as connection,
            ):
                require_fit(connection)
                require_alone(connection, server)
                before = _events_before(connection)
                was_there = put_aside(connection, server, aside)
                make_schema(connection, server)
                backup = fill(connection, work.file, work.pair[0].keyring, work.step)
                lost = work.lost(backup, before)
                with Session(connection, autoflush=False) as session:
                    access = finish(session, folder, work, backup=backup, lost=lost)
                make_logins(connection, server, access.keyring, access.authority_id)
                take_erasures(folder, work.directory)
            take(folder, work.directory, KEY_FILE)
    finally:
        engine.dispose()
    return Restored(backup=backup, lost=lost, kept=aside if was_there else None)


def _server(work: Restoring, database: URL) -> Server:
    """Return where the register is to be, which is where its folder says it is."""
    there = read_server(work.directory)
    if there is None:
        schema = schema_name(work.held.register)
        return Server(url=without_login(database), schema=schema)
    if not is_same_place(database, parse_server_url(there.url)):
        raise AnotherDatabaseError(work.directory / SERVER_FILE)
    return there


@contextmanager
def _named(directory: Path, server: Server) -> Iterator[None]:
    """Have the folder name the server before anything is on it, or not at all."""
    if read_server(directory) is not None:
        yield
        return
    write_server(directory, server)
    try:
        yield
    except BaseException:
        (directory / SERVER_FILE).unlink(missing_ok=True)
        raise


def _events_before(connection: Connection) -> int | None:
    """Return how many events the register has that is to be replaced.

    None where there is none, or where it has no head any more.
    """
    if not connection.execute(text("SELECT to_regclass('head')")).scalar():
        return None
    found = connection.execute(text("SELECT version FROM head")).scalar()
    return None if found is None else int(found)
