"""A request to list keys: an authority's own, each with a proof that it is had.

::

    {1: "carly:request", 2: core, 3: [signature, …]}
    core = << {1: made at, 2: [entry of the list of keys, …]} >>

Signature n is of the key of entry n, over `["Signature1", << {16: type} >>, h'',
<< [authority, use, COSE_Key] >>]`: nobody can ask for a key that they do not have. The
type stands alone in that header, as in nothing else that is signed. Who the sender is
no signature can say: that is what the fingerprint of the core is read out for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import signature_input
from amnesty.credential.fields import Fields, Labels
from amnesty.credential.instants import to_seconds
from amnesty.credential.keys import P256Key, low_s
from amnesty.credential.roots import fingerprint
from amnesty.credential.trust import ListedKey, entries_of, parse_entries
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import (
    BytesTooManyError,
    FieldFault,
    SignatureRefusedError,
)
from amnesty.errors.trusting import (
    IssuersDifferError,
    ProofBrokenError,
    RequestSizeError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

REQUEST_TYPE = "application/carly-request+cwt"
MOST_KEYS = 64
"""An authority's keys of a hundred years."""

_KIND, _CORE, _PROOFS = 1, 2, 3
_KIND_VALUE = "carly:request"
_MADE_AT, _ITEMS = 1, 2
_CONTENT_TYPE = 16
_MAX_BYTES = 1 << 15


class Prover(Protocol):
    """What has a private key and can show it."""

    def sign(self, message: bytes) -> bytes:
        """Return a signature of 64 bytes, of the key's own algorithm."""


@dataclass(frozen=True, kw_only=True)
class ProvenKey:
    """A key as it is to be listed, with the proof that its owner has it."""

    listed: ListedKey
    proof: bytes


@dataclass(frozen=True, kw_only=True)
class KeyRequest:
    """Keys that somebody has, who wants them listed for one authority."""

    issuer: GssCode
    made_at: datetime
    keys: tuple[ProvenKey, ...]
    fingerprint: str
    """What the authority reads out by telephone: it stands for all of the above."""


def proven(listed: ListedKey, prover: Prover) -> ProvenKey:
    """Return a key with its proof, which holds whatever its window becomes."""
    proof = prover.sign(_to_prove(listed))
    if isinstance(listed.key, P256Key):
        proof = low_s(proof)
    return ProvenKey(listed=listed, proof=proof)


def make_request(keys: Sequence[ProvenKey], *, made_at: datetime) -> bytes:
    """Return a request for the keys."""
    entries = entries_of(one.listed for one in keys)
    core = encode({_MADE_AT: to_seconds(made_at), _ITEMS: entries})
    proofs = [one.proof for one in keys]
    return encode({_KIND: _KIND_VALUE, _CORE: core, _PROOFS: proofs})


def parse_request(unverified: bytes) -> KeyRequest:
    """Read a request and check the proof of each key.

    Raises:
        CredentialError: it is not as the format has it; a point is off its curve, a
            key stands twice, an authority's code is malformed.
        BadInputError: a proof does not hold, or the keys are of several authorities.
    """
    if len(unverified) > _MAX_BYTES:
        raise BytesTooManyError(most=_MAX_BYTES, found=len(unverified))
    outer = Fields(decode(unverified), "request", Labels({_KIND, _CORE, _PROOFS}))
    if outer.text(_KIND) != _KIND_VALUE:
        raise outer.refusal(_KIND, FieldFault.FORM)
    core, proofs = outer.octets(_CORE), outer.items(_PROOFS)
    inner = Fields(decode(core), "request", Labels({_MADE_AT, _ITEMS}))
    keys = parse_entries(inner.items(_ITEMS))
    if not 0 < len(keys) <= MOST_KEYS or len(proofs) != len(keys):
        raise RequestSizeError(MOST_KEYS)
    if len({listed.issuer for listed in keys}) != 1:
        raise IssuersDifferError
    return KeyRequest(
        issuer=keys[0].issuer,
        made_at=inner.instant(_MADE_AT),
        keys=tuple(map(_checked, keys, proofs)),
        fingerprint=fingerprint(core),
    )


def _to_prove(listed: ListedKey) -> bytes:
    claim = encode([listed.issuer, listed.use.value, listed.key.cose_key])
    return signature_input(encode({_CONTENT_TYPE: REQUEST_TYPE}), claim)


def _checked(listed: ListedKey, proof: object) -> ProvenKey:
    key, message = listed.key, _to_prove(listed)
    if not isinstance(proof, bytes):
        raise ProofBrokenError(key.key_id)
    try:
        if isinstance(key, P256Key):
            key.check(proof, message)
        else:
            Ed25519PublicKey.from_public_bytes(key.x).verify(proof, message)
    except (SignatureRefusedError, InvalidSignature, ValueError):
        raise ProofBrokenError(key.key_id) from None
    return ProvenKey(listed=listed, proof=proof)
