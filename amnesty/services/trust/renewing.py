"""Renewing the keys that a register signs with, and asking for them to be listed.

In a federation a new key waits until a list names it: what it signed before would be
believed by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amnesty.credential.keys import Ed25519Key, PrivateKeySigner
from amnesty.credential.request import ProvenKey, make_request, proven
from amnesty.credential.trust import ListedKey, ListedUse, listed_key
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.adopting import KeyInUseError, KeyStillWaitsError
from amnesty.ports import (
    FORMER_LOG_KEYS,
    LOG_KEY,
    NEXT_LOG_KEY,
    KeyUse,
    Signer,
)
from amnesty.repeating import repeated
from amnesty.services.trust.signing import (
    ISSUE_WINDOW,
    LISTED,
    adopted_list,
    keep_own_keys,
    key_id_of,
    own_keys,
)
from amnesty.services.trust.trusting import find_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_SEED_SIZE = 32


@dataclass(frozen=True, kw_only=True)
class MadeKey:
    """A new key, and what is to be kept of it."""

    signer: Signer
    secret: bytes
    """The private key, or where it is on a token."""


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """A key that was made."""

    key_id: bytes
    signs: bool
    """Whether it signs already; otherwise it waits to be listed."""


def new_key() -> MadeKey:
    """Return a new key for the register to keep."""
    signer = PrivateKeySigner.generate()
    return MadeKey(signer=signer, secret=signer.to_bytes())


@repeated
def request_keys(desk: Desk) -> bytes:
    """Return the request to list this register's keys, those for checkpoints as well.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
    """
    require(desk.member, Act.KEEP_KEYS)
    with desk.transaction() as register:
        keys = own_keys(register)
        request = make_request(
            [*keys, *log_keys(register, keys[0].listed)], made_at=desk.now()
        )
        register.append(desk.note(Verb.DISCLOSURE, Act.KEEP_KEYS, what="key request"))
    return request


@repeated
def renew_key(desk: Desk, use: KeyUse, made: MadeKey) -> Renewed:
    """Put a new key in the place of the one in use.

    What the old one signed stays good: it stays listed, with its window closed, and its
    private half is gone. In a federation the new key waits until a list names it.

    Raises:
        KeyStillWaitsError: a new key of this use waits already.
    """
    require(desk.member, Act.KEEP_KEYS)
    now = desk.now()
    with desk.transaction() as register:
        keys = own_keys(register)
        listed = listed_key(
            made.signer,
            issuer=register.authority().gss,
            use=LISTED[use],
            issues_from=now,
            issues_to=now + ISSUE_WINDOW,
        )
        secrets = register.secrets(Compartment.SIGNING)
        waits = adopted_list(register) is not None
        if waits and secrets.get(waiting_name(use)):
            raise KeyStillWaitsError(use.value)
        if not waits:
            keys = _closed(keys, key_id_of(secrets[use.value]), now)
        name = waiting_name(use) if waits else use.value
        register.keep_secret(Compartment.SIGNING, name, made.secret)
        keep_own_keys(desk, register, [proven(listed, made.signer), *keys])
        _note(desk, register, made.signer.key_id, f"new {use.value} key")
    return Renewed(key_id=made.signer.key_id, signs=not waits)


@repeated
def droppable(desk: Desk, typed: str) -> ListedKey:
    """Return the key of this register whose id begins as typed.

    Raises:
        NoSuchListedKeyError: this register has no such key.
        KeyInUseError: it is the one that signs today.
    """
    require(desk.member, Act.KEEP_KEYS)
    with desk.transaction() as register:
        return _droppable(register, typed)


@repeated
def drop_key(desk: Desk, typed: str) -> None:
    """List a key no more, because somebody else may have it.

    Raises:
        BadInputError, RuleBrokenError: as `droppable` has it.
    """
    require(desk.member, Act.KEEP_KEYS)
    with desk.transaction() as register:
        dropped = _droppable(register, typed)
        key_id = dropped.key.key_id
        secrets = register.secrets(Compartment.SIGNING)
        for use in LISTED:
            waiting = secrets.get(waiting_name(use))
            if waiting and key_id_of(waiting) == key_id:
                register.keep_secret(Compartment.SIGNING, waiting_name(use), b"")
        kept = [one for one in own_keys(register) if one.listed != dropped]
        keep_own_keys(desk, register, kept)
        _note(desk, register, key_id, "drop key")


def _droppable(register: Transaction, typed: str) -> ListedKey:
    found = find_key([one.listed for one in own_keys(register)], typed)
    secrets = register.secrets(Compartment.SIGNING)
    for use in LISTED:
        if key_id_of(secrets[use.value]) == found.key.key_id:
            raise KeyInUseError(use.value)
    return found


def waiting_name(use: KeyUse) -> str:
    """Return the name under which a key is kept that waits to be listed."""
    return f"next {use.value}"


@repeated
def renew_log_key(desk: Desk) -> Renewed:
    """Make a new key for the log's checkpoints.

    Checkpoints of the old key are still taken as this log's.

    Raises:
        KeyStillWaitsError: a new one waits already.
    """
    require(desk.member, Act.KEEP_KEYS)
    seed = desk.chance(_SEED_SIZE)
    with desk.transaction() as register:
        waits = adopted_list(register) is not None
        if waits and register.secrets(Compartment.AUDIT).get(NEXT_LOG_KEY):
            raise KeyStillWaitsError(ListedUse.CHECKPOINT.value)
        if waits:
            register.keep_secret(Compartment.AUDIT, NEXT_LOG_KEY, seed)
        else:
            put_in_use(register, seed)
        _note(desk, register, _public(seed).key_id, "new checkpoint key")
    return Renewed(key_id=_public(seed).key_id, signs=not waits)


def put_in_use(register: Transaction, seed: bytes) -> None:
    """Have checkpoints signed with another key, and know the one before as ours."""
    secrets = register.secrets(Compartment.AUDIT)
    former = secrets.get(FORMER_LOG_KEYS, b"") + _public(secrets[LOG_KEY]).x
    register.keep_secret(Compartment.AUDIT, FORMER_LOG_KEYS, former)
    register.keep_secret(Compartment.AUDIT, LOG_KEY, seed)
    register.keep_secret(Compartment.AUDIT, NEXT_LOG_KEY, b"")


def log_keys(register: Transaction, beside: ListedKey) -> list[ProvenKey]:
    """Return the key of the log's checkpoints, and one that waits to be listed.

    They are to be listed for as long as another key.
    """
    secrets = register.secrets(Compartment.AUDIT)
    found = []
    for name in (LOG_KEY, NEXT_LOG_KEY):
        if seed := secrets.get(name):
            listed = replace(beside, key=_public(seed), use=ListedUse.CHECKPOINT)
            private = Ed25519PrivateKey.from_private_bytes(seed)
            found.append(proven(listed, private))
    return found


def former_log_keys(register: Transaction) -> set[bytes]:
    """Return the ids of the keys that signed checkpoints before."""
    former = register.secrets(Compartment.AUDIT).get(FORMER_LOG_KEYS, b"")
    keys = (former[at : at + _SEED_SIZE] for at in range(0, len(former), _SEED_SIZE))
    return {Ed25519Key(x=key).key_id for key in keys}


def _public(seed: bytes) -> Ed25519Key:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Ed25519Key(x=private.public_key().public_bytes_raw())


def _closed(
    keys: Sequence[ProvenKey], key_id: bytes, now: datetime
) -> tuple[ProvenKey, ...]:
    """Return the keys with the window of one closed."""
    return tuple(
        replace(one, listed=replace(one.listed, issues_to=now))
        if one.listed.key.key_id == key_id
        else one
        for one in keys
    )


def _note(desk: Desk, register: Transaction, key_id: bytes, what: str) -> None:
    event = desk.note(Verb.ALTERATION, Act.KEEP_KEYS, what=what, key=key_id.hex())
    register.append(event)
