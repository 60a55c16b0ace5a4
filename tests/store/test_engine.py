"""The database is opened so that what was kept stays, and what was deleted goes."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError, RegisterFailedError
from db.engines.engine import PRAGMAS, as_our_error, open_engine
from db.tables import PendingRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.register import SqlRegister
    from tests.store.conftest import Office

PAGE = 4096
SETTINGS = {
    "synchronous": 3,
    "journal_mode": "wal",
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_connection_has_the_settings(clerk: SqlRegister, setting: str) -> None:
    """Power cuts lose nothing, deleted keys leave no bytes, nothing spills over."""
    with clerk.transaction() as transaction:
        found = transaction.run(text(f"PRAGMA {setting}")).scalar_one()
    assert found == SETTINGS[setting]


def test_the_promise_to_write_comes_before_the_journal() -> None:
    """In the other order a power cut can lose what was acknowledged."""
    names = [pragma.split("=")[0].split()[1] for pragma in PRAGMAS]
    assert names.index("synchronous") < names.index("journal_mode")


def test_a_transaction_has_the_file_from_its_first_statement(
    clerk: SqlRegister,
) -> None:
    """It begins IMMEDIATE: a lock taken late could not be had."""
    statements: list[str] = []
    with clerk.transaction() as transaction:
        connection = transaction.session.connection().connection.driver_connection
        assert connection is not None
        connection.set_trace_callback(statements.append)
    with clerk.transaction() as transaction:
        transaction.authority()
    assert statements[:2] == ["COMMIT", "BEGIN IMMEDIATE"]


def test_no_error_quotes_a_value(office: Office) -> None:
    """Neither the engine's errors nor its address hold a parameter or a key."""
    with office.open("nerys").transaction() as transaction:
        key = transaction.access.keyring.keys(Compartment.COMMON).database
    engine = open_engine(office.folder / "register.db", key)
    assert key.hex() not in repr(engine.url) + repr(engine)
    statement = text("INSERT INTO pending VALUES (:who)")
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(statement, {"who": 424242})
    assert "424242" not in str(refused.value)
    engine.dispose()


def test_rows_that_belong_to_nobody_are_refused(clerk: SqlRegister) -> None:
    """A row for a registration that there is not is refused by the database itself."""
    row = {"registration_id": 7}
    with pytest.raises(RegisterFailedError), clerk.transaction() as transaction:
        transaction.run(insert(PendingRow), row)
    with clerk.transaction() as transaction:
        assert transaction.pending_rows() == []


def test_a_damaged_page_that_is_only_freed_is_told_as_damage(tmp_path: Path) -> None:
    """Its cipher refuses the commit then, and the driver has no word for that.

    Each page of a file is spoiled in turn while a row that spills over several of them
    is cut short, which frees those, whether they can be read or not.
    """
    file, key = tmp_path / "register.db", os.urandom(32)
    with _begun(file, key) as connection:
        connection.execute(text("CREATE TABLE row (id INTEGER PRIMARY KEY, kept BLOB)"))
        for row in range(6):
            connection.execute(
                text("INSERT INTO row VALUES (:row, zeroblob(9000))"), {"row": row}
            )
    sound = file.read_bytes()
    found: list[str] = []
    for page in range(PAGE, len(sound), PAGE):
        spoiled = bytearray(sound)
        spoiled[page + PAGE // 2] ^= 1
        file.write_bytes(spoiled)
        try:
            with _begun(file, key) as connection:
                connection.execute(
                    text("UPDATE row SET kept = zeroblob(9) WHERE id = 3")
                )
        except RegisterDamagedError:
            found.append("damaged")
        else:
            found.append("not met")
    assert set(found) == {"damaged", "not met"}


@contextmanager
def _begun(file: Path, key: bytes) -> Iterator[Connection]:
    """Give a transaction on a file of its own, with nothing left beside it after."""
    engine = open_engine(file, key)
    try:
        with as_our_error(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
