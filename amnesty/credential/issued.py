"""Issued lists: what the desk issued, told only to who already holds the bytes.

Beside each status list stands one with the beginning of a hash of what was issued into
each slot. Bytes that do not match their slot were never issued by the desk, whatever
key signed them: this is what catches a stolen key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import shake_256
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.fields import MOST_SLOTS, Fields, Labels
from amnesty.credential.instants import to_seconds
from amnesty.credential.labels import (
    EXPIRES,
    ISSUED,
    ISSUED_AT,
    ISSUED_TYPE,
    ISSUER,
    SUBJECT,
)
from amnesty.credential.trust import ListedUse, TrustList
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import FieldFault
from amnesty.errors.lists import SlotOutsideListError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.ports import Signer

DIGEST_SIZE = 10
"""Bytes of the hash that are kept: four would cost a forger half an hour."""

_MAX_BYTES = MOST_SLOTS * DIGEST_SIZE + 1024
_FILLER = b"carly issued list filler\0"


@dataclass(frozen=True, kw_only=True)
class IssuedList:
    """One list of one authority, its signature checked."""

    issuer: GssCode
    uri: str
    issued_at: datetime
    expires_at: datetime
    digests: bytes

    @property
    def capacity(self) -> int:
        """How many slots the list has."""
        return len(self.digests) // DIGEST_SIZE

    def has_issued(self, index: int, payload_hash: bytes) -> bool:
        """Return whether a payload of this SHA-256 was issued into a slot.

        Raises:
            SlotOutsideListError: the list has no such slot.
        """
        start = index * DIGEST_SIZE
        if not 0 <= start < len(self.digests):
            raise SlotOutsideListError(index=index, capacity=self.capacity)
        kept = self.digests[start : start + DIGEST_SIZE]
        return kept == payload_hash[:DIGEST_SIZE]


def make_issued_list(
    *,
    issuer: GssCode,
    uri: str,
    capacity: int,
    payload_hashes: Mapping[int, bytes],
    filler_seed: bytes,
    issued_at: datetime,
    expires_at: datetime,
    signer: Signer,
) -> bytes:
    """Sign an issued list.

    Slots without a hash hold filler that looks like one. It follows from a secret seed,
    because filler that changed from day to day would show which slots are real.

    Args:
        issuer: the authority.
        uri: the name of the list, that of its status list.
        capacity: how many slots its status list has.
        payload_hashes: SHA-256 of what was issued into each slot and not erased.
        filler_seed: 16 secret bytes or more, always the same for this list.
        issued_at: when the list is made.
        expires_at: when it may no longer be used.
        signer: the authority's status key.

    Raises:
        ValueError: a slot is outside the list, or a hash is cut short.
    """
    digests = bytearray(_filler(uri, capacity, filler_seed))
    for index, payload_hash in payload_hashes.items():
        if not 0 <= index < capacity or len(payload_hash) < DIGEST_SIZE:
            msg = f"Slot {index} is outside a list of {capacity}, or has no whole hash."
            raise ValueError(msg)
        start = index * DIGEST_SIZE
        digests[start : start + DIGEST_SIZE] = payload_hash[:DIGEST_SIZE]
    claims = {
        ISSUER: issuer,
        SUBJECT: uri,
        EXPIRES: to_seconds(expires_at),
        ISSUED_AT: to_seconds(issued_at),
        ISSUED: bytes(digests),
    }
    return sign1(encode(claims), content_type=ISSUED_TYPE, signer=signer)


def _filler(uri: str, capacity: int, seed: bytes) -> bytes:
    named = _FILLER + uri.encode() + b"\0" + seed
    return shake_256(named).digest(capacity * DIGEST_SIZE)


def parse_issued_list(unverified: bytes, *, trust: TrustList) -> IssuedList:
    """Check an issued list's signature and read it.

    Raises:
        CredentialError: no status key of its authority signed it, or it is not exactly
            as the format has it.
    """
    envelope = parse_sign1(unverified, most=_MAX_BYTES)
    envelope.require_content_type(ISSUED_TYPE)
    listed, payload = trust.check(envelope, ListedUse.STATUS)
    claims = Fields(
        decode(payload),
        "claim",
        Labels({ISSUER, SUBJECT, EXPIRES, ISSUED_AT, ISSUED}),
    )
    issued_list = IssuedList(
        issuer=claims.issuer(ISSUER),
        uri=claims.list_name(SUBJECT),
        issued_at=claims.instant(ISSUED_AT),
        expires_at=claims.instant(EXPIRES),
        digests=claims.octets(ISSUED),
    )
    listed.require_issue(issuer=issued_list.issuer, issued_at=issued_list.issued_at)
    if not issued_list.digests or len(issued_list.digests) % DIGEST_SIZE:
        raise claims.refusal(ISSUED, FieldFault.SIZE)
    return issued_list
