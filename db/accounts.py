"""Accounts: proposed, granted, and copied into the key file beside the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from amnesty.domain.staff import Compartment, Role, StaffId, StaffMember
from amnesty.errors.store import (
    AccountExistsError,
    AccountGrantedError,
    GrantForgedError,
    NoSuchAccountError,
)
from amnesty.ports import Account
from db.keyfile import KeyFile
from db.slots import new_key_box, new_slot, require_passphrase, with_keys
from db.staff import (
    STAFF_RECORD,
    StaffRecord,
    StaffTable,
    granted,
    same_name,
    tidy_name,
)
from db.tables import StaffRow
from db.work import Work, open_row

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.keys import Keyring


def read_records(session: Session, keyring: Keyring) -> dict[StaffId, StaffRecord]:
    """Return every account in the staff table, by its id."""
    rows = session.execute(select(StaffRow)).scalars()
    records = (open_row(row, keyring, Compartment.COMMON, STAFF_RECORD) for row in rows)
    return {record.slot.account: record for record in records}


def key_file_of(table: StaffTable, register: str, before: KeyFile) -> KeyFile:
    """Return the key file that the staff table calls for.

    An account whose signature does not hold keeps the slot it had: what is wrong with
    it is told to whoever signs in with it, and nobody else is kept out.
    """
    old = {slot.account: slot for slot in before.slots}
    slots = []
    for record in table.records.values():
        if not record.is_person:
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
            if record.is_person
        ]
        return tuple(sorted(found, key=lambda account: account.member.name))

    def propose_account(self, name: str, role: Role, passphrase: str) -> Account:
        """Propose an account with the passphrase its owner typed.

        Raises:
            AccountExistsError: the name is taken.
            PassphraseTooShortError: it has fewer than 12 characters.
        """
        require_passphrase(passphrase)
        name = tidy_name(name)
        records = self.staff_table().records.values()
        if any(same_name(record.slot.name, name) for record in records):
            raise AccountExistsError(name)
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
        record = self._account_named(table, name)
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
        row = self.session.get_one(StaffRow, record.slot.account)
        row.version += 1
        self.seal(row, Compartment.COMMON, STAFF_RECORD, signed)
        self.accounts_changed = True
        return Account(member=record.member, granted=True)

    def add_account(self, record: StaffRecord) -> None:
        """Put an account into the staff table."""
        row = StaffRow(id=record.slot.account, authority_id=self.access.authority_id)
        self.seal(row, Compartment.COMMON, STAFF_RECORD, record)
        self.accounts_changed = True

    def staff_table(self) -> StaffTable:
        """Return all accounts, with what their signatures prove."""
        return StaffTable(
            read_records(self.session, self.access.keyring),
            register=self.access.register,
            founder=self.access.box.founder,
        )

    def _account_named(self, table: StaffTable, name: str) -> StaffRecord:
        for record in table.records.values():
            if record.is_person and same_name(record.slot.name, name):
                return record
        raise NoSuchAccountError(name)
