"""From a need to what it permits: plants, stock and what may be carried.

The model is Canada's, Cannabis Regulations SOR/2018-144 s.325: grams a day × days ÷
(yield × crops) × margin, rounded up to the next whole plant, a whole result staying.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from amnesty.domain.certificate import PlantLimits, Setting
from amnesty.domain.policy import Season, YoungRule
from amnesty.domain.quantity import (
    check_need_for_registration,
    fixed_text,
    readable_text,
)
from amnesty.errors.input import (
    NeedNotRegistrableError,
    PeriodMissingError,
    PeriodNotInSettingError,
)

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What a need permits under one policy, with the sum that says why."""

    need: Fraction
    setting: Setting
    policy: str
    """Id and version of the profile, as `uk-55g@1`."""
    indoor: PlantLimits | None
    """None where nothing is grown indoors."""
    outdoor: PlantLimits | None
    """None where nothing is grown outdoors."""
    stock_grams: int
    """Dried equivalent that may be kept at the site, whole grams, all year."""
    carry_grams: Fraction
    """Dried equivalent that may be carried."""
    refusal: str | None
    """Why a registration would refuse this need; None where it would not."""
    working: tuple[str, ...]
    """The sum, line by line."""

    def limits(self, period: Setting | None = None) -> PlantLimits:
        """Return the plant limits of a period, which only `both` has two of.

        Raises:
            PeriodMissingError: there are two limits, and no period was named.
            PeriodNotInSettingError: the setting has no such period.
        """
        match self.setting, period:
            case (Setting.BOTH, None | Setting.BOTH):
                raise PeriodMissingError
            case (_, None):
                found = self.indoor or self.outdoor
            case (_, Setting.INDOOR):
                found = self.indoor
            case (_, Setting.OUTDOOR):
                found = self.outdoor
            case _:
                found = None
        if found is None:
            named = "" if period is None else period.value
            raise PeriodNotInSettingError(period=named, setting=self.setting.value)
        return found


@lru_cache(maxsize=1024)
def allowance(need: Fraction, setting: Setting, policy: Policy) -> Allowance:
    """Return what a need in grams a day permits in a setting under a policy.

    Args:
        need: more than 0; whether a registration takes it, `refusal` says.
        setting: where the plants grow.
        policy: the profile to compute under.
    """
    growing = _GROWING[setting]
    asked = f"Need: {readable_text(need)} g a day, {growing}, policy {policy.name}"
    working = [asked]
    periods = _periods(setting, policy)
    limits = {
        period.setting: _limits(need, period, policy.young, working)
        for period in periods
    }
    last = periods[-1]
    stock = _stock(limits[last.setting].flowering, last.season, policy, working)
    carry = _carry(need, policy, working)
    refusal = _refusal(need, policy)
    if refusal is not None:
        working.append(f"A registration would refuse this need. {refusal}")
    return Allowance(
        need=need,
        setting=setting,
        policy=policy.name,
        indoor=limits.get(Setting.INDOOR),
        outdoor=limits.get(Setting.OUTDOOR),
        stock_grams=stock,
        carry_grams=carry,
        refusal=refusal,
        working=tuple(working),
    )


def plants_in_flower(need: Fraction, season: Season) -> int:
    """Return how many plants in flower a need permits: the next whole number up."""
    if season.fixed_flowering is not None:
        return season.fixed_flowering
    return ceil(need * season.plants_for_a_gram)


_GROWING = {
    Setting.INDOOR: "growing indoors",
    Setting.OUTDOOR: "growing outdoors",
    Setting.BOTH: "growing indoors and outdoors in turn",
}


@dataclass(frozen=True, kw_only=True)
class _Period:
    """One part of a setting, with what a policy presumes of it."""

    setting: Setting
    season: Season

    @property
    def where(self) -> str:
        return f"{self.setting.value}s"


def _periods(setting: Setting, policy: Policy) -> tuple[_Period, ...]:
    """Return the periods of a setting; the last one decides the stock limit."""
    match setting:
        case Setting.INDOOR:
            return (_Period(setting=setting, season=policy.indoor),)
        case Setting.OUTDOOR:
            return (_Period(setting=setting, season=policy.outdoor),)
        case Setting.BOTH:
            return (
                _Period(setting=Setting.INDOOR, season=policy.both_indoor),
                _Period(setting=Setting.OUTDOOR, season=policy.both_outdoor),
            )


