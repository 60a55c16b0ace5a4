"""Examines a register's folder and this machine, before anybody signs in.

Nothing is opened with a key, and nothing is written.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import cryptography
from sqlcipher3 import dbapi2

from amnesty.domain.times import utc_text
from amnesty.errors import StoreError
from amnesty.errors.register import SqliteTooOldError
from db import folder as folders
from db.audit.findings import CLOCK_SLACK, Finding, fine, look, wrong
from db.engines.engine import require_register, require_sound_sqlite
from db.engines.server import SERVER_FILE, read_server
from db.erasures import ERASURES_FILE
from db.folder import DATABASE, KEY_FILE, RECOVERY_FILE, require_own_disk
from db.keyring.key_file import read_key_file
from db.tables import REVISION
from db.upkeep.remains import ARRIVING, MOVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PRIVATE = (DATABASE, KEY_FILE, RECOVERY_FILE, ERASURES_FILE)
_MEBIBYTE = 1 << 20
_LEAST_ROOM = 50 * _MEBIBYTE
_OLD_COPIES = (f"{DATABASE}.before-*", f"{DATABASE}{MOVED}", f"{DATABASE}{ARRIVING}")
_HALF_MADE = (".making", ".restoring")


def examine_folder(
    folder: Path, *, now: datetime, free: Callable[[Path], int] | None = None
) -> Iterator[Finding]:
    """Return what is to be said of a register's folder and of this machine.

    Args:
        folder: the register's.
        now: the instant that the clock tells.
        free: how many bytes are free where a folder lies; else the system is asked.
    """
    yield _versions()
    if not folder.is_dir():
        yield wrong("folder", f"there is no folder {folder}", "Name it by --register.")
        return
    yield _disk(folder)
    yield from _permissions(folder)
    yield _room(folder, (free or _free)(folder))
    yield _clock(folder, now)
    yield _database(folder)
    yield _keys(folder)
    yield _recovery(folder)
    yield _left_over(folder)


def _versions() -> Finding:
    sqlite, cipher = dbapi2.sqlite_version_info, _cipher_version()
    found = (
        f"Python {platform.python_version()}, SQLite {dbapi2.sqlite_version}, "
        f"SQLCipher {cipher or 'none'}, cryptography {cryptography.__version__}, "
        f"schema {REVISION}"
    )
    try:
        require_sound_sqlite(sqlite)
    except SqliteTooOldError as error:
        return wrong("versions", str(error), "Install the pinned requirements again.")
    if not cipher:
        mend = "Install the pinned requirements again."
        return wrong("versions", f"{found}: it cannot encrypt", mend)
    return fine("versions", found)


def _cipher_version() -> str:
    connection = dbapi2.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return str(found[0]) if found else ""


def _disk(folder: Path) -> Finding:
    mend = "Move the register to a disk of this machine."
    try:
        require_own_disk(folder)
    except StoreError as error:
        return wrong("disk", str(error), mend)
    if not folders.MOUNTS.exists():
        return look("disk", "where it is cannot be seen on this system", mend)
    return fine("disk", "the folder is on a disk of this machine")


def _permissions(folder: Path) -> Iterator[Finding]:
    if os.name != "posix":
        mend = "See to it that only the register's account may read the folder."
        yield look("permissions", "cannot be read on this system", mend)
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        mend = "Run the program as the account that owns the folder."
        yield wrong("permissions", f"{folder} may not be written", mend)
    paths = [path for name in _PRIVATE if (path := folder / name).exists()]
    open_to_others = [path for path in paths if path.stat().st_mode & _OTHERS]
    for path in open_to_others:
        mend = f"Run: chmod 600 {path}"
        yield wrong("permissions", f"{path} is open to others", mend)
    if folder.stat().st_mode & _OTHERS:
        mend = f"Run: chmod 700 {folder}"
        yield look("permissions", f"{folder} is open to others", mend)
    elif not open_to_others:
        yield fine("permissions", "folder and files are open to their owner alone")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _room(folder: Path, free: int) -> Finding:
    file = folder / DATABASE
    size = file.stat().st_size if file.exists() else 0
    found = f"{free // _MEBIBYTE} MiB are free, the register has {size // _MEBIBYTE}"
    mend = "Make room on this disk."
    if free < _LEAST_ROOM:
        return wrong("room", found, mend)
    if free < 2 * size + _LEAST_ROOM:
        why = "too little to upgrade or restore, which keep a copy"
        return look("room", f"{found}: {why}", mend)
    return fine("room", found)


def _clock(folder: Path, now: datetime) -> Finding:
    files = [path for name in _PRIVATE if (path := folder / name).exists()]
    times = [path.stat().st_mtime for path in files]
    newest = datetime.fromtimestamp(max(times, default=0), UTC)
    if newest > now + CLOCK_SLACK:
        found = f"it is {utc_text(now)}, but a file was written at {utc_text(newest)}"
        return wrong("clock", found, "Set this machine's clock.")
    return fine("clock", f"it is {utc_text(now)}, after all files were written")


def _database(folder: Path) -> Finding:
    mend = "Restore the newest backup: amnesty restore FILE"
    try:
        server = read_server(folder)
    except StoreError as error:
        return wrong("register", str(error), "Copy it from another machine of yours.")
    if server is not None:
        return fine("register", f"it is on a server, in the schema {server.schema}")
    file = folder / DATABASE
    if not file.is_file():
        return wrong("register", f"there is no {file}", mend)
    try:
        require_register(file)
    except StoreError as error:
        return wrong("register", str(error), mend)
    return fine("register", f"{file} is encrypted")


def _keys(folder: Path) -> Finding:
    try:
        keys = read_key_file(folder / KEY_FILE)
    except StoreError as error:
        mend = "Bring keys.json back from where you keep it, or use the recovery code."
        return wrong("keys", str(error), mend)
    return fine("keys", f"{KEY_FILE} is whole: {len(keys.slots)} accounts")


def _recovery(folder: Path) -> Finding:
    mend = f"Bring {RECOVERY_FILE} back from where you keep it."
    try:
        recovery = read_key_file(folder / RECOVERY_FILE)
    except StoreError as error:
        return wrong("recovery", str(error), mend)
    try:
        keys = read_key_file(folder / KEY_FILE)
    except StoreError:
        return fine("recovery", f"{RECOVERY_FILE} is whole")
    if recovery.register != keys.register:
        found = f"{RECOVERY_FILE} and {KEY_FILE} are of two registers"
        return wrong("recovery", found, mend)
    return fine("recovery", f"{RECOVERY_FILE} is whole, and of this register")


def _left_over(folder: Path) -> Finding:
    """Tell of copies that were kept: what was erased since still stands in them."""
    half = [name for name in _HALF_MADE if (folder / name).exists()]
    if (folder / SERVER_FILE).exists() and (folder / DATABASE).exists():
        half.append(DATABASE)
    kept = [path.name for old in _OLD_COPIES for path in folder.glob(old)]
    names = sorted({*half, *kept})
    if not names:
        return fine("copies", "no copy of an earlier register is left")
    found = f"left from before: {', '.join(names)}"
    mend = "Delete them once the register works: they hold what was erased since."
    return look("copies", found, mend)
