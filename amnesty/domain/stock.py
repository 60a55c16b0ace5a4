"""Stock at a site: what is held, by form and weight, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.quantity import StockForm, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["StockForm", "StockItem", "StockOrigin", "counted_weights"]


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
    def weight(self) -> Weight:
        """The form and grams alone, as the arithmetic takes them."""
        return Weight(form=self.form, grams=self.grams)


def counted_weights(items: Iterable[StockItem]) -> tuple[Weight, ...]:
    """Return what counts towards the stock limit, in the order given."""
    return tuple(item.weight for item in items if item.is_counted)
