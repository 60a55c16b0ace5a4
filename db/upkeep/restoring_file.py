"""Restores into a file: built beside the register, and put in its place by a rename."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import Session, col

from amnesty.domain.staff import Compartment
from amnesty.errors.backup import RegisterOpenError
from amnesty.errors.register import CopyKeptError
from db.engines.engine import as_our_error, open_engine
from db.folder import DATABASE, KEY_FILE, as_store_error, settle
from db.tables import HeadRow
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
    from pathlib import Path

    from sqlalchemy import Engine

    from db.keyring.keys import Keyring

_WAIT_SECONDS = 1.0


def restore_into_file(work: Restoring) -> Restored:
    """Build a register beside the one that there is, then take its place.

    Raises:
        CopyKeptError: the file of an earlier attempt is in the way.
        RegisterOpenError: somebody has the register open.
        StoreError: nothing is changed.
    """
    old = work.directory / DATABASE
    kept = work.directory / f"{DATABASE}.before-restore"
    if kept.exists():
        raise CopyKeptError(kept)
    before = _events_before(old, work.held)
    with staged(work.directory) as folder:
        key = work.pair[0].keyring.keys(Compartment.COMMON).database
        engine = open_engine(folder / DATABASE, key)
        try:
            with as_our_error():
                with engine.begin() as connection:
                    backup = fill(
                        connection, work.file, work.pair[0].keyring, work.step
                    )
                lost = work.lost(backup, before)
                with Session(engine, autoflush=False) as session:
                    finish(session, folder, work, backup=backup, lost=lost)
        finally:
            engine.dispose()
        was_there = _moved_in(folder, work.directory, kept)
    return Restored(backup=backup, lost=lost, kept=kept if was_there else None)


def _events_before(file: Path, keyring: Keyring) -> int | None:
    """Return how many events the register has that is to be replaced.

    None where there is none, or none that can be read any more.

    Raises:
        RegisterOpenError: somebody has it open.
    """
    if not file.exists():
        return None
    for keys in keyring.epochs(Compartment.COMMON):
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


def _moved_in(folder: Path, directory: Path, kept: Path) -> bool:
    """Put what was made in the place of what was; return whether something was.

    The old file gets its second name first, so that at no instant there is neither.
    What belongs to it alone, its write-ahead log, goes with it.
    """
    old = directory / DATABASE
    was_there = old.exists()
    take_erasures(folder, directory)
    with as_store_error():
        (folder / DATABASE).chmod(0o600)
        if was_there:
            _name_too(old, kept)
        for ending in ("-wal", "-shm", "-journal"):
            beside = directory / f"{DATABASE}{ending}"
            if beside.exists():
                beside.rename(directory / f"{kept.name}{ending}")
        (folder / DATABASE).replace(old)
    take(folder, directory, KEY_FILE)
    with as_store_error():
        settle(directory)
    return was_there


def _name_too(file: Path, name: Path) -> None:
    """Give a file a second name; where the disk knows no such thing, copy it."""
    try:
        os.link(file, name)
    except OSError:
        shutil.copyfile(file, name)
        name.chmod(0o600)
