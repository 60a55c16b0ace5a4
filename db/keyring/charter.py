"""The charter: which compartment keys are the register's, and who left.

It is signed by a supervisor, whose grant leads back to the founder, so that nobody can
slip in keys of their own, or have keys sealed to somebody who was removed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from amnesty.domain.staff import COMPARTMENTS, Compartment, Role, StaffId
from amnesty.errors.register import RegisterDamagedError
from db.sealing import Codec, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.keyring.keys import Keyring


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
    left: tuple[StaffId, ...] = ()
    """The accounts that were removed: no key is sealed to them again."""
    signature: bytes = b""


CHARTER = Codec(Charter)


def new_charter(
    keyring: Keyring,
    signed_by: StaffId,
    signing_key: bytes,
    *,
    left: Iterable[StaffId] = (),
) -> Charter:
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
        left=tuple(sorted(left)),
    )
    return replace(charter, signature=sign(signing_key, charter_statement(charter)))


def named_keys(charter: Charter, keyring: Keyring, role: Role) -> Keyring:
    """Return the keys that the charter names, of those that a slot opened.

    A slot may hold one epoch more: that of a rotation that was never kept.

    Raises:
        RegisterDamagedError: a key was exchanged, or the newest is missing.
    """
    checks = {(one.compartment, one.epoch): one.check for one in charter.checks}
    held = keyring.only(checks)
    exchanged = any(
        not compare_digest(checks[keys.compartment, keys.epoch], keys.check)
        for keys in held
    )
    newest = max(epoch for _, epoch in checks)
    lacking = any(
        not held.holds(one) or held.keys(one).epoch != newest
        for one in COMPARTMENTS[role]
    )
    if exchanged or lacking:
        what = "set of keys"
        raise RegisterDamagedError(what)
    return held


def charter_statement(charter: Charter) -> bytes:
    """Return what a charter's signature is over."""
    left = {"left": list(charter.left)} if charter.left else {}
    return canonical(
        {
            **left,
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


def sign(signing_key: bytes, statement: bytes) -> bytes:
    """Return the signature of a statement with a private key."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(statement)


def holds(public_key: bytes, signature: bytes, statement: bytes) -> bool:
    """Return whether a signature is that of whoever holds the private key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
