"""What grows and is held at a site after each entry of its journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Setting
from amnesty.domain.dates import in_words
from amnesty.domain.hand_in import HandInPlants
from amnesty.domain.journal import (
    Because,
    BroughtHere,
    Entry,
    HandedIn,
    HandInCorrected,
    Harvested,
    HarvestWeighed,
    Opened,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockGone,
    StockWeighed,
    TakenAway,
    TurnBegan,
    in_order,
    settled_corrections,
)
from amnesty.domain.plants import (
    GROWING,
    PlantBatch,
    Stage,
    less_of_batch,
    less_of_stage,
    may_become,
    more_of_batch,
)
from amnesty.domain.quantity import StockForm, readable_text
from amnesty.domain.stock import StockItem, StockOrigin, less_of_form
from amnesty.errors import BadInputError
from amnesty.errors.growing import (
    BeforeOpeningError,
    DryAboveFreshError,
    LaterEntryError,
    NoHarvestThenError,
    NotAStageOfGrowthError,
    NotSoMuchStockError,
    OutOfPlaceError,
    StageGoesBackError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What stands and lies at one site."""

    plants: tuple[PlantBatch, ...] = ()
    stock: tuple[StockItem, ...] = ()
    turn: Setting | None = None
    """Where it grows now, if indoors and outdoors take turns and somebody said so."""


def holding_of(entries: Iterable[Entry], site: int) -> Holding:
    """Return what a site holds after all of its entries.

    Raises:
        BadInputError: an entry does not fit those before it.
    """
    ours = in_order(one for one in entries if one.site == site)
    settled = settled_corrections(ours)
    holding = Holding()
    for entry in ours:
        if entry.sequence not in settled:
            holding = after(holding, entry)
    return holding


def require_fits(entries: Sequence[Entry], new: Entry) -> Holding:
    """Return what the site holds with a new entry among the others.

    Raises:
        BadInputError: it does not fit those before it.
        LaterEntryError: a later one would not fit any more.
        BeforeOpeningError: the account of the site begins later.
    """
    ours = in_order(one for one in (*entries, new) if one.site == new.site)
    if ours[0] is new and not isinstance(new.what, Opened):
        opened = next((one for one in ours[1:] if isinstance(one.what, Opened)), None)
        raise BeforeOpeningError(in_words((opened or new).on))
    settled = settled_corrections(ours)
    holding = Holding()
    for entry in ours:
        if entry.sequence in settled:
            continue
        try:
            holding = after(holding, entry)
        except BadInputError as error:
            if entry is new:
                raise
            raise LaterEntryError(in_words(entry.on), _clause(error)) from None
    return holding


