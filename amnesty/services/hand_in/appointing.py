"""Appointments for hand-ins, and how every hand-in stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from amnesty.domain.course import Course, HandInMove, require_move
from amnesty.domain.event import Verb
from amnesty.domain.hand_in import Appointment, Cancelled, Destruction, PlantCount
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    RegistrationNumber,
    new_receipt_number,
)
from amnesty.domain.offering import Offered, offered
from amnesty.domain.policy import HandInWay
from amnesty.domain.quantity import Weight
from amnesty.domain.staff import Act, require
from amnesty.errors.hand_in import AppointmentPastError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import check_registration
from amnesty.services.growing.journalling import open_site_of
from amnesty.services.hand_in.courses import OPEN, find_course, keep_act, require_way

if TYPE_CHECKING:
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was agreed with the patient."""

    site: int
    on: date
    at: time | None
    place: str
    whom: str
    way: HandInWay | None = None
    """None: the policy's first."""
    leaves_from: str = ""
    """Empty: the site's address."""
    stock: tuple[Weight, ...] = ()
    plants: tuple[PlantCount, ...] = ()
    """What the patient chose to bring; with neither, what the scheme suggests."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one hand-in stands."""

    registration: RegistrationNumber
    course: Course
    pass_on_by: datetime | None
    is_late: bool
    """Whether it is still held after the time to pass it on."""


@repeated
def open_hand_in(
    desk: Desk, number: RegistrationNumber, agreed: Agreed
) -> tuple[Course, Registration]:
    """Make an appointment to hand something in.

    Raises:
        AppointmentPastError: its day has passed.
        WayOffError: the policy does not have this way.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.RECEIVE)
    if agreed.on < desk.today():
        raise AppointmentPastError
    with desk.transaction() as register:
        registration = register.registration(number)
        site = open_site_of(registration, agreed.site)
        rules = register.policy().hand_in
        way = agreed.way or rules.ways[0]
        require_way(way, rules)
        bringing = _bringing(desk, register, registration, agreed)
        act = Appointment(
            receipt=new_receipt_number(desk.chance(RANDOM_BYTES_NEEDED)),
            way=way,
            site=agreed.site,
            on=agreed.on,
            at=agreed.at,
            place=agreed.place,
            whom=agreed.whom,
            leaves_from=agreed.leaves_from or site.address.one_line,
            stock=bringing.stock,
            plants=bringing.plants,
            by=desk.member.id,
            by_name=desk.member.name,
            made_at=desk.now(),
        )
        return keep_act(desk, register, registration, act, course=None)


def _bringing(
    desk: Desk, register: Transaction, registration: Registration, agreed: Agreed
) -> Offered:
    if agreed.stock or agreed.plants:
        return Offered(stock=agreed.stock, plants=agreed.plants)
    report = check_registration(register, registration, desk.today())
    return offered(registration, report, agreed.site)


@repeated
def offer(desk: Desk, number: RegistrationNumber, *, site: int) -> Offered:
    """Return what the scheme suggests to hand in first; the patient chooses."""
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        open_site_of(registration, site)
        register.append(desk.note(Verb.CONSULTATION, Act.READ, registration.id))
        report = check_registration(register, registration, desk.today())
    return offered(registration, report, site)


@repeated
def call_off(desk: Desk, number: ReceiptNumber, *, because: str) -> Course:
    """Write down that an appointment does not take place; what is due stays due.

    Raises:
        NoSuchHandInError: there is none with this number.
        HandInMoveError: it is no appointment any more.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        require_move(course, HandInMove.CANCEL)
        act = Cancelled(
            receipt=number,
            sequence=course.next_sequence,
            because=because,
            by=desk.member.id,
            by_name=desk.member.name,
            made_at=desk.now(),
        )
        return keep_act(desk, register, registration, act, course=course)[0]


@repeated
def open_course(desk: Desk, number: ReceiptNumber) -> Standing:
    """Return how one hand-in stands, with all its acts.

    Raises:
        NoSuchHandInError: there is none with this number.
        RecordRestrictedError: the member is not named on a restricted record.
    """
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        register.append(desk.note(Verb.CONSULTATION, Act.READ, registration.id))
        return _standing(desk, register, registration, course)


@repeated
def list_hand_ins(desk: Desk) -> tuple[Standing, ...]:
    """Return every hand-in that has not come to its end, the most urgent first."""
    require(desk.member, Act.SEARCH)
    found = []
    with desk.transaction() as register:
        for owner in register.with_open_hand_ins():
            registration = register.registration_by_id(owner)
            found += [
                _standing(desk, register, registration, course)
                for course in register.courses_of(owner)
                if course.state in OPEN
            ]
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, listed="hand-ins"))
    return tuple(sorted(found, key=_urgency))


@repeated
def list_destructions(desk: Desk) -> tuple[Destruction, ...]:
    """Return all records of destruction, which name no patient."""
    require(desk.member, Act.SEARCH)
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, listed="destructions"))
        return register.destructions()


def _urgency(one: Standing) -> tuple[bool, str]:
    """What is held comes before what is only appointed, the longest held first."""
    if one.pass_on_by is not None:
        return (False, one.pass_on_by.isoformat())
    appointment = one.course.appointment
    return (True, appointment.on.isoformat() if appointment else "")


def _standing(
    desk: Desk, register: Transaction, registration: Registration, course: Course
) -> Standing:
    rules = register.policy().hand_in
    return Standing(
        registration=registration.number,
        course=course,
        pass_on_by=course.pass_on_by(rules),
        is_late=course.is_late(rules, desk.now()),
    )
