"""The keys of the compartments: what a role is, as far as keys can say.

::

    passphrase → Argon2id → key box: X25519 and Ed25519 private keys   (slots.py)
      → HPKE opens the compartment keys of the role                    (slots.py)
        → HKDF: wrap, seal, database, audit                            (here)
          → wrap opens the data key of a registration and compartment
          → seal opens the roots, on which tokens and answers hang   (db/roots.py)

A compartment key is 32 random bytes of one epoch. Nothing is ever sealed with it: each
use has a key derived for it alone. After a rotation there are several epochs: what is
sealed from then on is sealed with the newest, and every envelope names its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from amnesty.domain.staff import Compartment
from amnesty.errors.store import CompartmentClosedError
from db.sealing import KEY_SIZE, SealingKey, UnopenedError, canonical, epoch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.ports import Chance
    from db.keyring.tokens import TokenKeys
    from db.roots import Roots

_CHECK_SIZE = 16
_FIRST_DATA_EPOCH = 1


def derived(secret: bytes, *purpose: str | int) -> bytes:
    """Return the key for one purpose that follows from a secret of full strength."""
    info = canonical(["carlys-amnesty/1", *purpose])
    return HKDFExpand(algorithm=SHA256(), length=KEY_SIZE, info=info).derive(secret)


class CompartmentKeys:
    """The keys that follow from one compartment key."""

    def __init__(
        self, secret: bytes, *, register: str, compartment: Compartment, epoch: int
    ) -> None:
        """Derive the keys, each from the register, the compartment, epoch and use."""
        self._register = register
        self.compartment = compartment
        self._secret = secret
        self.epoch = epoch
        before_owner = canonical(["data key", compartment.value])
        self._before_owner = before_owner.removesuffix(b"]") + b","
        self._wrap = SealingKey(self._key("wrap"), epoch)
        self.seal = SealingKey(self._key("seal"), epoch)
        """Seals what belongs to the register and to no registration."""
        self.roots: Roots | None = None
        """What outlives epochs; read from the register when it is opened."""

    @property
    def secret(self) -> bytes:
        """The compartment key itself, to be sealed to one more recipient."""
        return self._secret

    @property
    def tokens(self) -> TokenKeys:
        """The keys that make search tokens.

        Raises:
            CompartmentClosedError: this compartment has none, or they were not read.
        """
        if self.roots is None or self.roots.tokens is None:
            raise CompartmentClosedError(self.compartment.value)
        return self.roots.tokens

    @property
    def answers(self) -> bytes:
        """The root of the keys under which answers for police are sealed.

        Raises:
            CompartmentClosedError: this compartment has none, or it was not read.
        """
        if self.roots is None or self.roots.answers is None:
            raise CompartmentClosedError(self.compartment.value)
        return self.roots.answers

    @property
    def check(self) -> bytes:
        """What tells this key from another without giving it away."""
        return self._key("check")[:_CHECK_SIZE]

    @property
    def database(self) -> bytes:
        """The key of the database file; meant for the common compartment."""
        return self._key("db")

    @property
    def backup(self) -> bytes:
        """The key that the keys of backups follow from; meant for the common one."""
        return self._key("backup")

    @property
    def login(self) -> bytes:
        """What the password of a login on a database server follows from."""
        return self._key("login")

    @property
    def audit_key(self) -> bytes:
        """The X25519 private key that opens the details of events."""
        return self._key("audit")

    @property
    def audit_public_key(self) -> bytes:
        """The public key to which every role seals the details of events."""
        private = X25519PrivateKey.from_private_bytes(self.audit_key)
        return private.public_key().public_bytes_raw()

    def new_data_key(self, owner: int, chance: Chance) -> tuple[SealingKey, bytes]:
        """Return a registration's new data key, and the same wrapped."""
        data_key = chance(KEY_SIZE)
        wrapped = self.wrap(owner, data_key, chance)
        return SealingKey(data_key, _FIRST_DATA_EPOCH), wrapped

    def data_key(self, owner: int, wrapped: bytes) -> SealingKey:
        """Return a registration's data key.

        Raises:
            UnopenedError: it was altered, or belongs to another registration.
        """
        return SealingKey(self.unwrap(owner, wrapped), _FIRST_DATA_EPOCH)

    def unwrap(self, owner: int, wrapped: bytes) -> bytes:
        """Return the bytes of a registration's data key, to be wrapped again."""
        return self._wrap.open(wrapped, self._data_key_bound(owner))

    def wrap(self, owner: int, data_key: bytes, chance: Chance) -> bytes:
        """Return a registration's data key, wrapped with this epoch's key."""
        return self._wrap.seal(data_key, self._data_key_bound(owner), chance)

    def successor(self, chance: Chance) -> CompartmentKeys:
        """Return new keys of the next epoch, with the roots that outlive this one."""
        successor = CompartmentKeys(
            chance(KEY_SIZE),
            register=self._register,
            compartment=self.compartment,
            epoch=self.epoch + 1,
        )
        successor.roots = self.roots
        return successor

    def former(self, use: str) -> bytes:
        """Return the key that schema 0001 derived for a use that now has a root."""
        return self._key(use)

    def _data_key_bound(self, owner: int) -> bytes:
        return self._before_owner + str(owner).encode() + b"]"

    def _key(self, use: str) -> bytes:
        compartment = self.compartment.value
        return derived(self._secret, self._register, compartment, self.epoch, use)


