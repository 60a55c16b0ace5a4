"""Status lists and issued lists."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.issued import make_issued_list, parse_issued_list
from amnesty.credential.labels import ISSUED, ISSUED_TYPE, LIST, STATUS_TYPE
from amnesty.credential.status import (
    StatusClaims,
    parse_status_claims,
    parse_status_list,
)
from amnesty.credential.trust import TrustList, parse_trust_list
from amnesty.domain.certificate import CertificateStatus
from amnesty.errors.credential import (
    FieldRefusedError,
    IssuerRefusedError,
    KeyUseRefusedError,
    OutsideKeyWindowError,
)
from amnesty.errors.lists import (
    InflationRefusedError,
    SlotOutsideListError,
    StatusBitsRefusedError,
    StatusUnknownError,
)

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.errors import CredentialError

# The claims in the Token Status List's own example of a CWT, in its own order.
EXAMPLE = bytes.fromhex(
    "a502782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c69"
    "7374732f31061a648c5bea041a8898dfea19fffe19a8c019fffda2646269747301"
    "636c73744a78dadbb918000217015d"
)


@pytest.fixture(scope="module")
def trust(world: ModuleType) -> TrustList:
    """Return the keys that a verifier knows."""
    return parse_trust_list(world.trust_list(), roots=world.roots())


def test_the_standards_example_is_read() -> None:
    """The example's sixteen statuses are those that the standard prints."""
    claims = parse_status_claims(EXAMPLE)
    assert claims.uri == "https://example.com/statuslists/1"
    assert claims.issued_at == datetime(2023, 6, 16, 12, 56, 10, tzinfo=UTC)
    assert claims.bits == 1
    values = [claims.value_at(index) for index in range(claims.capacity)]
    assert values == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("bits", "entries", "values"),
    [
        (2, "c944f9", [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]),
        (4, "21cd", [1, 2, 13, 12]),
        (8, "00ff", [0, 255]),
    ],
)
def test_entries_of_any_size_begin_at_the_lowest_bits(
    bits: int, entries: str, values: list[int]
) -> None:
    """The packing is the standard's; the one of two bits is its own example."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    claims = StatusClaims(
        uri="x", issued_at=at, expires_at=at, bits=bits, entries=bytes.fromhex(entries)
    )
    assert [claims.value_at(index) for index in range(claims.capacity)] == values


@given(
    st.dictionaries(st.integers(0, 63), st.sampled_from(CertificateStatus), max_size=64)
)
def test_every_slot_says_what_was_set(
    world: ModuleType, trust: TrustList, statuses: dict[int, CertificateStatus]
) -> None:
    """What was set is read, and every other slot is valid."""
    signed = world.status_list(statuses)
    read = parse_status_list(signed, trust=trust)
    assert read.issuer == world.AUTHORITY
    assert read.claims.issued_at == world.PUBLISHED
    for index in range(world.CAPACITY):
        expected = statuses.get(index, CertificateStatus.VALID)
        assert read.status_at(index) is expected


def test_a_slot_outside_the_list_is_refused(
    world: ModuleType, trust: TrustList
) -> None:
    """There is no slot after the last, nor before the first."""
    read = parse_status_list(world.status_list(), trust=trust)
    for index in (-1, 64, 1 << 40):
        with pytest.raises(SlotOutsideListError):
            read.status_at(index)


@pytest.mark.parametrize("value", [3, 4, 5, 11, 15])
def test_a_status_without_meaning_is_no_status(
    world: ModuleType, trust: TrustList, value: int
) -> None:
    """A value that a later format may use is not taken for valid."""
    entries = bytes([value]) + bytes(31)
    signed = changed_status(world, {"lst": zlib.compress(entries)})
    read = parse_status_list(signed, trust=trust)
    assert read.status_at(1) is CertificateStatus.VALID
    with pytest.raises(StatusUnknownError):
        read.status_at(0)


def changed_status(world: ModuleType, changes: dict[str, object]) -> bytes:
    """Return the status list with its inner map changed, signed as before."""
    claims = decode(parse_sign1(world.status_list()).unverified_payload)
    assert isinstance(claims, dict)
    claims[LIST] |= changes
    return sign1(encode(claims), content_type=STATUS_TYPE, signer=world.STATUS_KEY)


WHOLE = zlib.compress(bytes(32))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"bits": 2}, StatusBitsRefusedError),
        ({"bits": 1}, StatusBitsRefusedError),
        ({"bits": 8}, StatusBitsRefusedError),
        ({"bits": 0}, StatusBitsRefusedError),
        ({"bits": 3}, StatusBitsRefusedError),
        ({"bits": True}, FieldRefusedError),
        ({"lst": b""}, InflationRefusedError),
        ({"lst": zlib.compress(b"")}, InflationRefusedError),
        ({"lst": WHOLE[:-1]}, InflationRefusedError),
        ({"lst": WHOLE[:-5]}, InflationRefusedError),
        ({"lst": WHOLE + b"\0"}, InflationRefusedError),
        ({"lst": WHOLE[:-1] + b"\0"}, InflationRefusedError),
        ({"lst": WHOLE[2:-4]}, InflationRefusedError),
        ({"lst": zlib.compress(bytes((8 << 20) + 1))}, InflationRefusedError),
        ({"lst": "text"}, FieldRefusedError),
        ({"more": 1}, FieldRefusedError),
    ],
)
def test_damaged_lists_and_bombs_are_refused(
    world: ModuleType,
    trust: TrustList,
    changes: dict[str, object],
    error: type[CredentialError],
) -> None:
    """Wrong bits, cut and padded streams and what unpacks without end are refused."""
    with pytest.raises(error):
        parse_status_list(changed_status(world, changes), trust=trust)


def test_the_largest_list_is_read(world: ModuleType, trust: TrustList) -> None:
    """16 million slots unpack to exactly the limit."""
    signed = changed_status(world, {"lst": zlib.compress(bytes(8 << 20))})
    assert parse_status_list(signed, trust=trust).claims.capacity == 1 << 24


def test_only_a_status_key_within_its_window_signs_lists(
    world: ModuleType, trust: TrustList
) -> None:
    """A certificate key's list and one from outside the window are refused."""
    outside = world.NOW + 2000 * world.DAY
    with pytest.raises(KeyUseRefusedError):
        parse_status_list(world.status_list(signer=world.CERTIFICATE_KEY), trust=trust)
    with pytest.raises(OutsideKeyWindowError):
        parse_status_list(world.status_list(issued_at=outside), trust=trust)
    with pytest.raises(KeyUseRefusedError):
        parse_issued_list(world.issued_list(signer=world.CERTIFICATE_KEY), trust=trust)
    with pytest.raises(OutsideKeyWindowError):
        parse_issued_list(world.issued_list(issued_at=outside), trust=trust)


