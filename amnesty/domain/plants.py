"""Plants at a site: batches of one cultivar in one stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

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

    @property
    def needs_reason(self) -> bool:
        """Whether a plant that comes here lowers the count and so needs a reason."""
        return self in _GONE


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


@dataclass(frozen=True, kw_only=True)
class PlantBatch:
    """Plants of one cultivar that are in the same stage."""

    cultivar: str
    """Empty where the patient does not know it."""
    count: int
    stage: Stage
    since: date
    """The day on which they came to this stage."""


def may_become(before: Stage, after: Stage) -> bool:
    """Return whether a plant can come from one stage to another: never back."""
    return _growth(before) < _growth(after)


def flowering_plants(batches: Iterable[PlantBatch]) -> int:
    """Return how many plants are in flower."""
    return sum(batch.count for batch in batches if batch.stage is Stage.FLOWERING)


def young_plants(batches: Iterable[PlantBatch]) -> int:
    """Return how many clones, seedlings and vegetative plants there are."""
    return sum(batch.count for batch in batches if batch.stage.is_young)


def _growth(stage: Stage) -> int:
    return next(step for step, stages in enumerate(_GROWTH) if stage in stages)
