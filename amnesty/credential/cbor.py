"""Deterministic CBOR: an encoder, and a decoder that refuses everything else.

RFC 8949 section 4.2.1: shortest heads, definite lengths, map keys in bytewise order.
Of its values the format needs whole numbers, byte and text strings, arrays, maps with
keys that are numbers or texts, and a few tags; false, true and null are understood.
Libraries take more than that, and what is taken without need is where forgeries hide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from amnesty.errors.credential import EncodingFault, EncodingRefusedError

MAX_DEPTH = 8
"""How many arrays, maps and tags may stand inside one another."""

_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_STRINGS = (_BYTES, _TEXT)
_ONE_BYTE_FOLLOWS = 24
_EIGHT_BYTES_FOLLOW = 27
_LENGTH_LEFT_OPEN = 31
_INFO = 31
_SIZES = ((1, _ONE_BYTE_FOLLOWS), (2, 1 << 8), (4, 1 << 16), (8, 1 << 32))
"""How many bytes follow a head, and the least that needs so many."""
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
    rules = _Rules(tags, is_ordered)
    try:
        value, end = _item(unverified, 0, max_depth, rules)
    except IndexError:
        raise _refusal(EncodingFault.ENDS_EARLY, len(unverified)) from None
    if end != len(unverified):
        raise _refusal(EncodingFault.GOES_ON, end)
    return value


class _Rules(NamedTuple):
    """What may stand in the bytes."""

    tags: Collection[int]
    is_ordered: bool


# What reads a value takes the bytes, the place in them and how deep they may still go,
# and returns the value and the place after it. Each byte is looked at once, and nothing
# is allocated before its bytes are there.


def _item(octets: bytes, at: int, depth: int, rules: _Rules) -> tuple[object, int]:
    initial = octets[at]
    at += 1
    if initial < _ONE_BYTE_FOLLOWS:
        return initial, at
    argument = initial & _INFO
    if argument >= _ONE_BYTE_FOLLOWS:
        argument, at = _argument(octets, at, initial)
    major = initial >> 5
    if major not in _STRINGS:
        return _READ[major](octets, at, argument, depth, rules)
    stop = at + argument
    if stop > len(octets):
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    string = octets[at:stop]
    try:
        return (string if major == _BYTES else string.decode()), stop
    except UnicodeDecodeError:
        raise _refusal(EncodingFault.TEXT, stop) from None


def _argument(octets: bytes, at: int, initial: int) -> tuple[int, int]:
    """Read what the bytes after a head's first say, in as few as it takes."""
    info = initial & _INFO
    if info == _LENGTH_LEFT_OPEN:
        raise _refusal(EncodingFault.INDEFINITE, at)
    if info > _EIGHT_BYTES_FOLLOW:
        raise _refusal(EncodingFault.RESERVED, at)
    if initial >> 5 == _SIMPLE:
        raise _refusal(EncodingFault.SIMPLE, at)
    size, least = _SIZES[info - _ONE_BYTE_FOLLOWS]
    stop = at + size
    if stop > len(octets):
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    argument = int.from_bytes(octets[at:stop], "big")
    if argument < least:
        raise _refusal(EncodingFault.NOT_SHORTEST, stop)
    return argument, stop


def _uint(
    _octets: bytes, at: int, argument: int, _depth: int, _rules: _Rules
) -> tuple[int, int]:
    return argument, at


def _negative(
    _octets: bytes, at: int, argument: int, _depth: int, _rules: _Rules
) -> tuple[int, int]:
    return -1 - argument, at


def _array(  # noqa: PLR0917 - one shape for all that reads
    octets: bytes, at: int, argument: int, depth: int, rules: _Rules
) -> tuple[list[object], int]:
    inside = _one_deeper(depth, at)
    if argument > len(octets) - at:
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    items = []
    for _ in range(argument):
        item, at = _item(octets, at, inside, rules)
        items.append(item)
    return items, at


def _map(  # noqa: PLR0917 - one shape for all that reads
    octets: bytes, at: int, argument: int, depth: int, rules: _Rules
) -> tuple[dict[int | str, object], int]:
    inside = _one_deeper(depth, at)
    if argument > (len(octets) - at) // 2:
        raise _refusal(EncodingFault.ENDS_EARLY, at)
    pairs: dict[int | str, object] = {}
    before = b""
    for _ in range(argument):
        start = at
        key: object = octets[at]
        at += 1
        if octets[start] >= _ONE_BYTE_FOLLOWS:
            key, at = _item(octets, start, inside, rules)
        encoded = octets[start:at]
        # True and False would equal the keys 1 and 0, and are of another type.
        if type(key) is not int and type(key) is not str:
            raise _refusal(EncodingFault.KEY_KIND, at)
        if key in pairs:
            raise _refusal(EncodingFault.KEY_TWICE, at)
        if encoded < before and rules.is_ordered:
            raise _refusal(EncodingFault.KEY_ORDER, at)
        before = encoded
        pairs[key], at = _item(octets, at, inside, rules)
    return pairs, at


def _tagged(  # noqa: PLR0917 - one shape for all that reads
    octets: bytes, at: int, argument: int, depth: int, rules: _Rules
) -> tuple[Tag, int]:
    if argument not in rules.tags:
        raise _refusal(EncodingFault.TAG, at)
    value, at = _item(octets, at, _one_deeper(depth, at), rules)
    return Tag(argument, value), at


def _simple(
    _octets: bytes, at: int, argument: int, _depth: int, _rules: _Rules
) -> tuple[bool | None, int]:
    if argument not in _SIMPLE_VALUES:
        raise _refusal(EncodingFault.SIMPLE, at)
    return _SIMPLE_VALUES[argument], at


_READ: Mapping[int, Callable[[bytes, int, int, int, _Rules], tuple[object, int]]] = {
    _UINT: _uint,
    _NEGATIVE: _negative,
    _ARRAY: _array,
    _MAP: _map,
    _TAG: _tagged,
    _SIMPLE: _simple,
}


def _one_deeper(depth: int, at: int) -> int:
    if depth == 0:
        raise _refusal(EncodingFault.TOO_DEEP, at)
    return depth - 1


def _refusal(fault: EncodingFault, at: int) -> EncodingRefusedError:
    return EncodingRefusedError(fault, at)
