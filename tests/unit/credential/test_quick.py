"""What is read in one step is what the strict reader reads, or is not read at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential import quick
from amnesty.credential.cbor import Tag, decode, encode
from amnesty.credential.claims import encode_claims
from amnesty.domain.certificate import (
    CertifiedAgreement,
    PlantLimits,
    Setting,
    StatusSlot,
)

if TYPE_CHECKING:
    from types import ModuleType

FIVE = PlantLimits(flowering=5, plants=10)
MANY = PlantLimits(flowering=24, plants=300)
SHAPES = [
    {},
    {"agreement": None},
    {"agreement": CertifiedAgreement(reference="x" * 30, force="y" * 24)},
    {"postcode": None},
    {"patient": "Małgorzata Żółć"},
    {"setting": Setting.BOTH, "outdoor": MANY},
    {"holder": "Nguyễn Thị Ánh Nguyễn Thị Ánh", "stock_grams": 70_000},
]
EDITS = st.lists(
    st.tuples(st.integers(0, 400), st.binary(max_size=3), st.integers(0, 3)),
    max_size=3,
)


def edited(octets: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    """Return the bytes with some of them replaced, added or gone."""
    for at, new, gone in edits:
        octets = octets[:at] + new + octets[at + gone :]
    return octets


@pytest.mark.parametrize("changes", SHAPES)
def test_what_the_desk_writes_is_read_in_one_step(
    world: ModuleType, changes: dict[str, object]
) -> None:
    """Certificates of every kind are found whole, and as the strict reader has them."""
    payload = encode_claims(world.certificate(**changes))
    assert quick.claims(payload) == decode(payload)


@given(
    plants=st.integers(0, 1000),
    grams=st.integers(0, 1_000_000),
    days=st.integers(10, 40_000),
    index=st.integers(0, (1 << 24) - 1),
)
def test_every_number_is_read_in_one_step(
    world: ModuleType, *, plants: int, grams: int, days: int, index: int
) -> None:
    """Whatever the numbers are, also those that look like the label after them."""
    certificate = world.certificate(
        indoor=PlantLimits(flowering=plants // 2, plants=plants),
        stock_grams=grams,
        carry_grams=grams // 10,
        date_of_birth=world.NOW.date() - timedelta(days=days),
        slot=StatusSlot(uri=world.LIST, index=index),
    )
    payload = encode_claims(certificate)
    assert quick.claims(payload) == decode(payload)


def test_a_card_is_read_in_one_step(world: ModuleType) -> None:
    """So is a card, in the envelope too."""
    payload = encode_claims(world.card(outdoor=FIVE))
    assert quick.claims(payload) == decode(payload)
    parts = quick.envelope_parts(world.token())
    tagged = decode(world.token(), tags=(18,))
    assert isinstance(tagged, Tag)
    assert parts is not None
    assert [parts[0], {}, *parts[1:]] == tagged.value


@given(edits=EDITS)
def test_an_edited_payload_is_read_alike_or_left(
    world: ModuleType, edits: list[tuple[int, bytes, int]]
) -> None:
    """Whatever is found has these bytes as its one encoding."""
    payload = edited(encode_claims(world.CERTIFICATE), edits)
    found = quick.claims(payload)
    assert found is None or (found == decode(payload) and encode(found) == payload)


@given(edits=EDITS)
def test_an_edited_envelope_is_read_alike_or_left(
    world: ModuleType, edits: list[tuple[int, bytes, int]]
) -> None:
    """Three parts are found only where they are all that the bytes say."""
    token = edited(world.token(), edits)
    parts = quick.envelope_parts(token)
    if parts is not None:
        protected, payload, signature = parts
        assert encode(Tag(18, [protected, {}, payload, signature])) == token


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\x0b\x18\x2d", b"\x0b\x19\x00\x2d"),
        (b"\x0a\x01", b"\x0a\x18\x01"),
        (b"\x67ZZ1 4AB", b"\x78\x07ZZ1 4AB"),
        (b"\x67ZZ1 4AB", b"\x66ZZ1 4AB"),
        (b"\x67ZZ1 4AB", b"\x67ZZ1 4A\xff"),
        (b"\x3a\x00\x01\x11\x70\xad", b"\x3a\x00\x01\x11\x70\xac"),
        (b"\x82\x05\x0a", b"\x82\x05\x18\x0a"),
    ],
)
def test_another_encoding_of_the_same_is_left(
    world: ModuleType, old: bytes, new: bytes
) -> None:
    """A longer number, a wrong length or count is for the strict reader to refuse."""
    payload = encode_claims(world.CERTIFICATE)
    assert payload.count(old) == 1
    assert quick.claims(payload.replace(old, new)) is None
