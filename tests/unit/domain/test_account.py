"""The stock account: exact, day by day, from the journal alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.account import NeedFrom, stock_account
from amnesty.domain.journal import (
    Because,
    Entry,
    Happening,
    Harvested,
    HarvestWeighed,
    Opened,
    StockGone,
    StockWeighed,
)
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockItem, StockOrigin

if TYPE_CHECKING:
    from amnesty.domain.account import AccountDay

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = date(2026, 5, 1)
PLANTS = PlantBatch(cultivar="", count=3, stage=Stage.FLOWERING, since=FIRST)
NEED = (NeedFrom(on=FIRST, grams_a_day=Fraction(3, 2)),)


def jar(grams: int, form: StockForm = StockForm.DRIED) -> StockItem:
    """Return a jar that was weighed on the first day."""
    return StockItem(
        form=form,
        grams=Fraction(grams),
        weighed_on=FIRST,
        origin=StockOrigin.HOME_GROWN,
    )


def account(
    *happened: tuple[int, Happening], until: int, held: tuple[StockItem, ...] = ()
) -> tuple[AccountDay, ...]:
    """Return the account of a site, with what happened so many days after the first."""
    opened = Opened(plants=(PLANTS,), stock=held)
    entries = [
        Entry(
            site=0,
            on=FIRST + timedelta(days=day),
            what=what,
            by=StaffId(1),
            recorded_at=AT,
            sequence=n,
        )
        for n, (day, what) in enumerate(((0, opened), *happened), start=1)
    ]
    return stock_account(entries, NEED, until=FIRST + timedelta(days=until))


def test_the_need_is_consumed_every_day_after_the_first() -> None:
    """Nothing on the day of the declaration, and never more than there is."""
    days = account(until=4, held=(jar(5),))
    assert [day.expected for day in days] == [5, Fraction(7, 2), 2, Fraction(1, 2), 0]
    assert days[-1].consumed == Fraction(1, 2)


def test_a_harvest_counts_a_fifth_until_it_is_weighed_dry() -> None:
    """Then the account is put right by what it really weighs."""
    days = account(
        (2, Harvested(plants=PLANTS, fresh_grams=Fraction(500))),
        (
            9,
            HarvestWeighed(
                harvested_on=FIRST + timedelta(days=2), dried_grams=Fraction(92)
            ),
        ),
        until=9,
    )
    assert days[2].harvested == 100
    assert days[9].harvested == -8
    assert days[9].expected == 100 - 8 - 7 * Fraction(3, 2)


def test_a_weighing_shows_the_difference_and_the_account_goes_on_from_it() -> None:
    """Two grams more than expected are told, and are there from then on."""
    days = account((2, StockWeighed(stock=(jar(9),))), until=3, held=(jar(10),))
    assert days[2].was_weighed
    assert days[2].difference == 2
    assert [day.expected for day in days] == [10, Fraction(17, 2), 9, Fraction(15, 2)]


def test_what_leaves_was_there() -> None:
    """Ten grams lost where eight were expected: two more were there than presumed."""
    lost = StockGone(form=StockForm.DRIED, grams=Fraction(10), because=Because.LOST)
    days = account((2, lost), until=2, held=(jar(11),))
    assert days[2].lost == 10
    assert days[2].difference == 2
    assert days[2].expected == 0


def test_another_form_counts_by_its_equivalent() -> None:
    """Four grams of concentrate are sixteen grams dried."""
    assert account(until=0, held=(jar(4, StockForm.CONCENTRATE),))[0].expected == 16


def test_a_change_of_need_counts_from_its_day() -> None:
    """The days before keep what was needed then."""
    needs = (*NEED, NeedFrom(on=FIRST + timedelta(days=2), grams_a_day=Fraction(3)))
    entry = Entry(
        site=0,
        on=FIRST,
        what=Opened(plants=(), stock=(jar(20),)),
        by=StaffId(1),
        recorded_at=AT,
        sequence=1,
    )
    days = stock_account([entry], needs, until=FIRST + timedelta(days=3))
    assert [day.consumed for day in days] == [0, Fraction(3, 2), 3, 3]


def test_without_an_entry_there_is_no_account() -> None:
    """A draft has none."""
    assert stock_account([], NEED, until=FIRST) == ()
