"""Plants and stock: what is counted, and which way a plant goes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from amnesty.domain.plants import (
    PlantBatch,
    Stage,
    flowering_plants,
    may_become,
    young_plants,
)
from amnesty.domain.quantity import StockForm, Weight
from amnesty.domain.stock import StockItem, StockOrigin, counted_weights

DAY = date(2026, 11, 20)


def batch(stage: Stage, count: int) -> PlantBatch:
    """Return plants in one stage."""
    return PlantBatch(cultivar="Penmaen Haze", count=count, stage=stage, since=DAY)


def test_young_plants_are_clones_seedlings_and_vegetative_ones() -> None:
    """Seed and what was harvested, lost or handed in count as no plant."""
    batches = [batch(stage, 2**bit) for bit, stage in enumerate(Stage)]
    worth = {stage: 2**bit for bit, stage in enumerate(Stage)}
    young = (Stage.CLONE, Stage.SEEDLING, Stage.VEGETATIVE)
    assert young_plants(batches) == sum(worth[stage] for stage in young)
    assert flowering_plants(batches) == worth[Stage.FLOWERING]
    assert flowering_plants([]) == young_plants([]) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Stage.SEED, Stage.SEEDLING),
        (Stage.CLONE, Stage.VEGETATIVE),
        (Stage.VEGETATIVE, Stage.FLOWERING),
        (Stage.FLOWERING, Stage.HARVESTED),
        (Stage.HARVESTED, Stage.DRIED),
        (Stage.SEEDLING, Stage.LOST),
        (Stage.PROCESSED, Stage.HANDED_IN),
        (Stage.FLOWERING, Stage.DESTROYED),
    ],
)
def test_a_plant_moves_forward_only(before: Stage, after: Stage) -> None:
    """What may become something may not become what it was."""
    assert may_become(before, after)
    assert not may_become(after, before)


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_no_step(stage: Stage) -> None:
    """To stay is not to move, and who is gone stays gone."""
    assert not may_become(stage, stage)
    for gone in (Stage.LOST, Stage.DESTROYED, Stage.HANDED_IN):
        assert not may_become(gone, stage)


def test_what_was_dispensed_is_never_counted() -> None:
    """Stock on prescription is recorded and stays out of the sum."""

    def item(origin: StockOrigin, grams: int) -> StockItem:
        return StockItem(
            form=StockForm.DRIED,
            grams=Fraction(grams),
            weighed_on=DAY,
            origin=origin,
        )

    items = [item(origin, 10 + place) for place, origin in enumerate(StockOrigin)]
    counted = counted_weights(items)
    assert counted == (
        Weight(form=StockForm.DRIED, grams=Fraction(10)),
        Weight(form=StockForm.DRIED, grams=Fraction(11)),
    )
    assert items[2].origin is StockOrigin.PRESCRIPTION
