"""Status lists: how every certificate of an authority stands, a few bits for each.

IETF Token Status List (draft-ietf-oauth-status-list-20) in its CWT form. A slot that
was never given out says "valid" like any other, so that nobody can count certificates.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.fields import MOST_SLOTS, Fields, Labels, is_list_name
from amnesty.credential.instants import to_seconds
from amnesty.credential.labels import (
    BITS,
    ENTRIES,
    EXPIRES,
    ISSUED_AT,
    LIST,
    STATUS_TYPE,
    SUBJECT,
    TIME_TO_LIVE,
)
from amnesty.credential.trust import ListedUse, TrustList
from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import FieldFault, FieldRefusedError
from amnesty.errors.lists import (
    InflationRefusedError,
    SlotOutsideListError,
    StatusBitsRefusedError,
    StatusUnknownError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.ports import Signer

OUR_BITS = 4
"""Bits an entry has: the application's own values begin at 12."""
DAILY = timedelta(days=1)

_MAX_BYTES = 4 << 20
_MAX_INFLATED = MOST_SLOTS * OUR_BITS // 8
_MAX_TIME_TO_LIVE = 1 << 31
_BEST_COMPRESSION = 9
_BITS_A_BYTE = 8
_STATUSES = {status.value: status for status in CertificateStatus}


@dataclass(frozen=True, kw_only=True)
class StatusClaims:
    """What the standard's token says, with entries of any size."""

    uri: str
    issued_at: datetime
    expires_at: datetime
    bits: int
    entries: bytes

    @property
    def capacity(self) -> int:
        """How many slots the list has."""
        return len(self.entries) * (_BITS_A_BYTE // self.bits)

    def value_at(self, index: int) -> int:
        """Return a slot's value; the first slot is in a byte's lowest bits.

        Raises:
            SlotOutsideListError: the list has no such slot.
        """
        bits, entries = self.bits, self.entries
        byte, place = divmod(index, _BITS_A_BYTE // bits)
        if not 0 <= byte < len(entries):
            raise SlotOutsideListError(index=index, capacity=self.capacity)
        return entries[byte] >> bits * place & (1 << bits) - 1


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """One list of one authority, its signature checked."""

    issuer: GssCode
    claims: StatusClaims

    def status_at(self, index: int) -> CertificateStatus:
        """Return how the certificate in a slot stands.

        Raises:
            SlotOutsideListError: the list has no such slot.
            StatusUnknownError: the slot's value has no meaning here.
        """
        value = self.claims.value_at(index)
        status = _STATUSES.get(value)
        if status is None:
            raise StatusUnknownError(value)
        return status


def make_status_list(
    *,
    uri: str,
    capacity: int,
    statuses: Mapping[int, CertificateStatus],
    issued_at: datetime,
    expires_at: datetime,
    signer: Signer,
) -> bytes:
    """Sign a status list; slots without a status say "valid".

    Raises:
        ValueError: the capacity is odd or too large, or a slot is outside it.
    """
    if capacity % 2 or not 0 < capacity <= MOST_SLOTS:
        msg = f"A status list has an even number of slots, at most {MOST_SLOTS}."
        raise ValueError(msg)
    entries = bytearray(capacity // 2)
    for index, status in statuses.items():
        if not 0 <= index < capacity:
            msg = f"Slot {index} is outside a list of {capacity}."
            raise ValueError(msg)
        entries[index >> 1] |= status.value << OUR_BITS * (index & 1)
    claims = {
        SUBJECT: uri,
        ISSUED_AT: to_seconds(issued_at),
        EXPIRES: to_seconds(expires_at),
        TIME_TO_LIVE: int(DAILY.total_seconds()),
        LIST: {BITS: OUR_BITS, ENTRIES: zlib.compress(entries, _BEST_COMPRESSION)},
    }
    return sign1(encode(claims), content_type=STATUS_TYPE, signer=signer)


def parse_status_list(unverified: bytes, *, trust: TrustList) -> StatusList:
    """Check a status list's signature and read it.

    Raises:
        CredentialError: no status key signed it, or it is not one of our lists.
    """
    envelope = parse_sign1(unverified, most=_MAX_BYTES)
    envelope.require_content_type(STATUS_TYPE)
    listed, payload = trust.check(envelope, ListedUse.STATUS)
    claims = parse_status_claims(payload)
    listed.require_issue(issuer=listed.issuer, issued_at=claims.issued_at)
    if claims.bits != OUR_BITS:
        raise StatusBitsRefusedError(claims.bits)
    if not is_list_name(claims.uri):
        raise FieldRefusedError("list's name", FieldFault.FORM)
    return StatusList(issuer=listed.issuer, claims=claims)


def parse_status_claims(payload: bytes) -> StatusClaims:
    """Read the claims of a Token Status List, its signature being checked elsewhere.

    Map keys may stand in any order: the standard does not ask for one, and its own
    example has none.

    Raises:
        CredentialError: they are not those of a status list.
    """
    claims = Fields(
        decode(payload, is_ordered=False),
        "claim",
        Labels({SUBJECT, ISSUED_AT, EXPIRES, LIST}, {TIME_TO_LIVE}),
    )
    if TIME_TO_LIVE in claims:
        claims.whole(TIME_TO_LIVE, least=1, most=_MAX_TIME_TO_LIVE)
    body = claims.inner(LIST, Labels({BITS, ENTRIES}, {"aggregation_uri"}))
    bits = body.whole(BITS, most=1 << 16)
    if bits not in {1, 2, 4, 8}:
        raise StatusBitsRefusedError(bits)
    return StatusClaims(
        uri=claims.text(SUBJECT),
        issued_at=claims.instant(ISSUED_AT),
        expires_at=claims.instant(EXPIRES),
        bits=bits,
        entries=_inflate(body.octets(ENTRIES)),
    )


def _inflate(compressed: bytes) -> bytes:
    """Unpack a whole zlib stream, and stop before a small one fills the memory."""
    inflater = zlib.decompressobj()
    try:
        inflated = inflater.decompress(compressed, _MAX_INFLATED + 1)
    except zlib.error:
        raise InflationRefusedError from None
    is_whole = inflater.eof and not inflater.unused_data
    if not is_whole or not 0 < len(inflated) <= _MAX_INFLATED:
        raise InflationRefusedError
    return inflated
