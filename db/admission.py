"""Lets a member of staff in: the slot opens their keys, the register says who they are.

The key file is needed before the database can be read, so it is believed only until
then. Afterwards the staff table decides, and the file is put right where it differs.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from amnesty.domain.staff import Compartment
from amnesty.errors.register import (
    KeyFileDamagedError,
    KeyFileMissingError,
    RegisterDamagedError,
)
from amnesty.errors.store import AccountNotGrantedError, NoSuchAccountError
from db.accounts import key_file_of, read_records
from db.details import DetailKey
from db.folder import KEY_FILE
from db.keyfile import KeyFile, read_key_file, write_key_file
from db.sealing import UnopenedError
from db.slots import open_box, open_keys
from db.staff import CHARTER, StaffTable, same_name
from db.tables import CharterRow
from db.work import Access, open_row

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from amnesty.ports import Chance
    from db.keys import Keyring
    from db.slots import Cost, KeyBox, Slot
    from db.staff import Charter


class Unlocked(NamedTuple):
    """A slot, and what its passphrase opened."""

    slot: Slot
    box: KeyBox
    keyring: Keyring


def sign_in(file: Path, name: str, passphrase: str) -> Unlocked:
    """Return what a member's passphrase opens in a key file.

    Raises:
        NoSuchAccountError: no account has this name.
        WrongPassphraseError: the passphrase does not open it.
        AccountNotGrantedError: the account waits for a grant.
        StoreError: the key file cannot be read.
    """
    keys = read_key_file(file)
    slot = next((one for one in keys.slots if same_name(one.name, name)), None)
    if slot is None:
        raise NoSuchAccountError(name)
    unlocked = unlock(file, keys.register, slot, passphrase)
    if not slot.keys:
        raise AccountNotGrantedError(slot.name)
    return unlocked


def unlock(file: Path, register: str, slot: Slot, secret: str | bytes) -> Unlocked:
    """Open a slot of a key file.

    Raises:
        WrongPassphraseError: this does not open it.
        KeyFileDamagedError: it does, and what it opens is damaged.
    """
    try:
        box = open_box(slot, secret, register=register)
        return Unlocked(slot, box, open_keys(slot, box, register=register))
    except UnopenedError:
        raise KeyFileDamagedError(file) from None


def admit(
    session: Session, folder: Path, unlocked: Unlocked, *, cost: Cost, chance: Chance
) -> Access:
    """Check a slot against the register's own table, and return what it gives.

    Raises:
        SlotAlteredError: the slot differs from the table.
        AccountNotGrantedError: the account waits for a grant.
        GrantForgedError: its grant does not lead back to the founder.
        RegisterDamagedError: the charter or a compartment key was exchanged.
    """
    slot, box, keyring = unlocked
    table = StaffTable(
        read_records(session, keyring), register=keyring.register, founder=box.founder
    )
    record = table.require(slot)
    row, charter = _charter(session, keyring)
    table.require_charter(charter, keyring)
    put_right(folder / KEY_FILE, table, keyring.register)
    return Access(
        folder=folder,
        register=keyring.register,
        authority_id=row.authority_id,
        details=DetailKey(
            charter.audit_key,
            charter.audit_epoch,
            register=keyring.register,
            chance=chance,
        ),
        member=record.member,
        keyring=keyring,
        box=box,
        cost=cost,
        chance=chance,
    )


def put_right(file: Path, table: StaffTable, register: str) -> KeyFile:
    """Write the key file again where the table calls for another; return the old one.

    Nobody else changes the table or the file meanwhile: the transaction that the table
    was read in keeps them out.
    """
    before = KeyFile(register=register, slots=())
    with suppress(KeyFileDamagedError, KeyFileMissingError):
        before = read_key_file(file)
    called_for = key_file_of(table, register, before)
    if called_for != before:
        write_key_file(file, called_for)
    return before


def _charter(session: Session, keyring: Keyring) -> tuple[CharterRow, Charter]:
    row = session.execute(select(CharterRow)).scalar_one_or_none()
    if row is None:
        what = "charter"
        raise RegisterDamagedError(what)
    return row, open_row(row, keyring, Compartment.COMMON, CHARTER)
