"""NHS, CHI and Health and Care numbers: ten digits, the last one a check.

Ranges: 0101… to 3112… are Scotland's CHI numbers, 320… to 399… Northern Ireland's, 4…,
6… and 7… those of England and Wales. Nothing else was issued.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import NewType

from amnesty.errors.identifiers import (
    HealthNumberCharacterError,
    HealthNumberCheckError,
    HealthNumberDateError,
    HealthNumberLengthError,
    HealthNumberRangeError,
    NumberMissingError,
)

HealthNumber = NewType("HealthNumber", str)
"""Ten digits without spaces."""

_LENGTH = 10
_PARTS = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")


class HealthNumberKind(Enum):
    """Which health service issued a number."""

    NHS = "NHS number"
    """England, Wales and the Isle of Man."""
    CHI = "CHI number"
    """Scotland: it begins with the date of birth."""
    HEALTH_AND_CARE = "Health and Care number"
    """Northern Ireland."""
    MADE_UP = "made-up number"
    """999…: never issued, for demonstrations and tests."""


def parse_health_number(text: str) -> HealthNumber:
    """Read an NHS, CHI or Health and Care number as people type it.

    Raises:
        BadInputError: it is missing, misses its check or lies in no range.
    """
    digits = _PARTS.sub("", text)
    if not digits:
        raise NumberMissingError(HealthNumberKind.NHS.value)
    if not re.fullmatch(r"[0-9]+", digits):
        raise HealthNumberCharacterError
    if len(digits) != _LENGTH:
        raise HealthNumberLengthError(len(digits))
    if _check_digit(digits[:-1]) != int(digits[-1]):
        raise HealthNumberCheckError
    number = HealthNumber(digits)
    health_number_kind(number)
    return number


def health_number_kind(number: HealthNumber) -> HealthNumberKind:
    """Return which health service issued a number, by its range.

    Raises:
        HealthNumberRangeError: no service has issued numbers there.
        HealthNumberDateError: it is in the range of CHI numbers, but not with a date.
    """
    if number[0] in "467":
        return HealthNumberKind.NHS
    if "320" <= number[:3] <= "399":
        return HealthNumberKind.HEALTH_AND_CARE
    if number.startswith("999"):
        return HealthNumberKind.MADE_UP
    if "01" <= number[:2] <= "31":
        _require_date(number)
        return HealthNumberKind.CHI
    raise HealthNumberRangeError(number[:3])


def grouped_health_number(number: HealthNumber) -> str:
    """Return a number as letters print it: 999 123 4560."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _check_digit(nine: str) -> int:
    """Return the digit that ends a number; 10, which no digit is, where none can."""
    weights = range(10, 1, -1)
    total = sum(int(d) * weight for d, weight in zip(nine, weights, strict=True))
    return (11 - total % 11) % 11


def _require_date(number: HealthNumber) -> None:
    """Refuse a CHI number whose first six digits are no day of either century.

    2000 was a leap year and so has every day that 1900 had.
    """
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    try:
        date(2000 + year, month, day)
    except ValueError:
        raise HealthNumberDateError from None
