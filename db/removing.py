"""An account is removed because its owner leaves: its keys are taken away for ever.

Who left is named in the signed charter, so that no later rotation seals keys to them.
The account stays in the staff table without a slot: the log goes by its name and
number, and what its owner granted still holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.staff import Role
from amnesty.errors.keys import (
    LastRecoveryError,
    LastSupervisorError,
    RemovesOneselfError,
)
from amnesty.errors.store import NoSuchAccountError
from amnesty.ports import Account
from db.accounts import Accounts
from db.keyring.charter import new_charter
from db.keyring.staff import same_name

if TYPE_CHECKING:
    from db.keyring.slots import Slot
    from db.keyring.staff import StaffRecord, StaffTable


class Removing(Accounts):
    """The part of a transaction that removes accounts."""

    def remove_account(self, name: str) -> Account:
        """Take an account's keys away for ever, and return what it was.

        Raises:
            NoSuchAccountError: no account that stands has this name.
            RemovesOneselfError: it is the account of who signed in.
            LastSupervisorError: nobody else decides.
            LastRecoveryError: there is no other way to recover.
        """
        table, access = self.staff_table(), self.access
        record = _named(table, name)
        account = record.slot.account
        if account == access.member.id:
            raise RemovesOneselfError
        _require_another(table, record)
        was = Account(member=record.member, granted=table.is_granted(record))
        self.put_account(replace(record, slot=without_keys(record.slot)))
        charter = new_charter(
            access.keyring,
            access.member.id,
            access.box.signing_key,
            left={*table.left, account},
        )
        self.put_charter(charter)
        return was


def without_keys(slot: Slot) -> Slot:
    """Return what stays of a slot that opens nothing any more."""
    return replace(slot, keys=(), box=b"", check=b"", salt=b"")


def _named(table: StaffTable, name: str) -> StaffRecord:
    for record in table.records.values():
        stays = record.slot.account not in table.left
        if stays and same_name(record.slot.name, name):
            return record
    raise NoSuchAccountError(name)


def _require_another(table: StaffTable, leaving: StaffRecord) -> None:
    """Refuse to remove the last supervisor, and the last way to recover."""
    if leaving.is_person and leaving.member.role is not Role.SUPERVISOR:
        return
    if not table.is_granted(leaving):
        return
    others = [
        record
        for record in table.records.values()
        if record is not leaving
        and record.slot.account not in table.left
        and record.is_person == leaving.is_person
        and record.member.role is Role.SUPERVISOR
        and table.is_granted(record)
    ]
    if not others and leaving.is_person:
        raise LastSupervisorError(leaving.slot.name)
    if not others:
        raise LastRecoveryError(leaving.slot.name)
