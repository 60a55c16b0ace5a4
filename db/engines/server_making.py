"""Makes an authority's place on a PostgreSQL server: schema, logins, grants, fences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from amnesty.domain.staff import Role
from amnesty.errors.backup import RegisterOpenError
from amnesty.errors.server import (
    SchemaKeptError,
    ServerEncodingError,
    ServerTooOldError,
)
from db.engines.address import parse_server_url
from db.engines.server import (
    LOGIN_KEYS,
    Server,
    as_server_error,
    engine_on,
    open_server,
    password_of,
    read_server,
)
from db.tables import TABLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from db.keyring.keys import Keyring

_OLDEST = 150_000
_WAIT_SECONDS = 10.0
_TRIES = 10
_ONLY_GROWS = frozenset({"event", "node"})
"""Nobody changes or deletes what the log has; who erases takes details out."""
_WITHOUT_AUTHORITY = frozenset({"node", "token", "unique_token", "pending"})
_STAFF = frozenset({"staff", "authority", "secret"})
_ALL = "SELECT, INSERT, UPDATE, DELETE"


def require_fit(connection: Connection) -> None:
    """Refuse a server or a database that a register cannot lie in.

    Raises:
        ServerTooOldError: it is older than 15.
        ServerEncodingError: it does not keep every letter.
    """
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if version < _OLDEST:
        found = str(version // 10_000)
        raise ServerTooOldError(found=found, needed=str(_OLDEST // 10_000))
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ServerEncodingError(encoding)


def make_schema(connection: Connection, server: Server) -> None:
    """Make the empty schema, which nobody but its owner enters."""
    connection.exec_driver_sql(f"CREATE SCHEMA {server.schema}")
    connection.exec_driver_sql(f"REVOKE ALL ON SCHEMA {server.schema} FROM PUBLIC")


def make_logins(
    connection: Connection, server: Server, keyring: Keyring, authority_id: int
) -> None:
    """Make the logins of all roles, and the fences; logins that are there change."""
    there = _logins_of(connection, server)
    for role in Role:
        login, verifier = (
            server.login(role),
            _verifier(connection, server, role, keyring),
        )
        connection.exec_driver_sql(
            f"ALTER ROLE {login} LOGIN PASSWORD '{verifier}'"
            if login in there
            else f"CREATE ROLE {login} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE "
            f"NOINHERIT PASSWORD '{verifier}'"
        )
    make_fences(connection, server, authority_id)


def make_fences(connection: Connection, server: Server, authority_id: int) -> None:
    """Say what each login may do, and fence in the rows; twice is as good as once."""
    for role in Role:
        login = server.login(role)
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {server.schema} TO {login}")
        for statement in _grants(role, login):
            connection.exec_driver_sql(statement)
    signed = authority_id - (authority_id >> 63 << 64)
    for table in sorted(TABLE_NAMES - _WITHOUT_AUTHORITY):
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS own ON {table}")
        connection.exec_driver_sql(
            f"CREATE POLICY own ON {table} "
            f"USING (authority_id = {signed}) WITH CHECK (authority_id = {signed})"
        )


def require_alone(connection: Connection, server: Server) -> None:
    """Refuse to go on while somebody has the register open, and keep newcomers out.

    Until this transaction ends whoever signs in waits for the head's row.

    Raises:
        RegisterOpenError: somebody is signed in to this database.
    """
    if connection.execute(text("SELECT to_regclass('head')")).scalar():
        connection.exec_driver_sql("LOCK TABLE head IN ACCESS EXCLUSIVE MODE")
    asked = text(
        "SELECT count(*) FROM pg_stat_clear_snapshot(), pg_stat_activity "
        "WHERE datname = current_database() AND usename = ANY (:names)"
    )
    names = {"names": [server.login(role) for role in Role]}
    for _ in range(_TRIES):
        if not connection.execute(asked, names).scalar_one():
            return
        # A server takes a moment to notice that somebody went.
        connection.exec_driver_sql("SELECT pg_sleep(0.1)")
    raise RegisterOpenError


def put_aside(connection: Connection, server: Server, name: str) -> bool:
    """Give the schema another name, which no login enters; False where there is none.

    Raises:
        SchemaKeptError: there is one of that name.
    """
    if has_schema(connection, name):
        raise SchemaKeptError(name)
    if not has_schema(connection, server.schema):
        return False
    connection.exec_driver_sql(f"ALTER SCHEMA {server.schema} RENAME TO {name}")
    for one in _logins_of(connection, server):
        connection.exec_driver_sql(f"REVOKE ALL ON SCHEMA {name} FROM {one}")
    return True


def has_schema(connection: Connection, name: str) -> bool:
    """Return whether a database has a schema of this name."""
    asked = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    return bool(connection.execute(asked, {"name": name}).scalar_one())


def change_logins(server: Server, keyring: Keyring, *, wait: float) -> None:
    """Give every login the password that follows from the newest keys.

    Each login changes its own, which takes the keys of all roles and no other right.

    Raises:
        CompartmentClosedError: this person does not hold the keys of all roles.
        ServerRefusedError: neither the newest password of a login nor an older one
            is right.
    """
    for role in Role:
        engine = open_server(server, role, keyring, wait=wait, lock=False)
        try:
            with as_server_error(), engine.begin() as connection:
                verifier = _verifier(connection, server, role, keyring)
                connection.exec_driver_sql(
                    f"ALTER ROLE CURRENT_USER PASSWORD '{verifier}'"
                )
        finally:
            engine.dispose()


def close_logins(connection: Connection, server: Server) -> None:
    """Close an authority's place to its staff, and to who is signed in there now.

    A login that is taken away ends no session that has begun; its grants do.
    """
    for role in Role:
        login = server.login(role)
        connection.exec_driver_sql(f"ALTER ROLE {login} NOLOGIN")
        connection.exec_driver_sql(
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {server.schema} FROM {login}"
        )


def drop_all(connection: Connection, server: Server) -> None:
    """Take everything away again that was made for an authority."""
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {server.schema} CASCADE")
    for role in Role:
        connection.exec_driver_sql(f"DROP ROLE IF EXISTS {server.login(role)}")


def leave_server(directory: Path, database: str) -> None:
    """Take a register off its server, as the owner who had it made.

    For a register that was made just now and that nobody was told the code of.
    """
    server = read_server(directory)
    if server is None:
        return
    engine = engine_on(
        parse_server_url(database), server, wait=_WAIT_SECONDS, lock=False
    )
    try:
        with as_server_error(), engine.begin() as connection:
            drop_all(connection, server)
    finally:
        engine.dispose()


def _logins_of(connection: Connection, server: Server) -> set[str]:
    """Return which of the register's logins the server has."""
    asked = text("SELECT rolname FROM pg_roles WHERE rolname = ANY (:names)")
    names = [server.login(role) for role in Role]
    return set(connection.execute(asked, {"names": names}).scalars())


