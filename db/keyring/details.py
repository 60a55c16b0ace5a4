"""The details of events: everybody writes them, and auditors alone read them.

Sealing to a public key costs more than all the rest of an event. So each sign-in draws
one key, seals it to the audit compartment's public key, and puts it beside every detail
that it seals with it::

    1 byte    3: a session's key by HPKE, the detail by AES-256-GCM
    2 bytes   epoch of the audit key, big endian
    80 bytes  the session's key, sealed
    12 bytes  nonce
    …         ciphertext and tag, bound to the leaf

Number 2, of schema 0001, is HPKE for each detail.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.keyring.hpke import open_with, seal_to
from db.sealing import KEY_SIZE, UnopenedError, canonical

if TYPE_CHECKING:
    from amnesty.ports import Chance
    from db.keyring.keys import Keyring
    from db.work import Access

_TO_AUDIT = 2
_BY_SESSION = 3
_HEADER_SIZE = 3
_SEALED_KEY_SIZE = 80
_NONCE_SIZE = 12


Opened = dict[tuple[int, bytes], bytes]
"""By epoch and as it stands beside a detail: a session's key."""


class DetailKey:
    """One sign-in's key for the details of its events."""

    def __init__(
        self, audit_key: bytes, epoch: int, *, register: str, chance: Chance
    ) -> None:
        """Take the audit compartment's public key (X25519) and its epoch."""
        self._audit_key = audit_key
        self._epoch = epoch
        self._register = register
        self._chance = chance

    def seal(self, detail: bytes, leaf: str) -> bytes:
        """Return a detail that opens with its own leaf alone."""
        cipher, before = self._session
        nonce = self._chance(_NONCE_SIZE)
        bound = self._before_leaf + canonical(leaf) + b"]"
        return before + nonce + cipher.encrypt(nonce, detail, bound)

    @cached_property
    def _before_leaf(self) -> bytes:
        return canonical(_bound(self._register, self._epoch)).removesuffix(b"]") + b","

    @cached_property
    def _session(self) -> tuple[AESGCM, bytes]:
        """The key, drawn when it is first needed, and what says how to open it."""
        key = self._chance(KEY_SIZE)
        bound = ("session", self._register, self._epoch)
        header = bytes([_BY_SESSION]) + self._epoch.to_bytes(2, "big")
        return AESGCM(key), header + seal_to(self._audit_key, key, *bound)


def open_sealed_detail(
    sealed: bytes, leaf: str, keyring: Keyring, opened: Opened | None = None
) -> bytes:
    """Return the detail that belongs to a leaf.

    Args:
        sealed: the detail as it is kept.
        leaf: the leaf.
        keyring: the reader's.
        opened: keys of sessions that were opened before, for who reads many.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        UnopenedError: it was altered, or belongs to another leaf.
    """
    if len(sealed) < _HEADER_SIZE:
        raise UnopenedError
    epoch, rest = _epoch_of(sealed), sealed[_HEADER_SIZE:]
    bound = _bound(keyring.register, epoch, leaf)
    if sealed[0] == _TO_AUDIT:
        return open_with(keyring.audit_key(epoch), rest, *bound)
    if sealed[0] == _BY_SESSION:
        key = _key_of_session(sealed, keyring, {} if opened is None else opened)
        return _opened(key, rest[_SEALED_KEY_SIZE:], canonical(bound))
    raise UnopenedError


def seal_in_place(sealed: bytes, leaf: str, detail: bytes, access: Access) -> bytes:
    """Return another detail, sealed as the one in whose place it goes.

    Whoever cannot open it cannot tell: its key, its epoch and its size are the same.

    Raises:
        CompartmentClosedError: whoever writes it does not hold the audit compartment.
        UnopenedError: what is there was altered.
    """
    keyring, epoch = access.keyring, _epoch_of(sealed)
    bound = _bound(keyring.register, epoch, leaf)
    if sealed[0] == _TO_AUDIT:
        private = X25519PrivateKey.from_private_bytes(keyring.audit_key(epoch))
        public = private.public_key().public_bytes_raw()
        return sealed[:_HEADER_SIZE] + seal_to(public, detail, *bound)
    key, nonce = _key_of_session(sealed, keyring, {}), access.chance(_NONCE_SIZE)
    before = sealed[: _HEADER_SIZE + _SEALED_KEY_SIZE]
    return before + nonce + AESGCM(key).encrypt(nonce, detail, canonical(bound))


def _epoch_of(sealed: bytes) -> int:
    return int.from_bytes(sealed[1:_HEADER_SIZE], "big")


def _key_of_session(sealed: bytes, keyring: Keyring, opened: Opened) -> bytes:
    epoch = _epoch_of(sealed)
    own = epoch, sealed[_HEADER_SIZE : _HEADER_SIZE + _SEALED_KEY_SIZE]
    if own not in opened:
        session = ("session", keyring.register, epoch)
        opened[own] = open_with(keyring.audit_key(epoch), own[1], *session)
    return opened[own]


def _opened(key: bytes, message: bytes, bound: bytes) -> bytes:
    nonce, sealed = message[:_NONCE_SIZE], message[_NONCE_SIZE:]
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError):
        raise UnopenedError from None


def _bound(register: str, epoch: int, *leaf: str) -> tuple[str | int, ...]:
    return ("event", register, epoch, *leaf)
