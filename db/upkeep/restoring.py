"""Puts a backup back: by two people, whole or not at all, never backwards unseen."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import Session, col

from amnesty.domain.event import Event, Verb
from amnesty.domain.london import london_day
from amnesty.domain.registration import RegistrationId
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.backup import (
    BackupDamagedError,
    OlderBackupError,
    RegisterOpenError,
    SamePersonError,
)
from amnesty.errors.register import CopyKeptError
from amnesty.errors.server import NotOnAServerError
from db.admission import Unlocked, admit, sign_in
from db.engines.engine import as_our_error, open_engine, require_schema
from db.engines.server import read_server
from db.erasures import ERASURES_FILE, read_erasures, write_erasures
from db.folder import (
    DATABASE,
    KEY_FILE,
    as_store_error,
    require_own_disk,
)
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.roots import read_roots
from db.tables import HeadRow
from db.transaction import SqlTransaction
from db.upkeep.backup import Backup, epoch_needed, records_of
from db.upkeep.copying import copied_tables, rows_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from amnesty.ports import Chance, Clock
    from db.work import Access

_WAIT_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was put back."""

    backup: Backup
    lost: int
    """How many events of the register before are not in it."""
    kept: Path | None
    """The file of the register before, if there was one."""


@dataclass(frozen=True, kw_only=True)
class Restorer:
    """One of the two people who put a backup back."""

    name: str
    passphrase: str


def restore_backup(
    file: Path,
    directory: Path,
    people: tuple[Restorer, Restorer],
    *,
    clock: Clock,
    reason: str | None = None,
    chance: Chance = os.urandom,
    step: Callable[[int], None] = lambda _: None,
) -> Restored:
    """Put a backup into a folder, in which the register's key files lie.

    Args:
        file: the backup.
        directory: the folder; a register in it is kept under another name.
        people: a supervisor, and another who may make backups.
        clock: the time of the event that tells of it.
        reason: why a backup that is older than the register is put back; else none is.
        chance: where random bytes come from.
        step: is told how many rows are back.

    Raises:
        SamePersonError: both are the same person.
        OlderBackupError: the register has more than it, and no reason was given.
        RegisterOpenError: somebody has the register open.
        CopyKeptError: the file of an earlier attempt is in the way.
        StoreError: the backup, the keys or the folder are not fit; nothing is changed.
    """
    require_own_disk(directory)
    if read_server(directory) is not None:
        job = "restore"
        raise NotOnAServerError(job)
    first, second = (
        sign_in(directory / KEY_FILE, one.name, one.passphrase) for one in people
    )
    if first.slot.account == second.slot.account:
        raise SamePersonError
    epoch = epoch_needed(file, first.keyring)
    pair = (_until(first, epoch), _until(second, epoch))
    kept = directory / f"{DATABASE}.before-restore"
    if kept.exists():
        raise CopyKeptError(kept)
    before = _events_before(directory / DATABASE, first)
    with _staged(directory) as folder:
        backup = _filled(folder / DATABASE, file, pair[0], step)
        lost = max(0, (before or 0) - backup.events)
        if lost and reason is None:
            raise OlderBackupError(missing=lost)
        detail = {
            "made_at": backup.made_at,
            "events": str(backup.events),
            "lost": str(lost),
            "second": str(second.slot.account),
            **({"reason": reason} if reason else {}),
        }
        erased = read_erasures(directory, first.keyring)
        _finish(folder, pair, detail, erased, clock=clock, chance=chance)
        was_there = _moved_in(folder, directory, kept)
    return Restored(backup=backup, lost=lost, kept=kept if was_there else None)


def _until(unlocked: Unlocked, epoch: int) -> Unlocked:
    """Return somebody's keys as they were when the backup was made."""
    return unlocked._replace(keyring=unlocked.keyring.until(epoch))


def _events_before(file: Path, unlocked: Unlocked) -> int | None:
    """Return how many events the register has that is to be replaced.

    None where there is none, or none that can be read any more.

    Raises:
        RegisterOpenError: somebody has it open.
    """
    if not file.exists():
        return None
    for keys in unlocked.keyring.epochs(Compartment.COMMON):
        engine = open_engine(file, keys.database, wait=_WAIT_SECONDS)
        with suppress(DBAPIError, dbapi2.DatabaseError):
            try:
                require_alone(engine)
                with engine.connect() as connection:
                    asked = select(col(HeadRow.version))
                    return int(connection.execute(asked).scalar_one())
            finally:
                engine.dispose()
    return None


