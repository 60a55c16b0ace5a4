"""A register on a PostgreSQL server: made whole, fenced in, and plain when it fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from amnesty.domain.staff import Role
from amnesty.errors.register import RegisterBusyError
from amnesty.errors.server import (
    DatabaseFileDamagedError,
    ServerGoneError,
    ServerRefusedError,
)
from db.audit.replaying import replay
from db.engines.address import parse_server_url
from db.engines.server import (
    LOGIN_KEYS,
    SERVER_FILE,
    engine_on,
    password_of,
    read_server,
)
from db.rewrapping import rewrap
from db.rotating import retire, rotate
from db.tables import EventRow, HeadRow
from db.upkeep.backup import write_backup
from tests.store.conftest import (
    FixedClock,
    Office,
    create_cheaply,
    with_everybody,
)
from tests.store.on_a_server import database_of, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

    from amnesty.domain.registration import Registration
    from tests.store.postgres import Postgres

    Log = Callable[..., None]
    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)


def as_role(office: Office, name: str) -> Engine:
    """Return an engine with a person's own login, below the program."""
    register = office.open(name)
    engine, _ = register.opened()
    return engine


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("bronwen", "UPDATE event SET leaf = 'x'"),
        ("bronwen", "DELETE FROM event"),
        ("idris", "DELETE FROM event"),
        ("idris", "UPDATE event SET leaf = 'x'"),
        ("bronwen", "UPDATE event SET sealed = ''"),
        ("padraig", "UPDATE event SET sealed = ''"),
        ("linh", "UPDATE event SET sealed = ''"),
        ("idris", "UPDATE node SET hash = ''"),
        ("idris", "DROP TABLE event"),
        ("idris", "ALTER TABLE staff DISABLE ROW LEVEL SECURITY"),
        ("nerys", "DELETE FROM staff"),
        ("nerys", "UPDATE registration SET state = 'active'"),
        ("padraig", "UPDATE registration SET state = 'active'"),
        ("padraig", "DELETE FROM answer"),
        ("linh", "DELETE FROM token"),
        ("linh", "CREATE TABLE mine (id int)"),
        ("nerys", "CREATE ROLE mallory"),
    ],
)
def test_a_login_does_what_its_role_does(
    office: Office, name: str, statement: str
) -> None:
    """Nobody changes the log, and each role writes what is its own."""
    with (
        pytest.raises(DBAPIError) as raised,
        as_role(office, name).begin() as connection,
    ):
        connection.execute(text(statement))
    assert getattr(raised.value.orig, "sqlstate", "") == "42501"


def test_rows_of_another_authority_are_not_there(
    office: Office, postgres: Postgres, keep: Keep, person: Person
) -> None:
    """What somebody puts under another authority is neither seen nor written."""
    kept = keep(person("Ada Lord"))
    server = read_server(office.folder)
    assert server is not None
    database = parse_server_url(server.url).database
    assert database is not None
    owner = engine_on(postgres.url(database), server, wait=1, lock=False)
    with owner.begin() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(text("UPDATE registration SET authority_id = 7"))
    owner.dispose()
    with as_role(office, "bronwen").begin() as connection:
        assert connection.execute(text("SELECT id FROM registration")).all() == []
        with pytest.raises(DBAPIError):
            connection.execute(text("UPDATE staff SET authority_id = 7"))
    assert kept.id


