"""The list of erasures outlives the register that they were done in."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from amnesty.domain.registration import RegistrationId
from amnesty.errors.erasing import ErasuresDamagedError, RegistrationErasedError
from amnesty.errors.store import EventMissingError
from db.erasures import ERASURES_FILE, read_erasures

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]
    Erase = Callable[[Registration], bool]

DAY = date(2026, 11, 24)


def test_it_is_listed_beside_the_register(
    *, office: Office, kept: Registration, erase: Erase, keep: Keep, person: Person
) -> None:
    """The list holds ids alone, which only who opens the register can read."""
    other = keep(person("Wojciech Wójcik"))
    with office.open("nerys").transaction() as transaction:
        keyring = transaction.access.keyring
        assert read_erasures(office.folder, keyring) == frozenset()
        erase_first = frozenset({kept.id})
    erase(kept)
    file = office.folder / ERASURES_FILE
    content = file.read_bytes()
    assert str(kept.id).encode() not in content
    assert file.stat().st_mode & 0o777 == 0o600
    keyring = office.open("nerys")._opened[1].keyring  # type: ignore[index] # it is open
    assert read_erasures(office.folder, keyring) == erase_first
    erase(other)
    assert read_erasures(office.folder, keyring) == {kept.id, other.id}
    for damaged in (content[:-40], b"{}", b"", content.replace(b"A", b"B")):
        file.write_bytes(damaged)
        with pytest.raises(ErasuresDamagedError, match="restore no backup without it"):
            read_erasures(office.folder, keyring)


def test_what_was_not_committed_is_not_listed(
    office: Office, kept: Registration, supervisor: SqlRegister
) -> None:
    """An erasure without its event is none, and no restored register repeats it."""
    with pytest.raises(EventMissingError), supervisor.transaction() as transaction:
        transaction.erase(kept.id, erased_on=DAY)
    assert not (office.folder / ERASURES_FILE).exists()
    with supervisor.transaction() as transaction:
        assert transaction.registration(kept.number) == kept
        transaction.must_note = False


def test_a_commit_that_fails_takes_it_from_the_list_again(
    *,
    office: Office,
    kept: Registration,
    erase: Erase,
    keep: Keep,
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is listed while it is committed, and no longer where that came to nothing."""
    other = keep(person("Wojciech Wójcik"))
    erase(other)
    with office.open("nerys").transaction() as transaction:
        keyring = transaction.access.keyring
    listed = []

    def fail(_: Session) -> None:
        listed.append(read_erasures(office.folder, keyring))
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", fail)
        with pytest.raises(InterruptedError):
            erase(kept)
    assert listed == [{kept.id, other.id}]
    assert read_erasures(office.folder, keyring) == {other.id}
    assert erase(kept)


def test_an_older_copy_has_its_erasures_done_again(
    *, office: Office, kept: Registration, erase: Erase, log: Log
) -> None:
    """The list outlives the database that is put back, and repeats what it lacks."""
    office.stack.close()
    older = office.folder.parent / "older.db"
    shutil.copy(office.folder / "register.db", older)
    erase(kept)
    shutil.copy(older, office.folder / "register.db")
    with office.open("idris").transaction() as transaction:
        assert transaction.registration(kept.number) == kept
        access = transaction.access
        for listed in read_erasures(access.folder, access.keyring):
            assert transaction.erase(RegistrationId(listed), erased_on=DAY)
        log(transaction)
    with (
        pytest.raises(RegistrationErasedError),
        office.open("bronwen").transaction() as transaction,
    ):
        transaction.registration(kept.number)
