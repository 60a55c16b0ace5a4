"""The check: a finding for every question, and what stands in the way of approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.check import check, dry_weighing_from
from amnesty.domain.due import HandInDue
from amnesty.domain.evidence import (
    Affordability,
    Evidence,
    Need,
    NeedBasis,
)
from amnesty.domain.excess import Outcome
from amnesty.domain.finding import Finding, FindingKind, Report, Standing
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.registration import Clinical, Growing, Undertaking
from amnesty.domain.stock import StockItem, StockOrigin
from amnesty.policies import load_policy
from tests.unit.domain.declared import EVIDENCE, SITE, TODAY, UNDERTAKING

if TYPE_CHECKING:
    from amnesty.domain.site import Site

UK, CANADA = load_policy("uk-55g"), load_policy("canada")


def stock(grams: int, **other: Any) -> StockItem:  # noqa: ANN401 - fields of the item
    """Return dried stock, weighed yesterday, unless another field says otherwise."""
    fields: dict[str, Any] = {
        "form": StockForm.DRIED,
        "grams": Fraction(grams),
        "weighed_on": TODAY - timedelta(days=1),
        "origin": StockOrigin.HOME_GROWN,
    }
    return StockItem(**(fields | other))


def plants(flowering: int, young: int = 0) -> tuple[PlantBatch, ...]:
    """Return two batches."""
    return (
        PlantBatch(cultivar="", count=flowering, stage=Stage.FLOWERING, since=TODAY),
        PlantBatch(cultivar="", count=young, stage=Stage.VEGETATIVE, since=TODAY),
        PlantBatch(cultivar="", count=100, stage=Stage.SEED, since=TODAY),
    )


def clinical(need: str = "1", *evidence: Evidence) -> Clinical:
    """Return a need with evidence that is in date unless another is given."""
    return Clinical(
        evidence=evidence or (EVIDENCE,),
        need=Need(grams_a_day=Fraction(need), basis=NeedBasis.STATED),
        affordability=Affordability(declared_on=TODAY, monthly_price=Fraction(240)),
    )


def growing(*sites: Site, undertaking: Undertaking | None = UNDERTAKING) -> Growing:
    """Return signed growing at the sites."""
    return Growing(undertaking=undertaking, sites=sites)


def checked(
    *sites: Site,
    dues: tuple[HandInDue, ...] = (),
    **other: Any,  # noqa: ANN401 - arguments of check
) -> Report:
    """Return the report on sites for a need of 1 g: 3 in flower, 6 in all, 248 g."""
    arguments: dict[str, Any] = {"policy": UK, "today": TODAY}
    declared = replace(growing(*sites), dues=dues)
    return check(clinical(), declared, **(arguments | other))


def due_since(found_on: date) -> tuple[HandInDue, ...]:
    """Return that plants and stock are due at the first site, since a day."""
    return tuple(
        HandInDue(
            site=0, kind=kind, found_on=found_on, due_on=found_on + timedelta(days=14)
        )
        for kind in (FindingKind.PLANTS, FindingKind.STOCK)
    )


SELDOM = {FindingKind.TURN, FindingKind.GROWER, FindingKind.FORECAST}
ASKED_OF_ALL = [kind for kind in FindingKind if kind not in SELDOM]


def only(report: Report, kind: FindingKind) -> Finding:
    """Return the one finding of a kind."""
    (finding,) = report.of(kind)
    return finding


def test_what_is_in_order_leaves_a_finding_for_every_question() -> None:
    """Nothing blocks, and every question was asked and answered with a sentence."""
    report = checked(replace(SITE, plants=plants(3, 3), stock=(stock(83),)))
    assert report.blocking == ()
    asked = [*ASKED_OF_ALL, FindingKind.FORECAST]
    assert [finding.kind for finding in report.findings] == asked
    assert all(finding.is_fine for finding in report.findings)
    assert all(finding.sentence.endswith(".") for finding in report.findings)
    assert not any(finding.next_step for finding in report.findings)
    assert (report.policy, report.checked_on) == ("uk-55g@1", TODAY)


def test_too_many_plants_are_to_be_handed_in() -> None:
    """The finding says how many, by when, and shows the whole sum."""
    finding = only(checked(replace(SITE, plants=plants(5, 1))), FindingKind.PLANTS)
    assert finding.outcome is Outcome.HAND_IN_DUE
    assert finding.blocks
    assert finding.sentence == (
        "Site 1 has plants: 5 in flower, 6 in all. "
        "Limit: 3 in flower, 6 in all. That is 2 plants above."
    )
    assert finding.next_step == "Hand in 2 plants by 8 December 2026."
    assert finding.due_on == date(2026, 12, 8)
    assert finding.working[0] == "Need: 1 g a day, growing indoors, policy uk-55g@1"
    assert finding.working[-2:] == (
        "Plants in flower: 5, limit 3",
        "Plants in all: 6, limit 6",
    )


def test_too_much_stock_is_to_be_handed_in() -> None:
    """Prescribed stock is left out, and the rest is compared with the limit."""
    dispensed = stock(1000, origin=StockOrigin.PRESCRIPTION)
    site = replace(SITE, stock=(stock(260), dispensed))
    finding = only(checked(site), FindingKind.STOCK)
    assert finding.outcome is Outcome.HAND_IN_DUE
    assert (finding.compared, finding.with_) == ("260 g", "limit 248 g")
    assert finding.sentence == (
        "Site 1 holds 260 g dried equivalent. Limit: 248 g. That is 12.0 g above."
    )
    assert finding.next_step == "Hand in 12.0 g by 8 December 2026."


def test_within_the_tolerance_nothing_is_to_be_done() -> None:
    """2 % above the limit blocks nothing and asks for nothing."""
    report = checked(replace(SITE, stock=(stock(252),)))
    finding = only(report, FindingKind.STOCK)
    assert finding.outcome is Outcome.WITHIN_TOLERANCE
    assert finding.is_fine
    assert (finding.next_step, finding.due_on) == ("", None)
    assert "within the tolerance" in finding.sentence
    strict = checked(replace(SITE, stock=(stock(226),)), policy=CANADA)
    assert only(strict, FindingKind.STOCK).outcome is Outcome.HAND_IN_DUE


@pytest.mark.parametrize(
    ("days_ago", "outcome"), [(14, Outcome.HAND_IN_DUE), (15, Outcome.OVERDUE)]
)
def test_the_time_to_hand_in_runs_from_the_first_finding(
    days_ago: int, outcome: Outcome
) -> None:
    """On the last day it is due, on the next overdue; checking again wins no time."""
    found_on = TODAY - timedelta(days=days_ago)
    site = replace(SITE, plants=plants(4), stock=(stock(300),))
    report = checked(site, dues=due_since(found_on))
    for kind in (FindingKind.PLANTS, FindingKind.STOCK):
        finding = only(report, kind)
        assert finding.outcome is outcome
        assert finding.blocks
        assert finding.due_on == found_on + timedelta(days=14)
    late = "It was to be handed in by 23 November 2026."
    assert (late in finding.sentence) is (outcome is Outcome.OVERDUE)


def test_far_above_goes_to_a_supervisor_and_never_further() -> None:
    """More than twice the stock, or 3 plants in flower above, is looked at by one."""
    site = replace(SITE, plants=plants(6), stock=(stock(497),))
    report = checked(site, dues=due_since(TODAY - timedelta(days=99)))
    for kind in (FindingKind.PLANTS, FindingKind.STOCK):
        finding = only(report, kind)
        assert finding.outcome is Outcome.REFER
        assert finding.next_step.endswith("Ask a supervisor to look at it.")
        assert "police" not in finding.sentence + finding.next_step


def test_fresh_weight_is_provisional() -> None:
    """The time to hand in does not end before it can be weighed dry."""
    harvested_on = TODAY + timedelta(days=-2)
    fresh = stock(
        2000, form=StockForm.FRESH, weighed_on=TODAY, harvested_on=harvested_on
    )
    policy = replace(UK, hand_in_days=3)
    finding = only(
        checked(replace(SITE, stock=(fresh,)), policy=policy), FindingKind.STOCK
    )
    assert finding.due_on == harvested_on + timedelta(days=7)
    assert finding.sentence.endswith(
        "The weight is provisional: weigh it dry on 29 November 2026 or later."
    )


@pytest.mark.parametrize(
    ("item", "dry_from"),
    [
        (stock(1), None),
        (stock(1, harvested_on=TODAY - timedelta(days=8)), None),
        (stock(1, harvested_on=TODAY - timedelta(days=7)), TODAY),
        (stock(1, form=StockForm.FRESH), TODAY + timedelta(days=6)),
        (stock(1, form=StockForm.FRESH, origin=StockOrigin.PRESCRIPTION), None),
    ],
)
def test_a_dry_weighing_is_seven_days_after_the_harvest(
    item: StockItem, dry_from: date | None
) -> None:
    """A weight taken before, and any fresh weight, is to be taken again."""
    assert dry_weighing_from([item], UK) == dry_from


def test_in_turn_doubt_favours_the_patient() -> None:
    """Until it is written down which turn it is the larger limits hold."""
    in_turn = replace(SITE, setting=Setting.BOTH, plants=plants(4))
    report = checked(in_turn, policy=CANADA)
    finding = only(report, FindingKind.PLANTS)
    assert finding.outcome is Outcome.WITHIN
    assert finding.with_ == "limit 4 in flower, 4 in all"
    assert only(report, FindingKind.TURN).outcome is Standing.NOTED
    outdoors = checked(replace(in_turn, turn=Setting.OUTDOOR), policy=CANADA)
    assert only(outdoors, FindingKind.PLANTS).with_ == "limit 1 in flower, 1 in all"
    assert only(outdoors, FindingKind.TURN).outcome is Standing.MET


def test_a_closed_site_has_no_share_and_no_finding() -> None:
    """The other has the whole again; the journal of the closed one is not asked."""
    closed = replace(SITE, closed_on=TODAY)
    report = checked(closed, replace(SITE, plants=plants(3), stock=(stock(200),)))
    assert [one.stock_grams for one in report.allowances] == [0, 248]
    assert {one.site for one in report.findings} == {None, 1}
    assert not report.blocking


def test_sites_share_the_allowance() -> None:
    """With two sites each is held to its share, and the cap of sites is told."""
    site = replace(SITE, plants=plants(2), stock=(stock(200),))
    report = checked(site, site)
    first, second = report.of(FindingKind.PLANTS)
    assert (first.outcome, second.outcome) == (Outcome.WITHIN, Outcome.HAND_IN_DUE)
    assert [each.with_ for each in report.of(FindingKind.STOCK)] == ["limit 124 g"] * 2
    assert report.of(FindingKind.STOCK, 1)[0].site == 1
    assert only(report, FindingKind.SITES).outcome is Standing.MISSING
    allowed = checked(site, site, policy=replace(UK, sites=2))
    assert only(allowed, FindingKind.SITES).outcome is Standing.MET


def test_a_registration_without_a_site_is_not_ready() -> None:
    """There is nothing to certify without a place."""
    report = checked()
    assert report.blocking == (only(report, FindingKind.SITES),)


@pytest.mark.parametrize("need", ["20.01", "500"])
def test_a_need_outside_the_limits_blocks(need: str) -> None:
    """The rest of the check is done all the same."""
    report = check(clinical(need), growing(SITE), policy=UK, today=TODAY)
    (finding,) = report.blocking
    assert finding.kind is FindingKind.NEED
    assert finding.sentence.startswith("Need must be from 0.01 to 20 grams a day")
    assert [finding.kind for finding in report.findings] == ASKED_OF_ALL


def test_registrations_at_the_site_are_counted_by_the_caller() -> None:
    """Each site has its number of them; left out, it is the only one."""
    blocked = checked(SITE, households=[2]).blocking
    assert [finding.kind for finding in blocked] == [FindingKind.HOUSEHOLDS]
    assert checked(SITE).blocking == ()
