"""More need never lowers an allowance, under any profile and in any setting."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from amnesty.domain.allowance import allowance
from amnesty.domain.certificate import Setting
from amnesty.policies import builtin_policies

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy

POLICIES = builtin_policies()
needs = st.integers(1, 50_000).map(lambda hundredths: Fraction(hundredths, 100))


@given(st.tuples(needs, needs), st.sampled_from(Setting), st.sampled_from(POLICIES))
def test_more_need_never_lowers_an_allowance(
    pair: tuple[Fraction, Fraction], setting: Setting, policy: Policy
) -> None:
    """Plants, stock and what may be carried stay or grow when need grows."""
    less, more = (allowance(need, setting, policy) for need in sorted(pair))
    assert less.stock_grams <= more.stock_grams
    assert less.carry_grams <= more.carry_grams
    for before, after in ((less.indoor, more.indoor), (less.outdoor, more.outdoor)):
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert before.flowering <= after.flowering
            assert before.plants <= after.plants


@given(needs, st.sampled_from(Setting), st.sampled_from(POLICIES))
def test_nobody_with_a_need_is_left_without(
    need: Fraction, setting: Setting, policy: Policy
) -> None:
    """The smallest need permits a plant in each period, and all limits fit together."""
    permitted = allowance(need, setting, policy)
    assert permitted.stock_grams > 0
    assert permitted.carry_grams > 0
    periods = [each for each in (permitted.indoor, permitted.outdoor) if each]
    assert len(periods) == (2 if setting is Setting.BOTH else 1)
    assert all(1 <= each.flowering <= each.plants for each in periods)
