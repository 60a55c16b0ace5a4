"""The amounts at a site beside their limits, as numbers to show next to each other.

A finding says the same in sentences; a screen that recalculates on each key wants the
figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.check import limits_now
from amnesty.domain.excess import Outcome, StockExcess, plant_excess, stock_excess
from amnesty.domain.plants import flowering_plants, young_plants
from amnesty.domain.stock import counted_weights

if TYPE_CHECKING:
    from amnesty.domain.allowance import Allowance
    from amnesty.domain.policy import Policy
    from amnesty.domain.site import Site


@dataclass(frozen=True, kw_only=True)
class Amount:
    """One amount and its limit."""

    name: str
    unit: str
    """`g`, or empty where plants are counted."""
    held: Fraction
    limit: Fraction
    excess: Fraction
    """To hand in; 0 within the tolerance."""
    outcome: Outcome


def site_amounts(
    site: Site, permitted: Allowance, *, policy: Policy
) -> tuple[Amount, ...]:
    """Return plants in flower, plants in all and the stock of a site."""
    limits = limits_now(permitted, site.turn)
    flowering, young = flowering_plants(site.plants), young_plants(site.plants)
    found = plant_excess(limits, flowering, young, policy=policy)
    stock = stock_excess(
        permitted.stock_grams, counted_weights(site.stock), policy=policy
    )
    return (
        _plants("In flower", flowering, limits.flowering, found.outcome),
        _plants("Plants in all", flowering + young, limits.plants, found.outcome),
        _stock(stock),
    )


def _plants(name: str, held: int, limit: int, graver: Outcome) -> Amount:
    excess = max(0, held - limit)
    return Amount(
        name=name,
        unit="",
        held=Fraction(held),
        limit=Fraction(limit),
        excess=Fraction(excess),
        outcome=graver if excess else Outcome.WITHIN,
    )


def _stock(found: StockExcess) -> Amount:
    return Amount(
        name="Dried equivalent",
        unit="g",
        held=found.held_grams,
        limit=Fraction(found.stock_grams),
        excess=found.excess_grams,
        outcome=found.outcome,
    )
