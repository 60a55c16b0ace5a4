"""What becomes of an account: its owner leaves, or sets other secrets.

Who left is named in the signed charter, so that no later rotation seals keys to them.
The account stays in the staff table without a slot: the log goes by its name and
number, and what its owner granted still holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Role, require
from amnesty.errors.keys import (
    LastRecoveryError,
    LastSupervisorError,
    RemovesOneselfError,
)
from amnesty.errors.store import NoSuchAccountError
from db.keyring.passphrases import require_passphrase
from db.keyring.slots import new_slot, open_box
from db.keyring.staff import same_name
from db.rotating import sign_charter

if TYPE_CHECKING:
    from amnesty.ports import Clock
    from db.keyring.passphrases import Secrets
    from db.keyring.slots import Slot
    from db.keyring.staff import StaffRecord, StaffTable
    from db.register import SqlRegister


def remove_account(register: SqlRegister, name: str, *, clock: Clock) -> str:
    """Take an account's keys away for ever, and return its name as it is kept.

    The keys that its owner held are still in use: a rotation replaces them.

    Raises:
        RoleMayNotError: who signed in is no supervisor.
        NoSuchAccountError: no account that stands has this name.
        RemovesOneselfError: it is the account of who signed in.
        LastSupervisorError: nobody else decides.
        LastRecoveryError: there is no other way to recover.
    """
    require(register.member, Act.KEEP_KEYS)
    with register.transaction() as transaction:
        table = transaction.staff_table()
        record = _named(table, name)
        account = record.slot.account
        if account == transaction.access.member.id:
            raise RemovesOneselfError
        _require_another(table, record)
        transaction.put_account(replace(record, slot=without_keys(record.slot)))
        sign_charter(transaction, left={*table.left, account})
        transaction.append(
            Event(
                at=clock.now().replace(microsecond=0),
                by=transaction.access.member,
                verb=Verb.ALTERATION,
                act=Act.KEEP_KEYS,
                detail={"step": "remove", "account": str(account)},
            )
        )
    return record.slot.name


def change_secrets(
    register: SqlRegister, now: Secrets, new: Secrets, *, clock: Clock
) -> None:
    """Set other secrets for the account of who signed in; its keys stay.

    Raises:
        WrongPassphraseError: the secrets now are not these.
        PassphraseTooShortError: the new passphrase has fewer than 12 characters.
        PassphraseTooLongError: nobody types that much.
    """
    require_passphrase(new.passphrase)
    with register.transaction() as transaction:
        access = transaction.access
        record = transaction.staff_table().records[access.member.id]
        box = open_box(
            record.slot,
            now.passphrase,
            register=access.register,
            key_file=now.key_file,
        )
        slot = new_slot(
            record.member,
            box,
            new.passphrase,
            register=access.register,
            cost=access.cost,
            chance=access.chance,
            key_file=new.key_file,
        )
        transaction.put_account(
            replace(record, slot=replace(slot, keys=record.slot.keys))
        )
        transaction.append(
            Event(
                at=clock.now().replace(microsecond=0),
                by=access.member,
                verb=Verb.ALTERATION,
                act=Act.RENEW,
                detail={"key_file": str(new.key_file is not None)},
            )
        )


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
