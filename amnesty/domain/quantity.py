"""Exact amounts: forms of cannabis, their equivalents, and text that becomes grams.

Nothing here is a float. Every rounding has a direction that favours the patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.text import parse_choice
from amnesty.errors.input import (
    AmountCommaError,
    AmountDecimalsError,
    AmountExponentError,
    AmountMissingError,
    AmountNegativeError,
    AmountNotANumberError,
    AmountTooLargeError,
    AmountZeroError,
    NeedNotRegistrableError,
    NotAWholeNumberError,
    WeightShapeError,
    WeightUnitError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST_NEED = Fraction(1, 100)
"""The smallest need, grams a day: two decimals hold no smaller one."""
MOST_NEED_TO_REGISTER = Fraction(20)
"""The largest need that a registration takes unless its policy says another."""
MOST_NEED_TO_CALCULATE = Fraction(500)
"""The largest need that the calculators take."""
_MOST_GRAMS = Fraction(1_000_000)
_MOST_POUNDS = Fraction(100_000)
_MOST_COUNT = 10_000


class StockForm(Enum):
    """In which form cannabis is held."""

    DRIED = "dried"
    FRESH = "fresh"
    EDIBLE = "edible"
    """Solids."""
    LIQUID = "liquid"
    """Liquids other than beverages."""
    BEVERAGE = "beverage"
    CONCENTRATE = "concentrate"
    SEEDS = "seeds"
    """Weighed, never counted."""


EQUAL_TO_ONE_DRIED: Mapping[StockForm, Fraction] = {
    StockForm.DRIED: Fraction(1),
    StockForm.FRESH: Fraction(5),
    StockForm.EDIBLE: Fraction(15),
    StockForm.LIQUID: Fraction(70),
    StockForm.BEVERAGE: Fraction(570),
    StockForm.CONCENTRATE: Fraction(1, 4),
}
"""Grams of a form that equal one gram dried (Canada, Cannabis Act, Schedule 3)."""


@dataclass(frozen=True, kw_only=True)
class Weight:
    """So many grams of one form."""

    form: StockForm
    grams: Fraction


def dried_equivalent(form: StockForm, grams: Fraction) -> Fraction:
    """Return the grams of dried flower that an amount equals; none for seeds."""
    if form is StockForm.SEEDS:
        return Fraction(0)
    return grams / EQUAL_TO_ONE_DRIED[form]


def dried_sum(weights: Iterable[Weight]) -> Fraction:
    """Return the grams of dried flower that all of it equals."""
    return sum(
        (dried_equivalent(weight.form, weight.grams) for weight in weights),
        Fraction(0),
    )


def thc_milligrams(grams: Fraction, percent: Fraction) -> Fraction:
    """Return the milligrams of THC in an amount whose label gives the percentage."""
    return grams * 1000 * percent / 100


def rounded_down(value: Fraction, places: int) -> Fraction:
    """Return the value with so many decimals and never more than it was."""
    scale = 10**places
    return Fraction(value.numerator * scale // value.denominator, scale)


def fixed_text(value: Fraction, places: int) -> str:
    """Return the value rounded down to so many decimals, with all of them: 50.0."""
    scale = 10**places
    scaled = abs(value.numerator) * scale // value.denominator
    whole, rest = divmod(scaled, scale)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def decimal_text(value: Fraction) -> str:
    """Return the value exactly, with no more decimals than it has: 360, 9.9.

    Raises:
        ValueError: no decimal is exact, as for a third.
    """
    places = _decimals_of(value)
    if places is None:
        msg = f"{value} has no exact decimal: round it down first."
        raise ValueError(msg)
    return fixed_text(value, places)


def readable_text(value: Fraction) -> str:
    """Return the value as a decimal where one is exact, else as a fraction: 73/15."""
    return str(value) if _decimals_of(value) is None else decimal_text(value)


def parse_need(text: str) -> Fraction:
    """Read a need in grams a day, as large as the calculators take.

    Raises:
        BadInputError: it is no number from 0.01 to 500 with at most two decimals.
    """
    need = _parse_amount(text, "need", decimals=2, example="1.5")
    if need == 0:
        raise AmountZeroError("need", f"{decimal_text(LEAST_NEED)} grams a day")
    if need > MOST_NEED_TO_CALCULATE:
        raise AmountTooLargeError(
            "need", f"{decimal_text(MOST_NEED_TO_CALCULATE)} grams a day"
        )
    return need


def check_need_for_registration(
    need: Fraction,
    *,
    least: Fraction = LEAST_NEED,
    most: Fraction = MOST_NEED_TO_REGISTER,
) -> None:
    """Refuse a need that the scheme does not register; the limits are the policy's.

    Raises:
        NeedNotRegistrableError: it lies outside the limits.
    """
    if not least <= need <= most:
        raise NeedNotRegistrableError(
            need=readable_text(need), least=decimal_text(least), most=decimal_text(most)
        )


def parse_grams(text: str, what: str = "weight") -> Fraction:
    """Read a weight in grams, to the milligram; nothing may be held, so 0 is taken.

    Raises:
        BadInputError: it is no such number.
    """
    if unit := _OTHER_UNIT.fullmatch(text.strip()):
        grams = Fraction(unit[1]) * _IN_GRAMS[unit[2].casefold()]
        raise WeightUnitError(what, text.strip(), fixed_text(grams, 1))
    grams = _parse_amount(text, what, decimals=3, example="12.5")
    if grams > _MOST_GRAMS:
        raise AmountTooLargeError(what, f"{decimal_text(_MOST_GRAMS)} grams")
    return grams


def parse_percent(text: str, what: str) -> Fraction:
    """Read a percentage by weight, with or without its sign.

    Raises:
        BadInputError: it is no number from 0 to 100.
    """
    typed = text.strip().removesuffix("%")
    percent = _parse_amount(typed, what, decimals=2, example="4.5")
    if percent > _WHOLE:
        raise AmountTooLargeError(what, f"{_WHOLE} %")
    return percent


def parse_plants(text: str) -> int:
    """Read how many plants something happened to: one or more.

    Raises:
        BadInputError: it is no whole number from 1 to 10,000.
    """
    what = "number of plants"
    count = parse_count(text, what)
    if not count:
        raise AmountZeroError(what, "1")
    return count


def parse_weight(text: str) -> Weight:
    """Read a form and its grams, as `dried=420`.

    Raises:
        BadInputError: the form is none of ours, or the grams are no weight.
    """
    form, equals, grams = text.partition("=")
    if not equals:
        raise WeightShapeError
    chosen = parse_choice(form, StockForm, "form")
    return Weight(form=chosen, grams=parse_grams(grams, f"weight of {chosen.value}"))


def parse_pounds(text: str, what: str) -> Fraction:
    """Read an amount of money in pounds and pence.

    Raises:
        BadInputError: it is no such number.
    """
    pounds = _parse_amount(
        text.strip().removeprefix("£"), what, decimals=2, example="150"
    )
    if pounds > _MOST_POUNDS:
        raise AmountTooLargeError(what, f"£{decimal_text(_MOST_POUNDS)}")
    return pounds


def parse_count(text: str, what: str) -> int:
    """Read how many there are of something.

    Raises:
        BadInputError: it is no whole number from 0 to 10,000.
    """
    count = _parse_amount(text, what, decimals=None, example="3")
    if count.denominator != 1:
        raise NotAWholeNumberError(what)
    if count > _MOST_COUNT:
        raise AmountTooLargeError(what, str(_MOST_COUNT))
    return count.numerator


_UNIT = re.compile(r"\s*(?:g|grams?)\.?$", re.IGNORECASE)
_OTHER_UNIT = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(kg|mg|oz|lb)\.?", re.IGNORECASE
)
_IN_GRAMS = {
    "kg": Fraction(1000),
    "mg": Fraction(1, 1000),
    "oz": Fraction(28_349_523_125, 10**9),
    "lb": Fraction(45_359_237, 10**5),
}
_MINUS = re.compile(r"[-\u2010-\u2015\u2212]\s*[0-9.]")
_EXPONENT = re.compile(r"\+?[0-9.]+e[-+\u2212]?[0-9]+", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_MOST_DIGITS = 40
_WHOLE = 100


def _parse_amount(
    text: str, what: str, *, decimals: int | None, example: str
) -> Fraction:
    """Return an amount of 0 or more, written with digits and at most one stop."""
    typed = _UNIT.sub("", text.strip())
    if not typed:
        raise AmountMissingError(what)
    if _MINUS.match(typed):
        raise AmountNegativeError(what)
    if "," in typed and re.fullmatch(r"[0-9.,\s]+", typed):
        raise AmountCommaError(what)
    if _EXPONENT.fullmatch(typed):
        raise AmountExponentError(what)
    if not _PLAIN.fullmatch(typed) or len(typed) > _MOST_DIGITS:
        raise AmountNotANumberError(what, example)
    if decimals is not None and len(typed.partition(".")[2]) > decimals:
        raise AmountDecimalsError(what, decimals)
    return Fraction(typed.rstrip("."))


def _decimals_of(value: Fraction) -> int | None:
    """Return how many decimals write the value exactly, None where none do."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
