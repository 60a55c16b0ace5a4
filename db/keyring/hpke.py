"""Sealing to a person's, or a compartment's, public key (RFC 9180)."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from db.sealing import UnopenedError, canonical

HPKE_ALGORITHM = "DHKEM-X25519-HKDF-SHA256/HKDF-SHA256/AES-256-GCM"
"""The name that stands beside everything sealed to a public key (RFC 9180)."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal_to(public_key: bytes, plaintext: bytes, *bound: str | int) -> bytes:
    """Seal to whoever holds the private key, in a way that says what it is for."""
    recipient = X25519PublicKey.from_public_bytes(public_key)
    return _SUITE.encrypt(plaintext, recipient, canonical(bound))


def open_with(private_key: bytes, sealed: bytes, *bound: str | int) -> bytes:
    """Open what was sealed to the public key of this private key, for this purpose.

    Raises:
        UnopenedError: it was altered, or sealed to another key or for another purpose.
    """
    recipient = X25519PrivateKey.from_private_bytes(private_key)
    try:
        return _SUITE.decrypt(sealed, recipient, canonical(bound))
    except (InvalidTag, ValueError):
        raise UnopenedError from None
