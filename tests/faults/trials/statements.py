"""The statements that the store really sends, recorded and sent again."""

from __future__ import annotations

import hashlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw
from sqlalchemy import Engine, event

from tests.faults.trials.power import ACKNOWLEDGED, Op, Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

COMMIT, ROLLBACK = "COMMIT", "ROLLBACK"
_READS = "SELECT"


class Sent(NamedTuple):
    """One statement with its parameters, for one row or for many."""

    sql: str
    rows: tuple[Any, ...] = ()
    many: bool = False


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """Record what all engines send that begins, changes or ends a transaction."""
    sent: list[Sent] = []

    def statement(*told: Any) -> None:  # noqa: ANN401 - what the library tells
        _, _, sql, rows, _, many = told
        if not sql.lstrip().upper().startswith(_READS):
            sent.append(Sent(sql, tuple(rows or ()), many))

    def commit(_: object) -> None:
        sent.append(Sent(COMMIT))

    def rollback(_: object) -> None:
        sent.append(Sent(ROLLBACK))

    listeners = {
        "before_cursor_execute": statement,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in listeners.items():
        event.listen(Engine, name, listener)
    try:
        yield sent
    finally:
        for name, listener in listeners.items():
            event.remove(Engine, name, listener)


class Run(NamedTuple):
    """What a disk was told by the statements, and the states they made."""

    log: list[Op]
    states: list[str]
    """A hash of all rows at the start and after each commit."""


def run(
    sent: Sequence[Sent], file: Path, pragmas: Sequence[str], *, sign_out_every: int
) -> Run:
    """Send statements to a readable copy of a register, on a disk that records.

    The connection is closed after so many commits, as when somebody signs out: then
    SQLite copies its log into the database and deletes it.
    """
    states = [state_of(file)]
    recorder = Recorder("recording")
    connection = _connection(file, pragmas)
    for one in sent:
        if one.many:
            connection.executemany(one.sql, one.rows)
        else:
            connection.execute(one.sql, one.rows)
        if one.sql != COMMIT:
            continue
        recorder.log.append(Op(ACKNOWLEDGED))
        states.append(_hash(connection))
        if len(states) % sign_out_every == 0:
            connection.close()
            connection = _connection(file, pragmas)
    connection.close()
    recorder.unregister()
    return Run(log=recorder.log, states=states)


def _connection(file: Path, pragmas: Sequence[str]) -> apsw.Connection:
    """Open a connection as the store does.

    A recording disk has no shared memory, so that the lock is kept: what is written,
    and when it is synced, does not depend on that.
    """
    connection = apsw.Connection(str(file), vfs="recording")
    for pragma in ("PRAGMA locking_mode=EXCLUSIVE", *pragmas):
        connection.execute(pragma)
    return connection


def state_of(file: Path) -> str:
    """Return a hash of all rows of a readable database; or why there is none."""
    try:
        with closing(apsw.Connection(str(file))) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            return _hash(connection) if found == "ok" else "damaged"
    except apsw.Error as error:
        return type(error).__name__


def _hash(connection: apsw.Connection) -> str:
    digest = hashlib.blake2b(digest_size=16)
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    for (table,) in connection.execute(tables).fetchall():
        digest.update(table.encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):  # noqa: S608 - a name from the schema
            digest.update(repr(row).encode())
    return digest.hexdigest()


def readable_copy(engine: Engine, file: Path) -> None:
    """Write all rows of a register into an ordinary database file."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("ATTACH DATABASE ? AS readable KEY ''", (str(file),))
        cursor.execute("SELECT sqlcipher_export('readable')")
        cursor.execute("DETACH DATABASE readable")
    finally:
        connection.close()
