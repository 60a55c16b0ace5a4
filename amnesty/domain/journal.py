"""What happens at a growing site, entry by entry: nothing comes or goes otherwise.

An entry is never changed. What grows and is held today follows from the opening entry
of each site and all that came after it, in the order of the days when it happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from amnesty.domain.certificate import Setting
from amnesty.domain.hand_in import HandInPlants, HandInStock
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockItem

if TYPE_CHECKING:
    from collections.abc import Iterable


class Because(Enum):
    """Why there is less than before, where no harvest and no hand-in says it."""

    DIED = "died"
    """Plants alone."""
    DESTROYED = "destroyed"
    LOST = "lost or stolen"
    """To be reported to the police within 24 hours, to the authority within 72."""
    SPOILT = "spoilt"
    """Stock alone: mould, or a batch that failed."""
    MISTAKE = "declared by mistake"
    """Counted, weighed or written down wrongly: it never was."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The site as it was declared when its account begins."""

    kind: Literal["opened"] = "opened"
    plants: tuple[PlantBatch, ...]
    stock: tuple[StockItem, ...]


@dataclass(frozen=True, kw_only=True)
class PlantsAdded:
    """Plants that were sown, cut or brought in."""

    kind: Literal["plants added"] = "plants added"
    plants: PlantBatch


@dataclass(frozen=True, kw_only=True)
class PlantsMoved:
    """Plants of a batch that came to a later stage of growth."""

    kind: Literal["plants moved"] = "plants moved"
    plants: PlantBatch
    """As they stood: so many of that batch."""
    to: Stage


@dataclass(frozen=True, kw_only=True)
class PlantsGone:
    """Plants of a batch that are no more."""

    kind: Literal["plants gone"] = "plants gone"
    plants: PlantBatch
    because: Because
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Harvested:
    """Plants of a batch that were cut; the fresh weight is provisional."""

    kind: Literal["harvested"] = "harvested"
    plants: PlantBatch
    fresh_grams: Fraction


@dataclass(frozen=True, kw_only=True)
class HarvestWeighed:
    """What one day's harvest weighs, dried."""

    kind: Literal["harvest weighed"] = "harvest weighed"
    harvested_on: date
    dried_grams: Fraction


@dataclass(frozen=True, kw_only=True)
class StockWeighed:
    """All that is held at the site, as it was weighed that day."""

    kind: Literal["stock weighed"] = "stock weighed"
    stock: tuple[StockItem, ...]


@dataclass(frozen=True, kw_only=True)
class StockGone:
    """Stock of one form that is no more."""

    kind: Literal["stock gone"] = "stock gone"
    form: StockForm
    grams: Fraction
    because: Because
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What was handed in from the site, against a receipt."""

    kind: Literal["handed in"] = "handed in"
    receipt: ReceiptNumber
    stock: tuple[HandInStock, ...]
    plants: tuple[HandInPlants, ...]


@dataclass(frozen=True, kw_only=True)
class HandInCorrected:
    """What a bag that was handed in has, where the receipt says another amount."""

    kind: Literal["hand-in corrected"] = "hand-in corrected"
    receipt: ReceiptNumber
    form: StockForm | None
    """None where it is a bag of plants."""
    stage: Stage | None
    was: Fraction
    now: Fraction


@dataclass(frozen=True, kw_only=True)
class TurnBegan:
    """Where indoors and outdoors take turns: which of the two begins."""

    kind: Literal["turn began"] = "turn began"
    setting: Setting


@dataclass(frozen=True, kw_only=True)
class TakenAway:
    """All that stood and lay at the site, when it went to another site."""

    kind: Literal["taken away"] = "taken away"
    plants: tuple[PlantBatch, ...]
    stock: tuple[StockItem, ...]
    to: int
    """The place of the other site of the registration."""


@dataclass(frozen=True, kw_only=True)
class BroughtHere:
    """What came from another site of the registration, as it stood and lay there."""

    kind: Literal["brought here"] = "brought here"
    plants: tuple[PlantBatch, ...]
    stock: tuple[StockItem, ...]
    from_: int


Happening = (
    Opened
    | PlantsAdded
    | PlantsMoved
    | PlantsGone
    | Harvested
    | HarvestWeighed
    | StockWeighed
    | StockGone
    | HandedIn
    | HandInCorrected
    | TurnBegan
    | TakenAway
    | BroughtHere
)
"""Everything that an entry can be about."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened at a site, with who wrote it down and when."""

    site: int
    """Which of the registration's sites, counted from 0."""
    on: date
    """The day on which it happened."""
    what: Happening
    by: StaffId
    recorded_at: datetime
    """UTC; entries of one day are taken in the order in which they were written."""
    sequence: int
    """1 for the registration's first entry."""


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in the order in which they happened."""
    return tuple(sorted(entries, key=lambda one: (one.on, one.sequence)))


def settled_corrections(entries: Iterable[Entry]) -> frozenset[int]:
    """Return which corrections change nothing of what is held, by their sequence.

    A weighing tells what was there on its day. What is put right of a bag that had left
    before it changes the receipt and the account, never what was weighed.
    """
    ordered = in_order(entries)
    return frozenset(
        entry.sequence
        for place, entry in enumerate(ordered)
        if isinstance(entry.what, HandInCorrected)
        and _was_weighed_since(ordered[:place], entry.site, entry.what)
    )


def _was_weighed_since(
    before: tuple[Entry, ...], site: int, corrected: HandInCorrected
) -> bool:
    """Return whether the form was weighed at the site after the receipt was given."""
    if corrected.form is None:
        return False
    for entry in reversed([one for one in before if one.site == site]):
        match entry.what:
            case HandedIn(receipt=receipt) if receipt == corrected.receipt:
                return False
            case StockWeighed():
                return True
            case HarvestWeighed() if corrected.form is StockForm.FRESH:
                return True
            case _:
                pass
    return False
