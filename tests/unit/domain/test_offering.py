"""What the scheme suggests to hand in brings a site within its limits, and no lower."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.check import check
from amnesty.domain.hand_in import PlantCount
from amnesty.domain.offering import Offered, offered
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm, Weight
from amnesty.domain.stock import StockItem, StockOrigin
from amnesty.policies import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration

POLICY = load_policy("uk-55g")
DAY = date(2026, 11, 24)


def jar(form: StockForm, grams: int, days_ago: int) -> StockItem:
    """Return a jar that was filled some days ago."""
    return StockItem(
        form=form,
        grams=Fraction(grams),
        weighed_on=DAY - timedelta(days=days_ago),
        origin=StockOrigin.HOME_GROWN,
    )


def batch(stage: Stage, count: int) -> PlantBatch:
    """Return plants of a stage."""
    return PlantBatch(cultivar="", count=count, stage=stage, since=DAY)


def suggested(
    registration: Registration, *, plants: object = (), stock: object = ()
) -> Offered:
    """Return what is suggested where so much stands and lies; the limits: 4, 8, 330."""
    (site,) = registration.growing.sites
    sites = (replace(site, plants=plants, stock=stock),)  # type: ignore[arg-type] # tuples of both
    growing = replace(registration.growing, sites=sites)
    made = replace(registration, growing=growing)
    report = check(made.clinical, growing, policy=POLICY, today=DAY)
    return offered(made, report, 0)


@pytest.fixture
def patient(make_registration: Callable[[], Registration]) -> Registration:
    """Return a patient who needs 1.5 g a day indoors."""
    return make_registration()


def test_nothing_is_suggested_within_the_limits(patient: Registration) -> None:
    """At the limits nobody has to bring anything."""
    within = suggested(
        patient,
        plants=(batch(Stage.FLOWERING, 4), batch(Stage.CLONE, 4)),
        stock=(jar(StockForm.DRIED, 330, 9),),
    )
    assert within == Offered()


def test_the_oldest_dried_stock_goes_before_what_dries(patient: Registration) -> None:
    """80 g are above: 50 g of the older jar, 30 g of the newer, none that is fresh."""
    jars = (
        jar(StockForm.FRESH, 500, 30),
        jar(StockForm.DRIED, 260, 2),
        jar(StockForm.DRIED, 50, 20),
    )
    assert suggested(patient, stock=jars).stock == (
        Weight(form=StockForm.DRIED, grams=Fraction(80)),
    )


def test_other_forms_are_counted_by_their_equivalent(patient: Registration) -> None:
    """70 g of oil equal 1 g dried, so that 10 g above are 700 g of it."""
    jars = (jar(StockForm.LIQUID, 700, 20), jar(StockForm.DRIED, 330, 2))
    assert suggested(patient, stock=jars).stock == (
        Weight(form=StockForm.LIQUID, grams=Fraction(700)),
    )


def test_too_many_in_flower_go_first_then_the_youngest(patient: Registration) -> None:
    """6 in flower and 6 young are 4 too many: 2 in flower, then clones, then others."""
    plants = (
        batch(Stage.FLOWERING, 6),
        batch(Stage.VEGETATIVE, 5),
        batch(Stage.CLONE, 1),
    )
    assert suggested(patient, plants=plants).plants == (
        PlantCount(stage=Stage.FLOWERING, count=2),
        PlantCount(stage=Stage.CLONE, count=1),
        PlantCount(stage=Stage.VEGETATIVE, count=1),
    )