class Keyring:
    """The compartment keys that one person holds while the register is open."""

    def __init__(self, register: str, keys: Iterable[CompartmentKeys]) -> None:
        """Take the keys of each compartment, of one epoch or of several."""
        self.register = register
        self._keys: dict[Compartment, dict[int, CompartmentKeys]] = {}
        self.former_audit_keys: dict[int, bytes] = {}
        """The private audit keys of epochs that were destroyed: the log stays."""
        for one in sorted(keys, key=lambda one: one.epoch):
            self._keys.setdefault(one.compartment, {})[one.epoch] = one

    def keys(self, compartment: Compartment) -> CompartmentKeys:
        """Return the keys of a compartment, of the newest epoch.

        Raises:
            CompartmentClosedError: this person does not hold them.
        """
        return self._of(compartment)[max(self._of(compartment))]

    def of_epoch(self, compartment: Compartment, epoch: int) -> CompartmentKeys:
        """Return the keys of a compartment, of the epoch that an envelope names.

        Raises:
            CompartmentClosedError: this person does not hold the compartment.
            UnopenedError: there is no such epoch, or its keys were destroyed.
        """
        try:
            return self._of(compartment)[epoch]
        except KeyError:
            raise UnopenedError from None

    def open(self, compartment: Compartment, message: bytes, bound: bytes) -> bytes:
        """Return what was sealed for the register, whichever epoch it is of.

        Raises:
            CompartmentClosedError: this person does not hold the compartment.
            UnopenedError: it was altered, moved, or its epoch's keys were destroyed.
        """
        keys = self.of_epoch(compartment, epoch_of(message))
        return keys.seal.open(message, bound)

    def data_key(
        self, compartment: Compartment, owner: int, wrapped: bytes
    ) -> SealingKey:
        """Return a registration's data key, whichever epoch it is wrapped in.

        Raises:
            CompartmentClosedError: this person does not hold the compartment.
            UnopenedError: it was altered, is another's, or its epoch was destroyed.
        """
        keys = self.of_epoch(compartment, epoch_of(wrapped))
        return keys.data_key(owner, wrapped)

    def until(self, epoch: int) -> Keyring:
        """Return the keys of an epoch and of those before it."""
        return Keyring(self.register, [one for one in self if one.epoch <= epoch])

    def only(self, named: Iterable[tuple[Compartment, int]]) -> Keyring:
        """Return the keys of the compartments and epochs that are named."""
        wanted = frozenset(named)
        held = (one for one in self if (one.compartment, one.epoch) in wanted)
        return Keyring(self.register, held)

    def since(self, epoch: int) -> Keyring:
        """Return the keys of an epoch and of those after it."""
        return Keyring(self.register, [one for one in self if one.epoch >= epoch])

    def with_next_epoch(self, chance: Chance) -> Keyring:
        """Return these keys with a new one for every compartment."""
        compartments = tuple(self._keys)
        return Keyring(
            self.register,
            [*self, *(self.keys(one).successor(chance) for one in compartments)],
        )

    def audit_key(self, epoch: int) -> bytes:
        """Return the private key that opens the details of events of an epoch.

        Raises:
            CompartmentClosedError: this person does not hold the audit compartment.
            UnopenedError: there is no such epoch.
        """
        if kept := self.former_audit_keys.get(epoch):
            return kept
        return self.of_epoch(Compartment.AUDIT, epoch).audit_key

    def holds(self, compartment: Compartment) -> bool:
        """Return whether this person holds a compartment."""
        return compartment in self._keys

    def epochs(self, compartment: Compartment) -> tuple[CompartmentKeys, ...]:
        """Return a compartment's keys of every epoch, the newest first.

        Raises:
            CompartmentClosedError: this person does not hold them.
        """
        return tuple(reversed(self._of(compartment).values()))

    def __iter__(self) -> Iterator[CompartmentKeys]:
        """Return the keys of every compartment that this person can open."""
        return (one for held in self._keys.values() for one in held.values())

    def forget(self) -> None:
        """Let go of all keys."""
        self._keys.clear()

    def _of(self, compartment: Compartment) -> dict[int, CompartmentKeys]:
        try:
            return self._keys[compartment]
        except KeyError:
            raise CompartmentClosedError(compartment.value) from None
