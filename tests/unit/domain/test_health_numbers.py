"""NHS, CHI and Health and Care numbers; every number accepted is checked, not issued.

Numbers outside 999 are worked out here from a range and its check digit: nobody's.
"""

from __future__ import annotations

import pytest

from amnesty.domain.identifiers import (
    HealthNumber,
    HealthNumberKind,
    grouped_health_number,
    health_number_kind,
    parse_health_number,
)
from amnesty.errors.identifiers import (
    HealthNumberCharacterError,
    HealthNumberCheckError,
    HealthNumberDateError,
    HealthNumberLengthError,
    HealthNumberRangeError,
    NumberMissingError,
)


def completed(nine: str) -> str:
    """Return nine digits with the check digit, reckoned from the rule as it is told."""
    rest = sum(int(nine[i]) * (10 - i) for i in range(9)) % 11
    check = {11: 0}.get(11 - rest, 11 - rest)
    assert check != 10, "choose other digits"
    return f"{nine}{check}"


@pytest.mark.parametrize(
    ("nine", "kind"),
    [
        ("400000000", HealthNumberKind.NHS),
        ("600000000", HealthNumberKind.NHS),
        ("799999999", HealthNumberKind.NHS),
        ("320000000", HealthNumberKind.HEALTH_AND_CARE),
        ("399999999", HealthNumberKind.HEALTH_AND_CARE),
        ("999000001", HealthNumberKind.MADE_UP),
        ("010170000", HealthNumberKind.CHI),
        ("311299999", HealthNumberKind.CHI),
        ("290200000", HealthNumberKind.CHI),
    ],
)
def test_the_range_tells_the_service(nine: str, kind: HealthNumberKind) -> None:
    """A number is known by its first digits, as the scheme has them."""
    number = parse_health_number(completed(nine))
    assert health_number_kind(number) is kind


@pytest.mark.parametrize(
    "typed", ["9990000018", "999 000 0018", "999-000-0018", " 999.000.0018 "]
)
def test_spaces_and_dashes_make_no_difference(typed: str) -> None:
    """A number reads the same however it is grouped, and is shown in three groups."""
    number = parse_health_number(typed)
    assert number == "9990000018"
    assert grouped_health_number(number) == "999 000 0018"


def test_every_wrong_digit_is_noticed() -> None:
    """Modulo 11 catches each single wrong digit and each swap of neighbours."""
    good = "9990012345"[:9]
    number = completed(good)
    wrong = {
        number[:place] + digit + number[place + 1 :]
        for place in range(10)
        for digit in "0123456789"
    }
    swapped = {
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(9)
    }
    for damaged in (wrong | swapped) - {number}:
        with pytest.raises(HealthNumberCheckError):
            parse_health_number(damaged)


def test_a_check_of_ten_is_never_issued() -> None:
    """Nine digits whose check would be 10 have no tenth digit."""
    nine = next(
        str(first)
        for first in range(999000000, 999000100)
        if sum(int(str(first)[i]) * (10 - i) for i in range(9)) % 11 == 1
    )
    for digit in "0123456789":
        with pytest.raises(HealthNumberCheckError):
            parse_health_number(nine + digit)


@pytest.mark.parametrize(
    "nine", ["310270000", "300270000", "290270000", "011370000", "010070000"]
)
def test_a_chi_number_begins_with_a_real_date(nine: str) -> None:
    """31 February, 29 February 1970 and month 13 are no dates, so no CHI number."""
    with pytest.raises(HealthNumberDateError, match="real date"):
        parse_health_number(completed(nine))


@pytest.mark.parametrize(
    "nine", ["500000000", "800000000", "900000000", "998000000", "000000000"]
)
def test_other_ranges_were_never_issued(nine: str) -> None:
    """Outside 999, which is for demonstrations, 9 was never issued."""
    with pytest.raises(HealthNumberRangeError, match="never issued"):
        parse_health_number(completed(nine))


def test_digits_of_other_scripts_and_letters_are_refused() -> None:
    """Only 0 to 9 are digits here."""
    for typed in ("999000001O", "٩٩٩٠٠٠٠٠١٨", "999000001²"):
        with pytest.raises(HealthNumberCharacterError):
            parse_health_number(typed)


def test_a_lost_zero_is_guessed() -> None:
    """Spreadsheets drop the 0 of a CHI number, and the sentence says so."""
    with pytest.raises(HealthNumberLengthError) as caught:
        parse_health_number("101700000")
    assert str(caught.value) == (
        "NHS number must have 10 digits, and this has 9. "
        "A CHI number may have lost the 0 it begins with"
    )
    with pytest.raises(HealthNumberLengthError, match=r"has 11$"):
        parse_health_number("99900000181")


def test_nothing_asks_for_the_number() -> None:
    """Nothing typed is missing, not wrong."""
    with pytest.raises(NumberMissingError, match=r"^Enter the NHS number$"):
        parse_health_number(" - ")


def test_no_sentence_repeats_the_number() -> None:
    """A health number does not get into a log by way of an error."""
    for typed in ("9990000019", "99900000181", completed("500000000")):
        with pytest.raises(Exception, match="NHS number") as caught:
            parse_health_number(typed)
        assert typed not in str(caught.value)


def test_a_kind_is_refused_for_what_was_never_parsed() -> None:
    """Asking for the kind of a number that has none is an error, not a guess."""
    with pytest.raises(HealthNumberRangeError):
        health_number_kind(HealthNumber("5000000000"))
