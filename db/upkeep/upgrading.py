"""Carries a register of an earlier version on to this one: all of it, or nothing.

Changing the tables and what they hold is one transaction, on a server too, so that a
power cut half-way leaves the register as it was. A copy of a file stays beside it, for
a change of mind; on a server there is none.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session, col

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, require
from amnesty.errors.register import (
    AnotherSchemaError,
    CopyKeptError,
    NothingToUpgradeError,
    RegisterBusyError,
)
from amnesty.errors.server import (
    AnotherDatabaseError,
    NotOnAServerError,
    OwnerNeededError,
)
from amnesty.ports import Chance, Clock
from db.admission import Unlocked, admit, sign_in
from db.audit.checkpoints import make_log_key
from db.audit.forgetting import forget
from db.audit.former_log import begin_tree
from db.engines.address import is_same_place, parse_server_url
from db.engines.engine import (
    WAIT_SECONDS,
    as_our_error,
    open_engine,
    require_register,
    schema_of,
)
from db.engines.place import require_files
from db.engines.server import SERVER_FILE, engine_on, read_server
from db.engines.server_making import make_fences, require_alone, require_fit
from db.folder import DATABASE, KEY_FILE, as_store_error
from db.keyring.database_key import file_key
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.records import ERASED
from db.roots import make_roots
from db.tables import EARLIER_REVISIONS, REVISION, RegistrationRow
from db.transaction import SqlTransaction

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

    from db.engines.server import Server
    from db.work import Access


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """What was done to a register."""

    before: str
    """The schema that it had."""
    now: str
    copy: Path | None
    """The register's file as it was; None on a server."""


def upgrade_register(
    directory: Path,
    name: str,
    passphrase: str,
    *,
    key_file: bytes | None = None,
    database: URL | None = None,
    clock: Clock,
    chance: Chance = os.urandom,
    wait: float = WAIT_SECONDS,
) -> Upgraded:
    """Carry a register on to the schema of this program.

    Args:
        directory: the register's folder.
        name: a supervisor.
        passphrase: theirs.
        key_file: their second secret, where they have one.
        database: of a register on a server: as its owner reaches it.
        clock: the time of the event that tells of it.
        chance: where random bytes come from.
        wait: how many seconds others may take to finish.

    Raises:
        NothingToUpgradeError: it has that schema.
        AnotherSchemaError: this program does not know its schema.
        RoleMayNotError: who signs in is no supervisor, who alone holds all keys.
        PassphraseToChangeError: their passphrase was handed out to them.
        RegisterBusyError: somebody else works in it.
        RegisterOpenError: somebody else is signed in to it on the server.
        CopyKeptError: the copy of an earlier attempt is in the way.
        OwnerNeededError: it is on a server, and no database is named.
        NotOnAServerError: it is in a file, and a database is named.
        StoreError: it cannot be opened, or there is no room; nothing was changed.
    """
    require_files(directory)
    unlocked = sign_in(directory / KEY_FILE, name, passphrase, key_file)
    work = _Upgrading(
        directory=directory, unlocked=unlocked, clock=clock, chance=chance
    )
    server = read_server(directory)
    if server is not None:
        return _on_server(work, server, database, wait)
    if database is not None:
        raise NotOnAServerError
    return _in_file(work, wait)


@dataclass(frozen=True, kw_only=True)
class _Upgrading:
    directory: Path
    unlocked: Unlocked
    clock: Clock
    chance: Chance


def _in_file(work: _Upgrading, wait: float) -> Upgraded:
    file = work.directory / DATABASE
    require_register(file)
    key = file_key(file, work.unlocked.keyring).database
    engine = open_engine(file, key, wait=wait)
    copies: list[Path] = []
    try:
        with as_our_error():
            _settle_log(engine)
            with Session(engine, autoflush=False) as session:
                before, access = _begin(session, work)
                copies.append(_copied(file, before))
                _carry_on(session, access, before, work)
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    return Upgraded(before=before, now=REVISION, copy=copies[0])


def _on_server(
    work: _Upgrading, server: Server, database: URL | None, wait: float
) -> Upgraded:
    if database is None:
        job = "upgrade"
        raise OwnerNeededError(job)
    if not is_same_place(database, parse_server_url(server.url)):
        raise AnotherDatabaseError(work.directory / SERVER_FILE)
    engine = engine_on(database, server, wait=wait, lock=False)
    try:
        with as_our_error(), engine.begin() as connection:
            require_fit(connection)
            require_alone(connection, server)
            with Session(connection, autoflush=False) as session:
                before, access = _begin(session, work)
                _carry_on(session, access, before, work)
            make_fences(connection, server, access.authority_id)
    finally:
        engine.dispose()
    return Upgraded(before=before, now=REVISION, copy=None)


def _begin(session: Session, work: _Upgrading) -> tuple[str, Access]:
    """Return the schema that a register has, and a supervisor's access to it."""
    before = schema_of(session.connection())
    if before == REVISION:
        raise NothingToUpgradeError(before)
    if before not in EARLIER_REVISIONS:
        raise AnotherSchemaError(found=before, expected=REVISION)
    access = admit(
        session,
        work.directory,
        work.unlocked,
        cost=STANDARD_COST,
        chance=work.chance,
    )
    require(access.member, Act.UPGRADE)
    return before, access


def _carry_on(session: Session, access: Access, before: str, work: _Upgrading) -> None:
    """Change the tables and what they hold, and log it, as one transaction."""
    upgrade(session.connection())
    transaction = SqlTransaction(session, access)
    transaction.require_own_passphrase(work.unlocked.slot)
    if before == "0001":
        _make_what_0002_has(transaction)
    _forget_the_erased(transaction)
    transaction.append(
        Event(
            at=work.clock.now(),
            by=access.member,
            verb=Verb.ALTERATION,
            act=Act.UPGRADE,
            detail={"before": before, "now": REVISION},
        )
    )
    transaction.write_events()
    session.commit()


def _make_what_0002_has(transaction: SqlTransaction) -> None:
    """Make the log's tree, the answers for police and the words of that schema."""
    make_roots(transaction, former=True)
    make_log_key(transaction)
    begin_tree(transaction)
    transaction.make_answers()
    transaction.reindex()


def _forget_the_erased(transaction: SqlTransaction) -> None:
    """Take out what details still say of those whom earlier versions erased.

    What police asked about them is known by no mark any more, and stays as it is.
    """
    is_erased = col(RegistrationRow.state) == ERASED
    erased = transaction.run(select(col(RegistrationRow.id)).where(is_erased)).scalars()
    forget(transaction, {own: frozenset() for own in erased})


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