def _grants(role: Role, login: str) -> Iterator[str]:
    """Return what a role may do with the tables."""
    yield f"GRANT SELECT ON alembic_version TO {login}"
    for table in sorted(TABLE_NAMES):
        if table in _ONLY_GROWS:
            may = "SELECT, INSERT"
        elif role in (Role.CLERK, Role.SUPERVISOR):
            may = _ALL
        elif table == "head" or (role is Role.ADMINISTRATOR and table in _STAFF):
            may = "SELECT, INSERT, UPDATE"
        elif table == "staff":
            # Everybody changes their own passphrase, which stands in their row.
            may = "SELECT, UPDATE"
        else:
            may = "SELECT"
        yield f"GRANT {may} ON {table} TO {login}"
    if role is Role.SUPERVISOR:
        yield f"GRANT UPDATE (sealed) ON event TO {login}"


def _verifier(
    connection: Connection, server: Server, role: Role, keyring: Keyring
) -> str:
    """Return what the server keeps of a password (RFC 5802): never the password.

    Statements may be logged by the server.
    """
    password = password_of(keyring.keys(LOGIN_KEYS[role]))
    driver = connection.connection.driver_connection
    encrypted: bytes = driver.pgconn.encrypt_password(  # type: ignore[union-attr] # psycopg's own connection
        password.encode(), server.login(role).encode(), b"scram-sha-256"
    )
    return encrypted.decode()
