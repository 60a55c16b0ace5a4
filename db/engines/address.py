"""The address of a PostgreSQL database: what it may say, and whether it leads away."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from amnesty.errors.address import (
    DatabaseAddressError,
    HostHiddenError,
    PasswordInAddressError,
    WeakTlsError,
)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ELSEWHERE = frozenset({"hostaddr", "service", "servicefile"})
"""What in an address leads to another server than the one that it names."""
_PORT = 5432


def parse_server_url(text: str) -> URL:
    """Return the address of a database, as the owner of it reaches it.

    Raises:
        DatabaseAddressError: it is none.
        HostHiddenError: it leads to another server than the one it names.
        PasswordInAddressError: it has a password in it.
        WeakTlsError: it asks for less than proof of who the server is.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseAddressError from None
    if url.drivername not in ("postgresql", "postgres") or not url.database:
        raise DatabaseAddressError
    if _ELSEWHERE & url.query.keys():
        raise HostHiddenError
    if url.password is not None or "password" in url.query:
        raise PasswordInAddressError
    url = _for_the_driver(url)
    if _is_near(url):
        return url
    if url.query.get("sslmode", "verify-full") != "verify-full":
        raise WeakTlsError
    return url.update_query_dict({"sslmode": "verify-full"})


def _for_the_driver(url: URL) -> URL:
    """Return an address as the driver takes it; of several servers, who writes."""
    url = url.set(drivername="postgresql+psycopg")
    if len(_hosts(url)) > 1 and "target_session_attrs" not in url.query:
        url = url.update_query_dict({"target_session_attrs": "read-write"})
    try:
        url.get_dialect()().create_connect_args(url)
    except (ArgumentError, ValueError):
        raise DatabaseAddressError from None
    return url


def _hosts(url: URL) -> list[str]:
    named = url.query.get("host", url.host or "")
    together = named if isinstance(named, str) else ",".join(named)
    return together.split(",")


def _is_near(url: URL) -> bool:
    """Return whether nothing leaves this machine on the way to the server."""
    return all(
        not host or host.startswith("/") or host in _LOOPBACK for host in _hosts(url)
    )


def named_alone(url: URL) -> dict[str, str]:
    """Return what keeps PGHOST and PGHOSTADDR from leading a near address away."""
    if not _is_near(url):
        return {}
    given = {*url.query, *(("host",) if url.host else ())}
    return {name: "" for name in ("host", "hostaddr") if name not in given}


def without_login(url: URL) -> str:
    """Return an address as everybody may read it."""
    return URL.create(
        "postgresql",
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    ).render_as_string()


def is_same_place(one: URL, other: URL) -> bool:
    """Return whether two addresses lead to the same database, whoever signs in."""
    first, second = (
        (
            url.database,
            url.query.get("host", url.host or ""),
            url.query.get("port", str(url.port or _PORT)),
        )
        for url in (one, other)
    )
    return first == second
