"""The signed bytes of one certificate, and the text of its QR code."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from amnesty.credential import crockford
from amnesty.credential.cbor import encode
from amnesty.credential.claims import encode_claims
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.digits import to_digits
from amnesty.credential.labels import CERTIFICATE_TYPE
from amnesty.errors.credential import CertificateTooLongError

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.ports import Signer

MAX_TOKEN_BYTES = 420
"""More would need a code too fine for 35 mm of a poor print."""

_ENVELOPE_BYTES = 111
"""What tag, header and signature add to a payload of 256 bytes or more."""
_CHECK_CODE_BYTES = 5
"""40 bits: eight characters on the telephone."""


def sign_certificate(certificate: Certificate, signer: Signer) -> bytes:
    """Sign a certificate with the authority's certificate key.

    Raises:
        CertificateContentError: a field cannot stand in a certificate.
        CertificateTooLongError: the name and address do not fit.
    """
    payload = encode_claims(certificate)
    excess = _ENVELOPE_BYTES + len(payload) - MAX_TOKEN_BYTES
    if excess > 0:
        raise CertificateTooLongError(_letters(certificate, excess))
    return sign1(payload, content_type=CERTIFICATE_TYPE, signer=signer)


def letters_to_lose(certificate: Certificate) -> int:
    """Return how many letters of name and address are too many; 0 when it fits."""
    payload = encode_claims(certificate)
    excess = _ENVELOPE_BYTES + len(payload) - MAX_TOKEN_BYTES
    return _letters(certificate, excess) if excess > 0 else 0


def _letters(certificate: Certificate, excess: int) -> int:
    """Count letters from the end of the address, then of the names, by their bytes."""
    letters = 0
    for text in (certificate.place, certificate.holder, certificate.patient):
        if text is None:
            continue
        whole = len(encode(text))
        for count in range(1, len(text) + 1):
            if whole - len(encode(text[:-count])) >= excess:
                return letters + count
        letters += len(text)
        excess -= whole
    return letters


def payload_of(token: bytes) -> bytes:
    """Return the signed payload of a token of our own; the signature is not checked.

    Raises:
        CredentialError: the bytes are not a signed message.
    """
    return parse_sign1(token).unverified_payload


def payload_hash(payload: bytes) -> bytes:
    """Return the SHA-256 of a payload, by which the desk knows what it issued."""
    return sha256(payload).digest()


def check_code(payload: bytes) -> str:
    """Return the eight characters that an officer reads out on the telephone."""
    return crockford.encode(payload_hash(payload)[:_CHECK_CODE_BYTES])


def qr_text(token: bytes, address: str = "") -> str:
    """Return the text of the QR code: the digits, after an address if there is one.

    What stands after `#` is never sent to a server.
    """
    digits = to_digits(token)
    return f"{address}#{digits}" if address else digits
