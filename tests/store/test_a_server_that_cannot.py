"""A server that cannot keep a register, or not now, is told and keeps no half of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.searched import Query
from amnesty.errors.server import (
    ServerDiskFullError,
    ServerReadOnlyError,
    ServerRefusedError,
    ServerTooOldError,
)
from db.audit.replaying import replay
from db.engines import server_making
from db.engines.server import read_server, write_server
from tests.store.office import Office, create_cheaply, with_everybody
from tests.store.on_a_server import (
    back_up,
    database_of,
    found,
    require_sound,
    restore,
    run,
    schema_of,
    schemas,
)
from tests.store.postgres import DEBIANS, Postgres, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Log = Callable[..., None]
    Person = Callable[..., Registration]

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)

MEBIBYTE = 1 << 20


@pytest.fixture
def owner(office: Office, postgres: Postgres) -> URL:
    """Return the register's database, as its owner reaches it."""
    return postgres.url(database_of(office))


def register_one(office: Office, log: Log, draft: Registration) -> None:
    """Register somebody."""
    with office.open("bronwen").transaction() as transaction:
        kept = transaction.add_registration(draft)
        log(transaction, kept.id)


def test_a_server_that_takes_nothing_in_is_told(
    *, office: Office, postgres: Postgres, owner: URL, log: Log, person: Person
) -> None:
    """A standby, or one set to read only: at sign-in, at work, and at making one."""
    with office.open("idris").transaction() as transaction:
        log(transaction)
    clerk = office.open("bronwen")
    name = f"ALTER DATABASE {owner.database} SET default_transaction_read_only"
    postgres.run(f"{name} = on")
    with pytest.raises(ServerReadOnlyError, match="takes no changes"):
        create_cheaply(office.folder.parent / "new", database=owner)
    clerk.opened()[0].dispose()
    with pytest.raises(ServerReadOnlyError), clerk.transaction() as transaction:
        transaction.add_registration(person("Ada Lord"))
    with pytest.raises(ServerReadOnlyError):
        office.open("kofi")
    postgres.run(f"{name} = off")
    office.stack.close()
    assert found(office, "lord") == 0


