"""A weighing is a fact of its day: no later correction of a receipt changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from amnesty.domain.account import stock_account
from amnesty.domain.hand_in import HandInStock
from amnesty.domain.holding import holding_of, require_fits
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.journal import (
    Entry,
    HandedIn,
    HandInCorrected,
    Happening,
    Harvested,
    HarvestWeighed,
    Opened,
    StockWeighed,
)
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockItem, StockOrigin

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
RECEIPT = ReceiptNumber("H-0000-0000-0000")
PLANT = PlantBatch(cultivar="", count=1, stage=Stage.FLOWERING, since=date(2026, 5, 1))


def jar(grams: int) -> StockItem:
    """Return dried flower in a jar."""
    return StockItem(
        form=StockForm.DRIED,
        grams=Fraction(grams),
        weighed_on=date(2026, 5, 1),
        origin=StockOrigin.HELD_BEFORE,
    )


def happening(on: int, what: Happening, sequence: int, site: int = 0) -> Entry:
    """Return what happened on a day of May."""
    return Entry(
        site=site,
        on=date(2026, 5, on),
        what=what,
        by=StaffId(1),
        recorded_at=AT,
        sequence=sequence,
    )


def handed_in(form: StockForm, grams: int) -> HandedIn:
    """Return a bag against the receipt."""
    bag = HandInStock(
        form=form,
        gross_grams=Fraction(grams + 9),
        net_grams=Fraction(grams),
        seal_tag="A1",
    )
    return HandedIn(receipt=RECEIPT, stock=(bag,), plants=())


def corrected(form: StockForm, was: int, now: int) -> HandInCorrected:
    """Return that the bag had another weight."""
    return HandInCorrected(
        receipt=RECEIPT, form=form, stage=None, was=Fraction(was), now=Fraction(now)
    )


OPENED = happening(1, Opened(plants=(PLANT,), stock=(jar(40),)), 1)
GIVEN = happening(5, handed_in(StockForm.DRIED, 10), 2)
WEIGHED = happening(10, StockWeighed(stock=(jar(25),)), 3)


def held(entries: list[Entry]) -> dict[StockForm, Fraction]:
    """Return what is held of each form."""
    found: dict[StockForm, Fraction] = {}
    for item in holding_of(entries, 0).stock:
        found[item.form] = found.get(item.form, Fraction(0)) + item.grams
    return found


@pytest.mark.parametrize("now", [4, 12, 60])
def test_what_was_weighed_since_the_receipt_stays(now: int) -> None:
    """The scale of the tenth of May told what was there, whatever the bag held."""
    entries = [OPENED, GIVEN, WEIGHED]
    right = happening(12, corrected(StockForm.DRIED, 10, now), 4)
    assert require_fits(entries, right).stock == (jar(25),)
    assert held([*entries, right]) == {StockForm.DRIED: 25}
    *_, last = stock_account([*entries, right], [], until=date(2026, 5, 12))
    assert (last.handed_in, last.difference, last.expected) == (now - 10, now - 10, 25)


def test_without_a_weighing_a_correction_changes_what_is_held() -> None:
    """The control: 12 g left, so 28 are there; a weighing before changes nothing."""
    right = happening(12, corrected(StockForm.DRIED, 10, 12), 4)
    assert held([OPENED, GIVEN, right]) == {StockForm.DRIED: 28}
    before = replace(WEIGHED, on=date(2026, 5, 3))
    assert held([OPENED, GIVEN, before, right]) == {StockForm.DRIED: 13}


def test_a_weighing_of_the_same_day_counts_where_it_was_written_later() -> None:
    """Entries of one day stand in the order in which they were written."""
    right = happening(5, corrected(StockForm.DRIED, 10, 12), 4)
    weighed = replace(WEIGHED, on=date(2026, 5, 5))
    assert held([OPENED, GIVEN, weighed, right]) == {StockForm.DRIED: 25}


def test_a_weighing_elsewhere_settles_nothing_here() -> None:
    """Each site has a scale of its own."""
    elsewhere = [
        happening(2, Opened(plants=(), stock=()), 3, site=1),
        happening(10, StockWeighed(stock=()), 4, site=1),
    ]
    right = happening(12, corrected(StockForm.DRIED, 10, 12), 5)
    assert held([OPENED, GIVEN, *elsewhere, right]) == {StockForm.DRIED: 28}


def test_a_weighing_written_later_for_an_earlier_day_is_one_too() -> None:
    """What counts is the day of the weighing, not when it was written down."""
    right = happening(12, corrected(StockForm.DRIED, 10, 12), 3)
    weighed = replace(WEIGHED, sequence=4)
    assert require_fits([OPENED, GIVEN, right], weighed).stock == (jar(25),)


@pytest.mark.parametrize("now", [10, 30])
def test_a_dry_weigh_in_settles_what_was_handed_in_fresh(now: int) -> None:
    """Nothing is fresh any more of which there could be less or more."""
    entries = [
        OPENED,
        happening(2, Harvested(plants=PLANT, fresh_grams=Fraction(100)), 2),
        happening(3, handed_in(StockForm.FRESH, 20), 3),
        happening(
            12,
            HarvestWeighed(harvested_on=date(2026, 5, 2), dried_grams=Fraction(16)),
            4,
        ),
        happening(13, corrected(StockForm.FRESH, 20, now), 5),
    ]
    assert held(entries) == {StockForm.DRIED: 56}


def test_a_dry_weigh_in_settles_nothing_of_what_was_dry() -> None:
    """It weighs one day's harvest, and the bag came from the jar."""
    entries = [
        OPENED,
        happening(2, Harvested(plants=PLANT, fresh_grams=Fraction(100)), 2),
        happening(5, handed_in(StockForm.DRIED, 10), 3),
        happening(
            12,
            HarvestWeighed(harvested_on=date(2026, 5, 2), dried_grams=Fraction(16)),
            4,
        ),
        happening(13, corrected(StockForm.DRIED, 10, 12), 5),
    ]
    assert held(entries) == {StockForm.DRIED: 28 + 16}
