"""Keys: what a stranger checks with, and what the authority signs with.

ES256 on P-256 signs everything here: every browser's WebCrypto and every hardware
module has it. Ed25519 keys are listed for audit checkpoints, and sign nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
)

from amnesty.credential.cbor import encode
from amnesty.credential.fields import Fields, Labels
from amnesty.errors.credential import (
    FieldFault,
    FieldRefusedError,
    PointRefusedError,
    SignatureRefusedError,
    SigningKeyUnreadableError,
)

KEY_ID_SIZE = 8
"""How many bytes of its thumbprint name a key."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points P-256 has: r and s are below it (FIPS 186-5)."""
_PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""The points are those with y² = x³ − 3x + b modulo the prime (SP 800-186, 3.2.1)."""
_COORDINATE = 32
_ZERO, _ORDER_BYTES = bytes(_COORDINATE), _ORDER.to_bytes(_COORDINATE, "big")
_ES256 = ec.ECDSA(hashes.SHA256())

# Labels and values of a COSE_Key (RFC 9052 section 7, RFC 9053 section 7).
_KEY_TYPE, _ALGORITHM, _CURVE, _X, _Y = 1, 3, -1, -2, -3
_TYPE_OKP, _TYPE_EC2 = 1, 2
_CURVE_P256, _CURVE_ED25519 = 1, 6
_COSE_KEY = Labels({_KEY_TYPE, _ALGORITHM, _CURVE, _X}, {_Y})
_P256_THUMBPRINT = (
    encode({_KEY_TYPE: _TYPE_EC2, _CURVE: _CURVE_P256, _X: b"x" * 32, _Y: b"y" * 32})
    .replace(b"x" * 32, b"%b")
    .replace(b"y" * 32, b"%b")
)
"""What is hashed of a key, but for its coordinates (RFC 9679)."""


@dataclass(frozen=True, kw_only=True)
class P256Key:
    """A public key on P-256, which checks ES256 signatures."""

    algorithm: ClassVar[int] = -7
    x: bytes
    y: bytes

    def __post_init__(self) -> None:
        """Refuse coordinates that are not a point of the curve.

        Worked out here, because a list of keys has hundreds and a verifier uses two.
        """
        if len(self.x) != _COORDINATE or len(self.y) != _COORDINATE:
            raise PointRefusedError
        x, y = int.from_bytes(self.x, "big"), int.from_bytes(self.y, "big")
        is_on_curve = (y * y - x * x * x + 3 * x - _B) % _PRIME == 0
        if not (x < _PRIME and y < _PRIME and is_on_curve):
            raise PointRefusedError

    @cached_property
    def key_id(self) -> bytes:
        """The first bytes of the key's COSE Key Thumbprint (RFC 9679)."""
        return _key_id(_P256_THUMBPRINT % (self.x, self.y))

    @property
    def cose_key(self) -> dict[int, int | bytes]:
        """The key as a COSE_Key."""
        return {
            _KEY_TYPE: _TYPE_EC2,
            _ALGORITHM: self.algorithm,
            _CURVE: _CURVE_P256,
            _X: self.x,
            _Y: self.y,
        }

    def check(self, signature: bytes, message: bytes) -> None:
        """Check a signature, r and s, 64 bytes.

        High s is taken as well as low: nothing is keyed on a signature's bytes.

        Raises:
            SignatureRefusedError: it is not this key's over this message.
        """
        r, s = signature[:_COORDINATE], signature[_COORDINATE:]
        if len(signature) != 2 * _COORDINATE or not (
            _ZERO < r < _ORDER_BYTES and _ZERO < s < _ORDER_BYTES
        ):
            raise SignatureRefusedError
        try:
            self._native.verify(_der(r, s), message, _ES256)
        except InvalidSignature:
            raise SignatureRefusedError from None

    @cached_property
    def _native(self) -> ec.EllipticCurvePublicKey:
        x, y = int.from_bytes(self.x, "big"), int.from_bytes(self.y, "big")
        try:
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        except ValueError:
            raise PointRefusedError from None