def test_a_server_that_is_too_old_is_told(
    office: Office, owner: URL, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """To it, every version of today is too old; nothing is left on the server."""
    file = back_up(office, tmp_path / "one")
    monkeypatch.setattr(server_making, "_OLDEST", 990_000)
    with pytest.raises(ServerTooOldError, match="needs 99 or later"):
        create_cheaply(tmp_path / "new", database=owner)
    with pytest.raises(ServerTooOldError):
        restore(office, file, owner, reason="A drill.")
    assert schemas(owner) == {schema_of(office)}


def test_another_registers_schema_is_refused(
    office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """A folder that names somebody else's schema has no login that enters it."""
    url = postgres.url(database_of(office))
    create_cheaply(tmp_path / "other", database=url)
    own, other = read_server(office.folder), read_server(tmp_path / "other")
    assert own is not None
    assert other is not None
    write_server(office.folder, replace(own, schema=other.schema))
    with pytest.raises(ServerRefusedError):
        office.open("bronwen")


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$
"""


@pytest.mark.parametrize("table", ["registration", "event", "head", "pending"])
def test_a_full_disk_at_any_table_keeps_nothing_half(
    *, office: Office, owner: URL, log: Log, person: Person, table: str
) -> None:
    """Whichever row there is no room for: none of the act stands, and then all does."""
    schema = schema_of(office)
    run(owner, f"SET search_path = {schema}; {FULL}")
    run(
        owner,
        f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {schema}.{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {schema}.full_disk()",
    )
    with pytest.raises(ServerDiskFullError, match="Nothing was kept"):
        register_one(office, log, person("Ada Lord"))
    run(owner, f"DROP TRIGGER full_disk ON {schema}.{table}")
    office.stack.close()
    assert found(office, "lord") == 0
    register_one(office, log, person("Ada Lord"))
    assert found(office, "lord") == 1
    office.stack.close()
    require_sound(office)


@pytest.fixture
def small_disk(postgres: Postgres) -> Iterator[Path]:
    """Return a folder with room for little, in which the server keeps databases."""
    folder = postgres.folder / "small"
    folder.mkdir(exist_ok=True)
    owner = (postgres.folder / "data").stat().st_uid
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if mount is None or unmount is None:
        pytest.skip("nothing here mounts disks")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size=32m,uid={owner}", "none", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run([unmount, "-l", str(folder)], check=True)


def register_until_refused(register: SqlRegister, log: Log, person: Person) -> int:
    """Register people until one is refused; return how many were kept."""
    for kept in range(1_000):
        try:
            with register.transaction() as transaction:
                one = transaction.add_registration(person(f"Ada Number{kept}"))
                log(transaction, one.id)
        except ServerDiskFullError:
            return kept
    pytest.fail("the disk was never full")


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts disks"
)
def test_a_disk_that_is_really_full_keeps_nothing_half(
    *,
    office: Office,
    small_disk: Path,
    postgres: Postgres,
    log: Log,
    person: Person,
    tmp_path: Path,
) -> None:
    """Registering goes on until there is no room; who was told so is not there."""
    assert office
    postgres.run(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
    name = postgres.make_database()
    postgres.run(f"ALTER DATABASE {name} SET TABLESPACE small")
    with_everybody(tmp_path / "own", postgres.url(name))
    own = Office(folder=tmp_path / "own", recovery_code="", stack=office.stack)
    filler = small_disk / "filler"
    room = os.statvfs(small_disk)
    left = room.f_bavail * room.f_frsize - MEBIBYTE // 8
    filler.write_bytes(bytes(left))
    kept = register_until_refused(own.open("bronwen"), log, person)
    filler.unlink()
    own.stack.close()
    with own.open("kofi").transaction() as transaction:
        query = Query(names=("number",))
        assert transaction.find(query, limit=1_000).total == kept
        log(transaction)
    register_one(own, log, person("Bea Dee"))
    assert found(own, "dee") == 1
    own.stack.close()
    require_sound(own)
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")
    postgres.run("DROP TABLESPACE small")


def test_nothing_but_ascii_stands_in_text_columns(
    *, office: Office, owner: URL, log: Log, person: Person
) -> None:
    """So no encoding or locale of a database changes what is stored or how it sorts."""
    register_one(office, log, person("Siân Łukasz Ó Néill"))
    asked = "SELECT {} FROM information_schema.columns WHERE table_schema = '{}' {}"
    where = schema_of(office), "AND data_type IN ('text', 'character varying')"
    tables = run(owner, asked.format("table_name", *where))
    columns = run(owner, asked.format("column_name", *where))
    assert ("event", "leaf") in zip(tables, columns, strict=True)
    for table, column in zip(tables, columns, strict=True):
        kept = run(owner, f"SELECT {column} FROM {schema_of(office)}.{table}")  # noqa: S608 - names of our own tables
        assert all(one.isascii() for one in kept), (table, column)


@pytest.fixture(scope="module")
def linguist() -> Iterator[Postgres]:
    """Return a server that knows languages."""
    if not DEBIANS:
        pytest.skip("needs a PostgreSQL with ICU (Debian: postgresql)")
    with running(programs=DEBIANS[-1]) as server:
        yield server


@pytest.mark.parametrize("locale", ["tr-TR", "sv-SE", "en-GB-u-kn-true-kf-upper"])
def test_another_languages_order_changes_nothing(
    *,
    office: Office,
    linguist: Postgres,
    log: Log,
    person: Person,
    tmp_path: Path,
    locale: str,
) -> None:
    """In a database that sorts and folds by other rules the register works the same."""
    assert office
    name = f"sorted_{locale.replace('-', '_').lower()}"
    linguist.run(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' "
        f"LOCALE_PROVIDER icu ICU_LOCALE '{locale}' LOCALE 'C.UTF-8'"
    )
    with_everybody(tmp_path / "own", linguist.url(name))
    own = Office(folder=tmp_path / "own", recovery_code="", stack=office.stack)
    register_one(own, log, person("Ilker IŞIK"))
    assert found(own, "isik") == 1
    file = back_up(own, tmp_path / "one")
    restore(own, file, linguist.url(name), reason="A drill.")
    assert found(own, "isik") == 1
    with own.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        log(transaction)
