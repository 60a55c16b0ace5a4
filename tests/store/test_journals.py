"""A journal is kept entry by entry, and comes back as it was written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.hand_in import HandInPlants, HandInStock
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
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockForm, StockItem, StockOrigin
from amnesty.errors.store import NoSuchRegistrationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FIRST = date(2026, 11, 1)
PLANTS = PlantBatch(cultivar="Blue Dale", count=5, stage=Stage.CLONE, since=FIRST)
JAR = StockItem(
    form=StockForm.LIQUID,
    grams=Fraction(70, 3),
    weighed_on=FIRST,
    origin=StockOrigin.HELD_BEFORE,
    thc_percent=Fraction(37, 2),
)
EVERYTHING: tuple[Happening, ...] = (
    Opened(plants=(PLANTS,), stock=(JAR,)),
    PlantsAdded(plants=PLANTS),
    PlantsMoved(plants=PLANTS, to=Stage.FLOWERING),
    PlantsGone(plants=PLANTS, because=Because.LOST, words="stolen at night"),
    Harvested(plants=PLANTS, fresh_grams=Fraction(410)),
    HarvestWeighed(harvested_on=FIRST, dried_grams=Fraction(1, 3)),
    StockWeighed(stock=(JAR, JAR)),
    StockGone(form=StockForm.LIQUID, grams=Fraction(1), because=Because.SPOILT),
    HandedIn(
        receipt=ReceiptNumber("H-0000-0000-0000"),
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=Fraction(16),
                net_grams=Fraction(15),
                seal_tag="T1",
            ),
        ),
        plants=(HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag="T2"),),
    ),
    TurnBegan(setting=Setting.OUTDOOR),
)


def written(what: Happening, sequence: int = 1) -> Entry:
    """Return an entry about something that happened."""
    return Entry(
        site=0,
        on=FIRST + timedelta(days=sequence),
        what=what,
        by=StaffId((1 << 64) - 1),
        recorded_at=NOW,
        sequence=sequence,
    )


def opened() -> Entry:
    """Return the first entry of a journal."""
    return written(EVERYTHING[0])


def test_every_kind_of_entry_comes_back(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Kinds, dates and exact weights, in the order of writing; nobody else's."""
    kept, other = keep(person("Ada Lord")), keep(person("Bea Lord"))
    entries = tuple(written(what, n) for n, what in enumerate(EVERYTHING, start=1))
    with clerk.transaction() as transaction:
        transaction.add_entries(kept.id, entries[4:])
        transaction.add_entries(kept.id, entries[:4])
        log(transaction, kept.id)
    with clerk.transaction() as transaction:
        assert transaction.entries_of(kept.id) == entries
        assert transaction.entries_of(other.id) == ()
        log(transaction)


def test_an_entry_needs_a_registration(clerk: SqlRegister, person: Person) -> None:
    """Nothing is kept for a registration that there is not."""
    with (
        pytest.raises(NoSuchRegistrationError),
        clerk.transaction() as transaction,
    ):
        transaction.add_entries(person("Nobody").id, [opened()])
