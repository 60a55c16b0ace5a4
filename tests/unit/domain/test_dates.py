"""Dates as people type them, in the words of the GOV.UK Design System."""

from __future__ import annotations

from datetime import date

import pytest

from amnesty.domain.dates import (
    MustBe,
    age_on,
    in_table,
    in_words,
    months_after,
    parse_date,
)
from amnesty.errors import BadInputError

BORN = date(1970, 3, 27)


@pytest.mark.parametrize(
    "typed",
    [
        "27/3/1970",
        "27/03/1970",
        "27 3 1970",
        "27.3.1970",
        "27-3-1970",
        "27\u20133\u20131970",
        "27-mar-1970",
        "27mar1970",
        "27 March 1970",
        "27 MARCH, 1970",
        "27th March 1970",
        "27th of March 1970",
        "March 27 1970",
        "March 27th, 1970",
        "1970-03-27",
        "1970/3/27",
        "27031970",
        "  27  3  1970  ",
        "27 Mawrth 1970",
        "27ain o Fawrth 1970",
        "27 maw 1970",
    ],
)
def test_a_date_is_read_as_it_is_typed(typed: str) -> None:
    """Day first, the month as a number or a name in two languages, or ISO 8601."""
    assert parse_date(typed) == BORN


ENGLISH = "January February March April May June July August September October"
WELSH = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *zip([*ENGLISH.split(), "November", "December"], range(1, 13), strict=True),
        *zip([*WELSH.split(), "Tachwedd", "Rhagfyr"], range(1, 13), strict=True),
        ("o Fai", 5),
        ("o Orffennaf", 7),
        ("o Dachwedd", 11),
        ("Sept", 9),
    ],
)
def test_months_have_names_in_both_languages(name: str, month: int) -> None:
    """A month is known by its name and by the beginning of it."""
    assert parse_date(f"1 {name} 2020") == date(2020, month, 1)
    if not name.startswith("o "):
        assert parse_date(f"1 {name[:3]} 2020") == date(2020, month, 1)


@pytest.mark.parametrize(
    "day",
    ["1st", "2nd", "3rd", "4th", "1af", "2il", "3ydd", "5ed", "7fed", "11eg", "21ain"],
)
def test_ordinals_are_days(day: str) -> None:
    """English and Welsh ordinals lose their ending."""
    number = int("".join(filter(str.isdigit, day)))
    assert parse_date(f"{day} May 2020") == date(2020, 5, number)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the date of birth"),
        ("  / / ", "Enter the date of birth"),
        ("27", "Date of birth must include a month and year"),
        ("1970", "Date of birth must include a day and month"),
        ("March", "Date of birth must include a day and year"),
        ("27 March", "Date of birth must include a year"),
        ("27/3", "Date of birth must include a year"),
        ("12/11", "Date of birth must include a year"),
        ("March 1970", "Date of birth must include a day"),
        ("3 1970", "Date of birth must include a day"),
        ("27/3/70", "Year must include 4 numbers"),
        ("27/3/19700", "Year must include 4 numbers"),
        ("1/2/3", "Year must include 4 numbers"),
        ("31 2 1970", "Date of birth must be a real date"),
        ("31 February 1970", "Date of birth must be a real date"),
        ("29/2/1971", "Date of birth must be a real date"),
        ("03/14/1986", "Date of birth must be a real date"),
        ("1/0/1970", "Date of birth must be a real date"),
        ("next tuesday", "Date of birth must be a real date"),
        ("27 3 1970 1", "Date of birth must be a real date"),
        ("27!3!1970", "Date of birth must be a real date"),
        ("٢٧/٣/١٩٧٠", "Date of birth must be a real date"),
        ("27²/3/1970", "Date of birth must be a real date"),
        ("0/0/0000", "Date of birth must be a real date"),
        (
            "31/12/1899",
            "Date of birth must be the same as or after 1 January 1900",
        ),
    ],
)
def test_the_sentence_is_that_of_the_design_system(typed: str, sentence: str) -> None:
    """One plain sentence says what the date lacks."""
    with pytest.raises(BadInputError) as caught:
        parse_date(typed)
    assert str(caught.value) == sentence


TODAY = date(2026, 3, 27)


@pytest.mark.parametrize(
    ("must_be", "day_before", "same_day", "day_after"),
    [
        (MustBe.PAST, True, False, False),
        (MustBe.TODAY_OR_PAST, True, True, False),
        (MustBe.FUTURE, False, False, True),
        (MustBe.TODAY_OR_FUTURE, False, True, True),
    ],
)
def test_a_date_lies_where_it_must(
    must_be: MustBe,
    day_before: bool,  # noqa: FBT001 - one column of the table above
    same_day: bool,  # noqa: FBT001 - one column of the table above
    day_after: bool,  # noqa: FBT001 - one column of the table above
) -> None:
    """Today is told, and which side of it a date must lie on."""
    rows = [
        ("26 3 2026", day_before),
        ("27 3 2026", same_day),
        ("28 3 2026", day_after),
    ]
    for typed, is_taken in rows:
        if is_taken:
            assert in_words(parse_date(typed, today=TODAY, must_be=must_be))
        else:
            with pytest.raises(BadInputError) as caught:
                parse_date(typed, "day of the visit", today=TODAY, must_be=must_be)
            assert str(caught.value) == f"Day of the visit must be {must_be.value}"


def test_today_is_an_argument() -> None:
    """Whoever compares with today has to say what day it is."""
    with pytest.raises(TypeError, match="today"):
        parse_date("27 3 1970", must_be=MustBe.PAST)


def test_a_date_is_shown_in_words_and_in_tables() -> None:
    """Words for text, three letters for tables, and no zero in front."""
    assert in_words(date(1970, 3, 7)) == "7 March 1970"
    assert in_table(date(2026, 9, 27)) == "27 Sep 2026"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 27), date(2026, 3, 26), 17),
        (date(2008, 3, 27), date(2026, 3, 27), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 27), date(2026, 3, 27), 0),
    ],
)
def test_age_counts_whole_years(born: date, day: date, age: int) -> None:
    """A person is a year older on the birthday, or on 1 March where there is none."""
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_months_end_with_the_month(day: date, months: int, after: date) -> None:
    """A month without the day ends on its last one."""
    assert months_after(day, months) == after
