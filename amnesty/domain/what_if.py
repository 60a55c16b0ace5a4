"""What would follow from another need, setting, policy or amounts; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.amounts import Amount, site_amounts
from amnesty.domain.certificate import Setting
from amnesty.domain.check import check, site_allowances
from amnesty.domain.finding import Finding, FindingKind
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import Weight
from amnesty.domain.stock import StockItem, StockOrigin

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is otherwise; None is as it is kept."""

    need: Fraction | None = None
    setting: Setting | None = None
    turn: Setting | None = None
    """Which period it is, where the setting is both in turn."""
    held: tuple[Weight, ...] | None = None
    flowering: int | None = None
    young: int | None = None


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """One amount as it is and as it would be."""

    before: Amount
    after: Amount


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A site as it is kept, and as it would be."""

    policy_before: str
    policy_after: str
    amounts: tuple[SideBySide, ...]
    before: tuple[Finding, ...]
    """Plants and stock as they are kept, with the working."""
    after: tuple[Finding, ...]


def what_if(
    registration: Registration,
    change: Change,
    *,
    site: int,
    policy: Policy,
    other: Policy,
    today: date,
) -> WhatIf:
    """Return a site as it is kept beside what a change would make of it.

    Args:
        registration: as it is kept.
        change: what is otherwise.
        site: which site, counted from 0.
        policy: the profile in force.
        other: the profile to compute the change under; the same where none is named.
        today: the day of the check.
    """
    changed = with_change(registration, change, site=site, today=today)
    return WhatIf(
        policy_before=policy.name,
        policy_after=other.name,
        amounts=tuple(
            SideBySide(before=before, after=after)
            for before, after in zip(
                amounts_at(registration, site, policy),
                amounts_at(changed, site, other),
                strict=True,
            )
        ),
        before=findings_at(registration, site, policy, today),
        after=findings_at(changed, site, other, today),
    )


def with_change(
    registration: Registration, change: Change, *, site: int, today: date
) -> Registration:
    """Return the registration as it would be."""
    sites = registration.growing.sites
    changed = _site(sites[site], change, today)
    growing = replace(
        registration.growing, sites=(*sites[:site], changed, *sites[site + 1 :])
    )
    clinical = registration.clinical
    if change.need is not None:
        need = replace(clinical.need, grams_a_day=change.need)
        clinical = replace(clinical, need=need)
    return replace(registration, clinical=clinical, growing=growing)


def _site(site: Site, change: Change, today: date) -> Site:
    if change.setting is not None:
        site = replace(site, setting=change.setting, turn=None)
    if change.turn is not None:
        site = replace(site, turn=change.turn)
    if change.held is not None:
        site = replace(site, stock=_stock(site, change.held, today))
    plants = [
        *_plants(site, change.flowering, today, Stage.FLOWERING),
        *_plants(site, change.young, today, Stage.VEGETATIVE),
    ]
    return replace(site, plants=tuple(plants))


def _stock(site: Site, held: tuple[Weight, ...], today: date) -> tuple[StockItem, ...]:
    """Return what is said to be held, beside what was dispensed."""
    dispensed = tuple(one for one in site.stock if not one.is_counted)
    home_grown = tuple(
        StockItem(
            form=one.form,
            grams=one.grams,
            weighed_on=today,
            origin=StockOrigin.HOME_GROWN,
        )
        for one in held
    )
    return (*dispensed, *home_grown)


def _plants(
    site: Site, count: int | None, today: date, stage: Stage
) -> tuple[PlantBatch, ...]:
    ours = tuple(
        one
        for one in site.plants
        if (one.stage is Stage.FLOWERING) is (stage is Stage.FLOWERING)
    )
    if count is None:
        return ours
    batch = PlantBatch(cultivar="", count=count, stage=stage, since=today)
    return (batch,) if count else ()


def amounts_at(
    registration: Registration, site: int, policy: Policy
) -> tuple[Amount, ...]:
    """Return what a site holds beside what it may."""
    clinical, growing = registration.clinical, registration.growing
    permitted = site_allowances(clinical, growing, policy)[site]
    return site_amounts(growing.sites[site], permitted, policy=policy)


def findings_at(
    registration: Registration, site: int, policy: Policy, today: date
) -> tuple[Finding, ...]:
    """Return what a check finds of a site's plants and stock."""
    report = check(
        registration.clinical, registration.growing, policy=policy, today=today
    )
    return (
        *report.of(FindingKind.PLANTS, site),
        *report.of(FindingKind.STOCK, site),
    )
