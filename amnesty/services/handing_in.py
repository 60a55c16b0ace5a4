"""Receiving a hand-in: the plain form, with its receipt and two members of staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.handin import HandIn, HandInPlants, HandInStock
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_receipt_number
from amnesty.domain.quantity import readable_text
from amnesty.domain.staff import Act, may, require
from amnesty.errors.rules import (
    MoreThanHeldError,
    NoSuchSiteError,
    NothingHandedInError,
    NotSecondPersonError,
)
from amnesty.repeating import repeated
from amnesty.services.registering import with_declared

if TYPE_CHECKING:
    from fractions import Fraction

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.plants import PlantBatch
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from amnesty.domain.stock import StockItem
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Presented:
    """What is put on the counter, and by whom."""

    site: int
    """Which of the registration's sites it came from, counted from 0."""
    stock: tuple[HandInStock, ...] = ()
    plants: tuple[HandInPlants, ...] = ()
    presented_by: str
    identity_seen: bool
    signature_seen: bool
    place: str
    property_reference: str = ""


@repeated
def receive_hand_in(
    desk: Desk, number: RegistrationNumber, presented: Presented, *, second: str
) -> tuple[HandIn, Registration]:
    """Receive what is handed in, take it off what is declared, and give a receipt.

    Args:
        desk: who receives it.
        number: the registration it belongs to.
        presented: what is handed in.
        second: the account name of the second person, who is present.

    Raises:
        NothingHandedInError: there is no item.
        NotSecondPersonError: the second person is no other clerk or supervisor.
        MoreThanHeldError: an item is not declared as held.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.RECEIVE)
    if not presented.stock and not presented.plants:
        raise NothingHandedInError
    with desk.transaction() as register:
        registration = register.registration(number)
        hand_in = HandIn(
            receipt=new_receipt_number(desk.chance(RANDOM_BYTES_NEEDED)),
            received_at=desk.now(),
            place=presented.place,
            site=presented.site,
            presented_by=presented.presented_by,
            identity_seen=presented.identity_seen,
            signature_seen=presented.signature_seen,
            stock=presented.stock,
            plants=presented.plants,
            received_by=desk.member.id,
            second_person=_second_person(register, desk.member, second).id,
            property_reference=presented.property_reference,
        )
        kept = register.save_registration(_less(registration, presented))
        register.add_hand_in(kept.id, hand_in)
        register.append(
            desk.note(Verb.ALTERATION, Act.RECEIVE, kept.id, receipt=hand_in.receipt)
        )
    return hand_in, kept


def _second_person(register: Transaction, first: StaffMember, name: str) -> StaffMember:
    for account in register.accounts():
        member = account.member
        is_named = _same_name(member.name, name)
        if is_named and account.granted and may(member, Act.RECEIVE):
            if member.id == first.id:
                break
            return member
    raise NotSecondPersonError(name)


def _same_name(one: str, other: str) -> bool:
    """Return whether two names are one account's, as signing in has it."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _less(registration: Registration, presented: Presented) -> Registration:
    """Return the registration without what was handed in."""
    sites = registration.growing.sites
    if not 0 <= presented.site < len(sites):
        raise NoSuchSiteError(presented.site + 1, len(sites))
    site = sites[presented.site]
    stock, plants = site.stock, site.plants
    for bag in presented.stock:
        stock = _less_stock(stock, bag)
    for batch in presented.plants:
        plants = _less_plants(plants, batch)
    return with_declared(registration, presented.site, plants=plants, stock=stock)


def _less_stock(
    declared: tuple[StockItem, ...], bag: HandInStock
) -> tuple[StockItem, ...]:
    """Take grams of a form off what counts; what was dispensed stays."""
    left = bag.net_grams
    kept: list[StockItem] = []
    for item in declared:
        if item.form is not bag.form or not item.is_counted:
            kept.append(item)
            continue
        taken = min(left, item.grams)
        left -= taken
        if item.grams > taken:
            kept.append(replace(item, grams=item.grams - taken))
    if left:
        held = bag.net_grams - left
        raise MoreThanHeldError(bag.form.value, _grams(bag.net_grams), _grams(held))
    return tuple(kept)


def _less_plants(
    declared: tuple[PlantBatch, ...], handed_in: HandInPlants
) -> tuple[PlantBatch, ...]:
    left = handed_in.count
    kept: list[PlantBatch] = []
    for batch in declared:
        if batch.stage is not handed_in.stage:
            kept.append(batch)
            continue
        taken = min(left, batch.count)
        left -= taken
        if batch.count > taken:
            kept.append(replace(batch, count=batch.count - taken))
    if left:
        raise MoreThanHeldError(
            f"{handed_in.stage.value} plants",
            str(handed_in.count),
            str(handed_in.count - left),
        )
    return tuple(kept)


def _grams(grams: Fraction) -> str:
    return f"{readable_text(grams)} g"
