"""Making a register on a server: whole or not at all, and only where it is safe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from amnesty.cli.main import main
from amnesty.errors.address import (
    DatabaseAddressError,
    PasswordInAddressError,
    WeakTlsError,
)
from amnesty.errors.server import ServerEncodingError
from db.engines.address import parse_server_url
from tests.store.conftest import create_cheaply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.postgres import Postgres


def schemas(postgres: Postgres, database: str) -> int:
    """Return how many authorities have a schema in a database."""
    engine = create_engine(postgres.url(database))
    with engine.connect() as connection:
        asked = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'amnesty_%'"
        counted = int(connection.execute(text(asked)).scalar_one())
    engine.dispose()
    return counted


def run(*arguments: str, feed: str) -> int:
    """Run a command in this process, with what it reads on a descriptor."""
    reader, writer = os.pipe()
    os.write(writer, feed.encode())
    os.close(writer)
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--passphrase-fd", str(reader)])
    os.close(reader)
    return int(ended.value.code or 0)


def fail(*_: object) -> None:
    """Stand in for a step that does not succeed."""
    raise LookupError


def test_init_makes_a_register_on_a_server(
    *,
    postgres: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One command makes it, or leaves nothing on the server; the rest works as ever."""
    database = postgres.make_database()
    url = postgres.url(database)
    monkeypatch.setenv("PGPASSWORD", postgres.password)
    monkeypatch.setenv("AMNESTY_LOG", str(tmp_path / "log"))
    where = f"host={url.query['host']}&port={url.query['port']}"
    given = (
        *("init", "--register", str(tmp_path / "new"), "--gss", "E07000008"),
        *("--name", "Penmaen Council", "--force", "Llanfair Constabulary"),
        *("--telephone", "01632960100", "--administrator", "nerys"),
        *("--supervisor", "idris", "--database"),
        f"postgresql://{url.username}@/{database}?{where}",
    )
    both = "made-up passphrase\nanother made-up one\n"
    with monkeypatch.context() as patched:
        patched.setattr("amnesty.cli.authority.founding._write_keys", fail)
        assert run(*given, feed=both) == 70
    assert schemas(postgres, database) == 0
    assert run(*given, feed=both) == 0, capsys.readouterr().err
    assert schemas(postgres, database) == 1
    found = ("find", "nobody", "--register", str(tmp_path / "new"), "--as", "idris")
    assert run(*found, feed="another made-up one\n") in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


def test_a_register_that_cannot_be_made_leaves_nothing(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither schema, nor logins, nor files are left, and the next attempt works."""
    database = postgres.make_database()
    folder = tmp_path / "new"

    for step in ("db.creating.make_logins", "db.creating.write_server"):
        with monkeypatch.context() as patched:
            patched.setattr(step, fail)
            with pytest.raises(LookupError):
                create_cheaply(folder, database=postgres.url(database))
        assert list(folder.iterdir()) == []
    create_cheaply(folder, database=postgres.url(database))
    assert schemas(postgres, database) == 1


def test_a_database_that_loses_letters_is_refused(
    postgres: Postgres, tmp_path: Path
) -> None:
    """Only UTF8 keeps every name."""
    postgres.run("DROP DATABASE IF EXISTS ascii")
    postgres.run(
        "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' "
        "LOCALE_PROVIDER libc LOCALE 'C'"
    )
    with pytest.raises(ServerEncodingError, match="SQL_ASCII"):
        create_cheaply(tmp_path / "new", database=postgres.url("ascii"))


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("", DatabaseAddressError),
        ("postgresql://", DatabaseAddressError),
        ("mysql://u@h/d", DatabaseAddressError),
        ("postgresql://u@h:x/d", DatabaseAddressError),
        ("postgresql://u:secret@h/d", PasswordInAddressError),
        ("postgresql://u@h/d?password=secret", PasswordInAddressError),
        ("postgresql://u@h/d?sslmode=require", WeakTlsError),
        ("postgresql://u@h/d?sslmode=disable", WeakTlsError),
    ],
)
def test_an_address_is_read_or_refused(address: str, error: type[Exception]) -> None:
    """A password, or less than proof of who the server is, never passes."""
    with pytest.raises(error):
        parse_server_url(address)


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://u@db.council.example/amnesty", "verify-full"),
        ("postgresql://u@localhost/amnesty", None),
        ("postgresql://u@/amnesty?host=/run/postgresql", None),
        ("postgresql://u@/amnesty?host=/run/x,db.council.example", "verify-full"),
    ],
)
def test_another_machine_has_to_prove_itself(address: str, mode: str | None) -> None:
    """TLS is left out only where nothing leaves this machine."""
    assert parse_server_url(address).query.get("sslmode") == mode
