"""Dates as people type them, and as they are shown.

One field, day first, the month as a number or a name in English or Welsh. The words of
an error are those of the GOV.UK Design System, date input.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.errors.input import (
    DateMissingError,
    DateNotRealError,
    DateNotThenError,
    DatePartMissingError,
    DateTooEarlyError,
    DateYearError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIEST = date(1900, 1, 1)
"""Nobody who is alive was born before."""

_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WELSH = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
_WELSH_AFTER_O = (
    "ionawr",
    "chwefror",
    "fawrth",
    "ebrill",
    "fai",
    "fehefin",
    "orffennaf",
    "awst",
    "fedi",
    "hydref",
    "dachwedd",
    "ragfyr",
)
"""As in `27 o Fawrth`."""
_FEWEST_LETTERS = 3

_LACKING = {
    (True, True): ("", "day"),
    (True, False): ("day and month", "day"),
    (False, True): ("day and year", "year"),
    (False, False): ("month and year", "year"),
}
"""What is missing where a year or a month's name is there, alone or with a number."""

_LINKS = re.compile(r"(?<![^\W\d_])(?:of|o)(?![^\W\d_])", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?<=[0-9])(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)(?![^\W\d_])", re.IGNORECASE
)
_PART = re.compile(r"[0-9]+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s/.,\-\u2010-\u2015\u2212]*")


class MustBe(Enum):
    """On which side of today a date has to lie; the value ends the sentence."""

    PAST = "in the past"
    TODAY_OR_PAST = "today or in the past"
    FUTURE = "in the future"
    TODAY_OR_FUTURE = "today or in the future"


def parse_date(
    text: str,
    what: str = "date of birth",
    *,
    today: date | None = None,
    must_be: MustBe | None = None,
) -> date:
    """Read a date such as 27/3/1970, 27 Mar 1970, 27 Mawrth 1970 or 1970-03-27.

    Args:
        text: what was typed.
        what: what it is the date of, for the sentence of an error.
        today: the day of reading; needed with `must_be`.
        must_be: on which side of today it has to lie.

    Raises:
        BadInputError: it is missing, incomplete, not real or on the wrong side.
    """
    day, month, year = _in_order(_parts(text, what), what)
    if not re.fullmatch(r"[0-9]{4}", year):
        raise DateYearError
    parsed = _real(day, month, year, what)
    if parsed < EARLIEST:
        raise DateTooEarlyError(what, in_words(EARLIEST))
    if must_be is not None and not _lies(parsed, must_be, today):
        raise DateNotThenError(what, must_be.value)
    return parsed


def in_words(day: date) -> str:
    """Return a date as text has it: 27 March 1970."""
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


def in_table(day: date) -> str:
    """Return a date as tables have it: 27 Mar 1970."""
    return f"{day.day} {_ENGLISH[day.month - 1][:3]} {day.year}"


def age_on(born: date, day: date) -> int:
    """Return a person's age in whole years on a day.

    Who was born on 29 February comes of age on 1 March where there is no such day.
    """
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_birthday)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _parts(text: str, what: str) -> list[str]:
    """Return the day, month and year in the order typed, and nothing between them."""
    plain = _ORDINAL.sub(" ", _LINKS.sub(" ", text))
    if not _BETWEEN.sub("", plain):
        raise DateMissingError(what)
    if not all(_BETWEEN.fullmatch(gap) for gap in _PART.split(plain)):
        raise DateNotRealError(what)
    parts = _PART.findall(plain)
    if len(parts) == 1 and re.fullmatch(r"[0-9]{8}", parts[0]):
        return [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if any(part.isalpha() and _month_named(part) is None for part in parts):
        raise DateNotRealError(what)
    return parts


def _in_order(parts: Sequence[str], what: str) -> tuple[str, str, str]:
    """Return day, month and year; a year of four digits may come first."""
    match parts:
        case (first, month, last) if len(first) > len("31") and first.isdecimal():
            return last, month, first
        case (day, month, year):
            if day.isalpha() and month.isdecimal():
                return month, day, year
            return day, month, year
        case (_, _, _, *_):
            raise DateNotRealError(what)
        case _:
            raise DatePartMissingError(what, _missing(parts))


def _missing(parts: Sequence[str]) -> str:
    """Return what a date of one or two parts lacks, as `day and month`."""
    has_year = any(len(part) == len("1970") and part.isdecimal() for part in parts)
    has_name = any(part.isalpha() for part in parts)
    alone, with_another = _LACKING[has_year, has_name]
    return alone if len(parts) == 1 else with_another


def _real(day: str, month: str, year: str, what: str) -> date:
    number = int(month) if re.fullmatch(r"[0-9]{1,2}", month) else _month_named(month)
    if number is None or not re.fullmatch(r"[0-9]{1,2}", day):
        raise DateNotRealError(what)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise DateNotRealError(what) from None


def _month_named(name: str) -> int | None:
    """Return the month that begins with the letters, in English or Welsh."""
    letters = name.casefold()
    if len(letters) < _FEWEST_LETTERS:
        return None
    for names in (_ENGLISH, _WELSH, _WELSH_AFTER_O):
        for number, full in enumerate(names, start=1):
            if full.casefold().startswith(letters):
                return number
    return None


def _lies(day: date, must_be: MustBe, today: date | None) -> bool:
    if today is None:
        msg = "A date can only be compared with today where today is given."
        raise TypeError(msg)
    match must_be:
        case MustBe.PAST:
            return day < today
        case MustBe.TODAY_OR_PAST:
            return day <= today
        case MustBe.FUTURE:
            return day > today
        case MustBe.TODAY_OR_FUTURE:
            return day >= today
