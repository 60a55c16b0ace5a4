"""Of 33,600 planted particulars not one is found in anything that is left anywhere."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from amnesty.domain.identifiers import HealthNumber, Postcode
from amnesty.domain.registration import Registration, RegistrationId, State
from amnesty.domain.searched import Query
from amnesty.domain.staff import Compartment, Role, StaffId, StaffMember
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.intake.application import read_application
from db.engines.engine import PRAGMAS
from db.upkeep.backup import write_backup
from tests.conftest import TODAY, registration_file_on
from tests.store.conftest import Office, note
from tests.store.needles import Haystack, Particulars, made_up, written
from tests.store.pages import readable_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.register import SqlRegister

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A register full of needles, and everything that it has left so far."""

    office: Office
    left: dict[str, bytes]
    """What each file held while the register was open, by its name."""
    key: bytes
    """The database's own, which opens its pages and none of its rows."""


@pytest.fixture(scope="module")
def people() -> list[Particulars]:
    """Return the people whose particulars are planted."""
    return made_up()


@pytest.fixture(scope="module")
def haystack(people: list[Particulars]) -> Haystack:
    """Return the search for all of them, in every writing."""
    return Haystack(written(set(texts_of(people))))


def texts_of(people: list[Particulars]) -> Iterator[str]:
    """Return every needle as text."""
    for one in people:
        yield from one.needles()


@pytest.fixture(scope="module")
def planted(
    made: tuple[Path, str],
    people: list[Particulars],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Planted]:
    """Register everybody, search, change, back up; and look while it is all open."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(made[0], folder / "register")
    (folder / "temporary").mkdir()
    office = Office(folder=folder / "register", recovery_code=made[1])
    with pytest.MonkeyPatch.context() as patched, office.stack:
        patched.setattr(tempfile, "tempdir", str(folder / "temporary"))
        patched.setenv("SQLITE_TMPDIR", str(folder / "temporary"))
        patched.setenv("TMPDIR", str(folder / "temporary"))
        clerk = office.open("bronwen")
        for begin in range(0, len(people), BATCH):
            register_all(clerk, people[begin : begin + BATCH], begin)
        search_and_change(clerk, people[:20])
        write_backup(clerk, folder / "copy.backup", made_at="2026-11-24T09:30:00Z")
        key = clerk.opened()[1].keyring.keys(Compartment.COMMON).database
        left = {
            str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }
        clerk.close()
        left["rollback journal"] = journal_of(office.folder / "register.db", key)
        yield Planted(office=office, left=left, key=key)


def draft_of(one: Particulars, template: Registration, number: int) -> Registration:
    """Return a draft that holds all of somebody's particulars."""
    site = template.growing.sites[0]
    address = replace(
        site.address, lines=(one.street,), postcode=Postcode(one.postcode)
    )
    patient = replace(
        template.identity.patient,
        full_name=one.name,
        date_of_birth=one.born,
        health_number=HealthNumber(one.health_number),
        telephone=one.telephone,
        email=one.email,
        home=address,
    )
    return replace(
        template,
        id=RegistrationId(number + 1),
        number=f"R-{number:04d}",  # type: ignore[arg-type] # a number is text
        identity=replace(template.identity, patient=patient),
        growing=replace(template.growing, sites=(replace(site, address=address),)),
    )


def register_all(register: SqlRegister, people: list[Particulars], begin: int) -> None:
    """Register people in one transaction, with an event that names each."""
    application = read_application(
        answers_from_json(json.dumps(registration_file_on(TODAY))),
        today=TODAY,
        by=StaffMember(id=StaffId(1), name="ada", role=Role.CLERK),
        staff={},
    )
    template = Registration(
        id=RegistrationId(1),
        number="R",  # type: ignore[arg-type] # replaced for each
        state=State.DRAFT,
        version=0,
        identity=application.identity,
        clinical=application.clinical,
        growing=application.growing,
    )
    with register.transaction() as transaction:
        for place, one in enumerate(people, start=begin):
            kept = transaction.add_registration(draft_of(one, template, place))
            note(transaction, kept.id, asked=one.name, reason=one.telephone)


