"""PostgreSQL: where a register is on a server, and who signs in to it how.

Every authority has a schema of its own, and for each role of its staff a login whose
password follows from a compartment key that this role and supervisors alone hold. So a
member of staff needs no other secret than their passphrase. The keys decide what can be
read; logins and grants are a second fence.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError

from amnesty.domain.staff import Compartment, Role
from amnesty.errors import BadInputError
from amnesty.errors.register import RegisterBusyError, RegisterFailedError
from amnesty.errors.server import (
    DatabaseFileDamagedError,
    RootCertificateError,
    ServerDiskFullError,
    ServerFullError,
    ServerGoneError,
    ServerNameError,
    ServerNotProvenError,
    ServerReadOnlyError,
    ServerRefusedError,
    ServerRightError,
    ServerWithoutTlsError,
    UndoneByServerError,
)
from db.engines.address import named_alone, parse_server_url
from db.folder import as_store_error, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

    from amnesty.errors import StoreError
    from db.keyring.keys import CompartmentKeys, Keyring

SERVER_FILE = "database.json"
SNAPSHOT = "snapshot"
"""The execution option of a connection that reads what stands now, and waits for none.

Others go on writing meanwhile.
"""

LOGIN_KEYS: Mapping[Role, Compartment] = {
    Role.ADMINISTRATOR: Compartment.COMMON,
    Role.CLERK: Compartment.CLINICAL,
    Role.POLICE: Compartment.POLICE,
    Role.AUDITOR: Compartment.AUDIT,
    Role.SUPERVISOR: Compartment.SIGNING,
}
"""From which compartment's key the password of a role's login follows."""

_FORMAT = "carlys-amnesty/database/1"
_IN_SCHEMA = 16
"""Characters of the register's id in the name of its schema."""
_CONNECT_SECONDS = 5
"""For each server that an address names: one that is off may answer nothing at all."""
_IDLE_MILLISECONDS = 60_000
_STATEMENT_MILLISECONDS = 600_000
_BY_STATE: Mapping[str, Callable[[], StoreError]] = {
    "55P03": RegisterBusyError,
    "40001": UndoneByServerError,
    "40P01": UndoneByServerError,
    "57014": RegisterBusyError,
    "53300": ServerFullError,
    "25P03": ServerGoneError,
    "53100": ServerDiskFullError,
    "53400": ServerDiskFullError,
    "25006": ServerReadOnlyError,
    "42501": ServerRightError,
}
_WORDS: tuple[tuple[str, Callable[[], StoreError]], ...] = (
    ("does not support SSL", ServerWithoutTlsError),
    ("certificate verify failed", ServerNotProvenError),
    ("does not match host name", ServerNameError),
    ("root certificate file", RootCertificateError),
    ("too many", ServerFullError),
    ("remaining connection slots", ServerFullError),
    *(
        (words, ServerRefusedError)
        for words in (
            "authentication failed",
            "pg_hba.conf",
            "does not exist",
            "no password",
            "not permitted",
        )
    ),
)
"""What the words that come without a code come to: the first that stands counts."""
_BY_CLASS: Mapping[str, Callable[[], StoreError]] = {
    "08": ServerGoneError,
    "28": ServerRefusedError,
    "57": ServerGoneError,
}
"""What PostgreSQL's error codes come to (its appendix A)."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where a register is on a server; no secret."""

    url: str
    """Without login and password."""
    schema: str

    def login(self, role: Role) -> str:
        """Return the name of a role's login."""
        return f"{self.schema}_{role.value}"


def schema_name(register: str) -> str:
    """Return the name of a register's schema, by the register's id."""
    return f"amnesty_{register[:_IN_SCHEMA]}"


def password_of(keys: CompartmentKeys) -> str:
    """Return the password that follows from a compartment's key."""
    return keys.login.hex()


def read_server(folder: Path) -> Server | None:
    """Return where a register's database is; None where it is a file.

    Raises:
        DatabaseFileDamagedError: the file that says so cannot be read.
    """
    file = folder / SERVER_FILE
    with as_store_error():
        if not file.is_file():
            return None
        content = file.read_bytes()
    with suppress(BadInputError, ValueError, KeyError, TypeError, RecursionError):
        found = json.loads(content)
        url, schema = found["url"], found["schema"]
        if found["format"] == _FORMAT and isinstance(schema, str):
            parse_server_url(url)
            return Server(url=url, schema=schema)
    raise DatabaseFileDamagedError(file)


def write_server(folder: Path, server: Server) -> None:
    """Say in a register's folder where its database is."""
    told = {"format": _FORMAT, "schema": server.schema, "url": server.url}
    write_private(folder / SERVER_FILE, json.dumps(told, indent=1).encode() + b"\n")


def open_server(
    server: Server, role: Role, keyring: Keyring, *, wait: float, lock: bool = True
) -> Engine:
    """Return an engine that signs in as a role; after a rotation by an older key too.

    Raises:
        ServerGoneError: the server does not answer.
        ServerRefusedError: it refuses the login.
    """
    url = parse_server_url(server.url).set(username=server.login(role))
    for keys in keyring.epochs(LOGIN_KEYS[role]):
        engine = engine_on(
            url.set(password=password_of(keys)), server, wait=wait, lock=lock
        )
        try:
            with engine.connect().execution_options(**{SNAPSHOT: True}):
                return engine
        except DBAPIError as error:
            engine.dispose()
            found = server_error(error.orig)
            if not isinstance(found, ServerRefusedError):
                raise found from None
    raise ServerRefusedError


def engine_on(url: URL, server: Server, *, wait: float, lock: bool = True) -> Engine:
    """Return an engine on an authority's schema.

    Every transaction takes the head's row first, as one on a file takes the file: even
    a read writes its event, and a lock taken late could not be had at all.
    """
    options = (
        f"-c search_path={server.schema}",
        f"-c lock_timeout={max(1, round(wait * 1000))}",
        f"-c statement_timeout={_STATEMENT_MILLISECONDS}",
        f"-c idle_in_transaction_session_timeout={_IDLE_MILLISECONDS}",
    )
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=wait,
        connect_args={
            "options": " ".join(options),
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": "amnesty",
            "client_encoding": "utf8",
            **named_alone(url),
        },
    )
    if lock:
        event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(SNAPSHOT, False):
        isolation = "ISOLATION LEVEL REPEATABLE READ READ ONLY"
        connection.exec_driver_sql(f"SET TRANSACTION {isolation}")
    else:
        connection.exec_driver_sql("SELECT version FROM head FOR UPDATE")


@contextmanager
def as_server_error() -> Iterator[None]:
    """Turn what the server says into one of our errors, without its words."""
    try:
        yield
    except DBAPIError as error:
        raise server_error(error.orig) from None


def server_error(error: object) -> StoreError:
    """Return one of our errors for what the server says, without its words.

    Its words may quote a row.
    """
    state = str(getattr(error, "sqlstate", None) or "")
    if not state:
        return _while_connecting(str(error))
    kind = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    return RegisterFailedError(f"PostgreSQL {state}") if kind is None else kind()


def _while_connecting(words: str) -> StoreError:
    """Return what kept a connection from being made: the server gives it no state."""
    kind = next((kind for one, kind in _WORDS if one in words), ServerGoneError)
    return kind()
