"""Who grows what is permitted, at the presumed yield, exceeds no stock limit at first.

Not in the first crop; nor, where need computes 3 plants or more, in the first two, when
the need of the days between them has been used.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.allowance import allowance
from amnesty.domain.certificate import Setting
from amnesty.domain.excess import Outcome, stock_excess
from amnesty.domain.quantity import StockForm, Weight
from amnesty.policies import builtin_policies

if TYPE_CHECKING:
    from amnesty.domain.allowance import Allowance
    from amnesty.domain.policy import Policy, Season

# Every hundredth where a rounding weighs most, then some of all that can be typed.
NEEDS = [Fraction(each, 100) for each in (*range(1, 301), *range(301, 50_000, 331))]
POLICIES = builtin_policies()
COMPUTED = [each for each in POLICIES if each.indoor.fixed_flowering is None]
ENOUGH_PLANTS = 3


def crops_of(permitted: Allowance, policy: Policy) -> list[tuple[Season, int]]:
    """Return the crops of a year in their order, with the plants in flower of each."""
    in_turn = permitted.setting is Setting.BOTH
    indoor = policy.both_indoor if in_turn else policy.indoor
    outdoor = policy.both_outdoor if in_turn else policy.outdoor
    return [
        (season, limits.flowering)
        for season, limits in (
            (indoor, permitted.indoor),
            (outdoor, permitted.outdoor),
        )
        if limits is not None
        for _ in range(season.crops)
    ]


def outcome_of(held: Fraction, permitted: Allowance, policy: Policy) -> Outcome:
    """Return what a weighing of dried stock finds."""
    weights = [Weight(form=StockForm.DRIED, grams=held)]
    return stock_excess(permitted.stock_grams, weights, policy=policy).outcome


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@pytest.mark.parametrize("setting", Setting)
def test_the_first_crop_fits(policy: Policy, setting: Setting) -> None:
    """Whatever the need and whichever crop comes first, all of it is within."""
    for need in NEEDS:
        permitted = allowance(need, setting, policy)
        for season, plants in crops_of(permitted, policy):
            held = plants * season.yield_grams
            assert outcome_of(held, permitted, policy) is Outcome.WITHIN


@pytest.mark.parametrize("policy", COMPUTED, ids=lambda policy: policy.id)
@pytest.mark.parametrize("setting", Setting)
def test_the_first_two_crops_fit_where_need_computes_three_plants(
    policy: Policy, setting: Setting
) -> None:
    """Two crops in a row, less the need of the days the second one took to grow."""
    for need in NEEDS:
        permitted = allowance(need, setting, policy)
        crops = crops_of(permitted, policy)
        if crops[-1][1] < ENOUGH_PLANTS:
            continue
        for first, second in zip(crops, [*crops[1:], crops[0]], strict=True):
            gathered = first[0].yield_grams * first[1]
            used = need * second[0].days / second[0].crops
            held = max(Fraction(0), gathered - used)
            held += second[0].yield_grams * second[1]
            assert outcome_of(held, permitted, policy) is Outcome.WITHIN


def test_two_plants_may_not_be_enough() -> None:
    """The bound of three plants is needed: with two, a second crop can be above."""
    policy = POLICIES[0]
    need = Fraction(40, 100)
    permitted = allowance(need, Setting.INDOOR, policy)
    ((season, plants), *_) = crops_of(permitted, policy)
    assert plants == ENOUGH_PLANTS - 1
    held = 2 * plants * season.yield_grams - need * season.days / season.crops
    assert outcome_of(held, permitted, policy) is Outcome.HAND_IN_DUE
