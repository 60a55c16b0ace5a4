"""Moves a register from a file to a server and back: every record, or none.

What arrived is compared with what was sent before anything else is done. Until then the
register is where it was; afterwards its old place opens for nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, Role, require
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
    open_server,
    read_server,
    schema_name,
    write_server,
)
from db.engines.server_making import (
    has_schema,
    make_logins,
    make_schema,
    require_fit,
)
from db.folder import DATABASE, KEY_FILE, as_store_error
from db.keyring.filekey import file_key
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.roots import read_roots
from db.transaction import SqlTransaction
from db.upkeep.copying import copied_tables, digests_of, rows_in, rows_out
from db.upkeep.restoring_file import require_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

    from db.admission import Unlocked
    from db.work import Access

_MOVED = ".moved"


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
    file, old = directory / DATABASE, directory / f"{DATABASE}{_MOVED}"
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
        with source.begin() as held, target.begin() as connection:
            require_fit(connection)
            _require_no_schema(connection, server)
            make_schema(connection, server)
            upgrade(connection)
            done = _copied(held, connection, mover.step)
            make_logins(connection, server, access.keyring, access.authority_id)
    with as_store_error():
        file.rename(old)
    try:
        write_server(directory, server)
    except BaseException:
        old.rename(file)
        raise
    return done


def move_to_file(directory: Path, mover: Mover, owner: URL) -> int:
    """Move a register from its server to a file; return how many rows arrived.

    The schema stays on the server, and its logins are closed.

    Args:
        directory: the register's folder.
        mover: a supervisor.
        owner: the database as the schema's owner reaches it, who closes the logins.

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
    file, old = directory / DATABASE, directory / f"{SERVER_FILE}{_MOVED}"
    for taken in (file, old):
        if taken.exists():
            raise PlaceTakenError(str(taken))
    unlocked = sign_in(directory / KEY_FILE, mover.name, mover.passphrase)
    role, keyring = unlocked.slot.role, unlocked.keyring
    source = open_server(server, role, keyring, wait=WAIT_SECONDS)
    target = open_engine(file, keyring.keys(Compartment.COMMON).database)
    closing_engine = engine_on(owner, server, wait=WAIT_SECONDS, lock=False)
    try:
        with _disposed(source, target, closing_engine), as_our_error():
            _logged(source, directory, unlocked, mover, to="file")
            with closing_engine.begin() as owning, source.begin() as held:
                with target.begin() as connection:
                    upgrade(connection)
                    done = _copied(held, connection, mover.step)
                for one in Role:
                    owning.exec_driver_sql(f"ALTER ROLE {server.login(one)} NOLOGIN")
        with as_store_error():
            file.chmod(0o600)
            (directory / SERVER_FILE).rename(old)
    except BaseException:
        if (directory / SERVER_FILE).exists():
            for ending in ("", "-wal", "-shm", "-journal"):
                (directory / f"{DATABASE}{ending}").unlink(missing_ok=True)
        raise
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


def _require_no_schema(connection: Connection, server: Server) -> None:
    if has_schema(connection, server.schema):
        place = f"the schema {server.schema} on the server"
        raise PlaceTakenError(place)


def _copied(source: Connection, target: Connection, step: Callable[[int], None]) -> int:
    """Copy all rows, and compare what arrived with what was sent."""
    done = 0
    for table in copied_tables():
        for rows in rows_out(source, table):
            rows_in(target, table, rows)
            done += len(rows)
            step(done)
    sent, arrived = digests_of(source), digests_of(target)
    for name, total in sent.sums.items():
        if arrived.sums.get(name) != total:
            raise CopyDiffersError(name)
    return done
