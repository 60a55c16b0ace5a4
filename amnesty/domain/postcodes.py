"""Postcodes of the United Kingdom: their shape, and what was probably meant.

Whether a postcode is in use is not for the shape to say.
"""

from __future__ import annotations

import re
from typing import NewType

from amnesty.errors.identifiers import NumberMissingError, PostcodeError

Postcode = NewType("Postcode", str)
"""In capital letters with one space, as `SW1A 1AA`."""

_AREA = r"(?:[A-PR-UWYZ]|ZZ|[A-PR-UWYZ][A-HK-Y])"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_SHAPE = re.compile(
    rf"(?:{_AREA}[0-9]{{1,2}}"
    r"|[A-PR-UWYZ][0-9][A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRV-Y]"
    rf"|GIR(?=0AA)){_INWARD}"
)
"""A9, A99, AA9, AA99, A9A, AA9A and GIR with an inward code, without the space.

The letters that stand in no place are those of BS 7666; ZZ is kept for made-up places.
"""

_LETTER_FOR = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_DIGIT_FOR = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5"} | {
    "G": "6",
    "B": "8",
}
_OUTWARD = ("A9", "A99", "AA9", "AA99", "A9A", "AA9A")
_NOT_SEEN = re.compile(r"[\s.\-\u2010-\u2015\u2212()]+")


def parse_postcode(text: str, what: str = "postcode") -> Postcode:
    """Read a full postcode, whatever its spaces and capitals.

    Raises:
        BadInputError: nothing was typed, or it has not the shape of a postcode.
    """
    typed = _NOT_SEEN.sub("", text).upper()
    if not typed:
        raise NumberMissingError(what)
    if _SHAPE.fullmatch(typed):
        return _spaced(typed)
    raise PostcodeError(what, _hint(typed))


def _spaced(compact: str) -> Postcode:
    return Postcode(f"{compact[:-3]} {compact[-3:]}")


def _hint(typed: str) -> Postcode | None:
    """Return the postcode that looks most like what was typed, if one does."""
    looks_like = [
        (sum(a != b for a, b in zip(typed, meant, strict=True)), meant)
        for outward in _OUTWARD
        if (meant := _as_shaped(typed, f"{outward}9AA")) and _SHAPE.fullmatch(meant)
    ]
    return _spaced(min(looks_like)[1]) if looks_like else None


def _as_shaped(typed: str, shape: str) -> str | None:
    """Return the text with its look-alikes changed to fit a shape as long as it."""
    if len(typed) != len(shape):
        return None
    return "".join(
        _LETTER_FOR.get(character, character)
        if wanted == "A"
        else _DIGIT_FOR.get(character, character)
        for character, wanted in zip(typed, shape, strict=True)
    )
