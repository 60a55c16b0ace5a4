"""Lets a member of staff in: the slot opens their keys, the register says who they are.

The key file is needed before the database can be read, so it is believed only until
then. Afterwards the staff table decides, and the file is put right where it differs.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, column, select, table
from sqlmodel import col

from amnesty.errors import StoreError
from amnesty.errors.keys import AccountLeftError, SessionEndedError
from amnesty.errors.register import (
    KeyFileDamagedError,
    KeyFileMissingError,
    KeyFileOfAnotherError,
    RegisterDamagedError,
)
from amnesty.errors.store import AccountNotGrantedError, WrongPassphraseError
from db.accounts import key_file_of, read_charter, read_records, recovery_file_of
from db.engines.engine import require_schema
from db.folder import KEY_FILE, RECOVERY_FILE
from db.keyring.charter import named_keys
from db.keyring.details import DetailKey
from db.keyring.key_file import KeyFile, read_key_file, write_key_file
from db.keyring.slots import open_box, open_keys
from db.keyring.staff import StaffTable, same_name
from db.random64 import Random64
from db.roots import read_roots
from db.sealing import UnopenedError
from db.tables import CharterRow, StaffRow
from db.work import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlmodel import Session

    from amnesty.domain.staff import StaffId
    from amnesty.ports import Chance
    from db.keyring.keys import Keyring
    from db.keyring.slots import Cost, KeyBox, Slot


class Unlocked(NamedTuple):
    """A slot, and what its passphrase opened."""

    slot: Slot
    box: KeyBox
    keyring: Keyring


def sign_in(
    file: Path, name: str, passphrase: str, key_file: bytes | None = None
) -> Unlocked:
    """Return what a member's passphrase opens in a key file.

    Raises:
        WrongPassphraseError: no account has this name, or the passphrase does not
            open it; both take the same time and say the same.
        AccountNotGrantedError: the account waits for a grant.
        StoreError: the key file cannot be read.
    """
    keys = read_key_file(file)
    slot = next((one for one in keys.slots if same_name(one.name, name)), None)
    if slot is None:
        _do_the_same_work(keys, passphrase, key_file)
        raise WrongPassphraseError
    unlocked = unlock(file, keys.register, slot, passphrase, key_file=key_file)
    if not slot.keys:
        raise AccountNotGrantedError(slot.name)
    return unlocked


def _do_the_same_work(keys: KeyFile, passphrase: str, key_file: bytes | None) -> None:
    """Try a passphrase on somebody's slot, so that an unknown name takes as long."""
    if keys.slots:
        with suppress(StoreError):
            open_box(keys.slots[0], passphrase, register="nobody's", key_file=key_file)


def unlock(
    file: Path,
    register: str,
    slot: Slot,
    secret: str | bytes,
    *,
    key_file: bytes | None = None,
) -> Unlocked:
    """Open a slot of a key file.

    Raises:
        WrongPassphraseError: this does not open it.
        KeyFileDamagedError: it does, and what it opens is damaged.
    """
    try:
        box = open_box(slot, secret, register=register, key_file=key_file)
        return Unlocked(slot, box, open_keys(slot, box, register=register))
    except UnopenedError:
        raise KeyFileDamagedError(file) from None


@contextmanager
def blaming_key_file(folder: Path, register: str) -> Iterator[None]:
    """Say where it is the key file that is wrong, and not the register.

    Whatever it does not open looks damaged; the recovery file knows the register too.
    """
    try:
        yield
    except RegisterDamagedError:
        with suppress(KeyFileDamagedError, KeyFileMissingError):
            if read_key_file(folder / RECOVERY_FILE).register != register:
                raise KeyFileOfAnotherError(folder / KEY_FILE) from None
        raise


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
    slot, box, opened = unlocked
    row, charter = read_charter(session, opened)
    table = StaffTable(
        read_records(session, opened),
        register=opened.register,
        founder=box.founder,
        left=charter.left,
    )
    record = table.require(slot)
    table.require_charter(charter)
    keyring = named_keys(charter, opened, record.member.role)
    put_right(folder, table, keyring.register)
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
        stamp=read_stamp(session, record.member.id),
        sessions_ended=record.sessions_ended,
    )


def admit_again(session: Session, access: Access) -> Access:
    """Return what somebody's access has become, by keys that are open already.

    Keys were rotated, the account was changed, or another version of the program made
    another schema of the register, since the access was given.

    Raises:
        AnotherSchemaError: this program does not know how to go on with it.
        AccountLeftError: the account was removed.
        SessionEndedError: all its sessions were ended.
        StoreError: as `admit`.
    """
    require_schema(session.connection())
    slots: list[Slot] = []
    for name in (KEY_FILE, RECOVERY_FILE):
        with suppress(KeyFileDamagedError, KeyFileMissingError):
            slots += read_key_file(access.folder / name).slots
    own = next((one for one in slots if one.account == access.member.id), None)
    if own is None:
        raise AccountLeftError(access.member.name)
    try:
        keyring = open_keys(own, access.box, register=access.register)
    except UnopenedError:
        raise KeyFileDamagedError(access.folder / KEY_FILE) from None
    again = admit(
        session,
        access.folder,
        Unlocked(own, access.box, keyring),
        cost=access.cost,
        chance=access.chance,
    )
    if again.sessions_ended != access.sessions_ended:
        raise SessionEndedError(access.member.name)
    read_roots(session, again.keyring)
    return again


_STAMP = select(
    select(col(StaffRow.version))
    .where(col(StaffRow.id) == bindparam("account", type_=Random64))
    .scalar_subquery(),
    col(CharterRow.version),
    select(column("version_num"))
    .select_from(table("alembic_version"))
    .scalar_subquery(),
)


def read_stamp(session: Session, account: StaffId) -> tuple[int, int, str]:
    """Return what changes whenever an account, the register's keys or its schema do."""
    found = session.connection().execute(_STAMP, {"account": account})
    staff, charter, schema = found.one()
    return (staff or 0, charter, schema)


def put_right(folder: Path, table: StaffTable, register: str) -> dict[Path, KeyFile]:
    """Write the key files again where the table calls for others; return the old ones.

    Nobody else changes the table or the files meanwhile: the transaction that the table
    was read in keeps them out.
    """
    files: dict[Path, Callable[[KeyFile], KeyFile]] = {
        folder / KEY_FILE: partial(key_file_of, table, register),
        folder / RECOVERY_FILE: lambda _: recovery_file_of(table, register),
    }
    kept = {}
    for file, called_for in files.items():
        kept[file] = before = KeyFile(register=register, slots=())
        with suppress(KeyFileDamagedError, KeyFileMissingError):
            kept[file] = before = read_key_file(file)
        now = called_for(before)
        if now != before:
            write_key_file(file, now)
    return kept
