"""Puts a backup back: by two people, whole or not at all, never backwards unseen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.errors.backup import SamePersonError
from amnesty.errors.server import NotOnAServerError, OwnerNeededError
from db.admission import Unlocked, sign_in
from db.engines.server import read_server
from db.folder import DATABASE, KEY_FILE, require_own_disk
from db.upkeep.backup import epoch_needed
from db.upkeep.refilling import Restored, Restoring
from db.upkeep.restoring_file import restore_into_file
from db.upkeep.restoring_server import restore_onto_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.ports import Chance, Clock


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
    database: URL | None = None,
    reason: str | None = None,
    chance: Chance = os.urandom,
    step: Callable[[int], None] = lambda _: None,
) -> Restored:
    """Put a backup into a folder, or onto a server; the folder has the key files.

    Args:
        file: the backup.
        directory: the folder; a register in it, or where it says, is kept aside.
        people: a supervisor, and another who may make backups.
        clock: the time of the event that tells of it.
        database: where the register is on a server, or shall be: as its owner reaches
            it, who may make schemas and roles.
        reason: why a backup that is older than the register is put back; else none is.
        chance: where random bytes come from.
        step: is told how many rows are back.

    Raises:
        SamePersonError: both are the same person.
        PassphraseToChangeError: the passphrase of one was handed out to them.
        OlderBackupError: the register has more than it, and no reason was given.
        RegisterOpenError: somebody has the register open.
        OwnerNeededError: it is on a server, and no database is named.
        NotOnAServerError: it is in a file, and a database is named.
        StoreError: the backup, the keys or the place are not fit, or what was kept of
            an earlier attempt is in the way; nothing is changed.
    """
    require_own_disk(directory)
    _require_place(directory, database)
    first, second = (
        sign_in(directory / KEY_FILE, one.name, one.passphrase) for one in people
    )
    if first.slot.account == second.slot.account:
        raise SamePersonError
    epoch = epoch_needed(file, first.keyring)
    work = Restoring(
        file=file,
        directory=directory,
        held=first.keyring,
        pair=(_until(first, epoch), _until(second, epoch)),
        clock=clock,
        reason=reason,
        chance=chance,
        step=step,
    )
    if database is None:
        return restore_into_file(work)
    return restore_onto_server(work, database)


def _require_place(directory: Path, database: URL | None) -> None:
    """Refuse to put a file beside a server's register, or the other way round."""
    if database is None and read_server(directory) is not None:
        job = "restore"
        raise OwnerNeededError(job)
    if database is not None and (directory / DATABASE).exists():
        raise NotOnAServerError


def _until(unlocked: Unlocked, epoch: int) -> Unlocked:
    """Return somebody's keys as they were when the backup was made."""
    return unlocked._replace(keyring=unlocked.keyring.until(epoch))
