"""Deterministic CBOR, judged by RFC 8949 and by cbor2."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.cbor import Tag, decode, encode
from amnesty.errors.credential import EncodingFault, EncodingRefusedError

# RFC 8949 appendix A, the values that the format has.
APPENDIX_A = [
    ("00", 0),
    ("01", 1),
    ("0a", 10),
    ("17", 23),
    ("1818", 24),
    ("1819", 25),
    ("1864", 100),
    ("1903e8", 1000),
    ("1a000f4240", 1_000_000),
    ("1b000000e8d4a51000", 1_000_000_000_000),
    ("1bffffffffffffffff", 18_446_744_073_709_551_615),
    ("3bffffffffffffffff", -18_446_744_073_709_551_616),
    ("20", -1),
    ("29", -10),
    ("3863", -100),
    ("3903e7", -1000),
    ("f4", False),
    ("f5", True),
    ("f6", None),
    ("40", b""),
    ("4401020304", b"\x01\x02\x03\x04"),
    ("60", ""),
    ("6161", "a"),
    ("6449455446", "IETF"),
    ("62225c", '"\\'),
    ("62c3bc", "ü"),
    ("63e6b0b4", "水"),
    ("64f0908591", "𐅑"),
    ("80", []),
    ("83010203", [1, 2, 3]),
    ("8301820203820405", [1, [2, 3], [4, 5]]),
    ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", [*range(1, 26)]),
    ("a0", {}),
    ("a201020304", {1: 2, 3: 4}),
    ("a26161016162820203", {"a": 1, "b": [2, 3]}),
    ("826161a161626163", ["a", {"b": "c"}]),
]

REFUSED = [
    ("", EncodingFault.ENDS_EARLY),
    ("18", EncodingFault.ENDS_EARLY),
    ("4401", EncodingFault.ENDS_EARLY),
    ("5b7fffffffffffffff", EncodingFault.ENDS_EARLY),
    ("9b8000000000000000", EncodingFault.ENDS_EARLY),
    ("bb8000000000000000", EncodingFault.ENDS_EARLY),
    ("0000", EncodingFault.GOES_ON),
    ("1817", EncodingFault.NOT_SHORTEST),
    ("1900ff", EncodingFault.NOT_SHORTEST),
    ("1a0000ffff", EncodingFault.NOT_SHORTEST),
    ("1b00000000ffffffff", EncodingFault.NOT_SHORTEST),
    ("3800", EncodingFault.NOT_SHORTEST),
    ("580101", EncodingFault.NOT_SHORTEST),
    ("9f01ff", EncodingFault.INDEFINITE),
    ("bf0102ff", EncodingFault.INDEFINITE),
    ("5f4101ff", EncodingFault.INDEFINITE),
    ("7f6161ff", EncodingFault.INDEFINITE),
    ("ff", EncodingFault.INDEFINITE),
    ("1c", EncodingFault.RESERVED),
    ("5e", EncodingFault.RESERVED),
    ("c001", EncodingFault.TAG),
    ("c249010000000000000000", EncodingFault.TAG),
    ("f7", EncodingFault.SIMPLE),
    ("f0", EncodingFault.SIMPLE),
    ("f8ff", EncodingFault.SIMPLE),
    ("f90000", EncodingFault.SIMPLE),
    ("fa47c35000", EncodingFault.SIMPLE),
    ("fb7ff8000000000000", EncodingFault.SIMPLE),
    ("61ff", EncodingFault.TEXT),
    ("63eda080", EncodingFault.TEXT),
    ("a1400a", EncodingFault.KEY_KIND),
    ("a1f50a", EncodingFault.KEY_KIND),
    ("a1800a", EncodingFault.KEY_KIND),
    ("a203040102", EncodingFault.KEY_ORDER),
    ("a2616201616102", EncodingFault.KEY_ORDER),
    ("a201020103", EncodingFault.KEY_TWICE),
    ("818181818181818101", None),
    ("81818181818181818101", EncodingFault.TOO_DEEP),
]


@pytest.mark.parametrize(("octets", "value"), APPENDIX_A)
def test_the_examples_of_the_rfc_hold_both_ways(octets: str, value: object) -> None:
    """What RFC 8949 appendix A encodes, we encode and decode alike."""
    assert encode(value).hex() == octets
    decoded = decode(bytes.fromhex(octets))
    assert decoded == value
    assert type(decoded) is type(value)


@pytest.mark.parametrize(("octets", "fault"), REFUSED)
def test_everything_else_is_refused(octets: str, fault: EncodingFault | None) -> None:
    """Bytes that are not deterministic CBOR are refused for what is wrong with them."""
    if fault is None:
        decode(bytes.fromhex(octets))
        return
    with pytest.raises(EncodingRefusedError) as refused:
        decode(bytes.fromhex(octets))
    assert refused.value.fault is fault


def test_a_tag_is_taken_only_where_it_may_stand() -> None:
    """Tag 18 is taken when it is asked for, and tag 17 is not taken for it."""
    assert decode(b"\xd2\x01", tags=(18,)) == Tag(18, 1)
    with pytest.raises(EncodingRefusedError):
        decode(b"\xd1\x01", tags=(18,))


def test_maps_may_be_unordered_where_that_is_asked_for() -> None:
    """Order can be waived, while a key that stands twice stays refused."""
    assert decode(bytes.fromhex("a203040102"), is_ordered=False) == {3: 4, 1: 2}
    with pytest.raises(EncodingRefusedError) as refused:
        decode(bytes.fromhex("a2010203040103")[:7], is_ordered=False)
    assert refused.value.fault is EncodingFault.GOES_ON
    with pytest.raises(EncodingRefusedError) as refused:
        decode(bytes.fromhex("a3010203040105"), is_ordered=False)
    assert refused.value.fault is EncodingFault.KEY_TWICE


def test_keys_are_sorted_by_their_bytes_and_not_by_length() -> None:
    """RFC 8949 4.2.1 orders 10, 100, -1, "z", "aa"; RFC 7049 had ordered otherwise."""
    keys = {"aa": 0, 100: 0, "z": 0, -1: 0, 10: 0}
    assert encode(keys).hex() == "a50a001864002000617a0062616100"


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), {1: 2.0}])
def test_values_outside_the_format_are_not_encoded(value: object) -> None:
    """A fraction or a set is a mistake of the program, and never half written."""
    with pytest.raises(TypeError):
        encode(value)


def test_whole_numbers_have_64_bits() -> None:
    """A larger number does not become a bignum."""
    with pytest.raises(ValueError, match="64 bits"):
        encode(1 << 64)


SCALARS = (
    st.integers(-(1 << 64), (1 << 64) - 1)
    | st.binary(max_size=40)
    | st.text(max_size=40)
    | st.booleans()
    | st.none()
)
KEYS = st.integers(-(1 << 64), (1 << 64) - 1) | st.text(max_size=10)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_encoded_is_decoded_and_cbor2_agrees(value: object) -> None:
    """Any value comes back, and cbor2 reads the same from the bytes."""
    octets = encode(value)
    assert cbor2.loads(octets) == value
    assert decode(octets, max_depth=64) == value


@given(st.binary(max_size=60))
def test_what_is_decoded_has_one_encoding(octets: bytes) -> None:
    """Bytes are either refused, or exactly what the encoder makes of their value."""
    try:
        value = decode(octets, tags=tuple(range(100)))
    except EncodingRefusedError:
        return
    assert encode(value) == octets
