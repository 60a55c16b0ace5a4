"""A backup is put back by two people, whole or not at all, and never by stealth."""

from __future__ import annotations

import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from amnesty.domain.searched import Query
from amnesty.errors.backup import (
    AnotherRegistersBackupError,
    BackupDamagedError,
    OlderBackupError,
    RegisterOpenError,
    SamePersonError,
)
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.register import CopyKeptError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.session import PassphraseToChangeError
from amnesty.errors.store import WrongPassphraseError
from amnesty.services.authority.signing_in import ask_to_change
from amnesty.services.desk import Desk
from db.audit.log import open_detail
from db.audit.replaying import replay
from db.changing_secrets import change_secrets
from db.keyring.passphrases import Secrets
from db.tables import EventRow
from db.upkeep.backup import write_backup
from db.upkeep.restoring import Restorer, restore_backup
from tests.store.conftest import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from db.upkeep.restoring import Restored
    from tests.store.conftest import Office

    Log = Callable[..., None]
    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

MADE_AT = "2026-11-24T09:30:00+00:00"


@pytest.fixture
def file(office: Office, keep: Keep, person: Person, tmp_path: Path) -> Path:
    """Return a backup with one patient, of a register that nobody has open."""
    keep(person("Ada Lord"))
    write_backup(office.open("nerys"), tmp_path / "one.backup", made_at=MADE_AT)
    office.stack.close()
    return tmp_path / "one.backup"


def restore(
    office: Office, file: Path, *names: str, reason: str | None = None
) -> Restored:
    """Restore as two people."""
    first, second = (
        Restorer(name=name, passphrase=office.passphrase(name))
        for name in names or ("idris", "nerys")
    )
    return restore_backup(
        file, office.folder, (first, second), clock=FixedClock(), reason=reason
    )


def found(office: Office, log: Log, word: str) -> int:
    """Return how many patients have a word in their name."""
    with office.open("kofi").transaction() as transaction:
        log(transaction)
        return transaction.find(Query(names=(word,)), limit=9).total


def register_another(office: Office, log: Log, draft: Registration) -> None:
    """Register somebody after the backup, and close the register."""
    with office.open("bronwen").transaction() as transaction:
        transaction.add_registration(draft)
        log(transaction)
    office.stack.close()


def test_a_lost_register_comes_back(office: Office, log: Log, file: Path) -> None:
    """Where only the key files are left, everything else is in the backup."""
    (office.folder / "register.db").unlink()
    done = restore(office, file)
    assert (done.lost, done.kept) == (0, None)
    assert found(office, log, "lord") == 1
    assert office.recover().member.name == "recovery code"


def test_a_damaged_register_is_replaced_and_kept(
    office: Office, log: Log, file: Path
) -> None:
    """What cannot be read any more is put aside, not deleted."""
    database = office.folder / "register.db"
    content = bytearray(database.read_bytes())
    content[:4096] = bytes(4096)
    database.write_bytes(content)
    done = restore(office, file)
    assert done.kept is not None
    assert done.kept.read_bytes() == content
    assert found(office, log, "lord") == 1


def test_an_older_backup_is_put_back_knowingly_alone(
    office: Office, log: Log, file: Path, person: Person
) -> None:
    """It is refused with how much would be lost; with a reason it is done and told."""
    register_another(office, log, person("Bea Dee"))
    with pytest.raises(OlderBackupError, match="1 event of the register"):
        restore(office, file)
    assert found(office, log, "dee") == 1
    office.stack.close()
    done = restore(office, file, reason="The register was damaged by water.")
    assert done.lost == 2
    assert found(office, log, "dee") == 0
    assert found(office, log, "lord") == 1


@pytest.mark.parametrize(
    ("names", "error"),
    [
        (("idris", "idris"), SamePersonError),
        (("nerys", "idris"), RoleMayNotError),
        (("idris", "bronwen"), RoleMayNotError),
        (("bronwen", "nerys"), RoleMayNotError),
    ],
)
def test_two_people_who_may(
    office: Office, file: Path, names: tuple[str, str], error: type[Exception]
) -> None:
    """A supervisor and another who may make backups: nobody else, nobody alone."""
    before = (office.folder / "register.db").read_bytes()
    with pytest.raises(error):
        restore(office, file, *names)
    assert (office.folder / "register.db").read_bytes()[4096:] == before[4096:]
    assert office.open("bronwen").member.name == "bronwen"