@dataclass(frozen=True, kw_only=True)
class Ed25519Key:
    """A public key for audit checkpoints; no certificate or list is signed with one."""

    algorithm: ClassVar[int] = -8
    x: bytes

    @cached_property
    def key_id(self) -> bytes:
        """The first bytes of the key's COSE Key Thumbprint (RFC 9679)."""
        return _key_id(
            encode({_KEY_TYPE: _TYPE_OKP, _CURVE: _CURVE_ED25519, _X: self.x})
        )

    @property
    def cose_key(self) -> dict[int, int | bytes]:
        """The key as a COSE_Key."""
        return {
            _KEY_TYPE: _TYPE_OKP,
            _ALGORITHM: self.algorithm,
            _CURVE: _CURVE_ED25519,
            _X: self.x,
        }


PublicKey = P256Key | Ed25519Key


def _der(r: bytes, s: bytes) -> bytes:
    """Return a signature as the library takes it (RFC 3279, 2.2.3)."""
    integers = _der_integer(r) + _der_integer(s)
    return b"\x30%c%b" % (len(integers), integers)


def _der_integer(octets: bytes) -> bytes:
    shortest = octets.lstrip(b"\0")
    if shortest[0] & 0x80:
        shortest = b"\0" + shortest
    return b"\x02%c%b" % (len(shortest), shortest)


def _key_id(required: bytes) -> bytes:
    return sha256(required).digest()[:KEY_ID_SIZE]


def parse_cose_key(value: object, *, of: str) -> PublicKey:
    """Read a decoded COSE_Key that has exactly the labels of its kind.

    Raises:
        CredentialError: it is of another kind, or not a point of its curve.
    """
    key = Fields(value, of, _COSE_KEY)
    kind = (
        key.whole(_KEY_TYPE),
        key.whole(_ALGORITHM, least=-(1 << 16)),
        key.whole(_CURVE),
    )
    x = key.octets(_X, size=_COORDINATE)
    if kind == (_TYPE_EC2, P256Key.algorithm, _CURVE_P256) and _Y in key:
        return P256Key(x=x, y=key.octets(_Y, size=_COORDINATE))
    if kind == (_TYPE_OKP, Ed25519Key.algorithm, _CURVE_ED25519) and _Y not in key:
        return Ed25519Key(x=x)
    raise FieldRefusedError(of, FieldFault.KIND)


def low_s(signature: bytes) -> bytes:
    """Return the signature with the smaller of its two values of s.

    Then one message and key have one signature, so that reissued bytes are the same.
    """
    s = int.from_bytes(signature[_COORDINATE:], "big")
    smaller = min(s, _ORDER - s)
    return signature[:_COORDINATE] + smaller.to_bytes(_COORDINATE, "big")


class PrivateKeySigner:
    """A signer (`amnesty.ports.Signer`) whose private key is in memory."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey) -> None:
        """Take a key on P-256."""
        if not isinstance(private_key.curve, ec.SECP256R1):
            raise SigningKeyUnreadableError
        self._private_key = private_key
        numbers = private_key.public_key().public_numbers()
        self._public_key = P256Key(
            x=numbers.x.to_bytes(_COORDINATE, "big"),
            y=numbers.y.to_bytes(_COORDINATE, "big"),
        )

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the operating system's randomness."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_bytes(cls, secret: bytes) -> Self:
        """Read a key that `to_bytes` gave.

        Raises:
            SigningKeyUnreadableError: these are not the bytes of a P-256 private key.
        """
        # A verifier has no private key, and waits for nothing that reads one.
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # above

        try:
            private_key = serialization.load_der_private_key(secret, password=None)
        except (ValueError, TypeError):
            raise SigningKeyUnreadableError from None
        if not isinstance(private_key, ec.EllipticCurvePrivateKey):
            raise SigningKeyUnreadableError
        return cls(private_key)

    def to_bytes(self) -> bytes:
        """Return the private key, readable (PKCS #8, DER), for the store to seal."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # above

        return self._private_key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def key_id(self) -> bytes:
        """The first 8 bytes of the COSE Key Thumbprint (RFC 9679, SHA-256)."""
        return self._public_key.key_id

    @property
    def public_point(self) -> tuple[bytes, bytes]:
        """The public key's coordinates x and y, 32 bytes each."""
        return self._public_key.x, self._public_key.y

    @property
    def public_key(self) -> P256Key:
        """What a stranger checks with."""
        return self._public_key

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature as r and s, 64 bytes.

        The nonce follows from key and message (RFC 6979): a weak source of randomness
        cannot give the key away, and the same bytes are signed the same way again.
        """
        der = self._private_key.sign(
            message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        )
        r, s = decode_dss_signature(der)
        return low_s(r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big"))
