"""What signing in needs of the register beyond the passphrase."""

from __future__ import annotations

import hashlib

from amnesty.domain.staff import Compartment
from amnesty.ports import Account
from db.keyring.keys import derived
from db.keyring.staff import STAFF_RECORD, StaffRecord
from db.questions import Questions
from db.removing import Removing
from db.tables import StaffRow

_SECRET_SIZE = 20
"""Bytes, as RFC 4226 recommends."""


class SigningIn(Questions, Removing):
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
        return _lock(self.open(row, Compartment.COMMON, STAFF_RECORD))

    def lock_of(self, name: str) -> str:
        """Return what changes whenever an account's passphrase does."""
        return _lock(self.account_named(self.staff_table(), name))

    def second_step_key(self, generation: str) -> bytes:
        """Return the member's secret for one-time codes, from their own private key.

        Nobody else can make it, and it is kept nowhere.
        """
        key = derived(self.access.box.signing_key, "second step", generation)
        return key[:_SECRET_SIZE]


def _lock(record: StaffRecord) -> str:
    return hashlib.sha256(record.slot.salt + record.slot.check).hexdigest()
