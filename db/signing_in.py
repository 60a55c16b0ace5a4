"""What signing in needs of the register beyond the passphrase."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from amnesty.errors.session import PassphraseToChangeError
from amnesty.ports import HANDED_OUT, Account
from db.keyring.keys import derived
from db.keyring.staff import STAFF_RECORD
from db.questions import Questions
from db.removing import Removing
from db.settings import Settings
from db.tables import StaffRow

if TYPE_CHECKING:
    from db.keyring.slots import Slot

_SECRET_SIZE = 20
"""Bytes, as RFC 4226 recommends."""


class SigningIn(Questions, Removing, Settings):
    """The part of a transaction that knows how somebody signs in."""

    def account(self, name: str) -> Account:
        """Return an account by its name.

        Raises:
            NoSuchAccountError: none has it.
        """
        table = self.staff_table()
        record = self.account_named(table, name)
        return Account(member=record.member, granted=table.is_granted(record))

    def own_lock(self) -> str:
        """Return what changes whenever the member's own passphrase does."""
        row = self.session.get_one(StaffRow, self.access.member.id)
        return _lock(self.open(row, Compartment.COMMON, STAFF_RECORD).slot)

    def lock_of(self, name: str) -> str:
        """Return what changes whenever an account's passphrase does."""
        return _lock(self.account_named(self.staff_table(), name).slot)

    def require_own_passphrase(self, slot: Slot) -> None:
        """Refuse who opened a slot with a passphrase that was handed out to them.

        For what opens keys before there is a register that could be signed in to.

        Raises:
            PassphraseToChangeError: they have not chosen their own yet.
        """
        kept = json.loads(self.secrets(Compartment.COMMON).get(HANDED_OUT, b"{}"))
        if kept.get(str(slot.account)) == _lock(slot):
            raise PassphraseToChangeError

    def end_sessions(self, name: str) -> Account:
        """End all sessions that are open with an account, but for this one.

        Raises:
            NoSuchAccountError: no account has this name.
        """
        table = self.staff_table()
        record = self.account_named(table, name)
        ended = record.sessions_ended + 1
        self.put_account(replace(record, sessions_ended=ended))
        if record.slot.account == self.access.member.id:
            self.access = replace(self.access, sessions_ended=ended)
        return Account(member=record.member, granted=table.is_granted(record))

    def second_step_key(self, generation: str) -> bytes:
        """Return the member's secret for one-time codes, from their own private key.

        Nobody else can make it, and it is kept nowhere.
        """
        key = derived(self.access.box.signing_key, "second step", generation)
        return key[:_SECRET_SIZE]


def _lock(slot: Slot) -> str:
    return hashlib.sha256(slot.salt + slot.check).hexdigest()
