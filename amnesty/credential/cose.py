"""COSE_Sign1 (RFC 9052 section 4.2) as the format has it, and no other way.

One signature, ES256, the headers 1, 4 and 16 protected and nothing unprotected. What
signed is decided by the key's entry in the trust list, never by the message.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from amnesty.credential.cbor import Tag, decode, encode
from amnesty.credential.keys import KEY_ID_SIZE, P256Key, low_s
from amnesty.errors.credential import (
    AlgorithmRefusedError,
    BytesTooManyError,
    ContentTypeRefusedError,
    EnvelopeFault,
    EnvelopeRefusedError,
)

if TYPE_CHECKING:
    from amnesty.credential.keys import PublicKey
    from amnesty.ports import Signer

MAX_SIGNED_BYTES = 2048
"""A verifier reads no larger certificate; lists have limits of their own."""

_MAX_HEADER_BYTES = 512
_SIGN1_TAG = 18
_PARTS = 4
_SIGNATURE_SIZE = 64
_CONTEXT = b"\x84" + encode("Signature1")
"""How an array of four begins that is signed in a message's place."""
_HEADER_DEPTH, _ENVELOPE_DEPTH = 4, 3
# Labels of the protected header (RFC 9052 section 3.1, RFC 9596).
_ALGORITHM, _KEY_ID, _CONTENT_TYPE = 1, 4, 16


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message in its envelope; its payload is not to be believed before `check`."""

    protected: bytes
    """The protected header as it was received."""
    algorithm: int
    key_id: bytes
    content_type: str
    unverified_payload: bytes
    signature: bytes

    def require_content_type(self, content_type: str) -> None:
        """Refuse a message of another kind.

        Raises:
            ContentTypeRefusedError: it is of another kind.
        """
        if self.content_type != content_type:
            raise ContentTypeRefusedError(content_type)

    def check(self, key: PublicKey) -> bytes:
        """Check the signature and return the payload, which may then be believed.

        Raises:
            AlgorithmRefusedError: the message names another algorithm than the key's.
            SignatureRefusedError: the signature does not hold.
        """
        if self.algorithm != key.algorithm or not isinstance(key, P256Key):
            raise AlgorithmRefusedError
        message = signature_input(self.protected, self.unverified_payload)
        key.check(self.signature, message)
        return self.unverified_payload


def signature_input(protected: bytes, payload: bytes, external: bytes = b"") -> bytes:
    """Return the bytes that are signed (RFC 9052 section 4.4)."""
    return _CONTEXT + encode(protected) + encode(external) + encode(payload)


def sign1(payload: bytes, *, content_type: str, signer: Signer) -> bytes:
    """Sign a payload and return the tagged COSE_Sign1 message."""
    protected = encode(
        {
            _ALGORITHM: P256Key.algorithm,
            _KEY_ID: signer.key_id,
            _CONTENT_TYPE: content_type,
        }
    )
    # A hardware module may give either value of s; low s is ours to see to.
    signature = low_s(signer.sign(signature_input(protected, payload)))
    return encode(Tag(_SIGN1_TAG, [protected, {}, payload, signature]))


def parse_sign1(unverified: bytes, *, most: int = MAX_SIGNED_BYTES) -> Envelope:
    """Take a message out of its envelope, with nothing checked but the form.

    Raises:
        CredentialError: it is larger than `most`, or not a COSE_Sign1 as we have it.
    """
    if len(unverified) > most:
        raise BytesTooManyError(most=most, found=len(unverified))
    tagged = decode(unverified, tags={_SIGN1_TAG}, max_depth=_ENVELOPE_DEPTH)
    if not isinstance(tagged, Tag):
        raise EnvelopeRefusedError(EnvelopeFault.TAG)
    protected, payload, signature = _parts(tagged.value)
    if len(protected) > _MAX_HEADER_BYTES:
        raise EnvelopeRefusedError(EnvelopeFault.LABELS)
    algorithm, key_id, content_type = _headers(protected)
    return Envelope(
        protected=protected,
        algorithm=algorithm,
        key_id=key_id,
        content_type=content_type,
        unverified_payload=payload,
        signature=signature,
    )


def _parts(value: object) -> tuple[bytes, bytes, bytes]:
    if not isinstance(value, list) or len(value) != _PARTS:
        raise EnvelopeRefusedError(EnvelopeFault.SHAPE)
    protected, unprotected, payload, signature = value
    if unprotected != {}:
        raise EnvelopeRefusedError(EnvelopeFault.UNPROTECTED)
    if not (
        isinstance(protected, bytes)
        and isinstance(payload, bytes)
        and isinstance(signature, bytes)
        and len(signature) == _SIGNATURE_SIZE
    ):
        raise EnvelopeRefusedError(EnvelopeFault.SHAPE)
    return protected, payload, signature


@lru_cache(maxsize=64)
def _headers(protected: bytes) -> tuple[int, bytes, str]:
    """Read the header, which all messages of one key and kind share."""
    headers = decode(protected, max_depth=_HEADER_DEPTH)
    if not isinstance(headers, dict):
        raise EnvelopeRefusedError(EnvelopeFault.HEADER)
    # Exactly three labels refuses crit, embedded keys and certificate chains at once.
    if headers.keys() != {_ALGORITHM, _KEY_ID, _CONTENT_TYPE}:
        raise EnvelopeRefusedError(EnvelopeFault.LABELS)
    algorithm, key_id, content_type = (
        headers[_ALGORITHM],
        headers[_KEY_ID],
        headers[_CONTENT_TYPE],
    )
    if (
        isinstance(algorithm, bool)
        or not isinstance(algorithm, int)
        or not isinstance(key_id, bytes)
        or len(key_id) != KEY_ID_SIZE
        or not isinstance(content_type, str)
    ):
        raise EnvelopeRefusedError(EnvelopeFault.HEADER)
    return algorithm, key_id, content_type