def require_alone(engine: Engine) -> None:
    """Leave the write-ahead log, which only who is alone with the file can do."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        mode = cursor.execute("PRAGMA journal_mode=DELETE").fetchone()
        busy = mode is None or mode[0] != "delete"
    except dbapi2.DatabaseError as error:
        if "BUSY" in str(getattr(error, "sqlite_errorname", "")):
            raise RegisterOpenError from None
        raise
    finally:
        connection.close()
    if busy:
        raise RegisterOpenError


def _filled(
    database: Path, file: Path, unlocked: Unlocked, step: Callable[[int], None]
) -> Backup:
    """Make a database that holds what the backup holds."""
    key = unlocked.keyring.keys(Compartment.COMMON).database
    engine = open_engine(database, key)
    known = {table.name: table for table in copied_tables()}
    backup, done = None, 0
    try:
        with as_our_error(), engine.begin() as connection:
            upgrade(connection)
            for record in records_of(file, unlocked.keyring):
                if isinstance(record, Backup):
                    backup = record
                    continue
                table, rows = record
                rows_in(connection, known[table], rows)
                done += len(rows)
                step(done)
            if backup is None or sum(backup.rows.values()) != done:
                raise BackupDamagedError(file)
    finally:
        engine.dispose()
    return backup


def _finish(
    folder: Path,
    pair: tuple[Unlocked, Unlocked],
    detail: dict[str, str],
    erased: frozenset[int],
    *,
    clock: Clock,
    chance: Chance,
) -> None:
    """Admit both people to what was restored, erase again, and log that they did it.

    What was erased since the backup is erased before anybody can open it.
    """
    first, second = pair
    key = first.keyring.keys(Compartment.COMMON).database
    engine = open_engine(folder / DATABASE, key)

    def admitted(session: Session, unlocked: Unlocked) -> Access:
        return admit(session, folder, unlocked, cost=STANDARD_COST, chance=chance)

    try:
        with as_our_error(), Session(engine, autoflush=False) as session:
            require_schema(session.connection())
            require(admitted(session, second).member, Act.BACK_UP)
            access = admitted(session, first)
            require(access.member, Act.RESTORE)
            read_roots(session, access.keyring)
            transaction = SqlTransaction(session, access)
            today = london_day(clock.now())
            again = [
                one
                for one in sorted(erased)
                if transaction.erase(RegistrationId(one), erased_on=today)
            ]
            detail = {**detail, "erased_again": str(len(again))}
            if erased:
                write_erasures(folder, access.keyring, erased, chance)
            transaction.append(
                Event(
                    at=clock.now(),
                    by=access.member,
                    verb=Verb.ALTERATION,
                    act=Act.RESTORE,
                    detail=detail,
                )
            )
            transaction.write_events()
            session.commit()
    finally:
        engine.dispose()


@contextmanager
def _staged(directory: Path) -> Iterator[Path]:
    """Lend a folder beside the register's files, with a copy of its keys."""
    staging = directory / ".restoring"
    with as_store_error():
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        shutil.copyfile(directory / KEY_FILE, staging / KEY_FILE)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _moved_in(folder: Path, directory: Path, kept: Path) -> bool:
    """Put what was made in the place of what was; return whether something was.

    What belongs to the old file alone, its write-ahead log, goes with it.
    """
    old = directory / DATABASE
    was_there = old.exists()
    with as_store_error():
        (folder / DATABASE).chmod(0o600)
        if was_there:
            old.rename(kept)
        for ending in ("-wal", "-shm", "-journal"):
            beside = directory / f"{DATABASE}{ending}"
            if beside.exists():
                beside.rename(directory / f"{kept.name}{ending}")
        (folder / DATABASE).rename(old)
        for name in (KEY_FILE, ERASURES_FILE):
            if (folder / name).exists():
                (folder / name).replace(directory / name)
    return was_there
