"""The key of the database file, which may be of an older epoch than all else.

The file can be given another key only while nobody has it open, so for a time it opens
with the common key of an epoch before the newest.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterBusyError, RegisterDamagedError
from db.folder import as_store_error, settle

if TYPE_CHECKING:
    from pathlib import Path

    from db.keyring.keys import CompartmentKeys, Keyring

_QUIET = "PRAGMA cipher_log_level=NONE"
_NEW = ".new-key"


def file_key(file: Path, keyring: Keyring) -> CompartmentKeys:
    """Return the common keys whose file key opens the file, the newest before others.

    Where none does, the newest are returned: opening the file says what is wrong.
    """
    newest, *older = keyring.epochs(Compartment.COMMON)
    if not older:
        return newest
    for keys in (newest, *older):
        if _opens(file, keys.database):
            return keys
    return newest


def give_newest_key(file: Path, keyring: Keyring) -> bool:
    """Put the file under the newest key, if nobody has it open; return whether it is.

    Everything is copied into a new file, which takes the other's place when it is
    whole. The old file is made unreadable before its lock is let go, so that whoever
    waited for it cannot write where nobody looks.

    Raises:
        RegisterDamagedError: what was copied is not what was there.
        StoreError: there is no room; the register is as it was.
    """
    before, now = file_key(file, keyring), keyring.keys(Compartment.COMMON)
    if before.epoch == now.epoch:
        return True
    new = file.with_name(file.name + _NEW)
    with as_store_error():
        new.unlink(missing_ok=True)
    with closing(_connected(file, before.database)) as connection:
        cursor = connection.cursor()
        if not _locked(cursor):
            return False
        try:
            _copy(cursor, new, now.database)
            with as_store_error():
                new.chmod(0o600)
                with new.open("rb") as opened:
                    os.fsync(opened.fileno())
                new.replace(file)
                settle(file.parent)
        except dbapi2.DatabaseError:
            raise RegisterBusyError from None
        finally:
            with as_store_error():
                new.unlink(missing_ok=True)
        cursor.execute("DELETE FROM alembic_version")
    return True


def _locked(cursor: Any) -> bool:  # noqa: ANN401 # of sqlcipher3, which has no types
    """Take the file for ourselves until the connection is closed."""
    with suppress(dbapi2.OperationalError):
        cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
        mode = cursor.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode is None or mode[0] != "delete":
            return False
        cursor.execute("BEGIN EXCLUSIVE")
        cursor.execute("COMMIT")
        return True
    return False


def _copy(cursor: Any, new: Path, key: bytes) -> None:  # noqa: ANN401 # as above
    cursor.execute(f"ATTACH ? AS new KEY \"x'{key.hex()}'\"", (str(new),))
    cursor.execute("SELECT sqlcipher_export('new')")
    tables = cursor.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    ).fetchall()
    for (table,) in tables:
        counts = {
            cursor.execute(f'SELECT count(*) FROM {where}."{table}"').fetchone()  # noqa: S608 # a table of ours
            for where in ("main", "new")
        }
        if len(counts) != 1:
            what = "file"
            raise RegisterDamagedError(what)
    if cursor.execute("PRAGMA new.integrity_check").fetchone() != ("ok",):
        what = "file"
        raise RegisterDamagedError(what)
    cursor.execute("DETACH new")


def _opens(file: Path, key: bytes) -> bool:
    with (
        suppress(dbapi2.DatabaseError),
        closing(_connected(file, key)) as connection,
    ):
        connection.cursor().execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return True
    return False


def _connected(file: Path, key: bytes) -> Any:  # noqa: ANN401 # as above
    connection = dbapi2.connect(str(file), isolation_level=None, timeout=0.2)
    cursor = connection.cursor()
    cursor.execute(_QUIET)
    cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection
