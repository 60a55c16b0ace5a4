"""Opens the database file: SQLCipher with a raw key, and settings that keep promises.

`synchronous=EXTRA` stands before the journal mode, because in simulated power cuts the
other order lost what was acknowledged. Every transaction begins IMMEDIATE: even a read
writes its event, and a lock taken late could not be had at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlcipher3 import dbapi2

from amnesty.errors.register import (
    AnotherSchemaError,
    DiskFailedError,
    DiskFullError,
    NotARegisterError,
    OlderSchemaError,
    RegisterBusyError,
    RegisterDamagedError,
    RegisterFailedError,
    RegisterReadOnlyError,
    SqliteTooOldError,
)
from db.engines.server import SNAPSHOT, server_error
from db.folder import as_store_error
from db.tables import EARLIER_REVISIONS, REVISION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, ExceptionContext

    from amnesty.errors import StoreError

WAIT_SECONDS = 5.0
"""How long a transaction waits for another to end before it gives up."""

_SOUND_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset bug of 3.7.0 to 3.51.2."""

_PLAIN_HEADER = b"SQLite format 3\0"
_QUIET = "PRAGMA cipher_log_level=NONE"
"""Otherwise SQLCipher writes to standard error beside, or over, what we say."""
PRAGMAS = (
    "PRAGMA synchronous=EXTRA",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cache_size=-65536",
)


def require_sound_sqlite(version: tuple[int, ...]) -> None:
    """Refuse an SQLite that can lose what was committed.

    Raises:
        SqliteTooOldError: it has the WAL-reset bug.
    """
    if version < _SOUND_SQLITE:
        found, needed = (".".join(map(str, one)) for one in (version, _SOUND_SQLITE))
        raise SqliteTooOldError(found=found, needed=needed)


def open_engine(file: Path, key: bytes, *, wait: float = WAIT_SECONDS) -> Engine:
    """Return an engine on an encrypted file; nothing is read or made before it is used.

    No parameter is ever logged or quoted by an error, and the key stands in no URL.
    """
    require_sound_sqlite(dbapi2.sqlite_version_info)
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        module=dbapi2,
        hide_parameters=True,
        connect_args={"timeout": wait},
        pool_timeout=wait,
    )

    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 # a connection of sqlcipher3, which has no types
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(_QUIET)
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", prepare, insert=True)
    event.listen(engine, "begin", _begin_immediate)
    event.listen(engine, "handle_error", _as_damage)
    return engine


def _begin_immediate(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get(SNAPSHOT, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _as_damage(context: ExceptionContext) -> BaseException | None:
    """Return what is wrong where the cipher gave up, for which the driver has no word.

    SQLite passes over a page that cannot be read where it only wants to free it. The
    cipher then writes nothing any more, which SQLite takes for want of memory.
    """
    gave_up = isinstance(context.original_exception, MemoryError)
    return RegisterDamagedError("file") if gave_up else None


def require_register(file: Path) -> None:
    """Refuse a file that cannot be an encrypted database, before any key is tried.

    Raises:
        NotARegisterError: it is a plain database, or too short to be one.
    """
    with as_store_error(), file.open("rb") as opened:
        header = opened.read(len(_PLAIN_HEADER))
    if header == _PLAIN_HEADER or len(header) < len(_PLAIN_HEADER):
        raise NotARegisterError(file)


def require_schema(connection: Connection) -> None:
    """Refuse a register that another version of the program made or changed.

    Raises:
        OlderSchemaError: an earlier version made it.
        AnotherSchemaError: its schema is no other that this program knows.
    """
    found = schema_of(connection)
    if found in EARLIER_REVISIONS:
        raise OlderSchemaError(found=found, expected=REVISION)
    if found != REVISION:
        raise AnotherSchemaError(found=found, expected=REVISION)


def schema_of(connection: Connection) -> str:
    """Return the revision of a register's schema; `none` where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return "none"
    versions = "SELECT version_num FROM alembic_version"
    return str(connection.execute(text(versions)).scalar() or "none")


@contextmanager
def as_our_error() -> Iterator[None]:
    """Turn what the database says into one of our errors, without its words."""
    try:
        yield
    except DBAPIError as error:
        is_ours = hasattr(error.orig, "sqlite_errorname")
        raise (_our_error if is_ours else server_error)(error.orig) from None
    except PoolTimeoutError:
        raise RegisterBusyError from None


def _our_error(error: object) -> StoreError:
    name = str(getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR")
    match name.removeprefix("SQLITE_").split("_")[0]:
        case "BUSY" | "LOCKED":
            return RegisterBusyError()
        case "FULL":
            return DiskFullError()
        case "IOERR":
            return DiskFailedError()
        case "NOTADB" | "CORRUPT" | "FORMAT":
            return RegisterDamagedError("file")
        case "READONLY" | "CANTOPEN" | "PERM" | "AUTH":
            return RegisterReadOnlyError()
        case _:
            return RegisterFailedError(name)
