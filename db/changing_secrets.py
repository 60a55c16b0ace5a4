"""What becomes of an account whose owner sets other secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act
from db.keyring.passphrases import require_passphrase
from db.keyring.slots import new_slot, open_box

if TYPE_CHECKING:
    from amnesty.ports import Clock
    from db.keyring.passphrases import Secrets
    from db.register import SqlRegister


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
