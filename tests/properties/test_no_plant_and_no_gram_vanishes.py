"""A year of made-up patients, event by event: nothing comes or goes without an entry.

Each day something may happen; what is true is kept beside it by plain counting, which
knows nothing of the journal's own arithmetic. 12 patients live here, 1,000 in the long
form (`make faults`).
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.account import NeedFrom, stock_account
from amnesty.domain.course import CourseState, courses_of
from amnesty.domain.due import Closed
from amnesty.domain.journal import (
    HandedIn,
    HandInCorrected,
    Happening,
    Harvested,
    HarvestWeighed,
    Opened,
    StockGone,
    StockWeighed,
)
from tests.properties.year import FIRST, Year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.domain.course import Course
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration

PATIENTS = 1000 if os.environ.get("FAULTS") == "long" else 12


@pytest.mark.timeout(3000)
def test_a_year_of_made_up_patients(
    make_registration: Callable[[], Registration],
) -> None:
    """Every excess is due, what was closed names how, and the account adds up."""
    seen: Counter[Closed] = Counter()
    moves = 0
    for seed in range(PATIENTS):
        year = Year(seed, make_registration())
        year.live()
        year.pass_on()
        courses = {one.number: one for one in courses_of(year.hand_ins)}
        for due in year.dues:
            if due.closed is Closed.HANDED_IN:
                assert due.receipts
                found = {courses[one].state for one in due.receipts}
                assert found == {CourseState.PASSED_ON}
            assert set(due.receipts) <= set(year.receipts)
            if due.closed is not None:
                seen[due.closed] += 1
        every_gram_has_its_receipt(year, courses)
        account_adds_up(year)
        moves += year.site
    assert moves > PATIENTS
    assert seen[Closed.HANDED_IN] > PATIENTS // 4
    assert seen[Closed.NO_LONGER_ABOVE] > 0


def every_gram_has_its_receipt(
    year: Year, courses: Mapping[ReceiptNumber, Course]
) -> None:
    """What the journal says was handed in is what the receipts say, put right."""
    told: Counter[ReceiptNumber] = Counter()
    for entry in year.entries:
        match entry.what:
            case HandedIn(receipt=number, stock=bags):
                told[number] += sum(bag.net_grams for bag in bags)  # type: ignore[assignment] # a Fraction adds
            case HandInCorrected(receipt=number, was=was, now=now):
                told[number] += now - was  # type: ignore[assignment] # a Fraction adds
            case _:
                pass
    assert told.keys() == courses.keys()
    for number, course in courses.items():
        stands = course.as_it_stands()
        assert stands is not None
        assert stands.dried_grams == told[number]


def account_adds_up(year: Year) -> None:
    """Compare every day of the account with a plain re-computation from the events."""
    need = Fraction(3, 2)
    days = stock_account(
        year.entries, [NeedFrom(on=FIRST, grams_a_day=need)], until=year.today
    )
    by_day: dict[date, list[Happening]] = {}
    for entry in year.entries:
        by_day.setdefault(entry.on, []).append(entry.what)
    expected = Fraction(0)
    drying: dict[date, Fraction] = {}
    left: set[ReceiptNumber] = set()
    for place, day in enumerate(days):
        assert day.on == FIRST + timedelta(days=place)
        if place:
            expected = max(Fraction(0), expected - need)
        for what in by_day.get(day.on, ()):
            expected = plainly(expected, what, day.on, drying=drying, left=left)
        assert day.expected == expected
    totals = sum(day.opened + day.harvested + day.difference for day in days) - sum(
        day.consumed + day.handed_in + day.lost for day in days
    )
    assert totals == days[-1].expected


def plainly(
    expected: Fraction,
    what: Happening,
    on: date,
    *,
    drying: dict[date, Fraction],
    left: set[ReceiptNumber],
) -> Fraction:
    """Return what is expected after one event, as one would reckon it by hand.

    `left` are the receipts since all was weighed: of others nothing is put right any
    more in what is there.
    """
    match what:
        case Opened(stock=stock):
            expected += sum((item.grams for item in stock), Fraction(0))
        case StockWeighed(stock=stock):
            drying.clear()
            left.clear()
            expected = sum((item.grams for item in stock), Fraction(0))
        case Harvested(fresh_grams=fresh):
            drying[on] = fresh / 5
            expected += fresh / 5
        case HarvestWeighed(harvested_on=day, dried_grams=dry):
            expected += dry - drying.pop(day)
        case StockGone(grams=grams):
            expected -= grams
        case HandedIn(receipt=receipt, stock=bags):
            left.add(receipt)
            expected -= sum((one.net_grams for one in bags), Fraction(0))
        case HandInCorrected(receipt=receipt, was=was, now=now) if receipt in left:
            expected -= now - was
        case _:
            pass
    return max(Fraction(0), expected)
