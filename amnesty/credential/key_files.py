"""A signing key outside any register: sealed in a file, or named on a token.

A sealed key opens with its passphrase, through Argon2id and AES-256-GCM::

    {1: "carly:key", 2: COSE_Key, 3: [KiB, iterations, lanes], 4: salt, 5: nonce,
     6: the private key (PKCS #8), sealed, 7: SHA-256 of the map of 1 to 6}

Fields 1 to 5 are authenticated with what is sealed. Field 7 keeps nobody out: it tells
a spoilt file from a wrong passphrase. A key on a PKCS #11 token is named without its
PIN, and with its public key, so that another one there is noticed::

    {1: "carly:token-key", 2: COSE_Key, 3: module, 4: token's label, 5: key's id}
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import Fields, Labels
from amnesty.credential.keys import P256Key, PrivateKeySigner, parse_cose_key
from amnesty.errors import CredentialError
from amnesty.errors.trusting import KeyFileSpoiltError, KeyPassphraseError

if TYPE_CHECKING:
    from amnesty.ports import Chance

_SEALED, _ON_TOKEN = "carly:key", "carly:token-key"
_KIND, _KEY, _COST, _SALT, _NONCE, _CIPHERTEXT, _DIGEST = range(1, 8)
_MODULE, _LABEL, _OBJECT = 3, 4, 5
_MAX_BYTES = 4096
_SALT_SIZE, _NONCE_SIZE, _KEY_SIZE = 16, 12, 32
_MOST_OBJECT_ID = 64
_LEAST_KIB_A_LANE = 8


@dataclass(frozen=True, kw_only=True)
class GuessCost:
    """What one guess of a passphrase costs, by Argon2id (RFC 9106)."""

    memory_kib: int
    iterations: int
    lanes: int

    @property
    def is_bearable(self) -> bool:
        """Whether Argon2id takes it, and no machine of ours chokes on it."""
        return (
            0 < self.lanes <= 64  # noqa: PLR2004 - the most that we ever ask for
            and _LEAST_KIB_A_LANE * self.lanes <= self.memory_kib <= 1 << 20
            and 0 < self.iterations <= 100  # noqa: PLR2004 - the same
        )


ROOT_COST = GuessCost(memory_kib=128 * 1024, iterations=4, lanes=4)
"""Nearly three times an account's of the register: a root is opened a few times a year,
and whoever finds its file may guess for ever."""


@dataclass(frozen=True, kw_only=True)
class SealedKey:
    """A key that opens with a passphrase."""

    public_key: P256Key
    cost: GuessCost
    salt: bytes
    nonce: bytes
    ciphertext: bytes

    def open(self, passphrase: str) -> PrivateKeySigner:
        """Return the key.

        Raises:
            KeyPassphraseError: the passphrase does not open it.
            KeyFileSpoiltError: what opens is not the key that the file names.
        """
        cipher = AESGCM(_stretched(passphrase, self.salt, self.cost))
        bound = encode(_named(self.public_key, self.cost, self.salt, self.nonce))
        try:
            secret = cipher.decrypt(self.nonce, self.ciphertext, bound)
        except InvalidTag:
            raise KeyPassphraseError from None
        try:
            signer = PrivateKeySigner.from_bytes(secret)
        except CredentialError:
            raise KeyFileSpoiltError from None
        if signer.public_key != self.public_key:
            raise KeyFileSpoiltError
        return signer


@dataclass(frozen=True, kw_only=True)
class TokenKey:
    """A key on a PKCS #11 token; its PIN is kept nowhere."""

    public_key: P256Key
    module: str
    """The path of the library that reaches the token."""
    label: str
    """The token's."""
    object_id: bytes
    """The key's, on the token (CKA_ID)."""

    def to_bytes(self) -> bytes:
        """Return what `parse_key_file` reads."""
        return encode(
            {
                _KIND: _ON_TOKEN,
                _KEY: self.public_key.cose_key,
                _MODULE: self.module,
                _LABEL: self.label,
                _OBJECT: self.object_id,
            }
        )


def seal_key(
    signer: PrivateKeySigner,
    passphrase: str,
    *,
    chance: Chance,
    cost: GuessCost = ROOT_COST,
) -> bytes:
    """Return a key file that the passphrase opens."""
    salt, nonce = chance(_SALT_SIZE), chance(_NONCE_SIZE)
    named = _named(signer.public_key, cost, salt, nonce)
    cipher = AESGCM(_stretched(passphrase, salt, cost))
    sealed = {
        **named,
        _CIPHERTEXT: cipher.encrypt(nonce, signer.to_bytes(), encode(named)),
    }
    return encode({**sealed, _DIGEST: sha256(encode(sealed)).digest()})


def parse_key_file(unverified: bytes) -> SealedKey | TokenKey:
    """Read a key file.

    Raises:
        KeyFileSpoiltError: it is none, or was changed or cut short.
    """
    if len(unverified) > _MAX_BYTES:
        raise KeyFileSpoiltError
    try:
        value = decode(unverified)
        if isinstance(value, dict) and value.get(_KIND) == _ON_TOKEN:
            return _token_key(value)
        return _sealed_key(value)
    except CredentialError:
        raise KeyFileSpoiltError from None


def _sealed_key(value: object) -> SealedKey:
    labels = set(range(_KIND, _DIGEST + 1))
    fields = Fields(value, "key file", Labels(labels))
    sealed = {label: fields.value(label) for label in labels if label != _DIGEST}
    memory, iterations, lanes = fields.wholes(_COST, counts={3})
    cost = GuessCost(memory_kib=memory, iterations=iterations, lanes=lanes)
    is_whole = fields.octets(_DIGEST) == sha256(encode(sealed)).digest()
    if fields.text(_KIND) != _SEALED or not is_whole or not cost.is_bearable:
        raise KeyFileSpoiltError
    return SealedKey(
        public_key=_public_key(fields),
        cost=cost,
        salt=fields.octets(_SALT, size=_SALT_SIZE),
        nonce=fields.octets(_NONCE, size=_NONCE_SIZE),
        ciphertext=fields.octets(_CIPHERTEXT),
    )


def _token_key(value: object) -> TokenKey:
    fields = Fields(value, "key file", Labels(set(range(_KIND, _OBJECT + 1))))
    object_id = fields.octets(_OBJECT)
    if not 0 < len(object_id) <= _MOST_OBJECT_ID:
        raise KeyFileSpoiltError
    return TokenKey(
        public_key=_public_key(fields),
        module=fields.text(_MODULE),
        label=fields.text(_LABEL),
        object_id=object_id,
    )


def _public_key(fields: Fields) -> P256Key:
    key = parse_cose_key(fields.value(_KEY), of="key")
    if not isinstance(key, P256Key):
        raise KeyFileSpoiltError
    return key


def _named(
    public_key: P256Key, cost: GuessCost, salt: bytes, nonce: bytes
) -> dict[int, object]:
    return {
        _KIND: _SEALED,
        _KEY: public_key.cose_key,
        _COST: [cost.memory_kib, cost.iterations, cost.lanes],
        _SALT: salt,
        _NONCE: nonce,
    }


def _stretched(passphrase: str, salt: bytes, cost: GuessCost) -> bytes:
    # As every keyboard types it (RFC 8265 section 4.2).
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return Argon2id(
        salt=salt,
        length=_KEY_SIZE,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(typed)
