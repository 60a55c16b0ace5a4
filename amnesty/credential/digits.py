"""Bytes as decimal digits: what the QR holds, and what a scanner types.

Every two bytes are five digits, a last odd byte is three. Digits are the same on every
keyboard layout, and a QR code packs them at a third of a byte each.
"""

from __future__ import annotations

import re
from binascii import unhexlify

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
_MOST_GROUPS = MAX_CHARACTERS // _PAIR_DIGITS


def _in_each_group(hexadecimal: str) -> int:
    """Return the number that has these five hexadecimal digits for each group."""
    return int(hexadecimal * _MOST_GROUPS, 16)


_LAST_AND_MIDDLE = _in_each_group("00f0f")
_LAST_TWO, _LAST_ONE = _in_each_group("000ff"), _in_each_group("0000f")
_ABOVE_TWO_BYTES = _in_each_group("f0000")


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

    Raises:
        DigitsRefusedError: a group is too large, or the length is impossible.
    """
    octets = digits.encode("ascii", "replace")
    count, rest = divmod(len(octets), _PAIR_DIGITS)
    if rest not in {0, _ODD_DIGITS} or not octets.isdigit():
        raise DigitsRefusedError
    if count > _MOST_GROUPS:
        raise CodeTooLongError(len(octets))
    end = count * _PAIR_DIGITS
    pairs = _pairs(octets[:end]) if end else b""
    return pairs + _odd_byte(octets[end:]) if rest else pairs


def _pairs(digits: bytes) -> bytes:
    """Work out all groups at once, in one number that reads them as hexadecimal.

    There a group is d₀·16⁴ + d₁·16³ + d₂·16² + d₃·16 + d₄. Each sixteen becomes a ten,
    first in pairs of digits, and nothing ever overflows into the group before.
    """
    groups = int(digits, 16)
    groups -= (groups >> 4 & _LAST_AND_MIDDLE) * (0x10 - 10)
    groups -= (groups >> 8 & _LAST_TWO) * (0x100 - 100)
    groups -= (groups >> 16 & _LAST_ONE) * (0x10000 - 10000)
    if groups & _ABOVE_TWO_BYTES:
        raise DigitsRefusedError
    hexadecimal = bytearray(b"%0*x" % (len(digits), groups))
    del hexadecimal[::_PAIR_DIGITS]
    return unhexlify(hexadecimal)


def _odd_byte(group: bytes) -> bytes:
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
    is_short = len(text) <= MAX_CHARACTERS
    if is_short and text.isascii() and text.encode().isdigit():
        return text
    found = _DIGITS_AT_END.search(text[-MAX_CHARACTERS:])
    if found is None:
        raise NothingReadableError
    if not is_short:
        raise CodeTooLongError(len(text))
    return found.group()
