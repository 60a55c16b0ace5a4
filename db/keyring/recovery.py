"""The recovery code: 256 random bits, written so that a person can copy them.

Thirteen groups of four characters and a check character each, in the alphabet of our
numbers, which leaves out what is misread. The check depends on the group's place, so a
group that is mistyped, or stands in another's place, is named.
"""

from __future__ import annotations

import unicodedata

from amnesty.domain.own_numbers import ALPHABET
from amnesty.errors.store import RecoveryCodeShapeError

RECOVERY_SIZE = 32

_GROUPS = 13
_IN_GROUP = 4
_BASE = len(ALPHABET)


def written(secret: bytes) -> str:
    """Return the code as it is shown once and kept on paper."""
    number = int.from_bytes(secret, "big")
    digits: list[int] = []
    for _ in range(_GROUPS * _IN_GROUP):
        number, digit = divmod(number, _BASE)
        digits.append(digit)
    digits.reverse()
    groups = (digits[at * _IN_GROUP : (at + 1) * _IN_GROUP] for at in range(_GROUPS))
    return "-".join(_with_check(place, group) for place, group in enumerate(groups, 1))


def read(code: str) -> bytes:
    """Return the secret that a code stands for.

    Raises:
        RecoveryCodeShapeError: a group is missing, mistyped or in another's place.
    """
    letters = "".join(letter for letter in code.upper() if not _parts_groups(letter))
    size = _IN_GROUP + 1
    if len(letters) != _GROUPS * size:
        raise RecoveryCodeShapeError(groups=_GROUPS, wrong=None)
    number = 0
    for place in range(1, _GROUPS + 1):
        group = letters[(place - 1) * size : place * size]
        digits = [ALPHABET.find(letter) for letter in group[:_IN_GROUP]]
        if min(digits) < 0 or _with_check(place, digits) != group:
            raise RecoveryCodeShapeError(groups=_GROUPS, wrong=place)
        for digit in digits:
            number = number * _BASE + digit
    if number >> (RECOVERY_SIZE * 8):
        raise RecoveryCodeShapeError(groups=_GROUPS, wrong=1)
    return number.to_bytes(RECOVERY_SIZE, "big")


def _with_check(place: int, digits: list[int]) -> str:
    """Return a group with its check: 31 is prime, so that no one slip adds up."""
    total = sum(digit * 3**at for at, digit in enumerate(digits, 1))
    checked = [*digits, (place - total) % _BASE]
    return "".join(ALPHABET[digit] for digit in checked)


def _parts_groups(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) == "Pd"
