"""The scheme's own numbers: random, safe to read aloud, and checked.

A number is a letter for its kind, eleven random characters and a check character,
written as `R-7KQF-2MXN-9DTB`. Every character stands for its place a in an alphabet of
31, and the sum of a × 3^i over all thirteen, i being the place counted from the right,
is 1 modulo 31. 31 is prime, so that one wrong character never adds up; 3 has order 30
modulo 31, so that two swapped characters within 30 never add up either. The letter of
the kind is part of the sum: a certificate's number cannot pass as a registration's.

The authority is not part of the number. It stands in the signed bytes, and a number
that outlives a merger of councils must not name one that is gone.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from operator import mul
from typing import NewType

from amnesty.errors.identifiers import (
    NumberCharacterError,
    NumberCheckError,
    NumberKindError,
    NumberLengthError,
    NumberLookAlikeError,
    NumberMissingError,
)

RegistrationNumber = NewType("RegistrationNumber", str)
"""A patient's case: never changes, never reused."""
CertificateNumber = NewType("CertificateNumber", str)
"""One certificate or card; a reissue has its own."""
ReceiptNumber = NewType("ReceiptNumber", str)
"""One hand-in, from its appointment to its end."""
DestructionNumber = NewType("DestructionNumber", str)
"""One certificate of destruction."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that cannot be misread: no 0, O, 1, I or L."""

RANDOM_BYTES_NEEDED = 32
"""How many random bytes a new number takes.

Bytes from 248 up are passed over so that every character is equally likely. That fewer
than eleven of 32 are left happens once in 10^25
numbers, and then a `ValueError` says so.
"""

_LOOK_ALIKES = "01ILO"
_RANDOM_CHARACTERS = 11
"""31^11 is 2^54.5."""
_GROUP = 4
_LENGTH = 1 + _RANDOM_CHARACTERS + 1
_PLACES = bytes(max(ALPHABET.find(chr(byte)), 0) for byte in range(256))
"""From a character of the alphabet, as a byte, to its place in it."""
_WEIGHTS = [pow(3, place, len(ALPHABET)) for place in range(_LENGTH)]
_FIRST, *_REST = reversed(_WEIGHTS)
_PRINTED_WEIGHTS = [_FIRST, 0, *_REST[:4], 0, *_REST[4:8], 0, *_REST[8:]]
"""Those of a number as it is printed, where a hyphen counts nothing."""
_PRINTED = re.compile(f"C(?:-[{ALPHABET}]{{{_GROUP}}}){{3}}")


class NumberKind(Enum):
    """What a number stands for; the value is its first letter."""

    REGISTRATION = "R"
    CERTIFICATE = "C"
    RECEIPT = "H"
    DESTRUCTION = "D"

    @property
    def what(self) -> str:
        """The kind's name in a sentence."""
        names = {
            "R": "registration",
            "C": "certificate",
            "H": "receipt",
            "D": "destruction",
        }
        return f"{names[self.value]} number"


def new_registration_number(random_bytes: bytes) -> RegistrationNumber:
    """Return a registration number from `RANDOM_BYTES_NEEDED` random bytes."""
    return RegistrationNumber(_new(NumberKind.REGISTRATION, random_bytes))


def new_certificate_number(random_bytes: bytes) -> CertificateNumber:
    """Return a certificate number from `RANDOM_BYTES_NEEDED` random bytes."""
    return CertificateNumber(_new(NumberKind.CERTIFICATE, random_bytes))


def new_receipt_number(random_bytes: bytes) -> ReceiptNumber:
    """Return a hand-in's receipt number from `RANDOM_BYTES_NEEDED` random bytes."""
    return ReceiptNumber(_new(NumberKind.RECEIPT, random_bytes))


def new_destruction_number(random_bytes: bytes) -> DestructionNumber:
    """Return the number of a certificate of destruction."""
    return DestructionNumber(_new(NumberKind.DESTRUCTION, random_bytes))


def parse_registration_number(text: str) -> RegistrationNumber:
    """Read a registration number as people type it."""
    return RegistrationNumber(_parse(text, NumberKind.REGISTRATION))


def parse_certificate_number(text: str) -> CertificateNumber:
    """Read a certificate number as people type it."""
    return CertificateNumber(_parse(text, NumberKind.CERTIFICATE))


def is_certificate_number(text: str) -> bool:
    """Return whether a text is a certificate number, exactly as it is printed."""
    if not _PRINTED.fullmatch(text):
        return False
    places = text.encode().translate(_PLACES)
    weighted: int = sum(map(mul, places, _PRINTED_WEIGHTS))
    return weighted % len(ALPHABET) == 1


def parse_receipt_number(text: str) -> ReceiptNumber:
    """Read a hand-in's receipt number as people type it."""
    return ReceiptNumber(_parse(text, NumberKind.RECEIPT))


def _new(kind: NumberKind, random_bytes: bytes) -> str:
    if len(random_bytes) != RANDOM_BYTES_NEEDED:
        msg = f"A new number takes {RANDOM_BYTES_NEEDED} random bytes."
        raise ValueError(msg)
    size = len(ALPHABET)
    even = 256 // size * size
    drawn = [ALPHABET[byte % size] for byte in random_bytes if byte < even]
    if len(drawn) < _RANDOM_CHARACTERS:
        msg = "These bytes are not random enough for a new number."
        raise ValueError(msg)
    body = kind.value + "".join(drawn[:_RANDOM_CHARACTERS])
    return _grouped(body + _check_character(body))


def _check_character(body: str) -> str:
    """Return the character that brings the sum to 1; its own weight is 3^0."""
    return ALPHABET[(1 - _weighted_sum(body + ALPHABET[0])) % len(ALPHABET)]


def _weighted_sum(characters: str) -> int:
    places = characters[::-1].encode().translate(_PLACES)
    return sum(map(mul, places, _WEIGHTS))


def _adds_up(characters: str) -> bool:
    return _weighted_sum(characters) % len(ALPHABET) == 1


def _grouped(characters: str) -> str:
    kind, rest = characters[0], characters[1:]
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    return "-".join([kind, *groups])


def _parse(text: str, kind: NumberKind) -> str:
    characters = _characters(text, kind)
    if characters[0] != kind.value:
        raise NumberKindError(kind.what, letter=kind.value, found=_kind_of(characters))
    if not _adds_up(characters):
        raise NumberCheckError(kind.what)
    return _grouped(characters)


def _kind_of(characters: str) -> str | None:
    """Return the name of the kind that a whole number has, if it is one of ours."""
    if not _adds_up(characters):
        return None
    return next((k.what for k in NumberKind if k.value == characters[0]), None)


def _characters(text: str, kind: NumberKind) -> str:
    """Return the thirteen characters, without what parts the groups."""
    typed = "".join(letter for letter in text.upper() if not _parts_groups(letter))
    if not typed:
        raise NumberMissingError(kind.what)
    for position, letter in enumerate(typed, start=1):
        if letter in _LOOK_ALIKES:
            raise NumberLookAlikeError(kind.what, letter, position)
        if letter not in ALPHABET:
            raise NumberCharacterError(kind.what, letter, position)
    if len(typed) != _LENGTH:
        form = f"{kind.value}-XXXX-XXXX-XXXX"
        raise NumberLengthError(
            kind.what, form=form, expected=_LENGTH, found=len(typed)
        )
    return typed


def _parts_groups(letter: str) -> bool:
    """Return whether this is a space or dash of any kind, as papers and phones put."""
    return (
        letter.isspace() or letter == "\u2212" or unicodedata.category(letter) == "Pd"
    )
