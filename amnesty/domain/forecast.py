"""What the plants in flower may give: a forecast, which nothing follows from.

Living plants are never turned into grams that count. A patient who is told in time what
a harvest would come to can plan for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.certificate import Setting
from amnesty.domain.excess import stock_excess
from amnesty.domain.finding import Finding, FindingKind, Standing
from amnesty.domain.plants import flowering_plants
from amnesty.domain.quantity import (
    StockForm,
    Weight,
    dried_sum,
    readable_text,
    rounded_down,
)
from amnesty.domain.stock import counted_weights

if TYPE_CHECKING:
    from amnesty.domain.allowance import Allowance
    from amnesty.domain.policy import Policy, Season
    from amnesty.domain.site import Site


def forecast_finding(
    index: int, site: Site, permitted: Allowance, policy: Policy
) -> Finding | None:
    """Return what a site would hold after a harvest; None where nothing is in flower.

    It is noted where that is above the stock limit, and never makes anything due.
    """
    plants = flowering_plants(site.plants)
    if not plants:
        return None
    a_plant = _season(site, policy).yield_grams
    harvest = plants * a_plant
    held = counted_weights(site.stock)
    after = (*held, Weight(form=StockForm.DRIED, grams=harvest))
    limit = permitted.stock_grams
    is_above = stock_excess(limit, after, policy=policy).outcome.is_above_limit
    many = "1 plant" if plants == 1 else f"{plants} plants"
    together = readable_text(rounded_down(dried_sum(after), 1))
    presumed = f"{many} in flower × {readable_text(a_plant)} g presumed"
    given = f"{presumed} = {readable_text(harvest)} g"
    return Finding(
        kind=FindingKind.FORECAST,
        site=index,
        outcome=Standing.NOTED if is_above else Standing.MET,
        compared=f"{together} g with what is held",
        with_=f"limit {limit} g",
        working=(given,),
        sentence=f"Forecast for site {index + 1}: {given}; with what is held "
        f"{together} g. Limit: {limit} g.",
        next_step="Nothing is due for a forecast: the dry weighing decides."
        if is_above
        else "",
    )


def _season(site: Site, policy: Policy) -> Season:
    """Return the season of what grows now; in turn, the one that the stock is for."""
    if site.setting is Setting.INDOOR:
        return policy.indoor
    if site.setting is Setting.OUTDOOR:
        return policy.outdoor
    return policy.both_indoor if site.turn is Setting.INDOOR else policy.both_outdoor
