"""Deterministic CBOR: an encoder, and a decoder that refuses everything else.

RFC 8949 section 4.2.1: shortest heads, definite lengths, map keys in bytewise order.
Of its values the format needs whole numbers, byte and text strings, arrays, maps with
keys that are numbers or texts, and a few tags; false, true and null are understood.
Libraries take more than that, and what is taken without need is where forgeries hide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from amnesty.errors.credential import EncodingFault, EncodingRefusedError

MAX_DEPTH = 8
"""How many arrays, maps and tags may stand inside one another."""

_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_MOST_IN_HEAD = 23
_ONE_BYTE_FOLLOWS = 24
_EIGHT_BYTES_FOLLOW = 27
_LENGTH_LEFT_OPEN = 31
_INFO = 31
_SIZES = ((1, _ONE_BYTE_FOLLOWS), (2, 1 << 8), (4, 1 << 16), (8, 1 << 32))
"""How many bytes follow a head, and the least that needs so many."""
_KEY_TYPES = (int, str)
"""True and False would equal the keys 1 and 0, and are of another type."""
_SIMPLE_VALUES = {20: False, 21: True, 22: None}


class Tag(NamedTuple):
    """A tagged value (RFC 8949 section 3.4)."""

    number: int
    value: object


def encode(value: object) -> bytes:
    """Return the one deterministic encoding of a value.

    Raises:
        TypeError: the value is of a kind that the format does not have.
        ValueError: a whole number needs more than 64 bits.
    """
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        utf8 = value.encode()
        return _head(_TEXT, len(utf8)) + utf8
    if value is None or isinstance(value, bool):
        return bytes([_SIMPLE << 5 | {False: 20, True: 21, None: 22}[value]])
    if isinstance(value, int):
        return _head(_UINT, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    return _encode_container(value)


def _encode_container(value: object) -> bytes:
    if isinstance(value, Tag):
        return _head(_TAG, value.number) + encode(value.value)
    if isinstance(value, (list, tuple)):
        return _head(_ARRAY, len(value)) + b"".join(map(encode, value))
    if isinstance(value, Mapping):
        pairs = sorted((encode(key), encode(item)) for key, item in value.items())
        return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
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
    tags: tuple[int, ...] = (),
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
    try:
        value, end = _item(unverified, 0, _rules(tags, is_ordered, max_depth))
    except IndexError:
        raise _refusal(EncodingFault.ENDS_EARLY, len(unverified)) from None
    if end != len(unverified):
        raise _refusal(EncodingFault.GOES_ON, end)
    return value


class _Rules(NamedTuple):
    """What may stand in the bytes, at one level."""

    tags: tuple[int, ...]
    is_ordered: bool
    inside: _Rules | None
    """The same one level deeper, where anything may stand so deep."""


@lru_cache(maxsize=64)
def _rules(tags: tuple[int, ...], is_ordered: bool, depth: int) -> _Rules:  # noqa: FBT001 - a part of the key
    inside = _rules(tags, is_ordered, depth - 1) if depth else None
    return _Rules(tags, is_ordered, inside)


# What reads a value takes the bytes, the place after its first byte, what that byte's
# last five bits say, and the rules of its level; it returns the value and the place
# after it. Each byte is looked at once, and nothing is allocated before its bytes are
# there.


def _item(octets: bytes, at: int, rules: _Rules) -> tuple[object, int]:
    initial = octets[at]
    return _READ[initial](octets, at + 1, initial & _INFO, rules)


def _one_more(octets: bytes, at: int, _info: int, rules: _Rules) -> tuple[object, int]:
    """Read what has one more byte in its head."""
    argument, kind = octets[at], _KINDS[octets[at - 1] >> 5]
    at += 1
    if argument <= _MOST_IN_HEAD:
        raise _refusal(EncodingFault.NOT_SHORTEST, at)
    return kind(octets, at, argument, rules)


def _long(octets: bytes, at: int, info: int, rules: _Rules) -> tuple[object, int]:
    """Read what has more bytes in its head, in as few as it takes."""
    major = octets[at - 1] >> 5
    if info > _EIGHT_BYTES_FOLLOW or major == _SIMPLE:
        raise _head_refusal(info, at)
    size, least = _SIZES[info - _ONE_BYTE_FOLLOWS]
    stop = at + size
    if stop > len(octets):
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    argument = int.from_bytes(octets[at:stop], "big")
    if argument < least:
        raise _refusal(EncodingFault.NOT_SHORTEST, stop)
    return _KINDS[major](octets, stop, argument, rules)


def _head_refusal(info: int, at: int) -> EncodingRefusedError:
    if info == _LENGTH_LEFT_OPEN:
        return _refusal(EncodingFault.INDEFINITE, at)
    is_reserved = info > _EIGHT_BYTES_FOLLOW
    return _refusal(EncodingFault.RESERVED if is_reserved else EncodingFault.SIMPLE, at)


def _uint(_octets: bytes, at: int, argument: int, _rules: _Rules) -> tuple[int, int]:
    return argument, at


def _negative(
    _octets: bytes, at: int, argument: int, _rules: _Rules
) -> tuple[int, int]:
    return -1 - argument, at


def _bytes(octets: bytes, at: int, argument: int, _rules: _Rules) -> tuple[bytes, int]:
    stop = at + argument
    if stop > len(octets):
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    return octets[at:stop], stop


def _text(octets: bytes, at: int, argument: int, _rules: _Rules) -> tuple[str, int]:
    stop = at + argument
    if stop > len(octets):
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    try:
        return octets[at:stop].decode(), stop
    except UnicodeDecodeError:
        raise _refusal(EncodingFault.TEXT, stop) from None


def _array(
    octets: bytes, at: int, argument: int, rules: _Rules
) -> tuple[list[object], int]:
    inside = rules.inside
    if inside is None:
        raise _refusal(EncodingFault.TOO_DEEP, at)
    if argument > len(octets) - at:
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    items: list[object] = []
    for _ in range(argument):
        head = octets[at]
        at += 1
        item: object = head
        if head > _MOST_IN_HEAD:
            item, at = _READ[head](octets, at, head & _INFO, inside)
        items.append(item)
    return items, at


def _map(
    octets: bytes, at: int, argument: int, rules: _Rules
) -> tuple[dict[object, object], int]:
    inside = rules.inside
    if inside is None:
        raise _refusal(EncodingFault.TOO_DEEP, at)
    if argument > (len(octets) - at) // 2:
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    pairs: dict[object, object] = {}
    before, is_ordered = b"", rules.is_ordered
    # Of small numbers that rise nothing else is to be asked.
    last = -1 if is_ordered else _MOST_IN_HEAD
    for _ in range(argument):
        head = octets[at]
        at += 1
        key: object
        if last < head <= _MOST_IN_HEAD:
            key = last = head
        else:
            start = at - 1
            key, at = _READ[head](octets, at, head & _INFO, inside)
            encoded = octets[start:at]
            is_late = is_ordered and (head <= last or encoded < before)
            if is_late or type(key) not in _KEY_TYPES or key in pairs:
                raise _refusal(_key_fault(key, pairs), at)
            last, before = _MOST_IN_HEAD, encoded
        head = octets[at]
        at += 1
        if head > _MOST_IN_HEAD:
            pairs[key], at = _READ[head](octets, at, head & _INFO, inside)
        else:
            pairs[key] = head
    return pairs, at


def _key_fault(key: object, pairs: Collection[object]) -> EncodingFault:
    if type(key) not in _KEY_TYPES:
        return EncodingFault.KEY_KIND
    return EncodingFault.KEY_TWICE if key in pairs else EncodingFault.KEY_ORDER


def _tagged(octets: bytes, at: int, argument: int, rules: _Rules) -> tuple[Tag, int]:
    if argument not in rules.tags:
        raise _refusal(EncodingFault.TAG, at)
    inside = rules.inside
    if inside is None:
        raise _refusal(EncodingFault.TOO_DEEP, at)
    value, at = _item(octets, at, inside)
    return Tag(argument, value), at


def _simple(
    _octets: bytes, at: int, argument: int, _rules: _Rules
) -> tuple[bool | None, int]:
    if argument not in _SIMPLE_VALUES:
        raise _refusal(EncodingFault.SIMPLE, at)
    return _SIMPLE_VALUES[argument], at


_Reader = Callable[[bytes, int, int, _Rules], tuple[object, int]]
_KINDS: tuple[_Reader, ...] = (
    _uint,
    _negative,
    _bytes,
    _text,
    _array,
    _map,
    _tagged,
    _simple,
)
"""What reads each kind of value, by the first three bits of its first byte."""


def _reader(initial: int) -> _Reader:
    major, info = initial >> 5, initial & _INFO
    if info <= _MOST_IN_HEAD:
        return _KINDS[major]
    return _one_more if info == _ONE_BYTE_FOLLOWS and major != _SIMPLE else _long


_READ = tuple(map(_reader, range(256)))
"""The same by the whole first byte: who reads longer heads goes on by the kind."""


def _refusal(fault: EncodingFault, at: int) -> EncodingRefusedError:
    return EncodingRefusedError(fault, at)