def test_a_neighbours_key_lists_nothing_for_us(
    world: ModuleType, trust: TrustList
) -> None:
    """An issued list names its authority, which must be the key's."""
    forged = world.issued_list(signer=world.NEIGHBOUR_STATUS_KEY)
    with pytest.raises(IssuerRefusedError):
        parse_issued_list(forged, trust=trust)
    theirs = world.status_list(signer=world.NEIGHBOUR_STATUS_KEY)
    assert parse_status_list(theirs, trust=trust).issuer == world.NEIGHBOUR


@pytest.mark.parametrize("capacity", [0, -2, 7, (1 << 24) + 2])
def test_lists_have_a_possible_size(world: ModuleType, capacity: int) -> None:
    """A mistake of the program is not published."""
    with pytest.raises(ValueError, match="even number of slots"):
        world.status_list(capacity=capacity)


def test_nothing_is_listed_outside_a_list(world: ModuleType) -> None:
    """A slot that the list does not have cannot be set or issued into."""
    with pytest.raises(ValueError, match="outside"):
        world.status_list({64: CertificateStatus.REVOKED})
    with pytest.raises(ValueError, match="outside"):
        world.issued_list(world.CERTIFICATE, capacity=20)


def test_an_issued_list_knows_its_bytes_and_no_others(
    world: ModuleType, trust: TrustList
) -> None:
    """The slot answers to the payload that was issued into it, and to nothing else."""
    read = parse_issued_list(world.issued_list(world.CERTIFICATE), trust=trust)
    payload = parse_sign1(world.token()).unverified_payload
    assert read.has_issued(world.SLOT, sha256(payload).digest())
    assert not read.has_issued(world.SLOT, sha256(payload + b"\0").digest())
    assert not read.has_issued(world.SLOT + 1, sha256(payload).digest())
    with pytest.raises(SlotOutsideListError):
        read.has_issued(64, sha256(payload).digest())


def test_filler_looks_like_a_hash_and_stays(world: ModuleType) -> None:
    """From day to day only the slots that were issued into change."""
    names = {"issued_at": world.PUBLISHED}
    before = digests(world.issued_list(**names))
    after = digests(world.issued_list(world.CERTIFICATE, **names))
    assert len(set(before)) == world.CAPACITY
    changed = [at for at in range(world.CAPACITY) if before[at] != after[at]]
    assert changed == [world.SLOT]


def test_filler_follows_from_its_seed_and_list(world: ModuleType) -> None:
    """Another seed or another list has other filler, so slots cannot be compared."""

    def filler(uri: str, seed: bytes) -> list[bytes]:
        signed = make_issued_list(
            issuer=world.AUTHORITY,
            uri=uri,
            capacity=8,
            payload_hashes={},
            filler_seed=seed,
            issued_at=world.PUBLISHED,
            expires_at=world.NOW,
            signer=world.STATUS_KEY,
        )
        return digests(signed)

    assert filler("ic:a", b"1" * 16) == filler("ic:a", b"1" * 16)
    assert not set(filler("ic:a", b"1" * 16)) & set(filler("ic:b", b"1" * 16))
    assert not set(filler("ic:a", b"1" * 16)) & set(filler("ic:a", b"2" * 16))


def digests(signed: bytes) -> list[bytes]:
    """Return the digests of a signed issued list, one for each slot."""
    claims = decode(parse_sign1(signed, most=5000).unverified_payload)
    assert isinstance(claims, dict)
    return [claims[ISSUED][at : at + 10] for at in range(0, len(claims[ISSUED]), 10)]


@pytest.mark.parametrize("octets", [b"", bytes(9), bytes(641)])
def test_an_issued_list_holds_whole_digests(
    world: ModuleType, trust: TrustList, octets: bytes
) -> None:
    """A list that is cut within a digest is refused, and an empty one."""
    claims = decode(parse_sign1(world.issued_list()).unverified_payload)
    assert isinstance(claims, dict)
    claims[ISSUED] = octets
    signed = sign1(encode(claims), content_type=ISSUED_TYPE, signer=world.STATUS_KEY)
    with pytest.raises(FieldRefusedError):
        parse_issued_list(signed, trust=trust)