def _limits(
    need: Fraction, period: _Period, rule: YoungRule, working: list[str]
) -> PlantLimits:
    flowering = _flowering(need, period, working)
    young = flowering if rule is YoungRule.AS_MANY_AS_IN_FLOWER else 0
    plants = flowering + young
    counted = f"{flowering} in flower + {young} young = " if young else ""
    among_them = "" if young else ", young plants among them"
    working.append(f"Plants in all {period.where}: {counted}{plants}{among_them}")
    return PlantLimits(flowering=flowering, plants=plants)


def _flowering(need: Fraction, period: _Period, working: list[str]) -> int:
    season = period.season
    plants = plants_in_flower(need, season)
    if season.fixed_flowering is not None:
        working.append(f"Plants in flower {period.where}: {plants}, whatever the need")
        return plants
    exact = need * season.plants_for_a_gram
    working.append(
        f"Plants in flower {period.where}: "
        f"({readable_text(need)} g × {readable_text(season.days)} days) "
        f"÷ ({readable_text(season.yield_grams)} g × {_many(season.crops, 'crop')}) "
        f"× {readable_text(season.margin)} = {_rounded_up(exact, plants)}"
    )
    return plants


def _stock(plants: int, season: Season, policy: Policy, working: list[str]) -> int:
    exact = plants * season.yield_grams * policy.stock_crops
    grams = ceil(exact)
    working.append(
        f"Stock at the site: {_many(plants, 'plant')} "
        f"× {readable_text(season.yield_grams)} g "
        f"× {readable_text(policy.stock_crops)} crops = {_rounded_up(exact, grams)} g"
    )
    return grams


def _carry(need: Fraction, policy: Policy, working: list[str]) -> Fraction:
    wanted = need * policy.carry_days
    carry = min(wanted, policy.carry_most_grams)
    at_most = "" if carry == wanted else f", but at most {readable_text(carry)} g"
    working.append(
        f"Carried: {readable_text(need)} g × {policy.carry_days} days "
        f"= {readable_text(wanted)} g{at_most}"
    )
    return carry


def _rounded_up(exact: Fraction, whole: int) -> str:
    """Return the exact number and, where it is not whole, what it is rounded up to."""
    if exact == whole:
        return str(whole)
    text = readable_text(exact)
    about = f" (about {fixed_text(exact, 2)})" if "/" in text else ""
    return f"{text}{about}, rounded up to {whole}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _refusal(need: Fraction, policy: Policy) -> str | None:
    try:
        check_need_for_registration(
            need, least=policy.least_need, most=policy.most_need
        )
    except NeedNotRegistrableError as refusal:
        return str(refusal)
    return None


def shared_out(whole: Allowance, sites: int) -> tuple[Allowance, ...]:
    """Return an allowance shared out among sites; together they make the whole.

    What does not divide goes to the first sites. What may be carried belongs to the
    person and is not shared.
    """
    if sites == 1:
        return (whole,)
    return tuple(
        replace(
            whole,
            indoor=_limits_share(whole.indoor, sites, index),
            outdoor=_limits_share(whole.outdoor, sites, index),
            stock_grams=_share(whole.stock_grams, sites, index),
            working=(*whole.working, f"Share of site {index + 1} of {sites}"),
        )
        for index in range(sites)
    )


def nothing_of(whole: Allowance) -> Allowance:
    """Return what a closed site may hold: nothing."""
    none = PlantLimits(flowering=0, plants=0)
    return replace(
        whole,
        indoor=whole.indoor and none,
        outdoor=whole.outdoor and none,
        stock_grams=0,
        working=("This site is closed.",),
    )


def _limits_share(
    limits: PlantLimits | None, sites: int, index: int
) -> PlantLimits | None:
    if limits is None:
        return None
    return PlantLimits(
        flowering=_share(limits.flowering, sites, index),
        plants=_share(limits.plants, sites, index),
    )


def _share(amount: int, sites: int, index: int) -> int:
    return amount // sites + (index < amount % sites)
