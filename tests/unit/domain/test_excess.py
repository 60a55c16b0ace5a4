"""Excess: what is above an allowance, and what follows from it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from amnesty.domain.allowance import Allowance, allowance
from amnesty.domain.certificate import Setting
from amnesty.domain.excess import Excess, Outcome, excess, tolerance_grams
from amnesty.domain.quantity import parse_weight
from amnesty.errors.input import PeriodMissingError, PeriodNotInSettingError
from amnesty.policies import load_policy

CANADA, UK = load_policy("canada"), load_policy("uk-55g")


def canada(need: str = "2", setting: Setting = Setting.INDOOR) -> Allowance:
    """Return an allowance under the profile without tolerance: 450 g, 10 plants."""
    return allowance(Fraction(need), setting, CANADA)


def uk(need: str = "2") -> Allowance:
    """Return an allowance with tolerance: 495 g, 9.9 g above let pass."""
    return allowance(Fraction(need), Setting.INDOOR, UK)


def held(permitted: Allowance, *weights: str) -> Excess:
    """Return the excess of weights as they are typed."""
    policy = CANADA if permitted.policy == CANADA.name else UK
    return excess(permitted, map(parse_weight, weights), policy=policy)


def test_forms_add_up_to_what_is_held() -> None:
    """420 g dried, 300 g fresh and 5 g concentrate are 50 g more than 450 g."""
    found = held(canada(), "dried=420", "fresh=300", "concentrate=5", "seeds=40")
    assert (found.held_grams, found.stock_grams) == (500, 450)
    assert (found.excess_grams, found.excess_plants) == (50, None)
    assert found.outcome is Outcome.HAND_IN_DUE
    assert found.working == (
        "420 g dried = 420 g dried",
        "300 g fresh = 60 g dried",
        "5 g concentrate = 20 g dried",
        "40 g seeds = 0 g dried",
        "Held: 500 g dried equivalent",
        "Stock limit: 450 g, tolerance 0 g",
        "Above the limit: 50.0 g, rounded down",
    )


@pytest.mark.parametrize(
    ("grams", "above", "outcome"),
    [
        ("0", "0", Outcome.WITHIN),
        ("450", "0", Outcome.WITHIN),
        ("450.099", "0", Outcome.WITHIN),
        ("450.1", "0.1", Outcome.HAND_IN_DUE),
        ("450.199", "0.1", Outcome.HAND_IN_DUE),
        ("900", "450", Outcome.HAND_IN_DUE),
        ("900.001", "450", Outcome.REFER),
        ("2000", "1550", Outcome.REFER),
    ],
)
def test_without_tolerance_a_tenth_of_a_gram_counts(
    grams: str, above: str, outcome: Outcome
) -> None:
    """Less than a tenth is dropped; more than twice the limit goes to a supervisor."""
    found = held(canada(), f"dried={grams}")
    assert found.excess_grams == Fraction(above)
    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("grams", "above", "outcome"),
    [
        ("495.05", "0", Outcome.WITHIN),
        ("495.1", "0", Outcome.WITHIN_TOLERANCE),
        ("504.9", "0", Outcome.WITHIN_TOLERANCE),
        ("504.999", "0", Outcome.WITHIN_TOLERANCE),
        ("505", "10", Outcome.HAND_IN_DUE),
        ("990", "495", Outcome.HAND_IN_DUE),
        ("990.1", "495.1", Outcome.REFER),
    ],
)
def test_two_percent_are_let_pass(grams: str, above: str, outcome: Outcome) -> None:
    """9.9 g above 495 g are nothing to hand in; beyond, all that is above is."""
    found = held(uk(), f"dried={grams}")
    assert found.excess_grams == Fraction(above)
    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("stock_grams", "grams"), [(495, "9.9"), (60, "1.2"), (50, "1"), (30, "1")]
)
def test_the_tolerance_is_at_least_a_gram(stock_grams: int, grams: str) -> None:
    """2 % of a small limit would be less than a scale can tell."""
    assert tolerance_grams(stock_grams, UK) == Fraction(grams)
    assert tolerance_grams(stock_grams, CANADA) == 0


@pytest.mark.parametrize(
    ("flowering", "young", "above", "outcome"),
    [
        (6, 6, 0, Outcome.WITHIN),
        (0, 12, 0, Outcome.WITHIN),
        (7, 0, 1, Outcome.HAND_IN_DUE),
        (8, 0, 2, Outcome.HAND_IN_DUE),
        (9, 0, 3, Outcome.REFER),
        (0, 13, 1, Outcome.HAND_IN_DUE),
        (0, 40, 28, Outcome.HAND_IN_DUE),
        (7, 6, 1, Outcome.HAND_IN_DUE),
        (7, 8, 3, Outcome.HAND_IN_DUE),
    ],
)
def test_plants_have_two_limits(
    flowering: int, young: int, above: int, outcome: Outcome
) -> None:
    """6 in flower and 12 in all: what is above the one or the other, not the sum."""
    found = excess(uk(), [], policy=UK, flowering=flowering, young=young)
    assert found.excess_plants == above
    assert found.outcome is outcome
    assert found.working[-2:] == (
        f"Plants in flower: {flowering}, limit 6",
        f"Plants in all: {flowering + young}, limit 12",
    )


def test_young_plants_are_plants_where_the_limit_counts_all() -> None:
    """Under `canada` ten plants are ten, in flower or not."""
    found = excess(canada(), [], policy=CANADA, flowering=5, young=6)
    assert found.excess_plants == 1


def test_one_count_is_enough() -> None:
    """A count that was not given is 0 beside one that was."""
    assert excess(uk(), [], policy=UK, flowering=7).excess_plants == 1
    assert excess(uk(), [], policy=UK, young=13).excess_plants == 1


def test_the_graver_outcome_is_the_outcome() -> None:
    """Stock and plants each have one; the two together have the graver."""
    two_kilos = [parse_weight("dried=2000")]
    assert excess(uk(), two_kilos, policy=UK, flowering=1).outcome is Outcome.REFER
    assert excess(uk(), [], policy=UK, flowering=20).outcome is Outcome.REFER
    little = [parse_weight("dried=496")]
    both = excess(uk(), little, policy=UK, flowering=1)
    assert both.outcome is Outcome.WITHIN_TOLERANCE


def test_the_period_decides_the_plants_and_not_the_stock() -> None:
    """In turn, 4 plants indoors or 1 outdoors, and 375 g all year."""
    in_turn = canada("1", Setting.BOTH)
    for period, above in ((Setting.INDOOR, 0), (Setting.OUTDOOR, 3)):
        found = excess(in_turn, [], policy=CANADA, flowering=4, period=period)
        assert (found.excess_plants, found.stock_grams) == (above, 375)
    with pytest.raises(PeriodMissingError):
        excess(in_turn, [], policy=CANADA, flowering=4)
    assert excess(in_turn, [], policy=CANADA).excess_plants is None


def test_a_period_that_the_setting_has_not_is_refused() -> None:
    """Also where no plants were counted, since somebody meant something by it."""
    with pytest.raises(PeriodNotInSettingError):
        excess(canada(), [], policy=CANADA, period=Setting.OUTDOOR)


def test_thirds_are_exact_and_readable() -> None:
    """An equivalent without an exact decimal is shown as a fraction and about."""
    found = held(canada(), "edible=10", "liquid=10")
    assert found.held_grams == Fraction(2, 3) + Fraction(1, 7)
    assert found.working[0] == "10 g edible = 2/3 (about 0.66) g dried"


def test_which_outcomes_ask_for_a_hand_in() -> None:
    """Within, and within tolerance, nothing is to be handed in."""
    asking = {outcome for outcome in Outcome if outcome.is_above_limit}
    assert asking == {Outcome.HAND_IN_DUE, Outcome.OVERDUE, Outcome.REFER}
