"""The hand-in: what is above need, received against a receipt that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.plants import Stage
from amnesty.domain.staff import StaffId
from amnesty.domain.stock import StockForm


@dataclass(frozen=True, kw_only=True)
class HandInStock:
    """One bag of stock handed in."""

    form: StockForm
    gross_grams: Fraction
    net_grams: Fraction
    seal_tag: str


@dataclass(frozen=True, kw_only=True)
class HandInPlants:
    """Plants handed in, of one stage."""

    stage: Stage
    count: int
    seal_tag: str


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """One act of handing in; a correction is a linked entry, never a change."""

    receipt: ReceiptNumber
    received_at: datetime
    """UTC: the law wants it passed on as soon as possible (MDA 1971 s.5(4))."""
    place: str
    site: int
    """Which of the registration's sites it came from, counted from 0."""
    presented_by: str
    identity_seen: bool
    signature_seen: bool
    stock: tuple[HandInStock, ...] = ()
    plants: tuple[HandInPlants, ...] = ()
    received_by: StaffId
    second_person: StaffId
    property_reference: str = ""
    """The police property reference, once known."""
