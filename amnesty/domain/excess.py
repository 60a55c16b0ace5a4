"""What is held and grown above an allowance, and what follows from it.

A hand-in clears an excess and carries no penalty. Nothing here goes to the police: the
most that follows is that a supervisor looks. Living plants are never turned into grams.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.certificate import PlantLimits, Setting
from amnesty.domain.quantity import (
    dried_equivalent,
    dried_sum,
    fixed_text,
    readable_text,
    rounded_down,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.domain.allowance import Allowance
    from amnesty.domain.policy import Policy
    from amnesty.domain.quantity import Weight


class Outcome(Enum):
    """What follows from an amount that was compared with its limit."""

    WITHIN = "within"
    WITHIN_TOLERANCE = "within tolerance"
    HAND_IN_DUE = "hand-in due"
    OVERDUE = "overdue"
    """The date given for a hand-in has passed."""
    REFER = "refer"
    """To a supervisor."""

    @property
    def is_above_limit(self) -> bool:
        """Whether something has to be handed in."""
        return self not in {Outcome.WITHIN, Outcome.WITHIN_TOLERANCE}


@dataclass(frozen=True, kw_only=True)
class StockExcess:
    """Stock compared with its limit."""

    held_grams: Fraction
    """Dried equivalent, exact; seeds left out."""
    stock_grams: int
    """The limit."""
    excess_grams: Fraction
    """To hand in: whole tenths of a gram, 0 within the tolerance."""
    outcome: Outcome
    working: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlantExcess:
    """Plants compared with their limits in one period."""

    flowering: int
    young: int
    limits: PlantLimits
    excess_plants: int
    """To hand in."""
    outcome: Outcome
    working: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Excess:
    """Stock, and plants where they were counted, compared with one allowance."""

    stock: StockExcess
    plants: PlantExcess | None
    """None where no plants were counted."""

    @property
    def held_grams(self) -> Fraction:
        """Dried equivalent of all that is held, exact."""
        return self.stock.held_grams

    @property
    def stock_grams(self) -> int:
        """The stock limit."""
        return self.stock.stock_grams

    @property
    def excess_grams(self) -> Fraction:
        """Grams to hand in."""
        return self.stock.excess_grams

    @property
    def excess_plants(self) -> int | None:
        """Plants to hand in; None where none were counted."""
        return None if self.plants is None else self.plants.excess_plants

    @property
    def outcome(self) -> Outcome:
        """The graver of the two outcomes."""
        outcomes = [self.stock.outcome]
        if self.plants is not None:
            outcomes.append(self.plants.outcome)
        return max(outcomes, key=list(Outcome).index)

    @property
    def working(self) -> tuple[str, ...]:
        """The sums, line by line."""
        plants = () if self.plants is None else self.plants.working
        return (*self.stock.working, *plants)


def excess(
    allowance: Allowance,
    held: Iterable[Weight],
    *,
    policy: Policy,
    flowering: int | None = None,
    young: int | None = None,
    period: Setting | None = None,
) -> Excess:
    """Compare what is held, and the plants if they were counted, with an allowance.

    Args:
        allowance: what is permitted.
        held: what counts; `counted_weights` leaves out what was dispensed.
        policy: the profile that the allowance was computed under.
        flowering: plants in flower; None where plants were not counted.
        young: young plants; one of both counts missing is 0.
        period: which limits hold now; needed with plants where the setting is both.

    Raises:
        PeriodMissingError: plants were counted, and which limits hold was not said.
        PeriodNotInSettingError: the setting has no such period.
    """
    plants = None
    if flowering is not None or young is not None:
        limits = allowance.limits(period)
        plants = plant_excess(limits, flowering or 0, young or 0, policy=policy)
    elif period is not None:
        allowance.limits(period)
    stock = stock_excess(allowance.stock_grams, held, policy=policy)
    return Excess(stock=stock, plants=plants)


def stock_excess(
    stock_grams: int, held: Iterable[Weight], *, policy: Policy
) -> StockExcess:
    """Compare what is held with a stock limit, every rounding for the patient."""
    weights = tuple(held)
    total = dried_sum(weights)
    above = max(Fraction(0), rounded_down(total - stock_grams, 1))
    let_pass = tolerance_grams(stock_grams, policy)
    outcome = _stock_outcome(total, stock_grams, above, policy)
    working = (
        *(_equivalent(weight) for weight in weights),
        f"Held: {_about(total)} g dried equivalent",
        f"Stock limit: {stock_grams} g, tolerance {readable_text(let_pass)} g",
        _compared(above, outcome),
    )
    return StockExcess(
        held_grams=total,
        stock_grams=stock_grams,
        excess_grams=above if outcome.is_above_limit else Fraction(0),
        outcome=outcome,
        working=working,
    )


def plant_excess(
    limits: PlantLimits, flowering: int, young: int, *, policy: Policy
) -> PlantExcess:
    """Compare the plants in flower, and all plants, with their limits."""
    flowering_above = max(0, flowering - limits.flowering)
    plants_above = max(0, flowering + young - limits.plants)
    above = max(flowering_above, plants_above)
    if flowering_above > policy.refer_above.flowering_plants:
        outcome = Outcome.REFER
    else:
        outcome = Outcome.HAND_IN_DUE if above else Outcome.WITHIN
    in_flower = f"Plants in flower: {flowering}, limit {limits.flowering}"
    in_all = f"Plants in all: {flowering + young}, limit {limits.plants}"
    return PlantExcess(
        flowering=flowering,
        young=young,
        limits=limits,
        excess_plants=above,
        outcome=outcome,
        working=(in_flower, in_all),
    )


def tolerance_grams(stock_grams: int, policy: Policy) -> Fraction:
    """Return how many grams above a stock limit are let pass."""
    tolerance = policy.tolerance
    if tolerance.fraction == 0:
        return Fraction(0)
    return max(stock_grams * tolerance.fraction, tolerance.least_grams)


def _stock_outcome(
    total: Fraction, stock_grams: int, above: Fraction, policy: Policy
) -> Outcome:
    if above == 0:
        return Outcome.WITHIN
    if above <= tolerance_grams(stock_grams, policy):
        return Outcome.WITHIN_TOLERANCE
    if total > stock_grams * policy.refer_above.stock_allowances:
        return Outcome.REFER
    return Outcome.HAND_IN_DUE


def _equivalent(weight: Weight) -> str:
    grams = readable_text(weight.grams)
    dried = dried_equivalent(weight.form, weight.grams)
    return f"{grams} g {weight.form.value} = {_about(dried)} g dried"


def _about(grams: Fraction) -> str:
    """Return grams exactly, or as a fraction with a decimal to read it by."""
    text = readable_text(grams)
    return f"{text} (about {fixed_text(grams, 2)})" if "/" in text else text


def _compared(above: Fraction, outcome: Outcome) -> str:
    match outcome:
        case Outcome.WITHIN:
            return "Above the limit: nothing"
        case Outcome.WITHIN_TOLERANCE:
            return (
                f"Above the limit: {fixed_text(above, 1)} g, "
                "within the tolerance, so nothing is to be handed in"
            )
        case _:
            return f"Above the limit: {fixed_text(above, 1)} g, rounded down"
