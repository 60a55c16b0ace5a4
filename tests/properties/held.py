"""What made-up patients of a year grow, hold and hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.hand_in import HandInStock
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.stock import StockItem, StockOrigin

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


def plants(count: int, stage: Stage, since: date) -> PlantBatch:
    """Return plants of the one cultivar that everybody grows."""
    return PlantBatch(cultivar="", count=count, stage=stage, since=since)


def dried(grams: Fraction, on: date) -> StockItem:
    """Return a jar."""
    return StockItem(
        form=StockForm.DRIED,
        grams=grams,
        weighed_on=on,
        origin=StockOrigin.HOME_GROWN,
    )


def bag(grams: Fraction, tag: str) -> HandInStock:
    """Return a sealed bag."""
    return HandInStock(
        form=StockForm.DRIED, gross_grams=grams + 1, net_grams=grams, seal_tag=tag
    )
