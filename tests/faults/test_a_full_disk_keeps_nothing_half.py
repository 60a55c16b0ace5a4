"""When there is no room, nothing is half kept, and work goes on when there is."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select

from amnesty.domain.searched import Query
from amnesty.domain.staff import Role
from amnesty.errors.register import DiskFullError, RegisterReadOnlyError
from db.folder import write_private
from db.register import account_names
from db.tables import EventRow, RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Person = Callable[..., Registration]
    Log = Callable[..., None]


PASSPHRASE = "a made-up passphrase"


@pytest.fixture
def limit() -> Callable[[SqlRegister, int], None]:
    """Return what lets a register's file grow by so many pages and no further."""

    def to_pages(register: SqlRegister, more: int) -> None:
        def cap(connection: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined] # sqlcipher3 has no types
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + more}")

        assert register._opened is not None
        engine, _ = register._opened
        engine.dispose()
        event.listen(engine, "connect", lambda one, _: cap(one))

    return to_pages


def counts(register: SqlRegister) -> tuple[int, int]:
    """Return how many registrations and events there are."""
    with register.transaction() as transaction:
        registrations, events = (
            transaction.run(select(func.count()).select_from(kind)).scalar_one()
            for kind in (RegistrationRow, EventRow)
        )
    return registrations, events


@pytest.mark.parametrize("more", range(6))
def test_a_registration_is_kept_whole_or_not_at_all(
    *,
    office: Office,
    log: Log,
    person: Person,
    limit: Callable[[SqlRegister, int], None],
    more: int,
) -> None:
    """Wherever the disk runs full, rows, tokens and events stay in step."""
    register = office.open("kofi")
    before = counts(register)
    limit(register, more)
    kept: list[Registration] = []

    def fill() -> None:
        for number in range(200):
            with register.transaction() as transaction:
                one = transaction.add_registration(person(f"Ada Number{number}"))
                log(transaction)
            kept.append(one)

    with pytest.raises(DiskFullError, match="Nothing was kept"):
        fill()
    other = office.open("bronwen")
    assert counts(other) == tuple(count + len(kept) for count in before)
    with other.transaction() as transaction:
        found = transaction.find(Query(names=("number",)), limit=500)
        transaction.add_registration(person("Bea Lord"))
        log(transaction)
    assert found.total == len(kept)


def test_an_account_that_found_no_room_has_no_slot(
    office: Office, log: Log, limit: Callable[[SqlRegister, int], None]
) -> None:
    """The key file is as it was when the staff table could not be written."""
    register = office.open("nerys")
    limit(register, 0)
    before = [office.key_file.read_bytes()]

    def fill() -> None:
        for number in range(100):
            with register.transaction() as transaction:
                transaction.propose_account(f"clerk {number}", Role.CLERK, PASSPHRASE)
                log(transaction)
            before.append(office.key_file.read_bytes())

    with pytest.raises(DiskFullError):
        fill()
    assert office.key_file.read_bytes() == before[-1]
    office.open("bronwen")
    assert office.key_file.read_bytes() == before[-1]


def test_a_commit_that_fails_takes_its_slot_back(
    office: Office, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key file is written just before the commit, and undone if that fails."""
    before = office.key_file.read_bytes()
    register = office.open("nerys")

    def refuse(_: object) -> None:
        assert b"mairi" in office.key_file.read_bytes()
        raise InterruptedError

    def propose() -> None:
        with register.transaction() as transaction:
            transaction.propose_account("mairi", Role.CLERK, PASSPHRASE)
            log(transaction)

    monkeypatch.setattr("sqlmodel.Session.commit", refuse)
    with pytest.raises(InterruptedError):
        propose()
    assert office.key_file.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "error"),
    [(errno.ENOSPC, DiskFullError), (errno.EACCES, RegisterReadOnlyError)],
)
def test_a_file_is_written_whole_or_stays(
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    error: type[Exception],
) -> None:
    """A key file that cannot be written leaves the old one, and nothing beside it."""
    file = tmp_path / "keys.json"
    write_private(file, b"old")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("db.folder.os.fsync", refuse)
    with pytest.raises(error):
        write_private(file, b"new")
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


def test_no_room_for_the_key_file_undoes_the_account(
    office: Office, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account whose slot cannot be written is not in the staff table either."""
    register = office.open("nerys")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def propose() -> None:
        with register.transaction() as transaction:
            transaction.propose_account("mairi", Role.CLERK, PASSPHRASE)
            log(transaction)

    with monkeypatch.context() as patched:
        patched.setattr("db.folder.os.fsync", refuse)
        with pytest.raises(DiskFullError):
            propose()
    with register.transaction() as transaction:
        names = [account.member.name for account in transaction.accounts()]
    assert "mairi" not in names
    assert account_names(office.folder) == names


def test_a_register_that_found_no_room_leaves_no_part(
    create: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making a register either ends with all its files or leaves none."""
    folder = tmp_path / "new"

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("db.folder.os.fsync", refuse)
        with pytest.raises(DiskFullError):
            create(folder)
    assert list(folder.iterdir()) == []
    create(folder)
    assert {one.name for one in folder.iterdir()} == {
        *("register.db", "keys.json", "recovery.json")
    }
