"""Acts of a hand-in, made up, for the tests of its course."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from amnesty.domain.hand_in import (
    Appointment,
    Cancelled,
    Corrected,
    Correction,
    DestroyedItem,
    Destruction,
    HandInPlants,
    HandInReceipt,
    HandInStock,
    Resealed,
    Transfer,
    Witness,
)
from amnesty.domain.identifiers import DestructionNumber, ReceiptNumber
from amnesty.domain.plants import Stage
from amnesty.domain.policy import HandInWay
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockForm

NUMBER = ReceiptNumber("H-2222-2222-2222")
AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
ME = {"by": StaffId(3), "by_name": "gareth", "made_at": AT}


def appointment(way: HandInWay = HandInWay.COUNCIL_DESTROYS) -> Appointment:
    """Return an appointment at the counter."""
    return Appointment(
        receipt=NUMBER,
        way=way,
        site=0,
        on=date(2026, 11, 24),
        at=time(10, 30),
        place="Front counter",
        whom="desk 2",
        leaves_from="1 Heol Fawr",
        by=StaffId(3),
        by_name="gareth",
        made_at=AT - timedelta(days=2),
    )


def receipt(sequence: int = 2) -> HandInReceipt:
    """Return the receipt of a bag of flower and a bag of two plants."""
    return HandInReceipt(
        receipt=NUMBER,
        sequence=sequence,
        way=HandInWay.COUNCIL_DESTROYS,
        received_at=AT,
        place="Front counter",
        site=0,
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=Fraction(50),
                net_grams=Fraction(42),
                seal_tag="A1",
            ),
        ),
        plants=(HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag="A2"),),
        received_by=StaffId(1),
        received_by_name="bronwen",
        second_person=StaffId(2),
        second_person_name="kofi",
    )


def correction(what: Corrected, now: str, tag: str = "", place: int = 3) -> Correction:
    """Return a correction of the receipt."""
    return Correction(
        receipt=NUMBER,
        sequence=place,
        what=what,
        seal_tag=tag,
        was="",
        now=now,
        because="Misread",
        **ME,  # type: ignore[arg-type] # who and when
    )


def cancelled(place: int) -> Cancelled:
    """Return that it does not take place."""
    return Cancelled(receipt=NUMBER, sequence=place, because="Ill", **ME)  # type: ignore[arg-type] # who and when


def resealed(place: int) -> Resealed:
    """Return a new tag for the first bag."""
    return Resealed(
        receipt=NUMBER,
        sequence=place,
        old_tag="A1",
        new_tag="A9",
        because="Torn",
        **ME,  # type: ignore[arg-type] # who and when
    )


def transfer(place: int) -> Transfer:
    """Return that an officer took it."""
    return Transfer(
        receipt=NUMBER,
        sequence=place,
        force="Llanfair Constabulary",
        officer="",
        collar_number="4471",
        property_reference="LC/26/1",
        seal_tags=("A1", "A2"),
        passed_on_at=AT,
        **ME,  # type: ignore[arg-type] # who and when
    )


def destruction(place: int) -> Destruction:
    """Return its destruction."""
    return Destruction(
        number=DestructionNumber("D-2222-2222-2222"),
        receipt=NUMBER,
        sequence=place,
        destroyed_at=AT,
        place="Depot",
        method="incineration",
        items=(
            DestroyedItem(
                seal_tag="A1",
                what="dried",
                unit="g",
                received=Fraction(50),
                destroyed=Fraction(50),
            ),
        ),
        witnesses=(
            Witness(name="P. Rees", role="police officer", signature_seen=True),
        ),
        kept_until=date(2033, 11, 24),
        **ME,  # type: ignore[arg-type] # who and when
    )
