"""A slot: how one passphrase, or the recovery code, opens its owner's keys.

The slot holds the owner's key box (an X25519 and an Ed25519 private key, and who
founded the register) sealed with what follows from the passphrase, and the compartment
keys of the owner's role sealed to the owner's public key. So keys are granted, and
later rotated, without anybody's passphrase.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from hmac import compare_digest
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amnesty.domain.staff import COMPARTMENTS, Compartment, Role, StaffId
from amnesty.errors.keys import (
    KeyFileNeededError,
    SecondSecretError,
)
from amnesty.errors.store import WrongPassphraseError
from db.keyring.hpke import HPKE_ALGORITHM, open_with, seal_to
from db.keyring.keys import (
    CompartmentKeys,
    Keyring,
    derived,
)
from db.keyring.passphrases import normal
from db.sealing import KEY_SIZE, Codec, SealingKey, UnopenedError, canonical

if TYPE_CHECKING:
    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Chance

_SALT_SIZE = 16
_CHECK_SIZE = 16
_LEAST_KIB_A_LANE = 8
_MOST_MEMORY_KIB = 1 << 20
_MOST_ITERATIONS = 100
_MOST_LANES = 64


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs, by Argon2id (RFC 9106)."""

    memory_kib: int
    iterations: int
    lanes: int

    @property
    def is_bearable(self) -> bool:
        """Whether Argon2id takes it, and no machine of ours chokes on it.

        A slot file may be tampered with.
        """
        return (
            0 < self.lanes <= _MOST_LANES
            and _LEAST_KIB_A_LANE * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
            and 0 < self.iterations <= _MOST_ITERATIONS
        )


STANDARD_COST = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
"""The second choice of RFC 9106 section 4: about a tenth of a second."""


class Lock(Enum):
    """What a slot is opened with."""

    PASSPHRASE = "passphrase"  # noqa: S105 # the name of a kind, not a passphrase
    """Through Argon2id."""
    RECOVERY_CODE = "recovery code"
    """256 random bits, which need no stretching."""


@dataclass(frozen=True, kw_only=True)
class SealedKey:
    """One compartment key, sealed to the owner of a slot."""

    compartment: Compartment
    epoch: int
    algorithm: str
    sealed: bytes


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One account's slot, as the key file and the staff table hold it."""

    account: StaffId
    name: str
    role: Role
    lock: Lock
    cost: Cost | None
    """None for the recovery code."""
    salt: bytes
    check: bytes
    """Tells a wrong passphrase from a damaged file."""
    box: bytes
    agreement_key: bytes
    """X25519, public: compartment keys are sealed to it."""
    signing_key: bytes
    """Ed25519, public: grants are checked with it."""
    keys: tuple[SealedKey, ...] = ()
    """Empty before the account is granted."""
    key_file: bool = False
    """Whether the passphrase opens it only together with a key file."""


@dataclass(frozen=True, kw_only=True)
class KeyBox:
    """What a passphrase protects: the owner's private keys and whom they trust."""

    agreement_key: bytes
    signing_key: bytes
    founder: bytes
    """The public key that the register's charter and grants lead back to."""


_BOX = Codec(KeyBox)


def new_key_box(founder: bytes, chance: Chance) -> KeyBox:
    """Return new private keys for someone who trusts the founder's public key."""
    return KeyBox(
        agreement_key=chance(KEY_SIZE), signing_key=chance(KEY_SIZE), founder=founder
    )


def public_keys(box: KeyBox) -> tuple[bytes, bytes]:
    """Return the X25519 and the Ed25519 public key of a box."""
    agreement = X25519PrivateKey.from_private_bytes(box.agreement_key)
    signing = Ed25519PrivateKey.from_private_bytes(box.signing_key)
    return (
        agreement.public_key().public_bytes_raw(),
        signing.public_key().public_bytes_raw(),
    )


