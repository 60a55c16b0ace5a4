"""Bytes as letters and digits that are read aloud: Crockford's base 32."""

from __future__ import annotations

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U to mishear on the telephone."""
_BITS = 5


def encode(octets: bytes) -> str:
    """Return the characters for a multiple of five bytes, eight for each five.

    Raises:
        ValueError: the last character would stand for fewer bits than the others.
    """
    count, rest = divmod(len(octets) * 8, _BITS)
    if rest:
        msg = "Only a multiple of five bytes has whole characters."
        raise ValueError(msg)
    number = int.from_bytes(octets, "big")
    return "".join(
        _LETTERS[number >> _BITS * place & (1 << _BITS) - 1]
        for place in reversed(range(count))
    )
