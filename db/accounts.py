"""Accounts: proposed, granted, and copied into the key file beside the database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from amnesty.domain.staff import Compartment, Role, StaffId, StaffMember
from amnesty.errors.keys import NameOfLeaverError
from amnesty.errors.register import RegisterDamagedError
from amnesty.errors.store import (
    AccountExistsError,
    AccountGrantedError,
    GrantForgedError,
    NoSuchAccountError,
)
from amnesty.ports import Account
from db.keyring.charter import CHARTER, Charter
from db.keyring.key_file import KeyFile
from db.keyring.passphrases import require_passphrase
from db.keyring.slots import new_key_box, new_slot, with_keys
from db.keyring.staff import (
    STAFF_RECORD,
    StaffRecord,
    StaffTable,
    granted,
    same_name,
    tidy_name,
)
from db.tables import CharterRow, StaffRow
from db.work import Work, open_row

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.keyring.keys import Keyring


def read_records(session: Session, keyring: Keyring) -> dict[StaffId, StaffRecord]:
    """Return every account in the staff table, by its id."""
    rows = session.execute(select(StaffRow)).scalars()
    records = (open_row(row, keyring, Compartment.COMMON, STAFF_RECORD) for row in rows)
    return {record.slot.account: record for record in records}


def read_charter(session: Session, keyring: Keyring) -> tuple[CharterRow, Charter]:
    """Return the charter with its row.

    Raises:
        RegisterDamagedError: there is none.
    """
    row = session.execute(select(CharterRow)).scalar_one_or_none()
    if row is None:
        what = "charter"
        raise RegisterDamagedError(what)
    return row, open_row(row, keyring, Compartment.COMMON, CHARTER)


def recovery_file_of(table: StaffTable, register: str) -> KeyFile:
    """Return the recovery file that the staff table calls for.

    It is put right where keys are rotated; a forged recipient never comes into it.
    """
    slots = []
    for record in table.records.values():
        if record.is_person or record.slot.account in table.left:
            continue
        with suppress(GrantForgedError):
            if table.is_granted(record):
                slots.append(record.slot)
    by_kind = sorted(slots, key=lambda slot: (slot.lock.value, slot.account))
    return KeyFile(register=register, slots=tuple(by_kind))


def key_file_of(table: StaffTable, register: str, before: KeyFile) -> KeyFile:
    """Return the key file that the staff table calls for.

    An account whose signature does not hold keeps the slot it had: what is wrong with
    it is told to whoever signs in with it, and nobody else is kept out.
    """
    old = {slot.account: slot for slot in before.slots}
    slots = []
    for record in table.records.values():
        if not record.is_person or record.slot.account in table.left:
            continue
        try:
            table.is_granted(record)
        except GrantForgedError:
            slots += [old[record.slot.account]] if record.slot.account in old else []
        else:
            slots.append(record.slot)
    by_name = sorted(slots, key=lambda slot: (slot.name, slot.account))
    return KeyFile(register=register, slots=tuple(by_name))


class Accounts(Work):
    """The part of a transaction that keeps accounts."""

    accounts_changed = False
    """Whether the key file has to be written again."""

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""
        table = self.staff_table()
        found = [
            Account(member=record.member, granted=table.is_granted(record))
            for record in table.records.values()
            if record.is_person and record.slot.account not in table.left
        ]
        return tuple(sorted(found, key=lambda account: account.member.name))

    def propose_account(self, name: str, role: Role, passphrase: str) -> Account:
        """Propose an account with the passphrase its owner typed.

        Raises:
            AccountExistsError: the name is taken.
            NameOfLeaverError: it was that of somebody who left.
            PassphraseTooShortError: it has fewer than 12 characters.
        """
        require_passphrase(passphrase)
        name = tidy_name(name)
        table = self.staff_table()
        for record in table.records.values():
            if same_name(record.slot.name, name):
                left = record.slot.account in table.left
                raise NameOfLeaverError(name) if left else AccountExistsError(name)
        access = self.access
        member = StaffMember(id=StaffId(self.new_id()), name=name, role=role)
        slot = new_slot(
            member,
            new_key_box(access.box.founder, access.chance),
            passphrase,
            register=access.register,
            cost=access.cost,
            chance=access.chance,
        )
        self.add_account(StaffRecord(slot=slot))
        return Account(member=member, granted=False)

    def grant_account(self, name: str) -> Account:
        """Seal to a proposed account the keys of its role, and sign for it.

        Raises:
            NoSuchAccountError: no account has this name.
            AccountGrantedError: it was granted before.
            CompartmentClosedError: who grants does not hold every compartment.
        """
        for compartment in Compartment:
            self.access.keyring.keys(compartment)
        table = self.staff_table()
        record = self.account_named(table, name)
        if table.is_granted(record):
            raise AccountGrantedError(record.slot.name)
        access = self.access
        sealed = replace(record, slot=with_keys(record.slot, access.keyring))
        signed = granted(
            sealed,
            access.member.id,
            register=access.register,
            signing_key=access.box.signing_key,
        )
        self.put_account(signed)
        return Account(member=record.member, granted=True)

    def add_account(self, record: StaffRecord) -> None:
        """Put an account into the staff table."""
        row = StaffRow(id=record.slot.account, authority_id=self.access.authority_id)
        self.seal(row, Compartment.COMMON, STAFF_RECORD, record)
        self.accounts_changed = True

    def put_account(self, record: StaffRecord) -> None:
        """Put an account's record in place of the one before."""
        row = self.session.get_one(StaffRow, record.slot.account)
        row.version += 1
        self.seal(row, Compartment.COMMON, STAFF_RECORD, record)
        self.accounts_changed = True

    def charter(self) -> Charter:
        """Return the charter."""
        return read_charter(self.session, self.access.keyring)[1]

    def put_charter(self, charter: Charter) -> None:
        """Put a charter in place of the one before."""
        row, _ = read_charter(self.session, self.access.keyring)
        row.version += 1
        self.seal(row, Compartment.COMMON, CHARTER, charter)
        self.accounts_changed = True

    def staff_table(self) -> StaffTable:
        """Return all accounts, with what their signatures prove."""
        return StaffTable(
            read_records(self.session, self.access.keyring),
            register=self.access.register,
            founder=self.access.box.founder,
            left=self.charter().left,
        )

    def account_named(self, table: StaffTable, name: str) -> StaffRecord:
        """Return the account of a name.

        Raises:
            NoSuchAccountError: no account has it, or its owner left.
        """
        for record in table.records.values():
            stays = record.is_person and record.slot.account not in table.left
            if stays and same_name(record.slot.name, name):
                return record
        raise NoSuchAccountError(name)
