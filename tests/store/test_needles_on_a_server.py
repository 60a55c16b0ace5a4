"""Of 16,000 planted particulars a server has not one: not in its files, not in its log.

It logs every statement with its parameters, as the most curious administrator would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from db.upkeep.backup import write_backup
from tests.store.needles import Haystack, Particulars, made_up, written
from tests.store.office import Office, with_everybody
from tests.store.on_a_server import MADE_AT, restore
from tests.store.postgres import Postgres, running
from tests.store.test_needles import BATCH, register_all, search_and_change, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = 700
PARTS = ("base", "pg_wal", "pg_xact")


@pytest.fixture(scope="module")
def people() -> list[Particulars]:
    """Return the people whose particulars are planted."""
    return made_up(PEOPLE)


@pytest.fixture(scope="module")
def curious() -> Iterator[Postgres]:
    """Return a server that logs all it is told, and spills to its disk early."""
    with running(log_statement="all", log_line_prefix="", work_mem="64kB") as server:
        yield server


def everything_of(server: Postgres) -> dict[str, bytes]:
    """Return what stands in each file of a server, its log among them."""
    return {
        str(file.relative_to(server.folder)): file.read_bytes()
        for file in server.folder.rglob("*")
        if file.is_file() and "programs" not in file.parts
    }


@pytest.fixture(scope="module")
def database(curious: Postgres) -> str:
    """Return the name of the database in which is planted."""
    return curious.make_database()


@pytest.fixture(scope="module")
def before(curious: Postgres, database: str) -> set[bytes]:
    """Return every file's content from before anything was planted."""
    assert database
    curious.run("SELECT pg_switch_wal()")
    curious.run("CHECKPOINT")
    return {*everything_of(curious).values()}


def planted_in(server: Postgres, before: set[bytes]) -> dict[str, bytes]:
    """Return the files of a server that are not as they were before."""
    server.run("CHECKPOINT")
    left = everything_of(server)
    # Statements come over and over again, and no needle has a line's end in it.
    left["log"] = b"\n".join({*left["log"].splitlines()} - lines_of(before))
    return {name: one for name, one in left.items() if one not in before}


def lines_of(before: set[bytes]) -> set[bytes]:
    """Return the lines of the log that was one of the files."""
    return {
        line
        for one in before
        if b"starting PostgreSQL" in one
        for line in one.splitlines()
    }


@pytest.fixture(scope="module")
def backup(
    *,
    before: set[bytes],
    curious: Postgres,
    database: str,
    people: list[Particulars],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Register everybody, search, change, back up and restore; return the backup."""
    assert before
    folder = tmp_path_factory.mktemp("planted")
    url = curious.url(database)
    with_everybody(folder / "register", url)
    office = Office(folder=folder / "register", recovery_code="")
    with office.stack:
        clerk = office.open("bronwen")
        for begin in range(0, len(people), BATCH):
            register_all(clerk, people[begin : begin + BATCH], begin)
        search_and_change(clerk, people[:20])
        write_backup(clerk, folder / "copy.backup", made_at=MADE_AT)
        office.stack.close()
        restore(office, folder / "copy.backup", url, reason="A drill.")
    return folder / "copy.backup"


def test_a_server_that_logs_everything_has_no_needle(
    before: set[bytes],
    backup: Path,
    curious: Postgres,
    people: list[Particulars],
) -> None:
    """Tables, indexes, write-ahead log, statement log, temporary files, a backup."""
    needles = written(set(texts_of(people)))
    assert len(set(texts_of(people))) >= 16_000
    haystack = Haystack(needles)
    left = {**planted_in(curious, before), "backup": backup.read_bytes()}
    for part in PARTS:
        assert any(name.startswith(f"data/{part}/") for name in left), part
    assert b"INSERT INTO registration" in left["log"]
    assert len(left["log"]) > 1_000 * PEOPLE
    assert sum(len(one) for name, one in left.items() if "pg_wal" in name) > PEOPLE
    assert len(left["backup"]) > 500_000
    for name, content in left.items():
        assert haystack.found_in(content) == set(), name


def test_a_plain_table_on_it_has_them_all(
    curious: Postgres, database: str, people: list[Particulars]
) -> None:
    """The control: tables, write-ahead log and statement log each give all away."""
    curious.run("CHECKPOINT")
    before = {*everything_of(curious).values()}
    texts = sorted(set(texts_of(people[::20])))
    engine = create_engine(curious.url(database))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE patient (plain text)"))
        for one in texts:
            insert = text("INSERT INTO patient VALUES (:plain)")
            connection.execute(insert, {"plain": one})
    engine.dispose()
    left = planted_in(curious, before)
    haystack = Haystack(written(texts))
    for part in ("data/base/", "data/pg_wal/", "log"):
        found: set[bytes] = set()
        for name, content in left.items():
            if name.startswith(part):
                found |= haystack.found_in(content)
        missed = [one for one in texts if one.encode() not in found]
        # The borders of its pages cut a few in the write-ahead log.
        assert len(missed) <= len(texts) // 100, part
