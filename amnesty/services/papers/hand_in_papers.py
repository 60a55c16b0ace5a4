"""The papers of a hand-in: its letters before it, its receipt, and its end."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.hand_in import THE_PATIENT
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import LetterNotDueError
from amnesty.papers.items import bag_said, destroyed_said, plants_said, weight_said
from amnesty.papers.letter import said_in
from amnesty.repeating import repeated
from amnesty.services.hand_in.courses import find_course
from amnesty.services.papers.letter_reading import draw_and_read
from amnesty.services.papers.lettering import address_of, plain_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.course import Course
    from amnesty.domain.hand_in import (
        Appointment,
        Destruction,
        HandInReceipt,
        Transfer,
    )
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.letter import Letter, Value
    from amnesty.services.desk import Desk

    Detail = tuple[str, Value]
    Details = list[Detail]


class HandInPaper(Enum):
    """A paper about a hand-in; the value is its key in the catalogue."""

    APPOINTMENT = "appointment"
    TRANSPORT = "transport"
    RECEIPT = "receipt"
    DESTRUCTION = "destruction"
    """Names nobody's health and no patient."""


def papers_of(course: Course) -> tuple[HandInPaper, ...]:
    """Return the papers that something has happened for."""
    happened = {
        HandInPaper.APPOINTMENT: course.appointment,
        HandInPaper.TRANSPORT: course.appointment,
        HandInPaper.RECEIPT: course.receipt,
        HandInPaper.DESTRUCTION: course.destruction,
    }
    return tuple(paper for paper, act in happened.items() if act is not None)


@repeated
def write_hand_in_paper(desk: Desk, number: ReceiptNumber, kind: HandInPaper) -> bytes:
    """Return a paper about a hand-in, and write down that it was drawn.

    Raises:
        NoSuchHandInError: there is none with this number.
        LetterNotDueError: nothing has happened that the paper could tell.
        PaperError: a text cannot be printed in full and legibly.
        PaperDiffersError: the paper does not say what it should.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        letter = _filled(
            plain_letter(desk, register, kind.value), registration, course, kind
        )
        pdf = draw_and_read(letter)
        register.append(
            desk.note(Verb.DISCLOSURE, Act.PRINT, registration.id, letter=kind.value)
        )
    return pdf


def _filled(
    letter: Letter, registration: Registration, course: Course, kind: HandInPaper
) -> Letter:
    # A receipt is drawn as it was given; corrections are papers of their own.
    match kind, course.appointment, course.receipt, course.destruction:
        case HandInPaper.APPOINTMENT | HandInPaper.TRANSPORT, found, _, _ if found:
            return _expected(letter, registration, found)
        case HandInPaper.RECEIPT, _, found, _ if found:
            return _received(letter, registration, found, course.transfer)
        case HandInPaper.DESTRUCTION, _, _, found if found:
            return _destroyed(letter, found)
        case _:
            raise LetterNotDueError(kind.value, course.number)


def _expected(
    letter: Letter, registration: Registration, appointment: Appointment
) -> Letter:
    def brought(one: Catalogue) -> tuple[str, ...]:
        return (
            *(weight_said(weight, one) for weight in appointment.stock),
            *(plants_said(it.count, it.stage.value, one) for it in appointment.plants),
        )

    who: Details = [("patient", registration.identity.patient.full_name)]
    if appointment.stock or appointment.plants:
        who.append(("expected", brought))
    when: Detail = ("when", partial(_when, appointment))
    leaves: Detail = ("from", appointment.leaves_from)
    whom: Detail = ("whom", appointment.whom)
    numbers: Details = [
        ("number", registration.number),
        # There is no receipt yet: it will have the hand-in's number.
        ("hand_in", appointment.receipt),
    ]
    if letter.kind == HandInPaper.TRANSPORT.value:
        ring = letter.catalogues[0].values["telephone"]
        way = [when, leaves, ("to", appointment.place), whom]
        return replace(letter, details=(*who, *way, *numbers, ("ring", ring)))
    where: Detail = ("where", appointment.place)
    return replace(
        letter,
        to=address_of(registration),
        details=(when, where, whom, leaves, *who, *numbers),
    )


def _when(appointment: Appointment, one: Catalogue) -> str:
    at = f", {appointment.at:%H:%M}" if appointment.at else ""
    return f"{one.day(appointment.on)}{at}"


def _received(
    letter: Letter,
    registration: Registration,
    receipt: HandInReceipt,
    transfer: Transfer | None,
) -> Letter:
    seen = "yes" if receipt.identity_seen else "no"
    who = receipt.presented_by
    if who == THE_PATIENT:
        who = registration.identity.patient.full_name
    details: Details = [
        ("receipt", receipt.receipt),
        ("number", registration.number),
        ("received", receipt.received_at),
        ("place", receipt.place),
        ("brought_by", who),
        ("identity", lambda one: one(f"common.{seen}")),
        ("items", lambda one: tuple(bag_said(bag, one) for bag in receipt.bags)),
        ("received_by", receipt.received_by_name),
        ("second", receipt.second_person_name),
        *_passed_on(receipt, transfer),
    ]
    return replace(
        letter,
        details=tuple(details),
        signatures=(
            who,
            receipt.received_by_name,
            receipt.second_person_name,
        ),
    )


def _passed_on(receipt: HandInReceipt, transfer: Transfer | None) -> Iterator[Detail]:
    """Yield to whom the police's part went, and the number that they keep it by."""
    reference = receipt.property_reference
    if transfer is not None:
        yield "passed_on", partial(_to_whom, transfer)
        reference = reference or transfer.property_reference
    yield "police_reference", reference or (lambda one: one("common.not_known"))


def _to_whom(transfer: Transfer, one: Catalogue) -> tuple[str, ...]:
    """Return the officer on one line, and when it was under it."""
    officer = " ".join(filter(None, (transfer.officer, transfer.collar_number)))
    whom = one("item.passed_on", officer=officer, force=transfer.force)
    return whom, *said_in(transfer.passed_on_at, one)


def _destroyed(letter: Letter, destruction: Destruction) -> Letter:
    details: Details = [
        ("certificate", destruction.number),
        ("receipt", destruction.receipt),
        ("destroyed", destruction.destroyed_at),
        ("place", destruction.place),
        ("method", destruction.method),
        (
            "destroyed_items",
            lambda one: tuple(destroyed_said(it, one) for it in destruction.items),
        ),
        ("destroyed_by", destruction.by_name),
        (
            "witnesses",
            tuple(f"{one.name}, {one.role}" for one in destruction.witnesses),
        ),
    ]
    if destruction.less_because:
        details.append(("less", destruction.less_because))
    return replace(
        letter,
        details=tuple(details),
        signatures=(
            destruction.by_name,
            *(one.name for one in destruction.witnesses),
        ),
    )
