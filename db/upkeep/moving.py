"""Moves a register from a file to a server and back: every record, or none.

What arrived is compared with what was sent before anything else is done. One file then
decides where the register is: `database.json` names the server while it is there. So a
move that is killed left the register where it was, or where it went; the same move,
once more, clears away what the first one left (db/upkeep/remains.py).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.moving import AlreadyThereError, CopyDiffersError, PlaceTakenError
from amnesty.ports import Chance, Clock
from db.admission import admit, sign_in
from db.engines.address import without_login
from db.engines.engine import WAIT_SECONDS, as_our_error, open_engine, require_schema
from db.engines.place import require_files
from db.engines.server import (
    SERVER_FILE,
    Server,
    engine_on,
    read_server,
    schema_name,
    write_server,
)
from db.engines.server_making import (
    close_logins,
    make_logins,
    make_schema,
    require_fit,
)
from db.folder import DATABASE, KEY_FILE, as_store_error, settle
from db.keyring.database_key import file_key
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.roots import read_roots
from db.transaction import SqlTransaction
from db.upkeep.copying import Digests, copied_tables, digests_of, rows_in, rows_out
from db.upkeep.remains import (
    ARRIVING,
    ENDINGS,
    MOVED,
    clear_file,
    clear_schema,
    remove_file,
)
from db.upkeep.restoring_file import require_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

    from db.admission import Unlocked
    from db.work import Access


@dataclass(frozen=True, kw_only=True)
class Mover:
    """Who moves a register, and with what."""

    name: str
    passphrase: str
    clock: Clock
    chance: Chance
    step: Callable[[int], None] = lambda _: None
    """Is told how many rows have arrived."""


def move_to_server(directory: Path, mover: Mover, database: URL) -> int:
    """Move a register from its file to a server; return how many rows arrived.

    The old file stays beside, under another name.

    Args:
        directory: the register's folder.
        mover: a supervisor, while nobody has the register open.
        database: as its owner reaches it, who may make schemas and roles.

    Raises:
        AlreadyThereError: it is on a server.
        RegisterOpenError: somebody has it open.
        RoleMayNotError: who moves it is no supervisor.
        CopyDiffersError: what arrived is not what was sent.
        StoreError: the register stays where it was.
    """
    require_files(directory)
    if read_server(directory) is not None:
        place = "on a server"
        raise AlreadyThereError(place)
    file, old = directory / DATABASE, directory / f"{DATABASE}{MOVED}"
    if old.exists():
        raise PlaceTakenError(str(old))
    unlocked = sign_in(directory / KEY_FILE, mover.name, mover.passphrase)
    server = Server(
        url=without_login(database), schema=schema_name(unlocked.keyring.register)
    )
    source = open_engine(file, file_key(file, unlocked.keyring).database)
    target = engine_on(database, server, wait=WAIT_SECONDS, lock=False)
    with _disposed(source, target), as_our_error():
        require_alone(source)
        access = _logged(source, directory, unlocked, mover, to="server")
        with source.begin() as held:
            with target.begin() as connection:
                _be_patient(connection)
                require_fit(connection)
                clear_schema(connection, server, held)
                make_schema(connection, server)
                upgrade(connection)
                done = _copied(held, connection, mover.step)
                make_logins(connection, server, access.keyring, access.authority_id)
            # Whoever waits for the file finds this when their turn comes.
            write_server(directory, server)
    with as_store_error():
        for ending in ENDINGS:
            beside = directory / f"{DATABASE}{ending}"
            if beside.exists():
                beside.replace(directory / f"{old.name}{ending}")
    return done


def move_to_file(directory: Path, mover: Mover, owner: URL) -> int:
    """Move a register from its server to a file; return how many rows arrived.

    The schema stays on the server, and is closed to everybody but its owner.

    Args:
        directory: the register's folder.
        mover: a supervisor.
        owner: the database as the schema's owner reaches it, who closes the schema.

    Raises:
        AlreadyThereError: it is in a file.
        RoleMayNotError: who moves it is no supervisor.
        CopyDiffersError: what arrived is not what was sent.
        StoreError: the register stays where it was.
    """
    server = read_server(directory)
    if server is None:
        place = "in a file"
        raise AlreadyThereError(place)
    file, arriving = directory / DATABASE, directory / f"{DATABASE}{ARRIVING}"
    remove_file(arriving)
    unlocked = sign_in(directory / KEY_FILE, mover.name, mover.passphrase)
    keyring = unlocked.keyring
    # By the owner, to whom it is open also when a move was killed after closing it.
    source = engine_on(owner, server, wait=WAIT_SECONDS)
    target = open_engine(arriving, keyring.keys(Compartment.COMMON).database)
    try:
        with _disposed(source, target), as_our_error():
            _logged(source, directory, unlocked, mover, to="file")
            with source.begin() as held:
                _be_patient(held)
                clear_file(file, keyring, held)
                with target.begin() as connection:
                    upgrade(connection)
                    done = _copied(held, connection, mover.step)
                require_alone(target)
                close_logins(held, server)
    except BaseException:
        remove_file(arriving)
        raise
    with as_store_error():
        arriving.chmod(0o600)
        arriving.rename(file)
        settle(directory)
        (directory / SERVER_FILE).replace(directory / f"{SERVER_FILE}{MOVED}")
        settle(directory)
    return done


@contextmanager
def _disposed(*engines: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        for engine in engines:
            engine.dispose()


def _logged(
    engine: Engine, directory: Path, unlocked: Unlocked, mover: Mover, *, to: str
) -> Access:
    """Admit who moves the register, and log that it is moved."""
    with Session(engine, autoflush=False) as session:
        require_schema(session.connection())
        access = admit(
            session, directory, unlocked, cost=STANDARD_COST, chance=mover.chance
        )
        require(access.member, Act.MOVE)
        read_roots(session, access.keyring)
        transaction = SqlTransaction(session, access)
        transaction.append(
            Event(
                at=mover.clock.now(),
                by=access.member,
                verb=Verb.ALTERATION,
                act=Act.MOVE,
                detail={"to": to},
            )
        )
        transaction.write_events()
        session.commit()
    return access


def _be_patient(connection: Connection) -> None:
    """Have the server wait while the other side reads or writes for minutes."""
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _copied(source: Connection, target: Connection, step: Callable[[int], None]) -> int:
    """Copy all rows, and compare what arrived with what was sent."""
    done, sent = 0, Digests()
    for table in copied_tables():
        sent.count(table.name, [])
        for rows in rows_out(source, table):
            sent.count(table.name, rows)
            rows_in(target, table, rows)
            done += len(rows)
            step(done)
    arrived = digests_of(target)
    for name, total in sent.sums.items():
        if arrived.sums.get(name) != total:
            raise CopyDiffersError(name)
    return done
