"""Stock at a site: what is held, by form and weight, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.quantity import (
    StockForm,
    Weight,
    readable_text,
    thc_milligrams,
)
from amnesty.errors.growing import NotSoMuchStockError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "StockForm",
    "StockItem",
    "StockOrigin",
    "counted_weights",
    "less_of_form",
    "was_weighed_since",
]


class StockOrigin(Enum):
    """Where stock came from."""

    HOME_GROWN = "home grown"
    HELD_BEFORE = "held before registration"
    PRESCRIPTION = "dispensed on prescription"
    """Recorded and never counted: it is lawfully held anyway."""


@dataclass(frozen=True, kw_only=True)
class StockItem:
    """One jar, bag or bottle, as it was weighed."""

    form: StockForm
    grams: Fraction
    weighed_on: date
    origin: StockOrigin
    harvested_on: date | None = None
    """None where it is not known, or where nothing was harvested for it."""
    thc_percent: Fraction | None = None
    """By weight, where a label says it."""

    @property
    def is_counted(self) -> bool:
        """Whether it counts towards the stock limit."""
        return self.origin is not StockOrigin.PRESCRIPTION

    @property
    def thc_milligrams(self) -> Fraction | None:
        """The THC in it; None where no label says how much by weight."""
        percent = self.thc_percent
        return None if percent is None else thc_milligrams(self.grams, percent)

    @property
    def weight(self) -> Weight:
        """The form and grams alone, as the arithmetic takes them."""
        return Weight(form=self.form, grams=self.grams)


def counted_weights(items: Iterable[StockItem]) -> tuple[Weight, ...]:
    """Return what counts towards the stock limit, in the order given."""
    return tuple(item.weight for item in items if item.is_counted)


def was_weighed_since(items: Iterable[StockItem], form: StockForm, day: date) -> bool:
    """Return whether all that is declared of a form was weighed after a day."""
    found = [one.weighed_on for one in items if one.form is form and one.is_counted]
    return bool(found) and min(found) > day


def less_of_form(
    items: tuple[StockItem, ...], form: StockForm, grams: Fraction
) -> tuple[StockItem, ...]:
    """Return the stock without grams of a form; what was dispensed stays.

    Raises:
        NotSoMuchStockError: less is held.
    """
    left = grams
    kept: list[StockItem] = []
    for item in items:
        if item.form is not form or not item.is_counted:
            kept.append(item)
            continue
        taken = min(left, item.grams)
        left -= taken
        if item.grams > taken:
            kept.append(replace(item, grams=item.grams - taken))
    if left:
        held = readable_text(grams - left)
        raise NotSoMuchStockError(form.value, named=readable_text(grams), there=held)
    return tuple(kept)
