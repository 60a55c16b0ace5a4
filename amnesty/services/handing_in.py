"""Receiving a hand-in: the plain form, with its receipt and two members of staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.handin import HandInPlants, HandInReceipt, HandInStock
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_receipt_number
from amnesty.domain.journal import HandedIn
from amnesty.domain.plants import less_of_stage
from amnesty.domain.recount import Happened
from amnesty.domain.staff import Act, may, require
from amnesty.domain.stock import less_of_form
from amnesty.errors.rules import NothingHandedInError, NotSecondPersonError
from amnesty.repeating import repeated
from amnesty.services.checking import with_dues
from amnesty.services.journalling import (
    has_journal,
    site_of,
    with_site,
    write_down,
)

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
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
) -> tuple[HandInReceipt, Registration]:
    """Receive what is handed in, take it off what is declared, and give a receipt.

    Args:
        desk: who receives it.
        number: the registration it belongs to.
        presented: what is handed in.
        second: the account name of the second person, who is present.

    Raises:
        NothingHandedInError: there is no item.
        NotSecondPersonError: the second person is no other clerk or supervisor.
        NotSoManyPlantsError: more plants than are declared.
        NotSoMuchStockError: more than is declared in that form.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.RECEIVE)
    if not presented.stock and not presented.plants:
        raise NothingHandedInError
    with desk.transaction() as register:
        registration = register.registration(number)
        hand_in = HandInReceipt(
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
        kept = _without(desk, register, registration, hand_in)
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


def _without(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    hand_in: HandInReceipt,
) -> Registration:
    """Keep the registration without what was handed in, and what is due then."""
    happened = HandedIn(
        receipt=hand_in.receipt, stock=hand_in.stock, plants=hand_in.plants
    )
    site, today = hand_in.site, desk.today()
    if has_journal(registration):
        return write_down(
            desk,
            register,
            registration,
            [Happened(today, happened)],
            site=site,
            receipt=hand_in.receipt,
        )
    declared = site_of(registration, site)
    plants, stock = declared.plants, declared.stock
    for bag in hand_in.stock:
        stock = less_of_form(stock, bag.form, bag.net_grams)
    for batch in hand_in.plants:
        plants = less_of_stage(plants, batch.stage, batch.count)
    left = with_site(registration, site, replace(declared, plants=plants, stock=stock))
    return register.save_registration(
        with_dues(register, left, today, receipt=hand_in.receipt, site=site)
    )
