"""What `amnesty hand-in` says of a hand-in, as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.cli.output import print_json, print_lines
from amnesty.domain.course import CourseState
from amnesty.domain.dates import in_words
from amnesty.domain.destroying import totals
from amnesty.domain.plants import many_plants
from amnesty.domain.quantity import readable_text
from amnesty.domain.times import clock_text, instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from amnesty.domain.course import Course
    from amnesty.domain.hand_in import (
        Appointment,
        Destruction,
        HandInReceipt,
        PlantCount,
        Transfer,
    )
    from amnesty.domain.quantity import Weight
    from amnesty.services.hand_in.appointing import Standing


def say_course(
    course: Course, *, as_json: bool, number: str = "", lines: Iterable[str] = ()
) -> None:
    """Print how a hand-in stands after an act."""
    if as_json:
        named = {"number": number} if number else {}
        print_json({**named, **course_json(course)})
    else:
        print_lines(*lines)


def brought(stock: Iterable[Weight], plants: Iterable[PlantCount]) -> str:
    """Return what is to be brought, in words."""
    parts = [f"{readable_text(one.grams)} g {one.form.value}" for one in stock]
    parts += [many_plants(one.count, one.stage) for one in plants]
    return ", ".join(parts) or "nothing yet: the patient says what"


def state_words(course: Course) -> str:
    """Return how a hand-in stands; one that was called off says so."""
    if course.state is None:
        return "not opened"
    called_off = course.state is CourseState.CANCELLED
    return "called off" if called_off else course.state.value


def standing_lines(standing: Standing) -> Iterator[str]:
    """Yield all that is written down of a hand-in, act by act."""
    course = standing.course
    yield f"Hand-in {course.number} of {standing.registration}: {state_words(course)}."
    yield f"Way: {course.way.value}."
    if (made := course.appointment) is not None:
        yield _appointment(made)
    if (receipt := course.receipt) is not None:
        yield from _receipt(receipt)
    for correction in course.corrections:
        bag = f" of bag {correction.seal_tag}" if correction.seal_tag else ""
        yield (
            f"Corrected: {correction.what.value}{bag} is {correction.now}, not "
            f"{correction.was or 'empty'} ({correction.because}), "
            f"by {correction.by_name}."
        )
    if (transfer := course.transfer) is not None:
        yield _transfer(transfer)
    if (destruction := course.destruction) is not None:
        yield from destruction_lines(destruction)
    yield from alarm_lines(standing)


def alarm_lines(standing: Standing) -> Iterator[str]:
    """Yield until when it has to be passed on, where it is held."""
    by = standing.pass_on_by
    if by is None:
        return
    if standing.is_late:
        yield f"ALARM: it should have been passed on by {instant_text(by)}."
    else:
        yield f"Pass it on as soon as you can, by {instant_text(by)} at the latest."


def list_lines(found: Iterable[Standing]) -> Iterator[str]:
    """Yield a line for each hand-in that is open."""
    for one in found:
        number, state = one.course.number, state_words(one.course)
        made = one.course.appointment
        if one.pass_on_by is not None:
            late = "ALARM, due" if one.is_late else "pass on by"
            yield f"{number}  {state:<10}  {late} {instant_text(one.pass_on_by)}"
        elif made is not None:
            yield f"{number}  {state:<10}  {_on(made)}, {made.place}"


def destruction_lines(one: Destruction) -> Iterator[str]:
    """Yield a certificate of destruction."""
    yield (
        f"Destroyed {instant_text(one.destroyed_at)} at {one.place} by {one.by_name}: "
        f"{one.method}. Certificate of destruction {one.number}."
    )
    for item in one.items:
        yield (
            f"  bag {item.seal_tag} ({item.what}): received "
            f"{readable_text(item.received)} {item.unit}, destroyed "
            f"{readable_text(item.destroyed)} {item.unit}"
        )
    received, destroyed = totals(one.items, "g")
    if received != destroyed:
        less = readable_text(received - destroyed)
        yield f"  {less} g less than was received: {one.less_because}"
    for witness in one.witnesses:
        how = "signed in" if witness.account is not None else "signature seen"
        yield f"  before {witness.name}, {witness.role} ({how})"


def _on(made: Appointment) -> str:
    return in_words(made.on) + (f" at {clock_text(made.at)}" if made.at else "")


def _appointment(made: Appointment) -> str:
    return (
        f"Agreed: {_on(made)}, {made.place}, with {made.whom}. "
        f"To bring: {brought(made.stock, made.plants)}. From: {made.leaves_from}."
    )


def _receipt(receipt: HandInReceipt) -> Iterator[str]:
    yield (
        f"Received {instant_text(receipt.received_at)} at {receipt.place} by "
        f"{receipt.received_by_name} and {receipt.second_person_name}, "
        f"brought by {receipt.presented_by}."
    )
    for bag in receipt.stock:
        yield (
            f"  bag {bag.seal_tag}: {bag.form.value}, gross "
            f"{readable_text(bag.gross_grams)} g, net {readable_text(bag.net_grams)} g"
            f" = {readable_text(bag.dried_grams)} g dried equivalent"
        )
    for batch in receipt.plants:
        yield f"  bag {batch.seal_tag}: {many_plants(batch.count, batch.stage)}"


def _transfer(transfer: Transfer) -> str:
    officer = f"{transfer.officer}, " if transfer.officer else ""
    reference = transfer.property_reference
    named = f", property reference {reference}" if reference else ""
    return (
        f"Passed on {instant_text(transfer.passed_on_at)} to {officer}"
        f"{transfer.collar_number} of {transfer.force}{named}, by {transfer.by_name}."
    )


def course_json(course: Course) -> dict[str, Any]:
    """Return a hand-in with all its acts; every amount exact."""
    return {
        "receipt": course.number,
        "state": course.state.value if course.state else None,
        "way": course.way.value,
        "site": course.site + 1,
        "appointment": _maybe(course.appointment, appointment_json),
        "received": _maybe(course.receipt, receipt_json),
        "transfer": _maybe(course.transfer, _transfer_json),
        "destruction": _maybe(course.destruction, destruction_json),
        "corrections": [
            {
                "what": one.what.value,
                "seal_tag": one.seal_tag,
                "was": one.was,
                "now": one.now,
                "because": one.because,
                "by": one.by_name,
            }
            for one in course.corrections
        ],
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return how a hand-in stands, its alarm included."""
    return {
        "number": standing.registration,
        **course_json(standing.course),
        "pass_on_by": _instant(standing.pass_on_by),
        "late": standing.is_late,
    }


