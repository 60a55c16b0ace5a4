"""The check: what is declared against what is allowed, a finding for each question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from amnesty.domain.allowance import allowance, nothing_of, shared_out
from amnesty.domain.certificate import PlantLimits, Setting
from amnesty.domain.dates import in_words
from amnesty.domain.due import open_due
from amnesty.domain.excess import (
    Outcome,
    PlantExcess,
    StockExcess,
    plant_excess,
    stock_excess,
)
from amnesty.domain.finding import Finding, FindingKind, Report
from amnesty.domain.forecast import forecast_finding
from amnesty.domain.plants import flowering_plants, young_plants
from amnesty.domain.quantity import (
    StockForm,
    fixed_text,
    readable_text,
    rounded_down,
)
from amnesty.domain.requirements import grower_finding, requirement_findings
from amnesty.domain.stock import counted_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amnesty.domain.allowance import Allowance
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Clinical, Growing
    from amnesty.domain.site import Site
    from amnesty.domain.stock import StockItem


def check(
    clinical: Clinical,
    growing: Growing,
    *,
    policy: Policy,
    today: date,
    households: Sequence[int] = (),
    grown_for: int | None = None,
) -> Report:
    """Check what is declared against a policy; every question leaves a finding.

    Args:
        clinical: the evidence and the need.
        growing: the undertaking and the sites, with their plants and stock.
        policy: the profile to check under.
        today: the day of the check.
        households: registrations at each site, this one among them; 1 where left out.
        grown_for: registrations that the designated grower grows for, this one among
            them; None where the patient grows.
    """
    allowances = site_allowances(clinical, growing, policy)
    findings = list(
        requirement_findings(
            clinical, growing, policy=policy, today=today, households=households
        )
    )
    if grown_for is not None:
        findings.append(grower_finding(grown_for, policy))
    for index in growing.open_sites:
        site, permitted = growing.sites[index], allowances[index]
        for finding, kind in (
            (plants_finding, FindingKind.PLANTS),
            (stock_finding, FindingKind.STOCK),
        ):
            due_on = _due_on(growing, index, kind, today=today, policy=policy)
            findings.append(
                finding(index, site, permitted, policy=policy, due_on=due_on)
            )
        ahead = forecast_finding(index, site, permitted, policy)
        findings += [] if ahead is None else [ahead]
    return Report(
        policy=policy.name,
        checked_on=today,
        allowances=allowances,
        findings=tuple(_overdue_after(today, finding) for finding in findings),
    )


def amounts_above(clinical: Clinical, growing: Growing, *, policy: Policy) -> bool:
    """Return whether plants or stock at any site are above a policy's limits."""
    allowances = site_allowances(clinical, growing, policy)
    return any(
        finding(index, site, permitted, policy=policy, due_on=date.max).due_on
        for index, (site, permitted) in enumerate(
            zip(growing.sites, allowances, strict=True)
        )
        for finding in (plants_finding, stock_finding)
    )


def _due_on(
    growing: Growing, site: int, kind: FindingKind, *, today: date, policy: Policy
) -> date:
    """Return until when to hand in what is above: as its first check said."""
    due = open_due(growing.dues, site, kind)
    return due.due_on if due else today + timedelta(days=policy.hand_in_days)


def site_allowances(
    clinical: Clinical, growing: Growing, policy: Policy
) -> tuple[Allowance, ...]:
    """Return what each site may hold: its share of the allowance, or nothing."""
    need, places = clinical.need.grams_a_day, growing.open_sites
    wholes = [allowance(need, site.setting, policy) for site in growing.sites]
    return tuple(
        shared_out(whole, len(places))[places.index(index)]
        if index in places
        else nothing_of(whole)
        for index, whole in enumerate(wholes)
    )


def plants_finding(
    index: int, site: Site, permitted: Allowance, *, policy: Policy, due_on: date
) -> Finding:
    """Return how a site's plants compare with its limits."""
    limits = limits_now(permitted, site.turn)
    found = plant_excess(
        limits,
        flowering_plants(site.plants),
        young_plants(site.plants),
        policy=policy,
    )
    compared = f"{found.flowering} in flower, {found.flowering + found.young} in all"
    with_ = f"{limits.flowering} in flower, {limits.plants} in all"
    return Finding(
        kind=FindingKind.PLANTS,
        site=index,
        outcome=found.outcome,
        compared=compared,
        with_=f"limit {with_}",
        working=(*permitted.working, *found.working),
        sentence=f"Site {index + 1} has plants: {compared}. Limit: {with_}."
        + _plants_above(found),
        next_step=_hand_in(
            _many_plants(found.excess_plants), found.outcome, due_on=due_on
        ),
        due_on=due_on if found.outcome.is_above_limit else None,
    )


