"""Receiving a hand-in: a receipt that never changes, with two members of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.course import Course, HandInMove, require_move
from amnesty.domain.event import Verb
from amnesty.domain.hand_in import HandInPlants, HandInReceipt, HandInStock, Transfer
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_receipt_number
from amnesty.domain.journal import HandedIn
from amnesty.domain.london import london_day
from amnesty.domain.policy import HandInWay
from amnesty.domain.recount import Happened
from amnesty.domain.staff import Act, require
from amnesty.domain.times import instant_text
from amnesty.errors.hand_in import (
    AlreadyReceivedError,
    NoOfficerHereError,
    OfficerNeededError,
)
from amnesty.errors.rules import NothingHandedInError
from amnesty.errors.seals import SealTagTwiceError
from amnesty.repeating import repeated
from amnesty.services.growing.journalling import follow_hand_in
from amnesty.services.hand_in.courses import (
    find_course,
    marked,
    next_act,
    note_act,
    require_past,
    require_second,
    require_way,
)

if TYPE_CHECKING:
    from amnesty.domain.identifiers import ReceiptNumber, RegistrationNumber
    from amnesty.domain.policy import HandInRules
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who takes a hand-in over for the police."""

    collar_number: str
    force: str = ""
    """Empty: the force of the authority."""
    name: str = ""
    property_reference: str = ""


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
    way: HandInWay | None = None
    """None: as the appointment says; else as the policy's first way that fits."""
    officer: Officer | None = None
    """Where the police collect: who took it there and then."""
    received_at: datetime | None = None
    """None: now."""


@repeated
def receive_hand_in(
    desk: Desk, number: RegistrationNumber, presented: Presented, *, second: StaffMember
) -> tuple[HandInReceipt, Registration]:
    """Receive what is handed in without an appointment, and give a receipt.

    Args:
        desk: who receives it.
        number: the registration it belongs to.
        presented: what is handed in.
        second: who stands by, as they signed in themselves.

    Raises:
        NothingHandedInError: there is no item.
        NotSecondPersonError: the second person is no other clerk or supervisor.
        NotSoManyPlantsError: more plants than are declared.
        NotSoMuchStockError: more than is declared in that form.
        NoSuchSiteError: there is no such site.
        SealTagTwiceError: two bags have one seal's tag.
        SealTagUsedError: a seal's tag was used before.
        WayOffError: the policy does not have this way.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration = register.registration(number)
        return _receive(desk, register, registration, None, presented, second)


@repeated
def receive_as_agreed(
    desk: Desk, number: ReceiptNumber, presented: Presented, *, second: StaffMember
) -> tuple[HandInReceipt, Registration]:
    """Receive what an appointment was made for; asked twice, it is received once.

    Raises:
        NoSuchHandInError: there is no such appointment.
        AlreadyReceivedError: it was received, and something else is presented now.
        HandInMoveError: it was called off.
        RuleBrokenError: as `receive_hand_in`.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        if course.receipt is not None:
            _require_same(course.receipt, presented)
            register.append(desk.note(Verb.CONSULTATION, Act.READ, registration.id))
            return course.receipt, registration
        return _receive(desk, register, registration, course, presented, second)


def _require_same(receipt: HandInReceipt, presented: Presented) -> None:
    if (receipt.stock, receipt.plants) != (presented.stock, presented.plants):
        at = instant_text(receipt.received_at)
        raise AlreadyReceivedError(receipt.receipt, receipt.received_by_name, at)


def _receive(  # noqa: PLR0917 - one transaction's parts
    desk: Desk,
    register: Transaction,
    registration: Registration,
    course: Course | None,
    presented: Presented,
    second: StaffMember,
) -> tuple[HandInReceipt, Registration]:
    """Keep a receipt, what follows from it, and the transfer where police collect."""
    if not presented.stock and not presented.plants:
        raise NothingHandedInError
    _require_own_tags(presented)
    if course is not None:
        require_move(course, HandInMove.RECEIVE)
    rules = register.policy().hand_in
    way = _way(course, presented, rules)
    require_way(way, rules)
    _require_officer(way, presented.officer)
    other = require_second(register, desk.member, second)
    receipt = _receipt(desk, presented, course=course, way=way, second=other)
    grown = next_act(course, receipt)
    transfer = None
    if presented.officer is not None:
        transfer = _collected(desk, register, receipt, presented.officer)
        grown = next_act(grown, transfer)
    handed_in = HandedIn(
        receipt=receipt.receipt, stock=receipt.stock, plants=receipt.plants
    )
    kept = follow_hand_in(
        desk,
        register,
        marked(registration, grown),
        Happened(london_day(receipt.received_at), handed_in),
        site=receipt.site,
    )
    for act in (receipt, transfer):
        if act is not None:
            register.add_hand_in(kept.id, act)
            register.append(note_act(desk, kept, act))
    return receipt, kept


def _require_own_tags(presented: Presented) -> None:
    seen: set[str] = set()
    tags = [bag.seal_tag for bag in presented.stock]
    tags += [bag.seal_tag for bag in presented.plants]
    for tag in tags:
        if tag.casefold() in seen:
            raise SealTagTwiceError(tag)
        seen.add(tag.casefold())


def _way(course: Course | None, presented: Presented, rules: HandInRules) -> HandInWay:
    """Return the way that was said, agreed, or is the policy's first that fits."""
    if presented.way is not None:
        return presented.way
    if course is not None:
        return course.way
    if presented.officer is not None:
        return HandInWay.POLICE_COLLECT
    held = (one for one in rules.ways if one is not HandInWay.POLICE_COLLECT)
    return next(held, HandInWay.POLICE_COLLECT)


def _require_officer(way: HandInWay, officer: Officer | None) -> None:
    if way is HandInWay.POLICE_COLLECT and officer is None:
        raise OfficerNeededError
    if way is not HandInWay.POLICE_COLLECT and officer is not None:
        raise NoOfficerHereError


def _receipt(
    desk: Desk,
    presented: Presented,
    *,
    course: Course | None,
    way: HandInWay,
    second: StaffMember,
) -> HandInReceipt:
    now = desk.now()
    at = require_past(presented.received_at or now, now, "time of the receipt")
    if course is None:
        number = new_receipt_number(desk.chance(RANDOM_BYTES_NEEDED))
    else:
        number = course.number
    return HandInReceipt(
        receipt=number,
        sequence=1 if course is None else course.next_sequence,
        way=way,
        received_at=at,
        place=presented.place,
        site=presented.site,
        presented_by=presented.presented_by,
        identity_seen=presented.identity_seen,
        signature_seen=presented.signature_seen,
        stock=presented.stock,
        plants=presented.plants,
        received_by=desk.member.id,
        received_by_name=desk.member.name,
        second_person=second.id,
        second_person_name=second.name,
        property_reference=presented.property_reference,
    )


def _collected(
    desk: Desk, register: Transaction, receipt: HandInReceipt, officer: Officer
) -> Transfer:
    """Return the transfer that is the same act as the receipt."""
    return Transfer(
        receipt=receipt.receipt,
        sequence=receipt.sequence + 1,
        force=officer.force or register.authority().force,
        officer=officer.name,
        collar_number=officer.collar_number,
        property_reference=officer.property_reference or receipt.property_reference,
        seal_tags=receipt.seal_tags,
        passed_on_at=receipt.received_at,
        by=desk.member.id,
        by_name=desk.member.name,
        made_at=desk.now(),
    )
