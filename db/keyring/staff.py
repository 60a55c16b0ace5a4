"""The staff table: whose keys are whose, signed, and led back to the founder.

Whoever holds the common compartment can write in the staff table, an administrator
too. So a role counts only with the Ed25519 signature of a supervisor over the account's
name, role and public keys; that supervisor's own row is signed in turn, back to the
founder, whose public key lies in everybody's key box. The charter, signed in the same
way, says which compartment keys are the register's: nobody can slip in their own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.staff import (
    COMPARTMENTS,
    Compartment,
    StaffId,
    StaffMember,
)
from amnesty.errors.keys import AccountLeftError
from amnesty.errors.register import RegisterDamagedError
from amnesty.errors.store import (
    AccountNotGrantedError,
    GrantForgedError,
    SlotAlteredError,
)
from db.keyring.charter import charter_statement, holds, sign
from db.keyring.slots import Lock, Slot
from db.sealing import Codec, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from db.keyring.charter import Charter


@dataclass(frozen=True, kw_only=True)
class StaffRecord:
    """One account as the staff table holds it."""

    slot: Slot
    granted_by: StaffId | None = None
    """None while it is only proposed."""
    signature: bytes = b""
    sessions_ended: int = 0
    """How often all sessions that were open with it were ended."""

    @property
    def member(self) -> StaffMember:
        """The member of staff whose account it is."""
        slot = self.slot
        return StaffMember(id=slot.account, name=slot.name, role=slot.role)

    @property
    def is_person(self) -> bool:
        """Whether somebody signs in with it; the recovery code is nobody's."""
        return self.slot.lock is Lock.PASSPHRASE


STAFF_RECORD = Codec(StaffRecord)


def granted(
    record: StaffRecord, granted_by: StaffId, *, register: str, signing_key: bytes
) -> StaffRecord:
    """Return an account's record with the granter's signature."""
    unsigned = replace(record, granted_by=granted_by)
    statement = _grant_statement(unsigned, register)
    return replace(unsigned, signature=sign(signing_key, statement))


class StaffTable:
    """All accounts, and what their signatures prove to who trusts a founder."""

    def __init__(
        self,
        records: Mapping[StaffId, StaffRecord],
        *,
        register: str,
        founder: bytes,
        left: Iterable[StaffId] = (),
    ) -> None:
        """Take the records, the founder's public key, and who left by the charter."""
        self.records = records
        self.left = frozenset(left)
        self._register = register
        self._founder = founder

    def is_granted(self, record: StaffRecord) -> bool:
        """Return whether the account was granted by a supervisor of this register.

        Raises:
            GrantForgedError: it says so, and its signatures do not prove it.
        """
        if record.granted_by is None:
            return False
        if not self._leads_to_founder(record, set()):
            raise GrantForgedError(record.slot.name)
        return True

    def require(self, slot: Slot) -> StaffRecord:
        """Return the record of who signed in with a slot of the key file.

        Raises:
            AccountLeftError: the account was removed.
            SlotAlteredError: the slot differs from the table.
            AccountNotGrantedError: the table says that the account waits for a grant.
            GrantForgedError: its grant does not lead back to the founder.
        """
        record = self.records.get(slot.account)
        if slot.account in self.left:
            raise AccountLeftError(slot.name)
        if record is None or _who(record.slot) != _who(slot):
            raise SlotAlteredError(slot.name)
        if not self.is_granted(record):
            raise AccountNotGrantedError(slot.name)
        return record

    def require_charter(self, charter: Charter) -> None:
        """Refuse a charter that is not this register's, or is one from before.

        Raises:
            RegisterDamagedError: the charter was exchanged.
        """
        newest = max(one.epoch for one in charter.checks)
        signer = self.records.get(charter.signed_by)
        statement = charter_statement(charter)
        trusted = signer is not None and self._may_sign(signer, set())
        if (
            signer is None
            or not trusted
            or not holds(signer.slot.signing_key, charter.signature, statement)
            or charter.register != self._register
            or any(epoch > newest for epoch in self._epochs())
        ):
            what = "charter"
            raise RegisterDamagedError(what)

    def _epochs(self) -> Iterator[int]:
        """Return the epochs of which somebody was given keys."""
        return (key.epoch for one in self.records.values() for key in one.slot.keys)

    def _leads_to_founder(self, record: StaffRecord, below: set[StaffId]) -> bool:
        """Return whether the record's signature holds, and its signer's in turn."""
        if record.granted_by is None or record.slot.account in below:
            return False
        below.add(record.slot.account)
        signer = self.records.get(record.granted_by)
        if signer is None:
            return False
        statement = _grant_statement(record, self._register)
        if not holds(signer.slot.signing_key, record.signature, statement):
            return False
        if signer is record:
            return record.slot.signing_key == self._founder
        return self._may_sign(signer, below)

    def _may_sign(self, signer: StaffRecord, below: set[StaffId]) -> bool:
        """Return whether the signer holds every compartment, by a grant that holds."""
        holds_all = COMPARTMENTS[signer.slot.role] == frozenset(Compartment)
        return holds_all and self._leads_to_founder(signer, below)


def tidy_name(name: str) -> str:
    """Return a name as it is kept, with single spaces and nothing around it."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def same_name(one: str, other: str) -> bool:
    """Return whether two names sign in to the same account, however they are typed."""
    return tidy_name(one).casefold() == tidy_name(other).casefold()


def _who(slot: Slot) -> tuple[object, ...]:
    """Return what of a slot the table decides; keys are checked by the charter."""
    return (slot.name, slot.role, slot.lock, slot.agreement_key, slot.signing_key)


def _grant_statement(record: StaffRecord, register: str) -> bytes:
    slot = record.slot
    return canonical(
        {
            "statement": "carlys-amnesty/grant/1",
            "register": register,
            "account": slot.account,
            "name": slot.name,
            "role": slot.role.value,
            "lock": slot.lock.value,
            "agreement_key": slot.agreement_key.hex(),
            "signing_key": slot.signing_key.hex(),
            "granted_by": record.granted_by,
        }
    )
