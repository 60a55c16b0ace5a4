"""A hand-in is kept as it was received, and its receipt number is its own."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.hand_in import (
    Destruction,
    HandInPlants,
    HandInReceipt,
    HandInStock,
)
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    new_destruction_number,
    new_receipt_number,
)
from amnesty.domain.plants import Stage
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockForm
from amnesty.errors.store import NoSuchRegistrationError, NumberTakenError
from tests.unit.domain.acts import destruction

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def received(days: int = 0) -> HandInReceipt:
    """Return a hand-in of a bag and two plants."""
    return HandInReceipt(
        receipt=new_receipt_number(secrets.token_bytes(RANDOM_BYTES_NEEDED)),
        received_at=NOW + timedelta(days=days),
        place="Council offices, desk 2",
        site=0,
        presented_by="patient",
        identity_seen=True,
        signature_seen=True,
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=Fraction(101, 2),
                net_grams=Fraction(1, 3),
                seal_tag=secrets.token_hex(4),
            ),
        ),
        plants=(
            HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag=secrets.token_hex(4)),
        ),
        received_by=StaffId(1),
        second_person=StaffId((1 << 64) - 1),
    )


def destroyed(hand_in: HandInReceipt) -> Destruction:
    """Return the destruction of a hand-in."""
    random = secrets.token_bytes(RANDOM_BYTES_NEEDED)
    act = destruction(hand_in.sequence + 1)
    return replace(act, receipt=hand_in.receipt, number=new_destruction_number(random))


def test_hand_ins_come_back_in_order(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Weights are exact, and the oldest is first, whichever was kept first."""
    kept, other = keep(person("Ada Lord")), keep(person("Bea Lord"))
    later, earlier = received(2), received(1)
    with clerk.transaction() as transaction:
        for hand_in in (later, earlier):
            transaction.add_hand_in(kept.id, hand_in)
        log(transaction, kept.id)
    with clerk.transaction() as transaction:
        assert transaction.hand_ins_of(kept.id) == (earlier, later)
        assert transaction.hand_ins_of(other.id) == ()
        log(transaction)


def test_a_receipt_number_is_given_once(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """The same receipt for another hand-in, of anybody, is refused."""
    kept, other = keep(person("Ada Lord")), keep(person("Bea Lord"))
    first = received()
    with clerk.transaction() as transaction:
        transaction.add_hand_in(kept.id, first)
        log(transaction, kept.id)
    with (
        pytest.raises(NumberTakenError, match="receipt number"),
        clerk.transaction() as transaction,
    ):
        transaction.add_hand_in(other.id, replace(received(), receipt=first.receipt))


def test_a_hand_in_needs_a_registration(clerk: SqlRegister, person: Person) -> None:
    """Nothing is kept for a registration that there is not."""
    with (
        pytest.raises(NoSuchRegistrationError),
        clerk.transaction() as transaction,
    ):
        transaction.add_hand_in(person("Nobody").id, received())
