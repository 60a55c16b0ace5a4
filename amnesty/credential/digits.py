"""Bytes as decimal digits: what the QR holds, and what a scanner types.

Every two bytes are five digits, a last odd byte is three. Digits are the same on every
keyboard layout, and a QR code packs them at a third of a byte each.
"""

from __future__ import annotations

import re

from amnesty.errors.credential import CodeTooLongError, DigitsRefusedError
from amnesty.errors.sources import NothingReadableError

MAX_CHARACTERS = 2000
"""A verifier reads no longer text."""

_OUTER = " \t\r\n"
_DIGITS_AT_END = re.compile(r"[0-9]+\Z")
_MANY = 100
_PAIR, _PAIR_DIGITS = 2, 5
_ODD_DIGITS = 3
_MOST_BYTE = 255
_LANE = 3
"""Bytes that hold 99999, and more."""
_VALUES = bytes((byte - ord("0")) % 256 for byte in range(256))


def looks_like_a_code(text: str) -> bool:
    """Return whether a text ends in far more digits than anything else does."""
    found = _DIGITS_AT_END.search(text.strip(_OUTER)[-MAX_CHARACTERS:])
    return found is not None and len(found.group()) >= _MANY


def to_digits(octets: bytes) -> str:
    """Return the digits that stand for the bytes."""
    pairs = (octets[at : at + _PAIR] for at in range(0, len(octets), _PAIR))
    return "".join(
        str(int.from_bytes(pair, "big")).zfill(
            _PAIR_DIGITS if len(pair) == _PAIR else _ODD_DIGITS
        )
        for pair in pairs
    )


def from_digits(digits: str) -> bytes:
    """Return the bytes that the digits stand for; no two texts give the same bytes.

    All groups are worked out at once: each of their five places is one large number
    with 24 bits for each group, and no sum of five digits overflows into the next.

    Raises:
        DigitsRefusedError: a group is too large, or the length is impossible.
    """
    count, rest = divmod(len(digits), _PAIR_DIGITS)
    if rest not in {0, _ODD_DIGITS} or not (digits.isascii() and digits.isdigit()):
        raise DigitsRefusedError
    values = digits.encode().translate(_VALUES)
    groups = 0
    for place in range(_PAIR_DIGITS):
        lanes = bytearray(_LANE * count)
        lanes[2::_LANE] = values[place : count * _PAIR_DIGITS : _PAIR_DIGITS]
        groups = groups * 10 + int.from_bytes(lanes, "big")
    summed = groups.to_bytes(_LANE * count, "big")
    if any(summed[::_LANE]):
        raise DigitsRefusedError
    pairs = bytearray(_PAIR * count)
    pairs[::_PAIR], pairs[1::_PAIR] = summed[1::_LANE], summed[2::_LANE]
    return bytes(pairs) + (_odd_byte(digits[-rest:]) if rest else b"")


def _odd_byte(group: str) -> bytes:
    value = int(group)
    if value > _MOST_BYTE:
        raise DigitsRefusedError
    return bytes([value])


def digits_at_end(text: str) -> str:
    """Return the run of digits that a code's text ends in.

    What stands before them, an address to open or what a keyboard layout made of it,
    is not looked at: a forger's code can carry any.

    Raises:
        NothingReadableError: it does not end in a digit, so it is no code.
        CodeTooLongError: it is longer than any code.
    """
    text = text.strip(_OUTER)
    found = _DIGITS_AT_END.search(text[-MAX_CHARACTERS:])
    if found is None:
        raise NothingReadableError
    if len(text) > MAX_CHARACTERS:
        raise CodeTooLongError(len(text))
    return found.group()
