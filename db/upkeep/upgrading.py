"""Carries a register of an earlier version on to this one: all of it, or nothing.

Changing the tables and what they hold is one transaction, so that a power cut half-way
leaves the register as it was. A copy of the file stays beside it, for a change of mind.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, require
from amnesty.errors.register import (
    AnotherSchemaError,
    CopyKeptError,
    NothingToUpgradeError,
    RegisterBusyError,
)
from amnesty.errors.server import NotOnAServerError
from db.admission import admit, sign_in
from db.audit.checkpoints import make_log_key
from db.audit.former_log import begin_tree
from db.engines.engine import (
    WAIT_SECONDS,
    as_our_error,
    open_engine,
    require_register,
    schema_of,
)
from db.engines.place import require_files
from db.engines.server import read_server
from db.folder import DATABASE, KEY_FILE, as_store_error
from db.keyring.filekey import file_key
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.roots import make_roots
from db.tables import EARLIER_REVISIONS, REVISION
from db.transaction import SqlTransaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from amnesty.ports import Chance, Clock
    from db.admission import Unlocked


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """What was done to a register."""

    before: str
    """The schema that it had."""
    now: str
    copy: Path
    """The register's file as it was."""


def upgrade_register(
    directory: Path,
    name: str,
    passphrase: str,
    *,
    key_file: bytes | None = None,
    clock: Clock,
    chance: Chance = os.urandom,
    wait: float = WAIT_SECONDS,
) -> Upgraded:
    """Carry a register on to the schema of this program.

    Raises:
        NothingToUpgradeError: it has that schema.
        AnotherSchemaError: this program does not know its schema.
        RoleMayNotError: who signs in is no supervisor, who alone holds all keys.
        RegisterBusyError: somebody else works in it.
        CopyKeptError: the copy of an earlier attempt is in the way.
        StoreError: it cannot be opened, or there is no room; nothing was changed.
    """
    require_files(directory)
    unlocked = sign_in(directory / KEY_FILE, name, passphrase, key_file)
    if read_server(directory) is not None:
        job = "upgrade"
        raise NotOnAServerError(job)
    file = directory / DATABASE
    require_register(file)
    engine = open_engine(file, file_key(file, unlocked.keyring).database, wait=wait)
    try:
        with as_our_error():
            return _upgrade(engine, file, unlocked, clock=clock, chance=chance)
    finally:
        engine.dispose()


def _upgrade(
    engine: Engine, file: Path, unlocked: Unlocked, *, clock: Clock, chance: Chance
) -> Upgraded:
    _settle_log(engine)
    with Session(engine, autoflush=False) as session:
        connection = session.connection()
        before = schema_of(connection)
        if before == REVISION:
            raise NothingToUpgradeError(before)
        if before not in EARLIER_REVISIONS:
            raise AnotherSchemaError(found=before, expected=REVISION)
        access = admit(
            session, file.parent, unlocked, cost=STANDARD_COST, chance=chance
        )
        require(access.member, Act.UPGRADE)
        copy = _copied(file, before)
        try:
            upgrade(connection)
            transaction = SqlTransaction(session, access)
            make_roots(transaction, former=True)
            make_log_key(transaction)
            begin_tree(transaction)
            transaction.make_answers()
            transaction.reindex()
            transaction.append(
                Event(
                    at=clock.now(),
                    by=access.member,
                    verb=Verb.ALTERATION,
                    act=Act.UPGRADE,
                    detail={"before": before, "now": REVISION},
                )
            )
            transaction.write_events()
            session.commit()
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
    return Upgraded(before=before, now=REVISION, copy=copy)


def _settle_log(engine: Engine) -> None:
    """Have the write-ahead log written into the file, so that the file is all."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _copied(file: Path, before: str) -> Path:
    """Copy the register's file, which nobody writes to meanwhile.

    Raises:
        RegisterBusyError: somebody else has it open, so that the file is not all.
        CopyKeptError: there is such a copy, of another state of the register.
    """
    copy = file.with_name(f"{file.name}.before-{REVISION}-was-{before}")
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise RegisterBusyError
    if copy.exists():
        # An upgrade that was killed leaves its copy, of the register as it still is.
        if filecmp.cmp(file, copy, shallow=False):
            return copy
        raise CopyKeptError(copy)
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    with as_store_error():
        try:
            shutil.copyfile(file, unfinished)
            unfinished.chmod(0o600)
            with unfinished.open("rb") as opened:
                os.fsync(opened.fileno())
            unfinished.replace(copy)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    return copy
