"""What must have happened between two declarations of the plants at a site.

A clerk who is told "two of them flower now, and there are three seedlings more" changes
the rows on the screen. The journal wants to know what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from amnesty.domain.journal import (
    Because,
    Happening,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockWeighed,
)
from amnesty.domain.plants import GROWING, PlantBatch, Stage, may_become
from amnesty.errors.growing import NotAStageOfGrowthError, WhyFewerError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from amnesty.domain.site import Site
    from amnesty.domain.stock import StockItem


class Happened(NamedTuple):
    """What happened, and on which day."""

    on: date
    what: Happening


def recounted(
    declared: Site,
    plants: tuple[PlantBatch, ...],
    stock: tuple[StockItem, ...],
    *,
    today: date,
    because: Because | None,
) -> tuple[Happened, ...]:
    """Return what leads from what a site declares to other plants and stock.

    Raises:
        WhyFewerError: there are fewer plants, and nobody said why.
    """
    happened = between(declared.plants, plants, today=today, because=because)
    known = {_as_typed(item): item for item in declared.stock}
    weighed = tuple(known.get(_as_typed(item), item) for item in stock)
    if weighed == declared.stock:
        return happened
    return (*happened, Happened(today, StockWeighed(stock=weighed)))


def _as_typed(item: StockItem) -> StockItem:
    """Return an item without what a row on the screen does not show."""
    return replace(item, harvested_on=None)


def between(
    before: Iterable[PlantBatch],
    now: Iterable[PlantBatch],
    *,
    today: date,
    because: Because | None = None,
) -> tuple[Happened, ...]:
    """Return what leads from the plants before to those now.

    Plants of one cultivar move forward where that explains it; what is more was added,
    and what is less is gone for the reason given.

    Args:
        before: the batches as they are declared.
        now: the batches as they are said to be.
        today: the day for which plants are gone.
        because: why there are fewer.

    Raises:
        WhyFewerError: there are fewer, and nobody said why.
        NotAStageOfGrowthError: some are said to be harvested, lost or handed in.
    """
    fewer, more = _differences(before, now)
    for batch in more:
        if batch.stage not in GROWING:
            raise NotAStageOfGrowthError(batch.stage.value)
    moved: list[Happened] = []
    for batch in sorted(more, key=_latest_first):
        for source in sorted(fewer, key=_latest_first):
            if not _could_become(source, batch):
                continue
            count = min(fewer[source], more[batch])
            if count:
                some = replace(source, count=count)
                moved.append(
                    Happened(batch.since, PlantsMoved(plants=some, to=batch.stage))
                )
                fewer[source] -= count
                more[batch] -= count
    gone = [replace(one, count=count) for one, count in fewer.items() if count]
    if gone and because is None:
        raise WhyFewerError(tuple(one.counted for one in gone))
    left = [
        Happened(today, PlantsGone(plants=one, because=because))
        for one in gone
        if because is not None
    ]
    added = [
        Happened(one.since, PlantsAdded(plants=replace(one, count=count)))
        for one, count in more.items()
        if count
    ]
    return (*moved, *left, *added)


def _latest_first(batch: PlantBatch) -> int:
    return -list(Stage).index(batch.stage)


def _could_become(source: PlantBatch, batch: PlantBatch) -> bool:
    return (
        source.cultivar == batch.cultivar
        and may_become(source.stage, batch.stage)
        and source.since <= batch.since
    )


def _differences(
    before: Iterable[PlantBatch], now: Iterable[PlantBatch]
) -> tuple[dict[PlantBatch, int], dict[PlantBatch, int]]:
    """Return by batch how many are fewer, and how many more."""
    counts: dict[PlantBatch, int] = {}
    for sign, batches in ((-1, before), (1, now)):
        for batch in batches:
            key = replace(batch, count=0)
            counts[key] = counts.get(key, 0) + sign * batch.count
    fewer = {batch: -count for batch, count in counts.items() if count < 0}
    more = {batch: count for batch, count in counts.items() if count > 0}
    return fewer, more
