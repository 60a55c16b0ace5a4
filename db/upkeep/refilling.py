"""What restoring into a file and onto a server have in common.

A database that is still nobody's is filled with a backup's rows; then both people are
admitted to it, what was erased since is erased again, and the log tells of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.london import london_day
from amnesty.domain.registration import RegistrationId
from amnesty.domain.staff import Act, require
from amnesty.errors.backup import BackupDamagedError, OlderBackupError
from amnesty.ports import Chance, Clock
from db.admission import Unlocked, admit
from db.engines.engine import require_schema
from db.erasures import ERASURES_FILE, read_erasures, write_erasures
from db.folder import KEY_FILE, as_store_error
from db.keyring.keys import Keyring
from db.keyring.slots import STANDARD_COST
from db.migrations import upgrade
from db.roots import read_roots
from db.transaction import SqlTransaction
from db.upkeep.backup import Backup, records_of
from db.upkeep.copying import copied_tables, rows_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlmodel import Session

    from db.work import Access

STAGING = ".restoring"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was put back."""

    backup: Backup
    lost: int
    """How many events of the register before are not in it."""
    kept: Path | str | None
    """The file of the register before, or its schema, if there was one."""


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """One attempt to put a backup back, by two people who proved who they are."""

    file: Path
    directory: Path
    held: Keyring
    """All keys of the first, those of later epochs too."""
    pair: tuple[Unlocked, Unlocked]
    """Both, with the keys that there were when the backup was made."""
    clock: Clock
    reason: str | None
    chance: Chance
    step: Callable[[int], None]

    def lost(self, backup: Backup, before: int | None) -> int:
        """Return how many events of the register before the backup has not.

        Raises:
            OlderBackupError: it lacks some, and nobody gave a reason.
        """
        lost = max(0, (before or 0) - backup.events)
        if lost and self.reason is None:
            raise OlderBackupError(missing=lost)
        return lost


def fill(
    connection: Connection,
    file: Path,
    keyring: Keyring,
    step: Callable[[int], None],
) -> Backup:
    """Make the tables in an empty place, and put a backup's rows into them."""
    known = {table.name: table for table in copied_tables()}
    backup, done = None, 0
    upgrade(connection)
    for record in records_of(file, keyring):
        if isinstance(record, Backup):
            backup = record
            continue
        table, rows = record
        rows_in(connection, known[table], rows)
        done += len(rows)
        step(done)
    if backup is None or sum(backup.rows.values()) != done:
        raise BackupDamagedError(file)
    return backup


def finish(
    session: Session, folder: Path, work: Restoring, *, backup: Backup, lost: int
) -> Access:
    """Admit both people to what was restored, erase again, and log that they did it.

    What was erased since the backup is erased before anybody can open it. The folder
    has a copy of the key file, which is put right there.
    """

    def admitted(unlocked: Unlocked) -> Access:
        return admit(session, folder, unlocked, cost=STANDARD_COST, chance=work.chance)

    first, second = work.pair
    require_schema(session.connection())
    require(admitted(second).member, Act.BACK_UP)
    access = admitted(first)
    require(access.member, Act.RESTORE)
    read_roots(session, access.keyring)
    transaction = SqlTransaction(session, access)
    for one in work.pair:
        transaction.require_own_passphrase(one.slot)
    today = london_day(work.clock.now())
    erased = read_erasures(work.directory, work.held)
    again = [
        one
        for one in sorted(erased)
        if transaction.erase(RegistrationId(one), erased_on=today)
    ]
    if erased:
        write_erasures(folder, access.keyring, erased, work.chance)
    transaction.append(
        Event(
            at=work.clock.now(),
            by=access.member,
            verb=Verb.ALTERATION,
            act=Act.RESTORE,
            detail={
                "made_at": backup.made_at,
                "events": str(backup.events),
                "lost": str(lost),
                "second": str(second.slot.account),
                **({"reason": work.reason} if work.reason else {}),
                "erased_again": str(len(again)),
            },
        )
    )
    transaction.write_events()
    session.commit()
    return access


@contextmanager
def staged(directory: Path) -> Iterator[Path]:
    """Lend a folder beside the register's files, with a copy of its keys."""
    staging = directory / STAGING
    with as_store_error():
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        shutil.copyfile(directory / KEY_FILE, staging / KEY_FILE)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def take(folder: Path, directory: Path, *names: str) -> None:
    """Put what was made in a staged folder in the place of what was."""
    with as_store_error():
        for name in names:
            if (folder / name).exists():
                (folder / name).replace(directory / name)


def take_erasures(folder: Path, directory: Path) -> None:
    """Take the list of erasures, sealed under keys that both registers have.

    It goes first, so that it opens whichever of them stands after a power cut.
    """
    take(folder, directory, ERASURES_FILE)
