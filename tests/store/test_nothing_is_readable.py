"""Nothing of a patient is readable in any file that the register leaves."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from amnesty.domain.identifiers import HealthNumber, Postcode
from amnesty.domain.searched import Query
from db.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

NEEDLES = (
    *("Wilhelmina", "Thistlethwaite", "thistlethwaite", "Llŷr", "Gwŷn", "gwyn"),
    *(
        "9990000018",
        "ZZ9 9ZZ",
        "ZZ99ZZ",
        "zz99zz",
        "1911-11-11",
        "Penmaen",
        "Canal Row",
    ),
    *("07700 900987", "wilhelmina@", "Penmaen Pain Clinic", "Blue Dale", "120.5"),
    *("241/2", "specialist", "flowering", "telephone call"),
)


def hold(clerk: SqlRegister, log: Log, person: Person) -> Registration:
    """Keep, change and look for somebody whose every word is a needle."""
    draft = person(
        "Wilhelmina Thistlethwaite Llŷr ap Gwŷn",
        health_number=HealthNumber("9990000018"),
        telephone="07700 900987",
        email="wilhelmina@example.test",
    )
    home = replace(draft.identity.patient.home, postcode=Postcode("ZZ9 9ZZ"))
    patient = replace(draft.identity.patient, home=home)
    draft = replace(draft, identity=replace(draft.identity, patient=patient))
    with clerk.transaction() as transaction:
        kept = transaction.add_registration(draft)
        log(transaction, kept.id, reason="telephone call", asked="Thistlethwaite")
        transaction._write_batch()
    with clerk.transaction() as transaction:
        kept = transaction.save_registration(kept)
        transaction.find(Query(names=("thistlethwaite",)), limit=5)
        log(transaction, kept.id, asked="thistlethwaite")
    return kept


def found_in(content: bytes, more: tuple[str, ...] = ()) -> set[str]:
    """Return the needles in some bytes, as UTF-8 or as UTF-16."""
    return {
        needle
        for needle in (*NEEDLES, *more)
        if needle.encode() in content or needle.encode("utf-16-le") in content
    }


def test_the_search_has_teeth(clerk: SqlRegister, log: Log, person: Person) -> None:
    """Unsealed, the same record is full of what is looked for."""
    plain = repr(hold(clerk, log, person)).encode()
    assert {"Wilhelmina", "9990000018", "Penmaen", "Blue Dale"} <= found_in(plain)


def test_no_file_holds_a_readable_word(
    office: Office, clerk: SqlRegister, log: Log, person: Person
) -> None:
    """Neither while the register is open, with its log beside it, nor afterwards."""
    kept = hold(clerk, log, person)
    open_files = {file.name for file in office.folder.iterdir()}
    assert {"register.db", "register.db-wal", "keys.json"} <= open_files
    for is_open in (True, False):
        if not is_open:
            clerk.close()
        for file in office.folder.rglob("*"):
            assert found_in(file.read_bytes(), (kept.number,)) == set()
    assert "register.db-wal" not in {file.name for file in office.folder.iterdir()}


def test_the_database_is_noise(office: Office) -> None:
    """Not even the header or a table's name can be read in the file."""
    content = (office.folder / "register.db").read_bytes()
    for word in (b"SQLite", b"CREATE", b"registration", b"alembic", b"sealed"):
        assert word not in content
    assert len({content[at : at + 16] for at in range(0, len(content), 16)}) == (
        len(content) // 16
    )


def test_the_rows_themselves_hold_nothing_readable(
    office: Office, clerk: SqlRegister, log: Log, person: Person
) -> None:
    """With the file's own key, which every member has, rows still tell nothing."""
    kept = hold(clerk, log, person)
    with office.open("nerys").transaction() as transaction:
        dumped = b""
        for table in METADATA.sorted_tables:
            for row in transaction.run(select(table)):
                dumped += b"\n".join(
                    value if isinstance(value, bytes) else str(value).encode()
                    for value in row
                )
    assert len(dumped) > 10_000
    assert found_in(dumped, (kept.number, "bronwen", "uk-55g", "PEN-1")) == set()


def test_nothing_readable_is_logged(
    clerk: SqlRegister, log: Log, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Even a log of every statement holds no word of a patient."""
    caplog.set_level(logging.DEBUG)
    kept = hold(clerk, log, person)
    logged = caplog.text.encode()
    assert found_in(logged, (kept.number,)) == set()


def test_an_error_of_the_database_quotes_nothing(
    clerk: SqlRegister, person: Person, keep: Keep
) -> None:
    """A refused statement becomes our error, without its words or values."""
    kept = keep(person("Wilhelmina Thistlethwaite"))
    other = replace(person("Bea Lord"), id=kept.id)
    with (
        pytest.raises(Exception, match="register could not do this") as refused,
        clerk.transaction() as transaction,
    ):
        transaction.add_registration(other)
    shown = str(refused.value) + repr(refused.value)
    assert "INSERT" not in shown
    assert found_in(shown.encode(), (kept.number,)) == set()
    assert refused.value.__suppress_context__
