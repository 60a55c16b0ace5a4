"""A server on the network proves who it is, or nothing is sent to it.

PostgreSQL from pip has no TLS in it, so these run where Debian's is installed.
"""

from __future__ import annotations

import secrets
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from amnesty.errors.address import WeakTlsError
from amnesty.errors.server import (
    RootCertificateError,
    ServerNameError,
    ServerNotProvenError,
    ServerWithoutTlsError,
)
from db.engines.address import parse_server_url, without_login
from db.engines.server import read_server, write_server
from tests.store.certificates import HERE, voucher
from tests.store.office import Office, create_cheaply, with_everybody
from tests.store.on_a_server import run
from tests.store.postgres import DEBIANS, OWNER, Postgres, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

pytestmark = pytest.mark.skipif(
    not DEBIANS, reason="needs a PostgreSQL with TLS (Debian: postgresql)"
)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files that say who vouches for servers: the right one, another."""
    folder = tmp_path_factory.mktemp("trusted")
    return {name: folder / f"{name}.crt" for name in ("ours", "others", "missing")}


@pytest.fixture(scope="module")
def server(trusted: dict[str, Path]) -> Iterator[Postgres]:
    """Return a server that listens on the network of this machine."""

    def prepare(folder: Path) -> None:
        ours, others = voucher("Ours"), voucher("Others")
        ours.write(trusted["ours"])
        others.write(trusted["others"])
        ours.vouch(folder, "right")
        ours.vouch(folder, "name", of="db.elsewhere.example")
        ours.vouch(folder, "expired", days=-1)
        others.vouch(folder, "others")

    with running(
        programs=DEBIANS[-1],
        prepare=prepare,
        port=20_000 + secrets.randbelow(12_000),
        listen_addresses=HERE,
        log_connections="on",
    ) as started:
        yield started


def server_log(server: Postgres) -> str:
    """Return what the server wrote down so far."""
    return (server.folder / "log").read_text(encoding="utf-8")


def present(server: Postgres, name: str) -> None:
    """Have the server present one of its certificates, or none."""
    wanted = {"ssl": "off"}
    if name != "none":
        there = server.folder / name
        wanted = {
            "ssl_cert_file": f"{there}.crt",
            "ssl_key_file": f"{there}.key",
            "ssl": "on",
        }
    for setting, value in wanted.items():
        server.run(f"ALTER SYSTEM SET {setting} = '{value}'")
    server.run("SELECT pg_reload_conf()")
    nearby = server.url("postgres")
    while any(run(nearby, f"SHOW {one}") != [wanted[one]] for one in wanted):
        time.sleep(0.05)


def over_the_network(server: Postgres, database: str, trust: Path) -> URL:
    """Return the address of a database, with proof of who the server is."""
    url = server.url(database).set(host=HERE, port=server.port, query={})
    asked = {"sslmode": "verify-full", "sslrootcert": str(trust)}
    return url.update_query_dict(asked)


@pytest.fixture(scope="module")
def database(server: Postgres) -> str:
    """Return the name of a database of its own."""
    return server.make_database()


@pytest.fixture(scope="module")
def kept(
    server: Postgres,
    database: str,
    trusted: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return the folder of a register that was made over the network."""
    present(server, "right")
    folder = tmp_path_factory.mktemp("kept") / "register"
    with_everybody(folder, over_the_network(server, database, trusted["ours"]))
    return folder


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Iterator[Office]:
    """Return a copy of that folder, and whoever has it open."""
    shutil.copytree(kept, tmp_path / "own")
    office = Office(folder=tmp_path / "own", recovery_code="")
    with office.stack:
        yield office


def test_a_server_that_proves_itself_is_worked_with(
    own: Office, server: Postgres
) -> None:
    """A register is made, a clerk signs in, and every connection is under TLS."""
    present(server, "right")
    engine, _ = own.open("bronwen").opened()
    with engine.begin() as connection:
        asked = "SELECT version FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()"
        assert connection.execute(text(asked)).scalar_one() == "TLSv1.3"
    named = read_server(own.folder)
    assert named is not None
    assert "sslmode=verify-full" in named.url
    assert OWNER not in named.url
    for word in ("authenticated", "authorized", "statement:", "amnesty_", OWNER):
        assert word in server_log(server)


@pytest.mark.parametrize(
    ("shown", "trust", "error", "said"),
    [
        ("none", "ours", ServerWithoutTlsError, "offers no TLS"),
        ("others", "ours", ServerNotProvenError, "did not prove who it is"),
        ("right", "others", ServerNotProvenError, "did not prove who it is"),
        ("expired", "ours", ServerNotProvenError, "has expired"),
        ("name", "ours", ServerNameError, "for another name"),
        ("right", "missing", RootCertificateError, "cannot be read"),
    ],
)
def test_a_server_that_proves_nothing_is_sent_nothing(
    *,
    own: Office,
    server: Postgres,
    database: str,
    trusted: dict[str, Path],
    shown: str,
    trust: str,
    error: type[Exception],
    said: str,
) -> None:
    """Neither who makes a register nor who signs in tells it so much as a login's name.

    Each is told in one sentence what is wrong with the server.
    """
    named = read_server(own.folder)
    assert named is not None
    bad = over_the_network(server, database, trusted[trust])
    write_server(own.folder, replace(named, url=without_login(bad)))
    present(server, shown)
    before, new = len(server_log(server)), own.folder.parent / "new"
    for attempt in (
        lambda: own.open("bronwen"),
        lambda: create_cheaply(new, database=bad),
    ):
        with pytest.raises(error, match=said) as raised:
            attempt()
        assert "\n" not in str(raised.value)
        assert HERE not in str(raised.value)
    heard = server_log(server)[before:]
    for word in (OWNER, "amnesty_", "authenticated", "authorized", "statement:"):
        assert word not in heard
    assert not any(new.iterdir())


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_less_proof_is_refused_before_anybody_is_asked(mode: str) -> None:
    """Only verify-full leads to a server on another machine."""
    with pytest.raises(WeakTlsError, match="verify-full alone"):
        parse_server_url(f"postgresql://u@db.council.example/d?sslmode={mode}")
