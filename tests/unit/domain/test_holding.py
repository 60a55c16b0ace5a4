"""What a site holds follows from its journal, and what does not fit is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.hand_in import HandInPlants, HandInStock
from amnesty.domain.holding import holding_of, require_fits
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.journal import (
    Because,
    Entry,
    HandedIn,
    Happening,
    Harvested,
    HarvestWeighed,
    Opened,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockGone,
    StockWeighed,
    TurnBegan,
)
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockItem, StockOrigin
from amnesty.errors.growing import (
    BeforeOpeningError,
    DryAboveFreshError,
    LaterEntryError,
    NoHarvestThenError,
    NoSuchBatchError,
    NotAStageOfGrowthError,
    NotSoManyPlantsError,
    NotSoMuchStockError,
    OutOfPlaceError,
    StageGoesBackError,
)

if TYPE_CHECKING:
    from amnesty.errors import AmnestyError

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
MARCH, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (3, 4, 5, 6))
YOUNG = PlantBatch(cultivar="Blue Dale", count=5, stage=Stage.VEGETATIVE, since=MARCH)
JAR = StockItem(
    form=StockForm.DRIED,
    grams=Fraction(40),
    weighed_on=MARCH,
    origin=StockOrigin.HELD_BEFORE,
)


def journal(*happened: tuple[date, Happening], site: int = 0) -> list[Entry]:
    """Return a journal that opens in March with five plants and a jar."""
    opened = (MARCH, Opened(plants=(YOUNG,), stock=(JAR,)))
    return [
        Entry(site=site, on=on, what=what, by=StaffId(1), recorded_at=AT, sequence=n)
        for n, (on, what) in enumerate((opened, *happened), start=1)
    ]


def some(count: int, batch: PlantBatch = YOUNG) -> PlantBatch:
    """Return so many plants of a batch."""
    return PlantBatch(
        cultivar=batch.cultivar, count=count, stage=batch.stage, since=batch.since
    )


def flowering(count: int, since: date) -> PlantBatch:
    """Return plants of the same cultivar in flower."""
    return PlantBatch(
        cultivar="Blue Dale", count=count, stage=Stage.FLOWERING, since=since
    )


def test_a_batch_splits_when_some_of_it_moves() -> None:
    """Two come into flower, three stay, and no plant is lost on the way."""
    moved = PlantsMoved(plants=some(2), to=Stage.FLOWERING)
    assert holding_of(journal((APRIL, moved)), 0).plants == (
        some(3),
        flowering(2, APRIL),
    )


def test_a_harvest_is_fresh_until_it_is_weighed_dry() -> None:
    """Its plants are gone, its fresh weight is stock, and then its dry weight is."""
    cut = journal(
        (APRIL, PlantsMoved(plants=some(5), to=Stage.FLOWERING)),
        (MAY, Harvested(plants=flowering(2, APRIL), fresh_grams=Fraction(500))),
    )
    held = holding_of(cut, 0)
    assert held.plants == (flowering(3, APRIL),)
    assert [(item.form, item.grams) for item in held.stock] == [
        (StockForm.DRIED, 40),
        (StockForm.FRESH, 500),
    ]
    weighed = HarvestWeighed(harvested_on=MAY, dried_grams=Fraction(92))
    dry = holding_of([*cut, entry(JUNE, weighed, 4)], 0).stock[-1]
    assert (dry.form, dry.grams, dry.harvested_on) == (StockForm.DRIED, 92, MAY)


def entry(on: date, what: Happening, sequence: int, *, site: int = 0) -> Entry:
    """Return one entry."""
    return Entry(
        site=site,
        on=on,
        what=what,
        by=StaffId(1),
        recorded_at=AT,
        sequence=sequence,
    )


def test_what_is_handed_in_leaves_plants_and_stock() -> None:
    """Plants by their stage, stock by its form."""
    handed_in = HandedIn(
        receipt=ReceiptNumber("H-0000-0000-0000"),
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=Fraction(16),
                net_grams=Fraction(15),
                seal_tag="T1",
            ),
        ),
        plants=(HandInPlants(stage=Stage.VEGETATIVE, count=2, seal_tag="T2"),),
    )
    held = holding_of(journal((APRIL, handed_in)), 0)
    assert held.plants == (some(3),)
    assert held.stock[0].grams == 25


def test_a_turn_says_where_it_grows_now() -> None:
    """Of a site that takes turns, the last turn that began counts."""
    turned = journal(
        (APRIL, TurnBegan(setting=Setting.OUTDOOR)),
        (MAY, TurnBegan(setting=Setting.INDOOR)),
    )
    assert holding_of(turned, 0).turn is Setting.INDOOR


def test_each_site_has_a_holding_of_its_own() -> None:
    """What happens at one site changes nothing at another."""
    entries = journal((APRIL, PlantsGone(plants=some(1), because=Because.DIED)))
    other = Opened(plants=(some(1),), stock=())
    both = [*entries, entry(APRIL, other, 3, site=1)]
    assert holding_of(both, 0).plants == (some(4),)
    assert holding_of(both, 1).plants == (some(1),)


@pytest.mark.parametrize(
    ("on", "what", "error"),
    [
        (APRIL, PlantsGone(plants=some(6), because=Because.DIED), NotSoManyPlantsError),
        (
            APRIL,
            PlantsGone(plants=flowering(1, MARCH), because=Because.DIED),
            NoSuchBatchError,
        ),
        (
            APRIL,
            PlantsMoved(plants=some(1), to=Stage.SEEDLING),
            StageGoesBackError,
        ),
        (
            APRIL,
            PlantsMoved(plants=some(1), to=Stage.HARVESTED),
            NotAStageOfGrowthError,
        ),
        (APRIL, PlantsGone(plants=some(1), because=Because.SPOILT), OutOfPlaceError),
        (
            APRIL,
            StockGone(form=StockForm.DRIED, grams=Fraction(41), because=Because.LOST),
            NotSoMuchStockError,
        ),
        (
            APRIL,
            StockGone(form=StockForm.DRIED, grams=Fraction(1), because=Because.DIED),
            OutOfPlaceError,
        ),
        (
            APRIL,
            HarvestWeighed(harvested_on=MARCH, dried_grams=Fraction(1)),
            NoHarvestThenError,
        ),
        (date(2026, 2, 1), StockWeighed(stock=()), BeforeOpeningError),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_does_not_fit_is_refused(
    on: date, what: Happening, error: type[AmnestyError]
) -> None:
    """Every entry that would make plants or grams of nothing has its error."""
    entries = journal()
    with pytest.raises(error):
        require_fits(entries, entry(on, what, 9))


def test_dry_is_never_heavier_than_fresh() -> None:
    """A dry weight above the fresh one is a slip of the hand or of the unit."""
    entries = journal((APRIL, Harvested(plants=some(1), fresh_grams=Fraction(100))))
    weighed = HarvestWeighed(harvested_on=APRIL, dried_grams=Fraction(101))
    with pytest.raises(DryAboveFreshError, match="101 g is above"):
        require_fits(entries, entry(MAY, weighed, 3))


def test_an_entry_for_an_earlier_day_must_leave_the_later_ones_right() -> None:
    """Five plants died in May, so none can have been lost in April."""
    entries = journal((MAY, PlantsGone(plants=some(5), because=Because.DIED)))
    lost = PlantsGone(plants=some(1), because=Because.LOST)
    with pytest.raises(LaterEntryError, match="entry of 1 May 2026"):
        require_fits(entries, entry(APRIL, lost, 3))


def test_an_entry_for_an_earlier_day_takes_its_place() -> None:
    """Seedlings that were sown in April can be told of in June."""
    entries = journal((MAY, PlantsGone(plants=some(5), because=Because.DIED)))
    sown = PlantBatch(cultivar="", count=2, stage=Stage.SEEDLING, since=APRIL)
    held = require_fits(entries, entry(APRIL, PlantsAdded(plants=sown), 3))
    assert held.plants == (sown,)
