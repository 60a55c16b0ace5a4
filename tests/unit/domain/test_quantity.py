"""Amounts: read exactly, turned into dried grams exactly, written exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.quantity import (
    StockForm,
    Weight,
    check_need_for_registration,
    decimal_text,
    dried_equivalent,
    dried_sum,
    fixed_text,
    parse_count,
    parse_grams,
    parse_need,
    parse_pounds,
    parse_weight,
    readable_text,
    rounded_down,
    thc_milligrams,
)
from amnesty.errors import BadInputError
from amnesty.errors.input import NeedNotRegistrableError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("1.5", Fraction(3, 2)),
        (" 0.01 ", Fraction(1, 100)),
        ("500", Fraction(500)),
        (".5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1.50 g", Fraction(3, 2)),
        ("007", Fraction(7)),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_a_need_is_read_exactly(typed: str, need: Fraction) -> None:
    """One tenth is one tenth, and not the float beside it."""
    assert parse_need(typed) == need


FULL = "Need must be written in full, such as 1000, not 1e3"
NUMBER = "Need must be a number, such as 1.5"
COMMA = (
    "Need must not have a comma: write 1.5 for one and a half, 1500 for fifteen hundred"
)
ZERO = "Need must be more than 0: at least 0.01 grams a day"
MINUS = "Need must not be below 0: leave out the minus"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the need"),
        ("  ", "Enter the need"),
        ("g", "Enter the need"),
        ("0", ZERO),
        ("0.00", ZERO),
        ("-1", MINUS),
        ("\u22121", MINUS),
        ("- 0.5", MINUS),
        ("-0", MINUS),
        ("-1e3", MINUS),
        ("1e3", FULL),
        ("1.5E-2", FULL),
        ("NaN", NUMBER),
        ("inf", NUMBER),
        ("1/2", NUMBER),
        ("1.2.3", NUMBER),
        (".", NUMBER),
        ("0x10", NUMBER),
        ("1_000", NUMBER),
        ("\u0661", NUMBER),
        ("½", NUMBER),
        ("1 5", NUMBER),
        ("about 2", NUMBER),
        ("9" * 5000, NUMBER),
        ("1.234", "Need must have 2 decimals or fewer"),
        ("1,5", COMMA),
        ("1,500", COMMA),
        ("500.01", "Need must be 500 grams a day or less"),
        ("100000000", "Need must be 500 grams a day or less"),
    ],
)
def test_every_slip_has_its_own_sentence(typed: str, sentence: str) -> None:
    """A need that cannot be read is refused with what is wrong with it."""
    with pytest.raises(BadInputError) as caught:
        parse_need(typed)
    assert str(caught.value) == sentence


def test_a_registration_takes_0_01_to_20() -> None:
    """The limits themselves are taken; the calculators take more."""
    check_need_for_registration(Fraction(1, 100))
    check_need_for_registration(Fraction(20))
    for need in (Fraction(2001, 100), Fraction(1, 200)):
        with pytest.raises(NeedNotRegistrableError, match=r"from 0\.01 to 20 grams"):
            check_need_for_registration(need)


def test_a_policy_has_limits_of_its_own() -> None:
    """The limits of need are arguments, since they are policy data."""
    with pytest.raises(NeedNotRegistrableError, match="from 1 to 5 grams"):
        check_need_for_registration(Fraction(6), least=Fraction(1), most=Fraction(5))


@pytest.mark.parametrize(
    ("form", "equal_to_one"),
    [
        (StockForm.DRIED, "1"),
        (StockForm.FRESH, "5"),
        (StockForm.EDIBLE, "15"),
        (StockForm.LIQUID, "70"),
        (StockForm.BEVERAGE, "570"),
        (StockForm.CONCENTRATE, "0.25"),
    ],
)
def test_schedule_3_says_what_equals_one_gram(
    form: StockForm, equal_to_one: str
) -> None:
    """So much of a form equals one gram dried (Cannabis Act, Schedule 3)."""
    assert dried_equivalent(form, Fraction(equal_to_one)) == 1


def test_seeds_are_never_counted() -> None:
    """However many, they equal nothing."""
    assert dried_equivalent(StockForm.SEEDS, Fraction(1000)) == 0


def test_weights_add_up_exactly() -> None:
    """420 dried, 300 fresh and 5 concentrate are 500 g; thirds stay thirds."""
    weights = [parse_weight(each) for each in ("dried=420", "fresh=300")]
    concentrate = Weight(form=StockForm.CONCENTRATE, grams=Fraction(5))
    assert dried_sum([*weights, concentrate]) == 500
    third = Weight(form=StockForm.EDIBLE, grams=Fraction(5))
    assert dried_sum([third] * 3) == 1
    assert dried_sum([]) == 0


def test_a_label_gives_milligrams() -> None:
    """Grams × 1000 × percent ÷ 100."""
    assert thc_milligrams(Fraction(3, 2), Fraction(20)) == 300


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(360), "360"),
        (Fraction(99, 10), "9.9"),
        (Fraction(1, 100), "0.01"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(0), "0"),
        (Fraction(10**12), "1000000000000"),
    ],
)
def test_a_decimal_is_exact(value: Fraction, text: str) -> None:
    """As many decimals as it has, and no more."""
    assert decimal_text(value) == text
    assert Fraction(text) == value
    assert readable_text(value) == text


def test_a_third_has_no_decimal() -> None:
    """What no decimal writes exactly is refused, or shown as the fraction it is."""
    with pytest.raises(ValueError, match="1/3"):
        decimal_text(Fraction(1, 3))
    assert readable_text(Fraction(73, 15)) == "73/15"


def test_rounding_goes_down() -> None:
    """A rounded amount is never more than it was."""
    assert rounded_down(Fraction(1999, 1000), 1) == Fraction(19, 10)
    assert rounded_down(Fraction(-1, 100), 1) == Fraction(-1, 10)
    assert fixed_text(Fraction(50), 1) == "50.0"
    assert fixed_text(Fraction(20, 3), 2) == "6.66"
    assert fixed_text(Fraction(99, 10), 0) == "9"
    assert fixed_text(Fraction(1, 100), 1) == "0.0"


def test_nothing_may_be_held() -> None:
    """A weight of 0 is a weight; it has three decimals at most."""
    assert parse_grams("0") == 0
    assert parse_grams("12.345 grams") == Fraction(12345, 1000)
    with pytest.raises(BadInputError, match=r"^Gross weight must have 3 decimals"):
        parse_grams("1.2345", "gross weight")
    with pytest.raises(BadInputError, match="1000000 grams or less"):
        parse_grams("1000001")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("dried", "What is held must be a form and its grams, such as dried=420"),
        ("dreid=1", r"Form must be dried, .* or seeds\. Did you mean dried\?$"),
        ("=5", "Enter the form"),
        ("dried=", "Enter the weight of dried"),
        ("dried=1,5", "Weight of dried must not have a comma"),
        ("fresh=-1", "Weight of fresh must not be below 0"),
    ],
)
def test_a_weight_is_a_form_and_its_grams(typed: str, sentence: str) -> None:
    """Whatever is wrong with either has its sentence."""
    with pytest.raises(BadInputError, match=f"^{sentence}"):
        parse_weight(typed)


@pytest.mark.parametrize(
    ("parse", "typed", "sentence"),
    [
        (parse_count, "1.5", "Plants must be a whole number, such as 3"),
        (parse_count, "-1", "Plants must not be below 0: leave out the minus"),
        (parse_count, "10001", "Plants must be 10000 or less"),
        (parse_count, "two", "Plants must be a number, such as 3"),
        (parse_pounds, "1.234", "Plants must have 2 decimals or fewer"),
        (parse_pounds, "100000.01", "Plants must be £100000 or less"),
    ],
)
def test_counts_and_prices_have_sentences_too(
    parse: Callable[[str, str], object], typed: str, sentence: str
) -> None:
    """A count is whole, a price has pence, and both have an end."""
    with pytest.raises(BadInputError) as caught:
        parse(typed, "plants")
    assert str(caught.value) == sentence


def test_counts_and_prices_are_read() -> None:
    """Digits as they are typed, with or without the sign for pounds."""
    assert parse_count(" 12 ", "plants") == 12
    assert parse_pounds("£ 240.50", "price") == Fraction(481, 2)
