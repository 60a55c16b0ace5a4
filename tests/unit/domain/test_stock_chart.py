"""The drawing of stock against allowance, and the same as words and as a table."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from amnesty.domain.account import AccountDay
from amnesty.domain.stock_chart import account_lines, stock_chart

FIRST = date(2026, 11, 1)


def days(*grams: int) -> tuple[AccountDay, ...]:
    """Return days on which so much was expected."""
    return tuple(
        AccountDay(on=FIRST + timedelta(days=place), expected=Fraction(held))
        for place, held in enumerate(grams)
    )


def test_the_drawing_stands_against_the_limit() -> None:
    """The fullest column reaches the top, and the limit's row names it."""
    chart = stock_chart(days(0, 100, 200), 100, width=20, height=4)
    assert chart is not None
    assert chart.rows == (
        "  200 g   █",
        "          █",
        "  100 g ─██",
        "         ██",
    )


def test_the_words_say_what_is_drawn() -> None:
    """Now, the most, and on how many days it was above."""
    chart = stock_chart(days(0, 200, 150), 100, width=20, height=4)
    assert chart is not None
    assert chart.sentence == (
        "Expected now: 150.0 g of 100 g allowed. "
        "Most: 200.0 g on 2 Nov 2026. Above the limit on 2 of 3 days."
    )


@pytest.mark.parametrize("many", [1, 2, 11, 12, 13, 365, 1000])
def test_any_number_of_days_fits(many: int) -> None:
    """No row is wider than asked, and no peak is left out."""
    held = [0] * many
    held[many // 2] = 777
    chart = stock_chart(days(*held), 100, width=20, height=5)
    assert chart is not None
    assert all(len(row) <= 20 for row in chart.rows)
    assert any("█" in row for row in chart.rows)
    assert chart.rows[0].startswith("  777 g")


def test_an_account_that_has_not_begun_is_told() -> None:
    """There is nothing to draw, and the table says so."""
    assert stock_chart((), 100, width=20, height=4) is None
    (line,) = account_lines(())
    assert line.startswith("Nothing has happened yet")
