"""Two declarations of plants say what happened between them, or who must be asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.domain.holding import holding_of
from amnesty.domain.journal import (
    Because,
    Entry,
    Opened,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
)
from amnesty.domain.plants import GROWING, PlantBatch, Stage
from amnesty.domain.recount import between
from amnesty.domain.staff import StaffId
from amnesty.errors.growing import WhyFewerError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARCH, MAY, TODAY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 11, 24)


def batch(
    count: int, stage: Stage, since: date = MARCH, cultivar: str = "Blue Dale"
) -> PlantBatch:
    """Return plants of one cultivar."""
    return PlantBatch(cultivar=cultivar, count=count, stage=stage, since=since)


def test_plants_move_forward_where_that_explains_it() -> None:
    """Two of five came into flower in May."""
    before = [batch(5, Stage.VEGETATIVE)]
    now = [batch(3, Stage.VEGETATIVE), batch(2, Stage.FLOWERING, MAY)]
    assert between(before, now, today=TODAY) == (
        (MAY, PlantsMoved(plants=batch(2, Stage.VEGETATIVE), to=Stage.FLOWERING)),
    )


def test_more_were_added() -> None:
    """Three seedlings stand there since May."""
    now = [batch(3, Stage.SEEDLING, MAY)]
    assert between([], now, today=TODAY) == ((MAY, PlantsAdded(plants=now[0])),)


def test_fewer_need_their_reason() -> None:
    """Nobody guesses what became of a plant."""
    before, now = [batch(5, Stage.FLOWERING)], [batch(4, Stage.FLOWERING)]
    with pytest.raises(WhyFewerError, match="1 flowering plant, Blue Dale"):
        between(before, now, today=TODAY)
    assert between(before, now, today=TODAY, because=Because.DIED) == (
        (TODAY, PlantsGone(plants=batch(1, Stage.FLOWERING), because=Because.DIED)),
    )


def test_another_cultivar_is_another_plant() -> None:
    """What was Blue Dale does not become something else by growing."""
    before = [batch(1, Stage.SEEDLING)]
    now = [batch(1, Stage.FLOWERING, MAY, cultivar="Penmaen Haze")]
    with pytest.raises(WhyFewerError):
        between(before, now, today=TODAY)


BATCHES = st.lists(
    st.builds(
        batch,
        st.integers(1, 9),
        st.sampled_from(GROWING),
        st.sampled_from([MARCH, MAY]),
        st.sampled_from(["", "Blue Dale"]),
    ),
    max_size=5,
)


@given(before=BATCHES, now=BATCHES)
def test_what_happened_leads_from_the_one_to_the_other(
    before: list[PlantBatch], now: list[PlantBatch]
) -> None:
    """Whatever both are, the journal's plants are those now, plant for plant."""
    happened = between(before, now, today=TODAY, because=Because.DIED)
    journal = ((MARCH, Opened(plants=tuple(before), stock=())), *happened)
    entries = [
        Entry(
            site=0,
            on=max(on, MARCH),
            what=what,
            by=StaffId(1),
            recorded_at=datetime(2026, 11, 24, tzinfo=UTC),
            sequence=place,
        )
        for place, (on, what) in enumerate(journal, start=1)
    ]
    assert counted(holding_of(entries, 0).plants) == counted(now)


def counted(batches: Iterable[PlantBatch]) -> dict[tuple[str, Stage, date], int]:
    """Return how many plants there are of each batch."""
    counts: dict[tuple[str, Stage, date], int] = {}
    for one in batches:
        key = (one.cultivar, one.stage, one.since)
        counts[key] = counts.get(key, 0) + one.count
    return counts
