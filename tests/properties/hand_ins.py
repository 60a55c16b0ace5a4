"""The acts of made-up hand-ins, for a year of made-up patients."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import (
    Corrected,
    Correction,
    HandInPlants,
    HandInReceipt,
    HandInStock,
    Transfer,
)
from amnesty.domain.journal import HandInCorrected
from amnesty.domain.quantity import StockForm, readable_text
from amnesty.domain.staff import StaffId

if TYPE_CHECKING:
    from fractions import Fraction

    from amnesty.domain.course import Course
    from amnesty.domain.identifiers import ReceiptNumber

AT = datetime(2026, 1, 1, tzinfo=UTC)


def received(
    number: ReceiptNumber,
    stock: tuple[HandInStock, ...],
    plants: tuple[HandInPlants, ...],
) -> HandInReceipt:
    """Return the receipt of what was put on the counter."""
    return HandInReceipt(
        receipt=number,
        received_at=AT,
        place="Counter",
        site=0,
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        stock=stock,
        plants=plants,
        received_by=StaffId(1),
        second_person=StaffId(2),
    )


def passed_on(course: Course) -> Transfer:
    """Return that the police took it over."""
    return Transfer(
        receipt=course.number,
        sequence=course.next_sequence,
        force="Llanfair Constabulary",
        officer="",
        collar_number="4471",
        property_reference="",
        seal_tags=(),
        passed_on_at=AT,
        by=StaffId(1),
        by_name="bronwen",
        made_at=AT,
    )


def corrected(course: Course, tag: str, was: Fraction, now: Fraction) -> Correction:
    """Return that a bag had another weight."""
    return Correction(
        receipt=course.number,
        sequence=course.next_sequence,
        what=Corrected.NET,
        seal_tag=tag,
        was=readable_text(was),
        now=readable_text(now),
        because="Misread",
        by=StaffId(1),
        by_name="bronwen",
        made_at=AT,
    )


def reweighed(number: ReceiptNumber, was: Fraction, now: Fraction) -> HandInCorrected:
    """Return the journal's entry of it."""
    return HandInCorrected(
        receipt=number, form=StockForm.DRIED, stage=None, was=was, now=now
    )
