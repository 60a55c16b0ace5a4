"""A forecast is shown as one: noted above the limit, and nothing is due for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Setting
from amnesty.domain.check import check
from amnesty.domain.finding import Finding, FindingKind, Standing
from amnesty.policies import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site

UK = load_policy("uk-55g")


def forecast(made: Registration, site: Site, today: date) -> tuple[Finding, ...]:
    """Return the forecasts of a registration with this one site."""
    growing = replace(made.growing, sites=(site,))
    report = check(made.clinical, growing, policy=UK, today=today)
    assert not [one for one in report.blocking if one.kind is FindingKind.FORECAST]
    return report.of(FindingKind.FORECAST)


def test_a_harvest_is_presumed_and_never_due(
    make_registration: Callable[[], Registration], today: date
) -> None:
    """3 plants at 55 g with 120.5 g held are within 330 g; with 200 g they are not."""
    made = make_registration()
    (site,) = made.growing.sites
    (within,) = forecast(made, site, today)
    assert within.sentence == (
        "Forecast for site 1: 3 plants in flower × 55 g presumed = 165 g; with what is "
        "held 285.5 g. Limit: 330 g."
    )
    assert within.outcome is Standing.MET
    full = replace(site, stock=(replace(site.stock[0], grams=Fraction(200)),))
    (above,) = forecast(made, full, today)
    assert (above.outcome, above.due_on) == (Standing.NOTED, None)
    assert above.next_step.startswith("Nothing is due for a forecast")
    assert forecast(made, replace(site, plants=site.plants[1:]), today) == ()


def test_in_turn_it_follows_the_turn(
    make_registration: Callable[[], Registration], today: date
) -> None:
    """Indoors the yield is that of the indoor period, else that of the stock limit."""
    made = make_registration()
    site = replace(made.growing.sites[0], setting=Setting.BOTH)
    (unsaid,) = forecast(made, site, today)
    assert "× 250 g presumed" in unsaid.sentence
    (indoors,) = forecast(made, replace(site, turn=Setting.INDOOR), today)
    assert "× 55 g presumed" in indoors.sentence
