"""Deterministic CBOR: an encoder, and a decoder that refuses everything else.

RFC 8949 section 4.2.1: shortest heads, definite lengths, map keys in bytewise order.
Of its values the format needs whole numbers, byte and text strings, arrays, maps with
keys that are numbers or texts, and a few tags; false, true and null are understood.
Libraries take more than that, and what is taken without need is where forgeries hide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from amnesty.errors.credential import EncodingFault, EncodingRefusedError

MAX_DEPTH = 8
"""How many arrays, maps and tags may stand inside one another."""

_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_ONE_BYTE_FOLLOWS = 24
_EIGHT_BYTES_FOLLOW = 27
_LENGTH_LEFT_OPEN = 31
_SIMPLE_VALUES = {20: False, 21: True, 22: None}


@dataclass(frozen=True)
class Tag:
    """A tagged value (RFC 8949 section 3.4)."""

    number: int
    value: object


def encode(value: object) -> bytes:
    """Return the one deterministic encoding of a value.

    Raises:
        TypeError: the value is of a kind that the format does not have.
        ValueError: a whole number needs more than 64 bits.
    """
    if value is None or isinstance(value, bool):
        return bytes([_SIMPLE << 5 | {False: 20, True: 21, None: 22}[value]])
    if isinstance(value, int):
        return _head(_UINT, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        utf8 = value.encode()
        return _head(_TEXT, len(utf8)) + utf8
    return _encode_container(value)


def _encode_container(value: object) -> bytes:
    if isinstance(value, (list, tuple)):
        return _head(_ARRAY, len(value)) + b"".join(map(encode, value))
    if isinstance(value, Mapping):
        pairs = sorted((encode(key), encode(item)) for key, item in value.items())
        return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
    if isinstance(value, Tag):
        return _head(_TAG, value.number) + encode(value.value)
    msg = f"A {type(value).__name__} has no place in the format."
    raise TypeError(msg)


def _head(major: int, argument: int) -> bytes:
    if argument < _ONE_BYTE_FOLLOWS:
        return bytes([major << 5 | argument])
    for power in range(4):
        if argument < 1 << (8 << power):
            initial = major << 5 | (_ONE_BYTE_FOLLOWS + power)
            return bytes([initial]) + argument.to_bytes(1 << power, "big")
    msg = "A whole number has at most 64 bits."
    raise ValueError(msg)


def decode(
    unverified: bytes,
    *,
    tags: Collection[int] = (),
    is_ordered: bool = True,
    max_depth: int = MAX_DEPTH,
) -> object:
    """Return the one value that the bytes encode.

    Args:
        unverified: the bytes, all of them.
        tags: the tags that may stand in them.
        is_ordered: False takes map keys in any order, still each key once: the Token
            Status List standard's own example is not in deterministic order.
        max_depth: how many arrays, maps and tags may stand inside one another.

    Raises:
        EncodingRefusedError: they are not deterministic CBOR, whatever they are.
    """
    reader = _Reader(unverified, tags=tags, is_ordered=is_ordered)
    value = reader.item(max_depth)
    reader.expect_end()
    return value


class _Reader:
    """Walks over the bytes once; nothing is allocated before its bytes are there."""

    def __init__(
        self, unverified: bytes, *, tags: Collection[int], is_ordered: bool
    ) -> None:
        self._bytes = unverified
        self._at = 0
        self._tags = tags
        self._is_ordered = is_ordered
        self._read = (
            self._uint,
            self._negative,
            self._byte_string,
            self._text_string,
            self._array,
            self._map,
            self._tagged,
            self._simple,
        )

    def item(self, depth: int) -> object:
        """Read one value with at most `depth` levels inside."""
        major, argument = self._next_head()
        return self._read[major](argument, depth)

    def expect_end(self) -> None:
        """Refuse bytes after the value."""
        if self._at != len(self._bytes):
            raise self._refusal(EncodingFault.GOES_ON)

    def _refusal(self, fault: EncodingFault) -> EncodingRefusedError:
        return EncodingRefusedError(fault, self._at)

    def _take(self, count: int) -> bytes:
        if count > len(self._bytes) - self._at:
            raise self._refusal(EncodingFault.ENDS_EARLY)
        taken = self._bytes[self._at : self._at + count]
        self._at += count
        return taken

    def _next_head(self) -> tuple[int, int]:
        (initial,) = self._take(1)
        major, info = initial >> 5, initial & 31
        if info < _ONE_BYTE_FOLLOWS:
            return major, info
        if info == _LENGTH_LEFT_OPEN:
            raise self._refusal(EncodingFault.INDEFINITE)
        if info > _EIGHT_BYTES_FOLLOW:
            raise self._refusal(EncodingFault.RESERVED)
        if major == _SIMPLE:
            raise self._refusal(EncodingFault.SIMPLE)
        power = info - _ONE_BYTE_FOLLOWS
        argument = int.from_bytes(self._take(1 << power), "big")
        least = 1 << (4 << power) if power else _ONE_BYTE_FOLLOWS
        if argument < least:
            raise self._refusal(EncodingFault.NOT_SHORTEST)
        return major, argument

    def _uint(self, argument: int, _depth: int) -> int:
        return argument

    def _negative(self, argument: int, _depth: int) -> int:
        return -1 - argument

    def _byte_string(self, argument: int, _depth: int) -> bytes:
        return self._take(argument)

    def _text_string(self, argument: int, _depth: int) -> str:
        utf8 = self._take(argument)
        try:
            return utf8.decode("utf-8")
        except UnicodeDecodeError:
            raise self._refusal(EncodingFault.TEXT) from None

    def _array(self, argument: int, depth: int) -> list[object]:
        inside = self._one_deeper(depth)
        if argument > len(self._bytes) - self._at:
            raise self._refusal(EncodingFault.ENDS_EARLY)
        return [self.item(inside) for _ in range(argument)]

    def _map(self, argument: int, depth: int) -> dict[int | str, object]:
        inside = self._one_deeper(depth)
        if argument > (len(self._bytes) - self._at) // 2:
            raise self._refusal(EncodingFault.ENDS_EARLY)
        pairs: dict[int | str, object] = {}
        before = b""
        for _ in range(argument):
            key, encoded = self._key(inside)
            if key in pairs:
                raise self._refusal(EncodingFault.KEY_TWICE)
            if self._is_ordered and encoded < before:
                raise self._refusal(EncodingFault.KEY_ORDER)
            before = encoded
            pairs[key] = self.item(inside)
        return pairs

    def _key(self, depth: int) -> tuple[int | str, bytes]:
        start = self._at
        key = self.item(depth)
        # True and False are numbers to Python, and would equal the keys 1 and 0.
        if isinstance(key, bool) or not isinstance(key, (int, str)):
            raise self._refusal(EncodingFault.KEY_KIND)
        return key, self._bytes[start : self._at]

    def _tagged(self, argument: int, depth: int) -> Tag:
        if argument not in self._tags:
            raise self._refusal(EncodingFault.TAG)
        return Tag(argument, self.item(self._one_deeper(depth)))

    def _simple(self, argument: int, _depth: int) -> bool | None:
        if argument not in _SIMPLE_VALUES:
            raise self._refusal(EncodingFault.SIMPLE)
        return _SIMPLE_VALUES[argument]

    def _one_deeper(self, depth: int) -> int:
        if depth == 0:
            raise self._refusal(EncodingFault.TOO_DEEP)
        return depth - 1
