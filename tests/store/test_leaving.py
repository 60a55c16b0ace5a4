"""Who leaves opens nothing, and everybody sets their own secrets."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from amnesty.domain.staff import Role
from amnesty.errors.keys import (
    AccountLeftError,
    KeyFileNeededError,
    KeyFileWrongError,
    LastRecoveryError,
    LastSupervisorError,
    NameOfLeaverError,
    PassphraseTooLongError,
    RemovesOneselfError,
    SecondSecretError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.store import (
    NoSuchAccountError,
    PassphraseTooShortError,
    WrongPassphraseError,
)
from db.changing_secrets import change_secrets
from db.keyring.key_file import read_key_file, write_key_file
from db.keyring.passphrases import Secrets
from db.keyring.second_secret import new_key_file, read_key_file_secret
from db.keyring.staff import granted
from db.register import account_names, open_register
from db.rotating import rotate
from db.tables import StaffRow
from tests.store.conftest import CHEAP, FixedClock
from tests.store.office import note

if TYPE_CHECKING:
    from pathlib import Path

    from db.register import SqlRegister
    from tests.store.conftest import Office

CLOCK = FixedClock()


def test_who_left_opens_nothing(office: Office) -> None:
    """The open session ends at once, the old key file does not help, no key follows."""
    clerk, old = office.open("kofi"), read_key_file(office.key_file)
    office.remove("Kofi", by=office.open("idris"))
    with pytest.raises(AccountLeftError, match="kofi"), clerk.transaction():
        pass
    with pytest.raises(WrongPassphraseError):
        office.open("kofi")
    assert "kofi" not in account_names(office.folder)
    write_key_file(office.key_file, old)
    with pytest.raises(AccountLeftError):
        office.open("kofi")
    assert "kofi" not in rotate(office.open("idris"), clock=CLOCK).sealed_to
    with pytest.raises(NameOfLeaverError):
        office.propose("KOFI", Role.CLERK)
    assert office.record("kofi")[0].slot.keys == ()


def test_what_a_leaver_granted_holds(office: Office) -> None:
    """Colleagues whom the founder let in go on when the founder has left."""
    office.remove("idris", by=office.open("gareth"))
    rotate(office.open("gareth"), clock=CLOCK)
    assert office.open("bronwen").member.role is Role.CLERK
    with pytest.raises(LastSupervisorError):
        office.remove("gareth", by=office.recover())


def test_what_a_leaver_signs_afterwards_gets_no_key(office: Office) -> None:
    """With somebody inside who writes it into the table, and who logs it in any name.

    Neither for a new account nor for one that they had granted while they stood.
    """
    _, leaver = office.record("idris", by="idris")
    office.remove("idris", by=office.open("gareth"))
    office.propose("mairi", Role.CLERK)
    for name in ("mairi", "kofi"):
        record, _ = office.record(name)
        forged = granted(
            record,
            leaver.member.id,
            register=leaver.register,
            signing_key=leaver.box.signing_key,
        )
        office.rewrite(forged)
    done = rotate(office.open("gareth"), clock=CLOCK)
    assert set(done.forged) == {"mairi", "kofi"}
    assert not {"mairi", "kofi"} & set(done.sealed_to)
    assert {"bronwen", "gareth", "recovery code"} <= set(done.sealed_to)


def test_a_staff_row_put_back_gets_no_key(office: Office) -> None:
    """What was written below the program does not follow from the log."""
    register = office.open("gareth")
    with register.transaction() as transaction:
        row = transaction.session.get_one(StaffRow, office.slot("kofi").account)
        before = row.columns()
        note(transaction)
    now = Secrets(passphrase=office.passphrase("kofi"))
    new = Secrets(passphrase="four quite unrelated herrings")
    change_secrets(office.open("kofi"), now, new, clock=CLOCK)
    with register.transaction() as transaction:
        table = StaffRow.metadata.tables["staff"]
        account = before.pop("id")
        transaction.run(update(table).where(table.c.id == account).values(before))
        note(transaction)
    assert rotate(register, clock=CLOCK).forged == ("kofi",)


def test_the_last_ways_in_stay(office: Office) -> None:
    """Nobody removes themselves, the last way to recover, or without the right."""
    register = office.open("idris")
    with pytest.raises(RemovesOneselfError):
        office.remove("idris", by=register)
    with pytest.raises(LastRecoveryError):
        office.remove("recovery code", by=register)
    with pytest.raises(NoSuchAccountError):
        office.remove("nobody", by=register)
    for name in ("nerys", "bronwen", "padraig", "linh"):
        with pytest.raises(RoleMayNotError):
            office.remove("kofi", by=office.open(name))


def opened(office: Office, passphrase: str, key_file: bytes | None) -> SqlRegister:
    """Sign bronwen in with these secrets."""
    register = open_register(
        office.folder, "bronwen", passphrase, key_file=key_file, cost=CHEAP
    )
    office.stack.callback(register.close)
    return register


@pytest.mark.parametrize(
    "passphrase",
    [
        "twelve bytes",
        "Siân’s café 🦉 in Łódź",
        unicodedata.normalize("NFD", "éclairs naïfs à Łódź"),
    ],
)
def test_a_new_passphrase_opens_and_the_old_one_does_not(
    office: Office, passphrase: str
) -> None:
    """It opens however a keyboard composes it, in a session that was open too."""
    register = office.open("bronwen")
    now, new = (
        Secrets(passphrase=office.passphrase("bronwen")),
        Secrets(passphrase=passphrase),
    )
    change_secrets(register, now, new, clock=CLOCK)
    with register.transaction() as transaction:
        assert transaction.authority()
    with pytest.raises(WrongPassphraseError):
        office.open("bronwen")
    for form in ("NFC", "NFD"):
        opened(office, unicodedata.normalize(form, passphrase), None)


def test_unfit_secrets_change_nothing(office: Office) -> None:
    """Too short, too long, and whoever does not know the passphrase, are refused."""
    register, now = (
        office.open("bronwen"),
        Secrets(passphrase=office.passphrase("bronwen")),
    )
    for new, refused in (
        ("short", PassphraseTooShortError),
        ("x" * 10_000, PassphraseTooLongError),
    ):
        with pytest.raises(refused):
            change_secrets(register, now, Secrets(passphrase=new), clock=CLOCK)
    wrong = Secrets(passphrase="another passphrase")
    with pytest.raises(WrongPassphraseError):
        change_secrets(register, wrong, now, clock=CLOCK)
    with pytest.raises(WrongPassphraseError):
        opened(office, "x" * 10_000, None)
    office.open("bronwen")


def test_a_key_file_is_a_second_secret(office: Office, tmp_path: Path) -> None:
    """Neither opens without the other, and nobody learns which one was right."""
    phrase, file = office.passphrase("bronwen"), tmp_path / "bronwen.key"
    second = new_key_file(file, office.record("bronwen")[1].chance)
    new = Secrets(passphrase=phrase, key_file=second)
    change_secrets(office.open("bronwen"), Secrets(passphrase=phrase), new, clock=CLOCK)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyFileNeededError, match="--key-file"):
        opened(office, phrase, None)
    sentences = set()
    for typed, secret in (
        (phrase, bytes(32)),
        ("another passphrase", second),
        ("another passphrase", bytes(32)),
    ):
        with pytest.raises(SecondSecretError) as refused:
            opened(office, typed, secret)
        sentences.add(str(refused.value))
    assert len(sentences) == 1
    rotate(office.open("idris"), clock=CLOCK)
    opened(office, phrase, read_key_file_secret(file))


@pytest.mark.parametrize(
    "content", [b"", b"x" * 999, b"carlys-amnesty key file 1\nzz\n"]
)
def test_what_is_no_key_file_is_told(tmp_path: Path, content: bytes) -> None:
    """A wrong file is named; one that is there is never written over."""
    file = tmp_path / "some.key"
    with pytest.raises(KeyFileWrongError, match="no such file"):
        read_key_file_secret(file)
    file.write_bytes(content)
    with pytest.raises(KeyFileWrongError):
        read_key_file_secret(file)
    with pytest.raises(KeyFileWrongError):
        new_key_file(file, bytes)