def receipt_json(receipt: HandInReceipt) -> dict[str, Any]:
    """Return a receipt."""
    return {
        "received_at": receipt.received_at.isoformat(),
        "place": receipt.place,
        "presented_by": receipt.presented_by,
        "received_by": receipt.received_by_name,
        "second_person": receipt.second_person_name,
        "property_reference": receipt.property_reference,
        "stock": [
            {
                "form": one.form.value,
                "gross_grams": readable_text(one.gross_grams),
                "net_grams": readable_text(one.net_grams),
                "dried_grams": readable_text(one.dried_grams),
                "seal_tag": one.seal_tag,
                "bag_tag": one.bag_tag,
            }
            for one in receipt.stock
        ],
        "plants": [
            {
                "stage": one.stage.value,
                "count": one.count,
                "gross_grams": one.gross_grams and readable_text(one.gross_grams),
                "seal_tag": one.seal_tag,
                "bag_tag": one.bag_tag,
            }
            for one in receipt.plants
        ],
    }


def appointment_json(made: Appointment) -> dict[str, Any]:
    """Return an appointment."""
    return {
        "on": made.on.isoformat(),
        "at": clock_text(made.at) if made.at else None,
        "place": made.place,
        "whom": made.whom,
        "from": made.leaves_from,
        "stock": [
            {"form": one.form.value, "grams": readable_text(one.grams)}
            for one in made.stock
        ],
        "plants": [
            {"stage": one.stage.value, "count": one.count} for one in made.plants
        ],
        "by": made.by_name,
    }


def _transfer_json(transfer: Transfer) -> dict[str, Any]:
    return {
        "passed_on_at": transfer.passed_on_at.isoformat(),
        "force": transfer.force,
        "officer": transfer.officer,
        "collar_number": transfer.collar_number,
        "property_reference": transfer.property_reference,
        "seal_tags": list(transfer.seal_tags),
        "by": transfer.by_name,
    }


def destruction_json(one: Destruction) -> dict[str, Any]:
    """Return a certificate of destruction."""
    return {
        "number": one.number,
        "receipt": one.receipt,
        "destroyed_at": one.destroyed_at.isoformat(),
        "place": one.place,
        "method": one.method,
        "items": [
            {
                "seal_tag": item.seal_tag,
                "what": item.what,
                "unit": item.unit,
                "received": readable_text(item.received),
                "destroyed": readable_text(item.destroyed),
            }
            for item in one.items
        ],
        "less_because": one.less_because,
        "by": one.by_name,
        "witnesses": [
            {"name": who.name, "role": who.role, "signed_in": who.account is not None}
            for who in one.witnesses
        ],
        "kept_until": one.kept_until.isoformat(),
    }


def _maybe(value: Any, of: Any) -> dict[str, Any] | None:  # noqa: ANN401 - of each kind its own
    return None if value is None else of(value)


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
