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
_ODD, _ODD_DIGITS = 1, 3


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
    whole, rest = divmod(len(digits), _PAIR_DIGITS)
    if rest not in {0, _ODD_DIGITS} or not (digits.isascii() and digits.isdigit()):
        raise DigitsRefusedError
    groups = [digits[at * _PAIR_DIGITS :][:_PAIR_DIGITS] for at in range(whole)]
    octets = b"".join(_octets(group, _PAIR) for group in groups)
    return octets + (_octets(digits[-rest:], _ODD) if rest else b"")


def _octets(group: str, size: int) -> bytes:
    try:
        return int(group).to_bytes(size, "big")
    except OverflowError:
        raise DigitsRefusedError from None


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