def search_and_change(register: SqlRegister, people: list[Particulars]) -> None:
    """Look some of them up by name and number, and change what is kept."""
    with register.transaction() as transaction:
        for one in people:
            names = tuple(one.name.split())
            found = transaction.find(Query(names=names), limit=5).summaries
            kept = transaction.registration_by_id(found[0].id)
            transaction.save_registration(kept)
            transaction.find(Query(postcode=Postcode(one.postcode)), limit=5)
            note(transaction, kept.id, asked=one.postcode)


def journal_of(database: Path, key: bytes) -> bytes:
    """Return the rollback journal in the middle of a change, where one is used."""
    connection = dbapi2.connect(database, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        connection.execute(pragma.replace("=WAL", "=DELETE"))
    connection.execute("PRAGMA cache_size = 10")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE registration SET version = version + 1")
    content = database.with_name("register.db-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    return content


def test_there_are_enough_needles(people: list[Particulars]) -> None:
    """Names, capitals, numbers, postcodes, mail, telephones, birthdays and streets."""
    assert len(set(texts_of(people))) >= 16_000
    assert len(written(set(texts_of(people)))) >= 4 * 16_000


def test_no_file_of_an_open_register_holds_one(
    planted: Planted, haystack: Haystack
) -> None:
    """Database, write-ahead log, its index, key files, temporary files, a backup."""
    names = {Path(name).name for name in planted.left}
    assert {"register.db", "register.db-wal", "register.db-shm"} <= names
    assert {"keys.json", "recovery.json", "copy.backup", "rollback journal"} <= names
    assert len(planted.left["copy.backup"]) > 1_000_000
    assert len(planted.left["rollback journal"]) > 100_000
    for name, content in planted.left.items():
        assert haystack.found_in(content) == set(), name


def test_no_file_of_a_closed_register_holds_one(
    planted: Planted, haystack: Haystack
) -> None:
    """What lies in a cupboard over night."""
    for file in planted.office.folder.rglob("*"):
        assert haystack.found_in(file.read_bytes()) == set(), file.name


def test_no_page_behind_the_files_encryption_holds_one(
    planted: Planted, haystack: Haystack
) -> None:
    """With the file's key, which every member of staff holds, pages tell no more.

    It is what the administrator of a database server sees, free pages included.
    """
    pages = readable_pages(planted.office.folder, planted.key)
    assert b"CREATE TABLE registration" in pages
    assert haystack.found_in(pages) == set()


def test_a_plain_database_holds_them_all(
    people: list[Particulars], tmp_path: Path
) -> None:
    """The control: where they stand readable, every one that is looked for is found."""
    texts = set(texts_of(people[::20]))
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE patient (text TEXT, wide BLOB, hex TEXT)")
    rows = [(one, one.encode("utf-16-le"), one.encode().hex()) for one in texts]
    plain.executemany("INSERT INTO patient VALUES (?, ?, ?)", rows)
    plain.commit()
    plain.close()
    found = Haystack(written(texts)).found_in((tmp_path / "plain.db").read_bytes())
    assert {one.encode() for one in texts} <= found
    assert {wide for _, wide, _ in rows} <= found
    assert {coded.encode() for *_, coded in rows} <= found


def test_the_search_sees_every_writing() -> None:
    """The control of the control: base64 at any place, and bytes at any offset."""
    [one] = made_up(1)
    haystack = Haystack(written({one.name}))
    for before in range(6):
        noise = b"\xff" * before
        assert haystack.found_in(noise + one.name.encode() + noise)
        assert haystack.found_in(noise + base64.b64encode(noise + one.name.encode()))
    assert not haystack.found_in(date(2026, 1, 1).isoformat().encode() * 9)
