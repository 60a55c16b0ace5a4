"""COSE_Sign1 (RFC 9052 section 4.2) as the format has it, and no other way.

One signature, ES256, the headers 1, 4 and 16 protected and nothing unprotected. What
signed is decided by the key's entry in the trust list, never by the message.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential import quick
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
_SIGN1_TAGS = (_SIGN1_TAG,)
_PARTS = 4
_SIGNATURE_SIZE = 64
_CONTEXT = b"\x84" + encode("Signature1")
"""How an array of four begins that is signed in a message's place."""
_HEADER_DEPTH, _ENVELOPE_DEPTH = 4, 3
# Labels of the protected header (RFC 9052 section 3.1, RFC 9596).
_ALGORITHM, _KEY_ID, _CONTENT_TYPE = 1, 4, 16


class Header(NamedTuple):
    """The protected header, which all messages of one key and kind share."""

    signed: bytes
    """What is signed of it, as it was received, before the payload."""
    algorithm: int
    key_id: bytes
    content_type: str


class Envelope(NamedTuple):
    """A message in its envelope; its payload is not to be believed before `check`."""

    header: Header
    unverified_payload: bytes
    signature: bytes

    def require_content_type(self, content_type: str) -> None:
        """Refuse a message of another kind.

        Raises:
            ContentTypeRefusedError: it is of another kind.
        """
        if self.header.content_type != content_type:
            raise ContentTypeRefusedError(content_type)

    def check(self, key: PublicKey) -> bytes:
        """Check the signature and return the payload, which may then be believed.

        Raises:
            AlgorithmRefusedError: the message names another algorithm than the key's.
            SignatureRefusedError: the signature does not hold.
        """
        if self.header.algorithm != key.algorithm or not isinstance(key, P256Key):
            raise AlgorithmRefusedError
        payload = self.unverified_payload
        key.check(self.signature, self.header.signed + encode(payload))
        return payload


def signature_input(protected: bytes, payload: bytes, external: bytes = b"") -> bytes:
    """Return the bytes that are signed (RFC 9052 section 4.4)."""
    return _before_the_payload(protected, external) + encode(payload)


def _before_the_payload(protected: bytes, external: bytes = b"") -> bytes:
    return _CONTEXT + encode(protected) + encode(external)


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
    parts = quick.envelope_parts(unverified) or _parts(unverified)
    protected, payload, signature = parts
    return Envelope(_header(protected), payload, signature)


def _parts(unverified: bytes) -> tuple[bytes, bytes, bytes]:
    tagged = decode(unverified, tags=_SIGN1_TAGS, max_depth=_ENVELOPE_DEPTH)
    if not isinstance(tagged, Tag):
        raise EnvelopeRefusedError(EnvelopeFault.TAG)
    value = tagged.value
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
    if len(protected) > _MAX_HEADER_BYTES:
        raise EnvelopeRefusedError(EnvelopeFault.LABELS)
    return protected, payload, signature


@lru_cache(maxsize=64)
def _header(protected: bytes) -> Header:
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
    return Header(_before_the_payload(protected), algorithm, key_id, content_type)
