"""Allowances: the figures that the scheme names, and the sum beside each of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from amnesty.domain.allowance import allowance, shared_out
from amnesty.domain.certificate import PlantLimits, Setting
from amnesty.errors.input import PeriodMissingError, PeriodNotInSettingError
from amnesty.policies import load_policy

INDOOR, OUTDOOR, BOTH = Setting.INDOOR, Setting.OUTDOOR, Setting.BOTH


@pytest.mark.parametrize(
    ("policy", "need", "setting", "indoor", "outdoor", "stock", "carry"),
    [
        ("canada", "1", INDOOR, (5, 5), None, 225, "30"),
        ("canada", "1", OUTDOOR, None, (2, 2), 750, "30"),
        ("canada", "1", BOTH, (4, 4), (1, 1), 375, "30"),
        ("canada", "1.5", INDOOR, (8, 8), None, 360, "45"),
        ("canada", "2", INDOOR, (10, 10), None, 450, "60"),
        ("canada", "8", INDOOR, (39, 39), None, 1755, "150"),
        ("canada", "15", INDOOR, (73, 73), None, 3285, "150"),
        ("canada", "500", OUTDOOR, None, (949, 949), 355875, "150"),
        ("uk-55g", "1", INDOOR, (3, 6), None, 248, "30"),
        ("uk-55g", "2", INDOOR, (6, 12), None, 495, "60"),
        ("uk-55g", "3", INDOOR, (8, 16), None, 660, "90"),
        ("uk-55g", "0.01", INDOOR, (1, 2), None, 83, "0.3"),
        ("uk-55g", "1", BOTH, (2, 4), (1, 2), 375, "30"),
        ("uk-40g", "1", INDOOR, (4, 8), None, 240, "30"),
        ("fixed-cap", "0.5", INDOOR, (4, 8), None, 330, "15"),
        ("fixed-cap", "20", OUTDOOR, None, (2, 4), 750, "150"),
        ("fixed-cap", "20", BOTH, (4, 8), (2, 4), 750, "150"),
    ],
)
def test_a_need_permits_so_much(
    *,
    policy: str,
    need: str,
    setting: Setting,
    indoor: tuple[int, int] | None,
    outdoor: tuple[int, int] | None,
    stock: int,
    carry: str,
) -> None:
    """Plants, stock and carrying limit are those reckoned by hand."""
    permitted = allowance(Fraction(need), setting, load_policy(policy))

    def limits(pair: tuple[int, int] | None) -> PlantLimits | None:
        return None if pair is None else PlantLimits(flowering=pair[0], plants=pair[1])

    assert permitted.indoor == limits(indoor)
    assert permitted.outdoor == limits(outdoor)
    assert permitted.stock_grams == stock
    assert permitted.carry_grams == Fraction(carry)
    assert permitted.policy == f"{policy}@1"


def test_the_sum_can_be_read_by_a_clerk() -> None:
    """The working shows every figure that goes in, and every rounding."""
    permitted = allowance(Fraction(1), INDOOR, load_policy("uk-55g"))
    in_flower = (
        "Plants in flower indoors: (1 g × 365 days) ÷ (55 g × 3 crops) × 1.2 "
        "= 146/55 (about 2.65), rounded up to 3"
    )
    assert permitted.working == (
        "Need: 1 g a day, growing indoors, policy uk-55g@1",
        in_flower,
        "Plants in all indoors: 3 in flower + 3 young = 6",
        "Stock at the site: 3 plants × 55 g × 1.5 crops = 247.5, rounded up to 248 g",
        "Carried: 1 g × 30 days = 30 g",
    )


def test_a_whole_result_stays_and_a_cap_is_told() -> None:
    """15 g indoors is exactly 73 plants, and 450 g is more than may be carried."""
    working = allowance(Fraction(15), INDOOR, load_policy("canada")).working
    assert working[1].endswith("× 1.2 = 73")
    assert working[2] == "Plants in all indoors: 73, young plants among them"
    assert working[-1] == "Carried: 15 g × 30 days = 450 g, but at most 150 g"


def test_a_fixed_cap_says_so() -> None:
    """Where need does not decide, there is no sum to show."""
    working = allowance(Fraction(2), OUTDOOR, load_policy("fixed-cap")).working
    assert working[1] == "Plants in flower outdoors: 2, whatever the need"


def test_the_calculator_says_what_a_registration_refuses() -> None:
    """Above 20 g a day the figures are given, with the refusal beside them."""
    permitted = allowance(Fraction(25), INDOOR, load_policy("canada"))
    assert permitted.indoor == PlantLimits(flowering=122, plants=122)
    assert permitted.refusal == (
        "Need must be from 0.01 to 20 grams a day to be registered, and this is 25"
    )
    assert permitted.refusal in permitted.working[-1]
    assert allowance(Fraction(20), INDOOR, load_policy("canada")).refusal is None


def test_each_period_has_its_limits() -> None:
    """Only sites used in turn have two, and then the period has to be named."""
    canada = load_policy("canada")
    in_turn = allowance(Fraction(1), BOTH, canada)
    assert in_turn.limits(INDOOR).flowering == 4
    assert in_turn.limits(OUTDOOR).flowering == 1
    for period in (None, BOTH):
        with pytest.raises(PeriodMissingError, match="indoor or the outdoor period"):
            in_turn.limits(period)
    indoor = allowance(Fraction(1), INDOOR, canada)
    assert indoor.limits() == indoor.limits(INDOOR) == indoor.indoor
    outdoor = allowance(Fraction(1), OUTDOOR, canada)
    assert outdoor.limits() == outdoor.limits(OUTDOOR) == outdoor.outdoor
    for period in (OUTDOOR, BOTH):
        with pytest.raises(PeriodNotInSettingError, match="the setting indoor"):
            indoor.limits(period)


@pytest.mark.parametrize("sites", [1, 2, 3, 7])
def test_shares_make_the_whole(sites: int) -> None:
    """Limits shared out among sites are together neither more nor less."""
    whole = allowance(Fraction(2), BOTH, load_policy("uk-55g"))
    shares = shared_out(whole, sites)
    assert len(shares) == sites
    assert sum(share.stock_grams for share in shares) == whole.stock_grams
    for period in (INDOOR, OUTDOOR):
        limits = [share.limits(period) for share in shares]
        assert sum(each.flowering for each in limits) == whole.limits(period).flowering
        assert sum(each.plants for each in limits) == whole.limits(period).plants
    assert all(share.carry_grams == whole.carry_grams for share in shares)
