"""A backup: every row of the register in one sealed stream.

The bytes are described in docs/backup-format.md. Neither key file is in it. It is
sealed under a key of the common compartment's epoch: when that epoch's keys are
destroyed, no backup of it can be read, and what was erased since stays erased.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, func, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.backup import (
    AnotherRegistersBackupError,
    BackupDamagedError,
    BackupEpochGoneError,
    BackupVersionError,
    NotABackupError,
)
from db.engines.engine import as_our_error
from db.engines.server import SNAPSHOT
from db.folder import as_store_error
from db.sealing import UnopenedError, canonical
from db.tables import METADATA, REVISION, HeadRow
from db.upkeep.copying import copied_tables, rows_out
from db.upkeep.stream import Stream, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from amnesty.ports import Chance
    from db.keyring.keys import CompartmentKeys, Keyring
    from db.register import SqlRegister
    from db.upkeep.copying import Row

FORMAT = "carlys-amnesty/backup/1"
_LONGEST_HEADER = 512
_SALT_SIZE = 16


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds."""

    register: str
    made_at: str
    """The instant, ISO 8601, UTC."""
    events: int
    """How many events the audit log had."""
    rows: dict[str, int]
    """How many rows each table had."""


def write_backup(
    register: SqlRegister,
    file: Path,
    *,
    made_at: str,
    chance: Chance = os.urandom,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Backup:
    """Write a backup of what stands now, while others go on working.

    Args:
        register: as somebody has it open.
        file: where it goes; written whole, or not at all.
        made_at: the instant, ISO 8601, UTC.
        chance: where random bytes come from.
        step: is told how many rows of how many are written.

    Raises:
        BackupExistsError: there is such a file.
        StoreError: there is no room, or it may not be written there.
    """
    engine, access = register.opened()
    keys = access.keyring.keys(Compartment.COMMON)
    header = canonical(
        {
            "epoch": keys.epoch,
            "format": FORMAT,
            "register": access.register,
            "salt": chance(_SALT_SIZE).hex(),
        }
    )
    with (
        as_our_error(),
        engine.connect().execution_options(**{SNAPSHOT: True}) as connection,
        connection.begin(),
        written(file) as opened,
    ):
        opened.write(header + b"\n")
        stream = Stream(header, keys.backup)
        for text, blob, is_last in _chunks(connection, access.register, made_at, step):
            opened.write(stream.seal(text, blob, is_last=is_last))
        events = connection.execute(select(col(HeadRow.version))).scalar_one()
    return read_backup(file, access.keyring, events=events)


def read_backup(file: Path, keyring: Keyring, *, events: int | None = None) -> Backup:
    """Read a backup to its end and return what it holds.

    Raises:
        NotABackupError: it is something else.
        AnotherRegistersBackupError: it is of another register.
        BackupEpochGoneError: the keys of its epoch are not held any more.
        BackupDamagedError: it is not as it was written.
        BackupVersionError: another version of the program made it.
    """
    counts: Counter[str] = Counter()
    backup = None
    for record in records_of(file, keyring):
        if isinstance(record, Backup):
            backup = record
        else:
            table, rows = record
            counts[table] += len(rows)
    if backup is None or backup.rows != counts:
        raise BackupDamagedError(file)
    if events is not None and backup.events != events:
        raise BackupDamagedError(file)
    return backup


def records_of(
    file: Path, keyring: Keyring
) -> Iterator[tuple[str, list[Row]] | Backup]:
    """Return a backup's rows with their tables, and at the end what it holds.

    Raises what `read_backup` raises; rows that came before the end may be used only
    when the end has come.
    """
    with as_store_error(), file.open("rb") as opened:
        header = opened.readline(_LONGEST_HEADER)
        keys = _keys_of(file, header, keyring)
        stream = Stream(header.removesuffix(b"\n"), keys.backup)
        is_last = False
        while not is_last:
            text, blob, is_last = stream.open(opened, file)
            yield _record(file, text, blob, is_last=is_last)
        if opened.read(1):
            raise BackupDamagedError(file)


def _chunks(
    connection: Connection,
    register: str,
    made_at: str,
    step: Callable[[int, int], None],
) -> Iterator[tuple[bytes, bytes, bool]]:
    """Return the texts and blobs of all chunks; the last says what there was."""
    counts = {
        table.name: connection.execute(
            select(func.count()).select_from(table)
        ).scalar_one()
        for table in copied_tables()
    }
    done, total = 0, sum(counts.values())
    for table in copied_tables():
        for rows in rows_out(connection, table):
            text, blob = _packed(table, rows)
            yield text, blob, False
            done += len(rows)
            step(done, total)
    end = {
        "events": connection.execute(select(col(HeadRow.version))).scalar_one(),
        "made_at": made_at,
        "register": register,
        "rows": {name: count for name, count in counts.items() if count},
        "schema": REVISION,
    }
    yield canonical(end), b"", True


def _packed(table: Table, rows: list[Row]) -> tuple[bytes, bytes]:
    """Return rows as JSON, with the length of bytes for them, and all bytes joined."""
    names = [column.name for column in table.columns]
    blobs: list[bytes] = []

    def plain(value: object) -> object:
        if isinstance(value, bytes | memoryview):
            blobs.append(bytes(value))
            return [len(blobs[-1])]
        return value.isoformat() if isinstance(value, date) else value

    listed = [[plain(row[name]) for name in names] for row in rows]
    text = canonical({"columns": names, "rows": listed, "table": table.name})
    return text, b"".join(blobs)


def _record(
    file: Path, text: bytes, blob: bytes, *, is_last: bool
) -> tuple[str, list[Row]] | Backup:
    with suppress(ValueError, KeyError, TypeError):
        found = json.loads(text)
        if is_last:
            return _end(file, found)
        return found["table"], _unpacked(found, blob)
    raise BackupDamagedError(file)


def _end(file: Path, found: dict[str, Any]) -> Backup:
    if found["schema"] != REVISION:
        raise BackupVersionError(file, found=found["schema"], expected=REVISION)
    return Backup(
        register=found["register"],
        made_at=found["made_at"],
        events=found["events"],
        rows=found["rows"],
    )


def _unpacked(found: dict[str, Any], blob: bytes) -> list[Row]:
    columns = METADATA.tables[found["table"]].columns
    is_date = {one.name for one in columns if isinstance(one.type, Date)}
    found["columns"]
    at = 0

    def value(name: str, plain: Any) -> object:  # noqa: ANN401 - JSON has no types
        nonlocal at
        if isinstance(plain, list):
            at += plain[0]
            return blob[at - plain[0] : at]
        is_day = name in is_date and plain is not None
        return date.fromisoformat(plain) if is_day else plain

    return [
        {
            name: value(name, one)
            for name, one in zip(found["columns"], row, strict=True)
        }
        for row in found["rows"]
    ]


def epoch_needed(file: Path, keyring: Keyring) -> int:
    """Return the epoch whose keys a backup asks for, if they are held.

    Raises:
        NotABackupError: it is something else.
        AnotherRegistersBackupError: it is of another register.
        BackupEpochGoneError: the keys of its epoch are not held any more.
    """
    with as_store_error(), file.open("rb") as opened:
        return _keys_of(file, opened.readline(_LONGEST_HEADER), keyring).epoch


def _keys_of(file: Path, header: bytes, keyring: Keyring) -> CompartmentKeys:
    """Return the keys that a backup's header asks for."""
    try:
        found = json.loads(header)
        form, register = found["format"], found["register"]
        epoch = int(found["epoch"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotABackupError(file) from None
    if form != FORMAT or not header.endswith(b"\n"):
        raise NotABackupError(file)
    if register != keyring.register:
        raise AnotherRegistersBackupError(file)
    try:
        return keyring.of_epoch(Compartment.COMMON, epoch)
    except UnopenedError:
        raise BackupEpochGoneError(file, epoch) from None
