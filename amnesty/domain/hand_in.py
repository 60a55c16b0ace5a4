"""What is written down of a hand-in, act by act; no act is ever changed.

The number of a hand-in is that of its receipt, from its appointment to its destruction.
How the acts follow one another is in `course`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import Literal

from amnesty.domain.identifiers import DestructionNumber, ReceiptNumber
from amnesty.domain.plants import Stage
from amnesty.domain.policy import HandInWay
from amnesty.domain.quantity import Weight, dried_equivalent
from amnesty.domain.staff import StaffId, StaffMember
from amnesty.domain.stock import StockForm

THE_PATIENT = "the patient"
"""Who brings it, where nobody else is named: papers name the patient in full."""


@dataclass(frozen=True, kw_only=True)
class HandInStock:
    """One bag of stock handed in."""

    form: StockForm
    gross_grams: Fraction
    net_grams: Fraction
    seal_tag: str
    """Used once ever."""
    bag_tag: str = ""
    """What is printed on the bag itself, where bags have numbers."""

    @property
    def dried_grams(self) -> Fraction:
        """What it equals in dried flower."""
        return dried_equivalent(self.form, self.net_grams)


@dataclass(frozen=True, kw_only=True)
class HandInPlants:
    """Plants handed in, of one stage; never turned into grams of anything."""

    stage: Stage
    count: int
    seal_tag: str
    bag_tag: str = ""
    gross_grams: Fraction | None = None
    """With the bag, where it was weighed."""


Bag = HandInStock | HandInPlants


@dataclass(frozen=True, kw_only=True)
class PlantCount:
    """So many plants in a stage, as they are expected."""

    stage: Stage
    count: int


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A hand-in that is agreed: where, when, with whom, and what is brought.

    A transport letter states it for whoever carries it on that day.
    """

    kind: Literal["appointment"] = "appointment"
    receipt: ReceiptNumber
    sequence: int = 1
    way: HandInWay
    site: int
    """Which of the registration's sites it comes from, counted from 0."""
    on: date
    at: time | None
    """London's clock; None where any time of the day will do."""
    place: str
    """Where it is handed in: the end of the way there."""
    whom: str
    """Who takes it in: a desk, or a police officer."""
    leaves_from: str
    """Where the way begins."""
    stock: tuple[Weight, ...] = ()
    """What the patient chose to bring."""
    plants: tuple[PlantCount, ...] = ()
    by: StaffId
    by_name: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """An appointment that does not take place; whatever was due stays due."""

    kind: Literal["cancelled"] = "cancelled"
    receipt: ReceiptNumber
    sequence: int
    because: str
    by: StaffId
    by_name: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class HandInReceipt:
    """One act of receiving; a correction is a linked entry, never a change."""

    kind: Literal["receipt"] = "receipt"
    receipt: ReceiptNumber
    sequence: int = 1
    """2 where there was an appointment."""
    way: HandInWay = HandInWay.COUNCIL_PASSES_ON
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
    received_by_name: str = ""
    second_person: StaffId
    second_person_name: str = ""
    """Both signed in themselves."""
    property_reference: str = ""
    """The police property reference, once known."""

    @property
    def bags(self) -> tuple[Bag, ...]:
        """All its bags, stock first."""
        found: list[Bag] = [*self.stock, *self.plants]
        return tuple(found)

    @property
    def seal_tags(self) -> tuple[str, ...]:
        """The tags of all its bags."""
        return tuple(bag.seal_tag for bag in self.bags)

    @property
    def dried_grams(self) -> Fraction:
        """What all its stock equals in dried flower; plants are none of it."""
        return sum((one.dried_grams for one in self.stock), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Resealed:
    """A bag that was opened or torn, and has a new tag."""

    kind: Literal["resealed"] = "resealed"
    receipt: ReceiptNumber
    sequence: int
    old_tag: str
    new_tag: str
    because: str
    by: StaffId
    by_name: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """All of a hand-in, given to the police."""

    kind: Literal["transfer"] = "transfer"
    receipt: ReceiptNumber
    sequence: int
    force: str
    officer: str
    """The officer's name, empty where only the number was given."""
    collar_number: str
    property_reference: str
    seal_tags: tuple[str, ...]
    """As the bags were sealed then."""
    passed_on_at: datetime
    by: StaffId
    by_name: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class DestroyedItem:
    """One bag: what was received in it, and what of it was destroyed."""

    seal_tag: str
    what: str
    """Its form, or the stage of its plants."""
    unit: Literal["g", "plants"]
    received: Fraction
    """Gross grams, or how many plants."""
    destroyed: Fraction
    """The same, counted or weighed anew before it was destroyed."""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Somebody who saw the destruction."""

    name: str
    role: str
    """What authorises them, in the policy's words."""
    signature_seen: bool
    account: StaffId | None = None
    """Of a member of staff, who signed in; None for anybody else."""


def signed_in_witness(witness: Witness, member: StaffMember) -> Witness:
    """Return a witness of the staff, who signed in: that is their signature."""
    return replace(witness, name=member.name, signature_seen=True, account=member.id)


@dataclass(frozen=True, kw_only=True)
class Destruction:
    """A certificate of destruction. It names no patient and no registration."""

    kind: Literal["destruction"] = "destruction"
    number: DestructionNumber
    receipt: ReceiptNumber
    sequence: int
    destroyed_at: datetime
    place: str
    method: str
    items: tuple[DestroyedItem, ...]
    less_because: str = ""
    """Why less was destroyed than received, where it was."""
    by: StaffId
    by_name: str
    witnesses: tuple[Witness, ...]
    made_at: datetime
    kept_until: date
    """Its record may go after this day (7 years, NICE NG46)."""


class Corrected(Enum):
    """What of a receipt a correction puts right."""

    NET = "net grams"
    GROSS = "gross grams"
    COUNT = "number of plants"
    SEAL_TAG = "seal tag"
    BAG_TAG = "bag tag"
    PRESENTED_BY = "brought by"
    PLACE = "place"
    PROPERTY_REFERENCE = "police reference"

    @property
    def is_of_an_item(self) -> bool:
        """Whether it needs the tag of a bag."""
        return self in _OF_AN_ITEM


_OF_AN_ITEM = frozenset(
    {
        Corrected.NET,
        Corrected.GROSS,
        Corrected.COUNT,
        Corrected.SEAL_TAG,
        Corrected.BAG_TAG,
    }
)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An entry that is linked to a receipt, which itself stays as it was."""

    kind: Literal["correction"] = "correction"
    receipt: ReceiptNumber
    sequence: int
    what: Corrected
    seal_tag: str = ""
    """Which bag, where it is about one: its tag as it stands on the receipt."""
    was: str
    now: str
    because: str
    by: StaffId
    by_name: str
    made_at: datetime


HandInAct = (
    Appointment
    | Cancelled
    | HandInReceipt
    | Resealed
    | Transfer
    | Destruction
    | Correction
)
"""Everything that is written down of a hand-in."""
