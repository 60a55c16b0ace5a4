"""For any need from 0.01 to 500 g a day the limits equal the regulation's fractions.

The reckoning here knows nothing of the program's: it has whole numbers only, the
hundredth of a gram being its unit of need, and rounds up without a fraction.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.allowance import allowance, plants_in_flower
from amnesty.domain.certificate import Setting
from amnesty.policies import load_policy

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy, Season

HUNDREDTHS = range(1, 50_001)
INDOOR, OUTDOOR, BOTH = Setting.INDOOR, Setting.OUTDOOR, Setting.BOTH

# So many plants a gram, and so many grams a plant, as the scheme's table has them.
Crop = tuple[int, int, int]
GARDEN: Crop = (949, 500, 250)
GARDEN_IN_TURN: Crop = (949, 1000, 250)
CROPS: dict[str, dict[Setting, tuple[Crop | None, Crop | None]]] = {
    "canada": {
        INDOOR: ((73, 15, 30), None),
        OUTDOOR: (None, GARDEN),
        BOTH: ((73, 20, 30), GARDEN_IN_TURN),
    },
    "uk-55g": {
        INDOOR: ((146, 55, 55), None),
        OUTDOOR: (None, GARDEN),
        BOTH: ((219, 110, 55), GARDEN_IN_TURN),
    },
    "uk-40g": {
        INDOOR: ((73, 20, 40), None),
        OUTDOOR: (None, GARDEN),
        BOTH: ((219, 80, 40), GARDEN_IN_TURN),
    },
}
CASES = [(policy, setting) for policy in CROPS for setting in CROPS[policy]]


def up(numerator: int, denominator: int) -> int:
    """Return a quotient of whole numbers, rounded up; a whole one stays."""
    return (numerator + denominator - 1) // denominator


def seasons_of(policy: Policy, setting: Setting) -> tuple[Season, Season]:
    """Return what a policy presumes of growing indoors and outdoors in a setting."""
    if setting is BOTH:
        return policy.both_indoor, policy.both_outdoor
    return policy.indoor, policy.outdoor


@pytest.mark.parametrize(("policy_id", "setting"), CASES)
def test_every_hundredth_of_a_gram(policy_id: str, setting: Setting) -> None:
    """All 50,000 needs that can be typed permit the plants of the exact fraction."""
    seasons = seasons_of(load_policy(policy_id), setting)
    for season, crop in zip(seasons, CROPS[policy_id][setting], strict=True):
        if crop is None:
            continue
        over, under, _ = crop
        assert season.plants_for_a_gram == Fraction(over, under)
        for need in HUNDREDTHS:
            plants = plants_in_flower(Fraction(need, 100), season)
            assert plants == up(need * over, 100 * under)


@pytest.mark.parametrize(("policy_id", "setting"), CASES)
def test_the_whole_allowance(policy_id: str, setting: Setting) -> None:
    """Plants, young ones, stock and carrying, at each 0.01 to 3 g and then at steps."""
    policy = load_policy(policy_id)
    beside = 1 if policy_id == "canada" else 2
    for need in (*HUNDREDTHS[:300], *HUNDREDTHS[300::97], HUNDREDTHS[-1]):
        permitted = allowance(Fraction(need, 100), setting, policy)
        stock = 0
        for limits, crop in zip(
            (permitted.indoor, permitted.outdoor),
            CROPS[policy_id][setting],
            strict=True,
        ):
            assert (limits is None) is (crop is None)
            if limits is None or crop is None:
                continue
            over, under, grams = crop
            plants = up(need * over, 100 * under)
            assert (limits.flowering, limits.plants) == (plants, plants * beside)
            stock = up(plants * grams * 3, 2)
        assert permitted.stock_grams == stock
        assert permitted.carry_grams * 100 == min(need * 30, 15_000)


def test_the_popular_rules_are_wrong() -> None:
    """Five a gram, a rounded constant, int(x) + 1 and round() each fail somewhere."""
    season = load_policy("canada").indoor
    needs = HUNDREDTHS[:2000]
    plants = {need: plants_in_flower(Fraction(need, 100), season) for need in needs}
    assert any(plants[need] != up(need * 5, 100) for need in needs)
    assert any(plants[need] != up(need * 48_667, 1_000_000) for need in needs)
    assert any(plants[need] != need * 73 // 1500 + 1 for need in needs)
    assert any(plants[need] != round(Fraction(need * 73, 1500)) for need in needs)
    assert (plants[100], plants[1500]) == (5, 73)