def _clause(error: BadInputError) -> str:
    """Return an error's sentence as a part of another's."""
    sentence = str(error).partition(":")[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def after(holding: Holding, entry: Entry) -> Holding:
    """Return what a site holds after one more entry.

    Raises:
        BadInputError: the entry does not fit.
    """
    what = entry.what
    return Holding(
        plants=_plants_after(holding.plants, entry),
        stock=_stock_after(holding.stock, entry),
        turn=what.setting if isinstance(what, TurnBegan) else holding.turn,
    )


def _plants_after(
    plants: tuple[PlantBatch, ...], entry: Entry
) -> tuple[PlantBatch, ...]:
    match entry.what:
        case Opened(plants=batches):
            plants = batches
        case PlantsAdded(plants=batch):
            plants = more_of_batch(plants, batch)
        case PlantsMoved(plants=batch, to=stage):
            moved = replace(batch, stage=_later(batch.stage, stage), since=entry.on)
            plants = more_of_batch(less_of_batch(plants, batch, entry.on), moved)
        case PlantsGone(plants=batch) | Harvested(plants=batch):
            _require_for_plants(entry.what)
            plants = less_of_batch(plants, batch, entry.on)
        case HandInCorrected(stage=stage) as what if stage is not None:
            plants = _plants_put_right(plants, stage, what, entry.on)
        case HandedIn() | TakenAway() | BroughtHere() as what:
            plants = _plants_carried(plants, what, entry.on)
        case _:
            pass
    return plants


def _plants_carried(
    plants: tuple[PlantBatch, ...], what: HandedIn | TakenAway | BroughtHere, on: date
) -> tuple[PlantBatch, ...]:
    """Return the plants after some went elsewhere, or came from there."""
    for batch in what.plants:
        if isinstance(batch, HandInPlants):
            plants = less_of_stage(plants, batch.stage, batch.count)
        elif isinstance(what, TakenAway):
            plants = less_of_batch(plants, batch, on)
        else:
            plants = more_of_batch(plants, batch)
    return plants


def _stock_after(stock: tuple[StockItem, ...], entry: Entry) -> tuple[StockItem, ...]:
    match entry.what:
        case Opened(stock=items) | StockWeighed(stock=items):
            stock = items
        case Harvested():
            stock = (*stock, _fresh(entry.what, entry.on))
        case HarvestWeighed():
            stock = _dried(stock, entry.what, entry.on)
        case StockGone(form=form, grams=grams):
            _require_for_stock(entry.what)
            stock = less_of_form(stock, form, grams)
        case HandedIn() | TakenAway() | BroughtHere() as what:
            stock = _stock_carried(stock, what)
        case HandInCorrected(form=form) as what if form is not None:
            stock = _stock_put_right(stock, form, what, entry.on)
        case _:
            pass
    return stock


def _stock_carried(
    stock: tuple[StockItem, ...], what: HandedIn | TakenAway | BroughtHere
) -> tuple[StockItem, ...]:
    """Return the stock after some went elsewhere, or came from there."""
    if isinstance(what, BroughtHere):
        return (*stock, *what.stock)
    if isinstance(what, TakenAway):
        return _without(stock, what.stock)
    for bag in what.stock:
        stock = less_of_form(stock, bag.form, bag.net_grams)
    return stock


def _without(
    stock: tuple[StockItem, ...], gone: tuple[StockItem, ...]
) -> tuple[StockItem, ...]:
    """Return the stock without some items as they are, what was dispensed too."""
    left = list(stock)
    for item in gone:
        if item not in left:
            there = sum((one.grams for one in left if one.form is item.form), _NOTHING)
            raise NotSoMuchStockError(
                item.form.value,
                named=readable_text(item.grams),
                there=readable_text(there),
            )
        left.remove(item)
    return tuple(left)


def _plants_put_right(
    plants: tuple[PlantBatch, ...], stage: Stage, what: HandInCorrected, on: date
) -> tuple[PlantBatch, ...]:
    """Return the plants where more or fewer were handed in than was written down."""
    more = int(what.now - what.was)
    if more >= 0:
        return less_of_stage(plants, stage, more)
    back = PlantBatch(cultivar="", count=-more, stage=stage, since=on)
    return more_of_batch(plants, back)


def _stock_put_right(
    stock: tuple[StockItem, ...], form: StockForm, what: HandInCorrected, on: date
) -> tuple[StockItem, ...]:
    """Return the stock where more or less was handed in than was written down."""
    if what.now >= what.was:
        return less_of_form(stock, form, what.now - what.was)
    back = StockItem(
        form=form,
        grams=what.was - what.now,
        weighed_on=on,
        origin=StockOrigin.HOME_GROWN,
    )
    return (*stock, back)


def _later(before: Stage, stage: Stage) -> Stage:
    if stage not in GROWING:
        raise NotAStageOfGrowthError(stage.value)
    if not may_become(before, stage):
        raise StageGoesBackError(before.value, stage.value)
    return stage


def _require_for_plants(gone: PlantsGone | Harvested) -> None:
    if isinstance(gone, PlantsGone) and gone.because is Because.SPOILT:
        what = "Plants"
        raise OutOfPlaceError(what, gone.because.value)


def _require_for_stock(gone: StockGone) -> None:
    if gone.because is Because.DIED:
        what = "Stock"
        raise OutOfPlaceError(what, gone.because.value)


def _fresh(harvested: Harvested, on: date) -> StockItem:
    return StockItem(
        form=StockForm.FRESH,
        grams=harvested.fresh_grams,
        weighed_on=on,
        origin=StockOrigin.HOME_GROWN,
        harvested_on=on,
    )


def _dried(
    stock: tuple[StockItem, ...], weighed: HarvestWeighed, on: date
) -> tuple[StockItem, ...]:
    """Return the stock with one day's harvest as it weighs now."""
    harvest = tuple(
        item
        for item in stock
        if item.harvested_on == weighed.harvested_on
        and item.form in {StockForm.FRESH, StockForm.DRIED}
    )
    if not harvest or on < weighed.harvested_on:
        raise NoHarvestThenError(in_words(weighed.harvested_on))
    before = sum((item.grams for item in harvest), Fraction(0))
    if weighed.dried_grams > before:
        raise DryAboveFreshError(
            dried=readable_text(weighed.dried_grams), fresh=readable_text(before)
        )
    others = tuple(item for item in stock if item not in harvest)
    dry = replace(
        harvest[0], form=StockForm.DRIED, grams=weighed.dried_grams, weighed_on=on
    )
    return (*others, dry) if weighed.dried_grams else others