def stock_finding(
    index: int, site: Site, permitted: Allowance, *, policy: Policy, due_on: date
) -> Finding:
    """Return how a site's stock compares with its limit.

    Fresh weight, and a weight taken too soon after the harvest, are provisional: then
    the time to hand in does not end before it can be weighed dry.
    """
    weights = counted_weights(site.stock)
    found = stock_excess(permitted.stock_grams, weights, policy=policy)
    dry_from = dry_weighing_from(site.stock, policy)
    held = readable_text(rounded_down(found.held_grams, 2))
    provisional = ""
    if found.outcome.is_above_limit and dry_from is not None:
        due_on = max(due_on, dry_from)
        day = in_words(dry_from)
        provisional = f" The weight is provisional: weigh it dry on {day} or later."
    return Finding(
        kind=FindingKind.STOCK,
        site=index,
        outcome=found.outcome,
        compared=f"{held} g",
        with_=f"limit {found.stock_grams} g",
        working=(*permitted.working, *found.working),
        sentence=f"Site {index + 1} holds {held} g dried equivalent. "
        f"Limit: {found.stock_grams} g.{_stock_above(found)}{provisional}",
        next_step=_hand_in(
            f"{fixed_text(found.excess_grams, 1)} g", found.outcome, due_on=due_on
        ),
        due_on=due_on if found.outcome.is_above_limit else None,
    )


def dry_weighing_from(items: Iterable[StockItem], policy: Policy) -> date | None:
    """Return the first day on which all that counts can be weighed dry.

    None where it all was weighed dry already.
    """
    wait = timedelta(days=policy.weigh_in_days)
    dry_from = [
        (item.harvested_on or item.weighed_on) + wait
        for item in items
        if item.is_counted and _is_provisional(item, wait)
    ]
    return max(dry_from, default=None)


def _is_provisional(item: StockItem, wait: timedelta) -> bool:
    if item.form is StockForm.FRESH:
        return True
    return item.harvested_on is not None and item.weighed_on < item.harvested_on + wait


def limits_now(permitted: Allowance, turn: Setting | None = None) -> PlantLimits:
    """Return the plant limits; where two periods take turns, those of the one it is.

    Where nobody said whose turn it is, the larger ones: doubt favours the patient.
    """
    if permitted.setting is not Setting.BOTH:
        return permitted.limits()
    if turn is not None:
        return permitted.limits(turn)
    indoor = permitted.limits(Setting.INDOOR)
    outdoor = permitted.limits(Setting.OUTDOOR)
    return PlantLimits(
        flowering=max(indoor.flowering, outdoor.flowering),
        plants=max(indoor.plants, outdoor.plants),
    )


def _plants_above(found: PlantExcess) -> str:
    if not found.excess_plants:
        return ""
    return f" That is {_many_plants(found.excess_plants)} above."


def _stock_above(found: StockExcess) -> str:
    if found.outcome is Outcome.WITHIN_TOLERANCE:
        return " That is within the tolerance."
    if found.outcome.is_above_limit:
        return f" That is {fixed_text(found.excess_grams, 1)} g above."
    return ""


def _hand_in(what: str, outcome: Outcome, *, due_on: date) -> str:
    """Return what to do about an excess; nothing where there is none."""
    if not outcome.is_above_limit:
        return ""
    hand_in = f"Hand in {what} by {in_words(due_on)}."
    if outcome is Outcome.REFER:
        return f"{hand_in} Ask a supervisor to look at it."
    return hand_in


def _overdue_after(today: date, finding: Finding) -> Finding:
    """Return the finding, overdue where the time to hand in is over."""
    due_on = finding.due_on
    if finding.outcome is not Outcome.HAND_IN_DUE or due_on is None or today <= due_on:
        return finding
    return replace(
        finding,
        outcome=Outcome.OVERDUE,
        sentence=f"{finding.sentence} It was to be handed in by {in_words(due_on)}.",
    )


def _many_plants(count: int) -> str:
    return "1 plant" if count == 1 else f"{count} plants"