def test_two_authorities_share_a_database(
    office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """Each has a schema and logins of its own, and no way into the other's."""
    server = read_server(office.folder)
    assert server is not None
    database = parse_server_url(server.url).database
    assert database is not None
    create_cheaply(tmp_path / "other", database=postgres.url(database))
    other = read_server(tmp_path / "other")
    assert other is not None
    assert other.schema != server.schema
    with (
        pytest.raises(DBAPIError),
        as_role(office, "idris").begin() as connection,
    ):
        connection.exec_driver_sql(f"TABLE {other.schema}.staff")


def test_a_login_takes_more_than_its_name(office: Office) -> None:
    """The password of a role follows from keys that others do not hold."""
    server = read_server(office.folder)
    assert server is not None
    clerk = office.open("bronwen").opened()[1].keyring
    for keys in clerk:
        url = parse_server_url(server.url).set(
            username=server.login(Role.SUPERVISOR), password=password_of(keys)
        )
        engine = create_engine(url)
        with pytest.raises(DBAPIError):
            engine.connect()
        engine.dispose()


def test_clerks_at_once_lose_nothing(office: Office, log: Log, person: Person) -> None:
    """Four sign-ins, two threads each: every registration and every event is there."""
    names = ("bronwen", "kofi", "idris", "gareth")
    registers = [office.open(name, wait=30) for name in names]
    drafts = [[person(f"Ada Number{n}") for n in range(6)] for _ in range(8)]
    start = Barrier(8)

    def work(place: int) -> None:
        start.wait()
        for draft in drafts[place]:
            with registers[place % 4].transaction() as transaction:
                transaction.add_registration(draft)
                log(transaction, draft.id)

    with ThreadPoolExecutor(max_workers=8) as threads:
        for done in [threads.submit(work, place) for place in range(8)]:
            done.result()
    with registers[2].transaction() as transaction:
        for of_one in drafts:
            for draft in of_one:
                assert transaction.registration(draft.number).id == draft.id
        assert replay(transaction).differences == ()
        counted = transaction.run(select(func.count()).select_from(EventRow))
        head = transaction.session.execute(select(HeadRow)).scalar_one()
        assert counted.scalar_one() == head.version
        log(transaction)


def test_who_waits_too_long_is_told(office: Office, log: Log) -> None:
    """A register that somebody else is writing to says so, and keeps nothing."""
    first, second = office.open("bronwen"), office.open("kofi", wait=0.1)
    with first.transaction() as transaction:
        transaction.authority()
        with pytest.raises(RegisterBusyError), second.transaction() as other:
            other.authority()
        log(transaction)


def test_a_server_that_is_gone_is_told(office: Office) -> None:
    """One sentence, whoever tries, and not a word of the server's."""
    file = office.folder / SERVER_FILE
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("amnesty-pg-", "nothing-here-"), encoding="utf-8")
    with pytest.raises(ServerGoneError, match="does not answer"):
        office.open("bronwen")
    file.write_text(said.replace("made_", "other_"), encoding="utf-8")
    with pytest.raises(ServerRefusedError):
        office.open("bronwen")
    for broken in ("", "{}", said[:-9], said.replace("postgresql://", "")):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(DatabaseFileDamagedError):
            office.open("bronwen")


def test_a_connection_that_died_is_told_and_replaced(
    office: Office, postgres: Postgres, log: Log
) -> None:
    """The act fails with nothing kept, and the next one works."""
    clerk = office.open("bronwen")
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE "

    def work() -> None:
        with clerk.transaction() as transaction:
            transaction.authority()
            postgres.run(f"{kill} 'amnesty%%clerk'")
            transaction.authority()

    with pytest.raises(ServerGoneError):
        work()
    with clerk.transaction() as transaction:
        assert transaction.authority().name == "Penmaen Council"
        log(transaction)


def test_keys_are_rotated_and_old_logins_die(
    office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """After an epoch is destroyed its passwords open nothing, and everybody works.

    Logins belong to the whole server, so this register is no copy of another.
    """
    folder = tmp_path / "own"
    with_everybody(folder, postgres.url(postgres.make_database()))
    office = Office(folder=folder, recovery_code="", stack=office.stack)
    supervisor = office.open("idris")
    server = read_server(office.folder)
    assert server is not None
    clerks = LOGIN_KEYS[Role.CLERK]
    before = password_of(supervisor.opened()[1].keyring.keys(clerks))
    rotate(supervisor, clock=FixedClock())
    assert office.open("bronwen").member.name == "bronwen"
    rewrap(supervisor, clock=FixedClock())
    retire(supervisor, clock=FixedClock())
    for name in ("bronwen", "nerys", "padraig", "linh", "idris"):
        assert office.open(name).member.name == name
    url = parse_server_url(server.url).set(username=server.login(Role.CLERK))
    old = create_engine(url.set(password=before))
    with pytest.raises(DBAPIError):
        old.connect()
    old.dispose()


def test_a_backup_is_made_of_a_server_too(
    office: Office, keep: Keep, person: Person, tmp_path: Path
) -> None:
    """The same file, whatever the register lies in."""
    keep(person("Ada Lord"))
    file = tmp_path / "one.backup"
    made = write_backup(office.open("nerys"), file, made_at="2026-11-24T09:30:00+00:00")
    assert made.rows["registration"] == 1


def test_nothing_readable_reaches_the_server(
    office: Office, postgres: Postgres, person: Person, log: Log
) -> None:
    """Every statement is logged here, and names, numbers and passwords are in none."""
    register = office.open("kofi")
    with register.transaction() as transaction:
        kept = transaction.add_registration(person("Quillfeather Zebedee"))
        log(transaction, kept.id, words="quillfeather")
    said = (postgres.folder / "log").read_bytes()
    assert b"INSERT INTO registration" in said
    secrets = {password_of(keys) for keys in register.opened()[1].keyring}
    needles = {"Quillfeather", "zebedee", "Penmaen", "ZZ1 4AB", kept.number, *secrets}
    number = run(
        postgres.url(database_of(office)),
        "SELECT oid FROM pg_database WHERE datname = current_database()",
    )[0]
    data = postgres.folder / "data"
    for file in (*(data / "base" / number).iterdir(), *(data / "pg_wal").iterdir()):
        content = file.read_bytes() if file.is_file() else b""
        for needle in needles:
            assert needle.encode() not in content, (needle, file.name)
    for needle in needles:
        assert needle.encode().lower() not in said.lower(), needle
