"""Plants at a site: batches of one cultivar in one stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words
from amnesty.errors.growing import (
    NoSuchBatchError,
    NotSoManyPlantsError,
    WhichBatchError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stage(Enum):
    """How far a plant has come; it only moves forward."""

    SEED = "seed"
    """Never counted: separated seed is not cannabis (Misuse of Drugs Act 1971 s.37)."""
    CLONE = "clone"
    SEEDLING = "seedling"
    VEGETATIVE = "vegetative"
    FLOWERING = "flowering"
    HARVESTED = "harvested"
    """Fresh, drying."""
    DRIED = "dried"
    PROCESSED = "processed"
    LOST = "lost"
    DESTROYED = "destroyed"
    HANDED_IN = "handed in"

    @property
    def is_young(self) -> bool:
        """Whether it counts as a young plant."""
        return self in _YOUNG


_YOUNG = frozenset({Stage.CLONE, Stage.SEEDLING, Stage.VEGETATIVE})
_GONE = frozenset({Stage.LOST, Stage.DESTROYED, Stage.HANDED_IN})
_GROWTH = (
    frozenset({Stage.SEED, Stage.CLONE}),
    frozenset({Stage.SEEDLING}),
    frozenset({Stage.VEGETATIVE}),
    frozenset({Stage.FLOWERING}),
    frozenset({Stage.HARVESTED}),
    frozenset({Stage.DRIED}),
    frozenset({Stage.PROCESSED}),
    _GONE,
)


GROWING = (
    Stage.SEED,
    Stage.CLONE,
    Stage.SEEDLING,
    Stage.VEGETATIVE,
    Stage.FLOWERING,
)
"""The stages of what stands at a site, the earliest first."""


@dataclass(frozen=True, kw_only=True)
class PlantBatch:
    """Plants of one cultivar that are in the same stage."""

    cultivar: str
    """Empty where the patient does not know it."""
    count: int
    stage: Stage
    since: date
    """The day on which they came to this stage."""

    @property
    def words(self) -> str:
        """What it is, as `vegetative plants, Blue Dale`, without how many."""
        return f"{plants_in(self.stage)}{self._called}"

    @property
    def counted(self) -> str:
        """What it is and how many, as `1 flowering plant, Blue Dale`."""
        return f"{many_plants(self.count, self.stage)}{self._called}"

    @property
    def _called(self) -> str:
        return f", {self.cultivar}" if self.cultivar else ""

    def is_of(self, other: PlantBatch) -> bool:
        """Return whether both are of one batch, however many each counts."""
        return (self.cultivar, self.stage, self.since) == (
            other.cultivar,
            other.stage,
            other.since,
        )


def many_plants(count: int, stage: Stage) -> str:
    """Return how many plants there are: `1 seedling`, `2 flowering plants`."""
    named = plants_in(stage)
    return f"{count} {named.removesuffix('s') if count == 1 else named}"


def plants_in(stage: Stage) -> str:
    """Return what plants in a stage are called: `seedlings`, `flowering plants`."""
    if stage in {Stage.SEED, Stage.CLONE, Stage.SEEDLING}:
        return f"{stage.value}s"
    return f"{stage.value} plants"


def may_become(before: Stage, after: Stage) -> bool:
    """Return whether a plant can come from one stage to another: never back."""
    return _growth(before) < _growth(after)


def flowering_plants(batches: Iterable[PlantBatch]) -> int:
    """Return how many plants are in flower."""
    return sum(batch.count for batch in batches if batch.stage is Stage.FLOWERING)


def young_plants(batches: Iterable[PlantBatch]) -> int:
    """Return how many clones, seedlings and vegetative plants there are."""
    return sum(batch.count for batch in batches if batch.stage.is_young)


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which plants somebody means: their stage, and more where that is not enough."""

    stage: Stage
    cultivar: str | None = None
    since: date | None = None

    def fits(self, batch: PlantBatch) -> bool:
        """Return whether a batch is what is meant."""
        return (
            batch.stage is self.stage
            and self.cultivar in {None, batch.cultivar}
            and self.since in {None, batch.since}
        )


def batch_meant(batches: Iterable[PlantBatch], which: Which, today: date) -> PlantBatch:
    """Return the one batch that somebody means.

    Raises:
        NoSuchBatchError: none is.
        WhichBatchError: several are.
    """
    found = [batch for batch in batches if which.fits(batch)]
    if not found:
        raise NoSuchBatchError(plants_in(which.stage), in_words(today))
    if len(found) > 1:
        raise WhichBatchError(
            plants_in(which.stage),
            tuple(
                f"{one.count} {one.cultivar or 'of no named cultivar'} "
                f"since {in_words(one.since)}"
                for one in found
            ),
        )
    return found[0]


def more_of_batch(
    batches: tuple[PlantBatch, ...], more: PlantBatch
) -> tuple[PlantBatch, ...]:
    """Return the batches with more plants of one, or with a new one, each once."""
    counts: dict[PlantBatch, int] = {}
    for batch in (*batches, more):
        key = replace(batch, count=0)
        counts[key] = counts.get(key, 0) + batch.count
    return tuple(replace(key, count=count) for key, count in counts.items())


def less_of_batch(
    batches: tuple[PlantBatch, ...], less: PlantBatch, on: date
) -> tuple[PlantBatch, ...]:
    """Return the batches without so many plants of one.

    Raises:
        NoSuchBatchError: no such batch stands there on that day.
        NotSoManyPlantsError: it has fewer plants.
    """
    there = sum(batch.count for batch in batches if batch.is_of(less))
    if not there or on < less.since:
        raise NoSuchBatchError(less.words, in_words(on))
    if less.count > there:
        held = replace(less, count=there).counted
        raise NotSoManyPlantsError(held, named=less.count, there=there)
    first = next(place for place, batch in enumerate(batches) if batch.is_of(less))
    left = replace(less, count=there - less.count)
    others = tuple(batch for batch in batches[first:] if not batch.is_of(less))
    return (*batches[:first], *([left] if left.count else []), *others)


def less_of_stage(
    batches: tuple[PlantBatch, ...], stage: Stage, count: int
) -> tuple[PlantBatch, ...]:
    """Return the batches without so many plants in a stage, the oldest taken first.

    Raises:
        NotSoManyPlantsError: there are fewer.
    """
    left = count
    kept: list[PlantBatch] = []
    for batch in batches:
        taken = min(left, batch.count) if batch.stage is stage else 0
        left -= taken
        if batch.count > taken:
            kept.append(replace(batch, count=batch.count - taken))
    if left:
        there = count - left
        held = many_plants(there, stage)
        raise NotSoManyPlantsError(held, named=count, there=there)
    return tuple(kept)


def _growth(stage: Stage) -> int:
    return next(step for step, stages in enumerate(_GROWTH) if stage in stages)
