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
from hmac import compare_digest
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from amnesty.domain.staff import COMPARTMENTS, Compartment, StaffId, StaffMember
from amnesty.errors.register import RegisterDamagedError
from amnesty.errors.store import (
    AccountNotGrantedError,
    GrantForgedError,
    SlotAlteredError,
)
from db.sealing import Codec, canonical
from db.slots import Lock, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.keys import Keyring


@dataclass(frozen=True, kw_only=True)
class StaffRecord:
    """One account as the staff table holds it."""

    slot: Slot
    granted_by: StaffId | None = None
    """None while it is only proposed."""
    signature: bytes = b""

    @property
    def member(self) -> StaffMember:
        """The member of staff whose account it is."""
        slot = self.slot
        return StaffMember(id=slot.account, name=slot.name, role=slot.role)

    @property
    def is_person(self) -> bool:
        """Whether somebody signs in with it; the recovery code is nobody's."""
        return self.slot.lock is Lock.PASSPHRASE


@dataclass(frozen=True, kw_only=True)
class KeyCheck:
    """What tells a compartment's key of one epoch from any other."""

    compartment: Compartment
    epoch: int
    check: bytes


@dataclass(frozen=True, kw_only=True)
class Charter:
    """Which keys the register has; signed by a supervisor."""

    register: str
    checks: tuple[KeyCheck, ...]
    audit_key: bytes
    """X25519, public: every role seals the details of events to it."""
    audit_epoch: int
    signed_by: StaffId
    signature: bytes = b""


STAFF_RECORD = Codec(StaffRecord)
CHARTER = Codec(Charter)


def new_charter(keyring: Keyring, signed_by: StaffId, signing_key: bytes) -> Charter:
    """Return the signed charter of a register whose keys are all at hand."""
    audit = keyring.keys(Compartment.AUDIT)
    charter = Charter(
        register=keyring.register,
        checks=tuple(
            KeyCheck(compartment=one.compartment, epoch=one.epoch, check=one.check)
            for one in keyring
        ),
        audit_key=audit.audit_public_key,
        audit_epoch=audit.epoch,
        signed_by=signed_by,
    )
    return replace(charter, signature=_sign(signing_key, _charter_statement(charter)))


def granted(
    record: StaffRecord, granted_by: StaffId, *, register: str, signing_key: bytes
) -> StaffRecord:
    """Return an account's record with the granter's signature."""
    unsigned = replace(record, granted_by=granted_by)
    statement = _grant_statement(unsigned, register)
    return replace(unsigned, signature=_sign(signing_key, statement))


class StaffTable:
    """All accounts, and what their signatures prove to who trusts a founder."""

    def __init__(
        self, records: Mapping[StaffId, StaffRecord], *, register: str, founder: bytes
    ) -> None:
        """Take the records as the table holds them and the founder's public key."""
        self.records = records
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
            SlotAlteredError: the slot differs from the table.
            AccountNotGrantedError: the table says that the account waits for a grant.
            GrantForgedError: its grant does not lead back to the founder.
        """
        record = self.records.get(slot.account)
        if record is None or _who(record.slot) != _who(slot):
            raise SlotAlteredError(slot.name)
        if not self.is_granted(record):
            raise AccountNotGrantedError(slot.name)
        return record

    def require_charter(self, charter: Charter, keyring: Keyring) -> None:
        """Refuse a charter that is not this register's, and keys that it does not name.

        Raises:
            RegisterDamagedError: the charter or a compartment key was exchanged.
        """
        signer = self.records.get(charter.signed_by)
        statement = _charter_statement(charter)
        trusted = signer is not None and self._may_sign(signer, set())
        if (
            signer is None
            or not trusted
            or not _holds(signer.slot.signing_key, charter.signature, statement)
            or charter.register != self._register
        ):
            what = "charter"
            raise RegisterDamagedError(what)
        named = {(one.compartment, one.epoch): one.check for one in charter.checks}
        for keys in keyring:
            check = named.get((keys.compartment, keys.epoch), b"")
            if not compare_digest(check, keys.check):
                what = "set of keys"
                raise RegisterDamagedError(what)

    def _leads_to_founder(self, record: StaffRecord, below: set[StaffId]) -> bool:
        """Return whether the record's signature holds, and its signer's in turn."""
        if record.granted_by is None or record.slot.account in below:
            return False
        below.add(record.slot.account)
        signer = self.records.get(record.granted_by)
        if signer is None:
            return False
        statement = _grant_statement(record, self._register)
        if not _holds(signer.slot.signing_key, record.signature, statement):
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


def _charter_statement(charter: Charter) -> bytes:
    return canonical(
        {
            "statement": "carlys-amnesty/charter/1",
            "register": charter.register,
            "checks": [
                [one.compartment.value, one.epoch, one.check.hex()]
                for one in charter.checks
            ],
            "audit_key": charter.audit_key.hex(),
            "audit_epoch": charter.audit_epoch,
            "signed_by": charter.signed_by,
        }
    )


def _sign(signing_key: bytes, statement: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(statement)


def _holds(public_key: bytes, signature: bytes, statement: bytes) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