def test_both_passphrases_are_asked(office: Office, file: Path) -> None:
    """A name without its passphrase restores nothing."""
    people = (
        Restorer(name="idris", passphrase=office.passphrase("idris")),
        Restorer(name="nerys", passphrase="some other made-up words"),
    )
    with pytest.raises(WrongPassphraseError):
        restore_backup(file, office.folder, people, clock=FixedClock())


@pytest.mark.parametrize("name", ["idris", "nerys"])
def test_a_handed_out_passphrase_puts_nothing_back(
    office: Office, tmp_path: Path, name: str
) -> None:
    """Neither person's; once they chose their own, a backup from before is put back."""
    marking = Desk(
        register=office.open("gareth"), clock=FixedClock(), chance=os.urandom
    )
    ask_to_change(marking, name)
    file = tmp_path / "marked.backup"
    write_backup(office.open("nerys"), file, made_at=MADE_AT)
    office.stack.close()
    with pytest.raises(PassphraseToChangeError, match="handed out"):
        restore(office, file)
    assert office.open("bronwen").member.name == "bronwen"
    now = Secrets(passphrase=office.passphrase(name))
    own = Secrets(passphrase="six quite unrelated herrings")
    change_secrets(office.open(name), now, own, clock=FixedClock())
    office.stack.close()
    first, second = (
        Restorer(
            name=one,
            passphrase=own.passphrase if one == name else office.passphrase(one),
        )
        for one in ("idris", "nerys")
    )
    done = restore_backup(
        file, office.folder, (first, second), clock=FixedClock(), reason="made up"
    )
    assert done.lost == 1


def test_nobody_may_have_it_open(office: Office, file: Path, log: Log) -> None:
    """A clerk at work is not left with a file that is no longer the register."""
    with office.open("bronwen").transaction() as transaction:
        log(transaction)
    with pytest.raises(RegisterOpenError, match="Have everybody close it"):
        restore(office, file)
    assert found(office, log, "lord") == 1


def test_what_was_erased_since_stays_erased(
    office: Office, log: Log, file: Path
) -> None:
    """A backup brings nobody back who was erased after it."""
    with office.open("idris").transaction() as transaction:
        [one] = transaction.find(Query(names=("lord",)), limit=9).summaries
        assert transaction.erase(one.id, erased_on=date(2026, 11, 24))
        log(transaction)
    office.stack.close()
    (office.folder / "register.db").unlink()
    restore(office, file)
    assert found(office, log, "lord") == 0
    with (
        pytest.raises(RegistrationErasedError),
        office.open("idris").transaction() as transaction,
    ):
        transaction.registration(one.number)
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        rows = transaction.session.execute(select(EventRow)).scalars()
        details = [open_detail(row, transaction.access.keyring) for row in rows]
        assert one.id not in {detail.registration for detail in details}
        assert [detail for detail in details if detail.is_forgotten]
        log(transaction)


def test_a_damaged_backup_changes_nothing(office: Office, file: Path) -> None:
    """Half of a backup is none of it."""
    file.write_bytes(file.read_bytes()[:-20])
    names = {one.name for one in office.folder.iterdir()}
    with pytest.raises(BackupDamagedError):
        restore(office, file)
    assert {one.name for one in office.folder.iterdir()} == names
    assert office.open("bronwen").member.name == "bronwen"


def test_another_registers_backup_is_refused(
    *, office: Office, file: Path, create: Callable[[Path], object], tmp_path: Path
) -> None:
    """The keys in the folder say which register it is."""
    create(tmp_path / "other")
    shutil.copyfile(office.key_file, tmp_path / "keys-of-ours.json")
    shutil.copyfile(tmp_path / "other" / "keys.json", office.key_file)
    with pytest.raises(AnotherRegistersBackupError):
        restore(office, file)


def test_what_was_kept_is_not_overwritten(office: Office, file: Path) -> None:
    """The file of an earlier restore may be the only good one."""
    restore(office, file, reason="Trying the drill.")
    office.stack.close()
    with pytest.raises(CopyKeptError, match="before-restore"):
        restore(office, file, reason="Trying it again.")
