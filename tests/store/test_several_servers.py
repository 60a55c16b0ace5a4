"""An address may name several servers; whoever can be written to is worked with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.address import DatabaseAddressError, HostHiddenError, WeakTlsError
from amnesty.errors.server import ServerGoneError
from db.engines.address import parse_server_url
from db.engines.server import read_server, write_server
from tests.store.office import note
from tests.store.postgres import PORT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.office import Office
    from tests.store.postgres import Postgres

SEVERAL = "postgresql://u@/d?host=one.example,two.example"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("postgresql://u@one:5432,two:5432/d", DatabaseAddressError),
        ("postgresql://u@/d?host=one,two&port=1,2,3", DatabaseAddressError),
        ("postgresql://u@/d?host=one,two&port=x", DatabaseAddressError),
        ("postgresql://u@/d?host=one:1&host=two:2&port=3", DatabaseAddressError),
        ("postgresql://u@localhost/d?hostaddr=192.0.2.7", HostHiddenError),
        ("postgresql://u@/d?service=far", HostHiddenError),
        ("postgresql://u@/d?host=/run/x&servicefile=/y", HostHiddenError),
        (f"{SEVERAL}&sslmode=require", WeakTlsError),
        ("postgresql://u@/d?host=/run/x,far&sslmode=disable", WeakTlsError),
        ("postgresql://u@/d?host=/run/x&host=far&sslmode=allow", WeakTlsError),
    ],
)
def test_an_address_of_several_is_refused_like_one(
    address: str, error: type[Exception]
) -> None:
    """None of them is reached without proof of who it is, named or not."""
    with pytest.raises(error):
        parse_server_url(address)


@pytest.mark.parametrize(
    ("address", "mode", "wanted"),
    [
        (SEVERAL, "verify-full", "read-write"),
        ("postgresql://u@one.example,two.example/d", "verify-full", "read-write"),
        ("postgresql://u@/d?host=/run/a,/run/b", None, "read-write"),
        ("postgresql://u@/d?host=/run/a&host=/run/b", None, "read-write"),
        (f"{SEVERAL}&target_session_attrs=primary", "verify-full", "primary"),
        ("postgresql://u@one.example/d", "verify-full", None),
    ],
)
def test_of_several_who_writes_is_asked_for(
    address: str, mode: str | None, wanted: str | None
) -> None:
    """A standby would be found first, and refuse every act."""
    query = parse_server_url(address).query
    assert (query.get("sslmode"), query.get("target_session_attrs")) == (mode, wanted)


def name_servers(office: Office, hosts: str) -> None:
    """Have a register's folder name two servers."""
    server = read_server(office.folder)
    assert server is not None
    several = {"host": hosts, "port": f"{PORT},{PORT}"}
    url = parse_server_url(server.url).update_query_dict(several)
    named = url.set(drivername="postgresql").render_as_string()
    write_server(office.folder, replace(server, url=named))


@pytest.mark.parametrize("office", ["server"], indirect=True)
def test_one_that_is_off_is_passed_over(
    office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """The register opens with the first that answers, and says where none does."""
    here, off = str(postgres.folder), str(tmp_path)
    for hosts in (f"{off},{here}", f"{here},{off}"):
        name_servers(office, hosts)
        with office.open("bronwen").transaction() as transaction:
            note(transaction)
    name_servers(office, f"{off},{off}/too")
    with pytest.raises(ServerGoneError):
        office.open("bronwen")
