"""Rounding never costs the patient: limits go up, what is above them goes down."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from amnesty.domain.allowance import allowance
from amnesty.domain.certificate import Setting
from amnesty.domain.excess import stock_excess
from amnesty.domain.quantity import StockForm, Weight, dried_sum
from amnesty.policies import builtin_policies

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy

POLICIES = builtin_policies()
needs = st.integers(1, 50_000).map(lambda hundredths: Fraction(hundredths, 100))
weights = st.lists(
    st.builds(
        Weight,
        form=st.sampled_from(StockForm),
        grams=st.integers(0, 5_000_000).map(lambda mg: Fraction(mg, 1000)),
    ),
    max_size=5,
)


@given(needs, st.sampled_from(Setting), st.sampled_from(POLICIES))
def test_a_limit_is_never_below_what_need_asks_for(
    need: Fraction, setting: Setting, policy: Policy
) -> None:
    """Plants cover the exact number, by less than one; stock the plants, likewise."""
    permitted = allowance(need, setting, policy)
    in_turn = setting is Setting.BOTH
    indoor = policy.both_indoor if in_turn else policy.indoor
    outdoor = policy.both_outdoor if in_turn else policy.outdoor
    stock = Fraction(0)
    for season, limits in ((indoor, permitted.indoor), (outdoor, permitted.outdoor)):
        if limits is None:
            continue
        if season.fixed_flowering is None:
            exact = need * season.plants_for_a_gram
            assert exact <= limits.flowering < exact + 1
        stock = limits.flowering * season.yield_grams * policy.stock_crops
    assert stock <= permitted.stock_grams < stock + 1


@given(weights, st.integers(1, 3000), st.sampled_from(POLICIES))
def test_never_more_is_handed_in_than_is_above(
    held: list[Weight], stock_grams: int, policy: Policy
) -> None:
    """What is to be handed in is at most what is above, less than a tenth below it."""
    found = stock_excess(stock_grams, held, policy=policy)
    above = max(Fraction(0), dried_sum(held) - stock_grams)
    assert 0 <= found.excess_grams <= above
    assert found.excess_grams * 10 == int(found.excess_grams * 10)
    assert found.outcome.is_above_limit is (found.excess_grams > 0)
    if found.outcome.is_above_limit:
        assert above - found.excess_grams < Fraction(1, 10)
