"""The papers of a hand-in: its letters before it, its receipt, and its end."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.handin import HandInStock
from amnesty.domain.quantity import readable_text
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import LetterNotDueError
from amnesty.papers.letter import draw_letter
from amnesty.repeating import repeated
from amnesty.services.courses import find_course
from amnesty.services.lettering import plain_letter

if TYPE_CHECKING:
    from amnesty.domain.course import Course
    from amnesty.domain.handin import (
        Appointment,
        Bag,
        Destruction,
        HandInReceipt,
    )
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.papers.letter import Letter, Value
    from amnesty.services.desk import Desk

    Details = list[tuple[str, Value]]


class HandInPaper(Enum):
    """A paper about a hand-in; the value is its key in the catalogue."""

    APPOINTMENT = "appointment"
    TRANSPORT = "transport"
    RECEIPT = "receipt"
    DESTRUCTION = "destruction"
    """Names nobody's health and no patient."""


@repeated
def write_hand_in_paper(desk: Desk, number: ReceiptNumber, kind: HandInPaper) -> bytes:
    """Return a paper about a hand-in, and write down that it was drawn.

    Raises:
        NoSuchHandInError: there is none with this number.
        LetterNotDueError: nothing has happened that the paper could tell.
        PaperError: a text cannot be printed in full and legibly.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        letter = _filled(
            plain_letter(desk, register, kind.value), registration, course, kind
        )
        pdf = draw_letter(letter)
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
            return _received(letter, registration, found)
        case HandInPaper.DESTRUCTION, _, _, found if found:
            return _destroyed(letter, found)
        case _:
            raise LetterNotDueError(kind.value, course.number)


def _expected(
    letter: Letter, registration: Registration, appointment: Appointment
) -> Letter:
    patient = registration.identity.patient
    when = f", {appointment.at:%H:%M}" if appointment.at else ""
    brought = [
        f"{readable_text(one.grams)} g {one.form.value}" for one in appointment.stock
    ]
    brought += [f"{one.count} × {one.stage.value}" for one in appointment.plants]
    return replace(
        letter,
        details=(
            ("patient", patient.full_name),
            ("number", registration.number),
            ("receipt", appointment.receipt),
            ("when", letter_day(letter, appointment, when)),
            ("from", appointment.leaves_from),
            ("where", appointment.place),
            ("whom", appointment.whom),
            *((("expected", tuple(brought)),) if brought else ()),
        ),
    )


def letter_day(letter: Letter, appointment: Appointment, at: str) -> str:
    """Return a day and a time in every language of the paper."""
    days = dict.fromkeys(one.day(appointment.on) for one in letter.catalogues)
    return f"{' / '.join(days)}{at}"


def _received(
    letter: Letter, registration: Registration, receipt: HandInReceipt
) -> Letter:
    catalogue = letter.catalogues[0]
    seen = "yes" if receipt.identity_seen else "no"
    details: Details = [
        ("receipt", receipt.receipt),
        ("number", registration.number),
        ("received", receipt.received_at),
        ("place", receipt.place),
        ("brought_by", receipt.presented_by),
        ("identity", catalogue(f"common.{seen}")),
        ("items", tuple(map(_bag, receipt.bags))),
        ("received_by", receipt.received_by_name),
        ("second", receipt.second_person_name),
    ]
    if receipt.property_reference:
        details.append(("police_reference", receipt.property_reference))
    return replace(
        letter,
        details=tuple(details),
        signatures=(
            receipt.presented_by,
            receipt.received_by_name,
            receipt.second_person_name,
        ),
    )


def _bag(bag: Bag) -> str:
    if isinstance(bag, HandInStock):
        net, gross = readable_text(bag.net_grams), readable_text(bag.gross_grams)
        dried = readable_text(bag.dried_grams)
        what = f"{bag.form.value}: {net} g net, {gross} g gross, {dried} g dried"
    else:
        what = f"{bag.count} × {bag.stage.value}"
    return f"{what} [{bag.seal_tag}]"


def _destroyed(letter: Letter, destruction: Destruction) -> Letter:
    details: Details = [
        ("certificate", destruction.number),
        ("receipt", destruction.receipt),
        ("destroyed", destruction.destroyed_at),
        ("place", destruction.place),
        ("method", destruction.method),
        (
            "destroyed_items",
            tuple(
                f"{one.what}: {readable_text(one.destroyed)} {one.unit}"
                f" [{one.seal_tag}]"
                for one in destruction.items
            ),
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