def new_slot(
    member: StaffMember,
    box: KeyBox,
    secret: str | bytes,
    *,
    register: str,
    cost: Cost,
    chance: Chance,
    key_file: bytes | None = None,
) -> Slot:
    """Return a slot without compartment keys, locked by a passphrase or by a code."""
    agreement_key, signing_key = public_keys(box)
    by_code = isinstance(secret, bytes)
    slot = Slot(
        account=member.id,
        name=member.name,
        role=member.role,
        lock=Lock.RECOVERY_CODE if by_code else Lock.PASSPHRASE,
        cost=None if by_code else cost,
        salt=chance(_SALT_SIZE),
        check=b"",
        box=b"",
        agreement_key=agreement_key,
        signing_key=signing_key,
        key_file=key_file is not None,
    )
    key = _opening_key(slot, secret, key_file)
    sealed = SealingKey(derived(key, "box"), 1).seal(
        _BOX.write(box), _box_bound(slot, register), chance
    )
    return replace(slot, check=_check(key), box=sealed)


def open_box(
    slot: Slot, secret: str | bytes, *, register: str, key_file: bytes | None = None
) -> KeyBox:
    """Return the key box of a slot.

    Raises:
        KeyFileNeededError: the slot needs a key file too.
        SecondSecretError: passphrase and key file are not the slot's.
        WrongPassphraseError: this is not the slot's passphrase or code.
        UnopenedError: it is, and the slot is damaged.
    """
    if slot.key_file and key_file is None:
        raise KeyFileNeededError(slot.name)
    key = _opening_key(slot, secret, key_file if slot.key_file else None)
    if not compare_digest(_check(key), slot.check):
        raise SecondSecretError if slot.key_file else WrongPassphraseError
    sealing_key = SealingKey(derived(key, "box"), 1)
    box = _BOX.read(sealing_key.open(slot.box, _box_bound(slot, register)))
    if public_keys(box) != (slot.agreement_key, slot.signing_key):
        raise UnopenedError
    return box


def with_keys(slot: Slot, keyring: Keyring) -> Slot:
    """Return the slot with the compartment keys of its role sealed to its owner.

    Raises:
        CompartmentClosedError: who grants does not hold them all.
    """
    held = (keys for one in _in_order(slot.role) for keys in keyring.epochs(one))
    return replace(
        slot,
        keys=tuple(_sealed(slot, keys, keyring.register) for keys in held),
    )


def open_keys(slot: Slot, box: KeyBox, *, register: str) -> Keyring:
    """Return the compartment keys of a granted slot.

    Raises:
        UnopenedError: one of them was altered or sealed to somebody else.
    """
    return Keyring(
        register,
        [
            CompartmentKeys(
                open_with(
                    box.agreement_key, key.sealed, *_key_bound(slot, key, register)
                ),
                register=register,
                compartment=key.compartment,
                epoch=key.epoch,
            )
            for key in slot.keys
        ],
    )


def _sealed(slot: Slot, keys: CompartmentKeys, register: str) -> SealedKey:
    key = SealedKey(
        compartment=keys.compartment,
        epoch=keys.epoch,
        algorithm=HPKE_ALGORITHM,
        sealed=b"",
    )
    bound = _key_bound(slot, key, register)
    return replace(key, sealed=seal_to(slot.agreement_key, keys.secret, *bound))


def _key_bound(slot: Slot, key: SealedKey, register: str) -> tuple[str | int, ...]:
    return ("compartment key", register, slot.account, key.compartment.value, key.epoch)


def _box_bound(slot: Slot, register: str) -> bytes:
    public = [slot.agreement_key.hex(), slot.signing_key.hex()]
    return canonical(["key box", register, slot.account, *public])


def _in_order(role: Role) -> tuple[Compartment, ...]:
    return tuple(one for one in Compartment if one in COMPARTMENTS[role])


def _opening_key(slot: Slot, secret: str | bytes, key_file: bytes | None) -> bytes:
    """Return what follows from a passphrase (and key file), or the recovery code."""
    if isinstance(secret, bytes):
        return derived(secret, "recovery code", slot.salt.hex())
    if slot.cost is None or not slot.cost.is_bearable:
        raise UnopenedError
    return Argon2id(
        salt=slot.salt,
        length=KEY_SIZE,
        iterations=slot.cost.iterations,
        lanes=slot.cost.lanes,
        memory_cost=slot.cost.memory_kib,
        secret=key_file,
    ).derive(normal(secret).encode())


def _check(key: bytes) -> bytes:
    return derived(key, "check")[:_CHECK_SIZE]
