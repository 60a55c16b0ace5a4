"""What the scheme suggests to hand in first; what is kept is the patient's choice."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.check import limits_now
from amnesty.domain.finding import FindingKind
from amnesty.domain.hand_in import PlantCount
from amnesty.domain.plants import GROWING, Stage, flowering_plants, young_plants
from amnesty.domain.quantity import (
    EQUAL_TO_ONE_DRIED,
    StockForm,
    Weight,
    dried_equivalent,
    dried_sum,
    rounded_down,
)
from amnesty.domain.stock import counted_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.domain.certificate import PlantLimits
    from amnesty.domain.finding import Report
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site
    from amnesty.domain.stock import StockItem


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What would bring a site within its limits."""

    stock: tuple[Weight, ...] = ()
    plants: tuple[PlantCount, ...] = ()


def offered(registration: Registration, report: Report, index: int) -> Offered:
    """Return what is suggested at a site: what keeps least well goes first.

    Stock that was dried longest ago, before what still dries, whose weight is
    provisional; plants in flower as far as they are too many, then the youngest, which
    have longest to go.
    """
    site, permitted = registration.growing.sites[index], report.allowances[index]
    due = {
        one.kind
        for one in report.findings
        if one.site == index and one.due_on is not None
    }
    limits = limits_now(permitted, site.turn)
    return Offered(
        stock=_stock(site.stock, permitted.stock_grams)
        if FindingKind.STOCK in due
        else (),
        plants=tuple(_plants(site, limits)) if FindingKind.PLANTS in due else (),
    )


def _stock(items: Iterable[StockItem], limit: int) -> tuple[Weight, ...]:
    ours = [one for one in items if one.is_counted and one.form is not StockForm.SEEDS]
    left = rounded_down(dried_sum(counted_weights(ours)) - limit, 1)
    chosen: dict[StockForm, Fraction] = {}
    for item in sorted(ours, key=_keeps):
        taken = min(left, dried_equivalent(item.form, item.grams))
        if taken > 0:
            grams = taken * EQUAL_TO_ONE_DRIED[item.form]
            chosen[item.form] = chosen.get(item.form, Fraction(0)) + grams
            left -= taken
    return tuple(Weight(form=form, grams=grams) for form, grams in chosen.items())


def _keeps(item: StockItem) -> tuple[bool, str]:
    since = item.harvested_on or item.weighed_on
    return (item.form is StockForm.FRESH, since.isoformat())


def _plants(site: Site, limits: PlantLimits) -> Iterator[PlantCount]:
    flowering, young = flowering_plants(site.plants), young_plants(site.plants)
    above = max(0, flowering - limits.flowering)
    if above:
        yield PlantCount(stage=Stage.FLOWERING, count=above)
    left = max(0, flowering + young - limits.plants) - above
    for stage in (one for one in GROWING if one.is_young):
        there = sum(one.count for one in site.plants if one.stage is stage)
        taken = min(there, max(0, left))
        if taken:
            yield PlantCount(stage=stage, count=taken)
            left -= taken
