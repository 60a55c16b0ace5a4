"""A hand-in never raises what is held, and the one asked for clears the excess."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from amnesty.domain.certificate import PlantLimits
from amnesty.domain.excess import Outcome, plant_excess, stock_excess, tolerance_grams
from amnesty.domain.quantity import StockForm, Weight, dried_sum
from amnesty.policies import builtin_policies

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy

POLICIES = builtin_policies()
GRAVITY = list(Outcome).index
weights = st.builds(
    Weight,
    form=st.sampled_from(StockForm),
    grams=st.integers(0, 3_000_000).map(lambda mg: Fraction(mg, 1000)),
)


@given(
    st.lists(weights, min_size=1, max_size=5),
    st.data(),
    st.integers(1, 3000),
    st.sampled_from(POLICIES),
)
def test_a_hand_in_never_raises_what_is_held(
    held: list[Weight], data: st.DataObject, stock_grams: int, policy: Policy
) -> None:
    """Less of any item is less in all, never more excess and never a graver outcome."""
    place = data.draw(st.integers(0, len(held) - 1))
    part = data.draw(st.fractions(0, 1, max_denominator=1000))
    item = held[place]
    left = [*held[:place], replace(item, grams=item.grams * part), *held[place + 1 :]]
    before = stock_excess(stock_grams, held, policy=policy)
    after = stock_excess(stock_grams, left, policy=policy)
    assert after.held_grams <= before.held_grams
    assert after.excess_grams <= before.excess_grams
    assert GRAVITY(after.outcome) <= GRAVITY(before.outcome)


@given(
    st.lists(weights, max_size=4),
    st.integers(1, 3000),
    st.integers(1, 1000),
    st.sampled_from(POLICIES),
)
def test_what_is_asked_for_clears_the_excess(
    held: list[Weight], stock_grams: int, above: int, policy: Policy
) -> None:
    """Who hands in the grams asked for has nothing more to hand in."""
    most = stock_grams + tolerance_grams(stock_grams, policy)
    held = [*held, Weight(form=StockForm.DRIED, grams=most + above)]
    found = stock_excess(stock_grams, held, policy=policy)
    assert found.outcome.is_above_limit
    left = dried_sum(held) - found.excess_grams
    cleared = stock_excess(
        stock_grams, [Weight(form=StockForm.DRIED, grams=left)], policy=policy
    )
    assert cleared.excess_grams == 0
    assert not cleared.outcome.is_above_limit


counts = st.integers(0, 60)


@given(counts, counts, st.data(), counts, counts, st.sampled_from(POLICIES))
def test_handing_in_plants_never_raises_their_excess(  # noqa: PLR0917
    flowering: int,
    young: int,
    data: st.DataObject,
    in_flower: int,
    beside: int,
    policy: Policy,
) -> None:
    """Fewer plants are never more above; flowering ones asked for clear it."""
    limits = PlantLimits(flowering=in_flower, plants=in_flower + beside)
    before = plant_excess(limits, flowering, young, policy=policy)
    fewer = data.draw(st.integers(0, flowering))
    younger = data.draw(st.integers(0, young))
    after = plant_excess(limits, fewer, younger, policy=policy)
    assert after.excess_plants <= before.excess_plants
    assert GRAVITY(after.outcome) <= GRAVITY(before.outcome)
    flowers = min(flowering, before.excess_plants)
    rest = before.excess_plants - flowers
    cleared = plant_excess(limits, flowering - flowers, young - rest, policy=policy)
    assert cleared.outcome is Outcome.WITHIN
