"""What can happen to a record's hand-ins now, and the screen that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.course import Course, CourseState, HandInMove
from amnesty.domain.policy import HandInWay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.policy import HandInRules
    from amnesty.services.searching import Record
    from tui.screens.form import FormScreen


@dataclass(frozen=True, kw_only=True)
class HandInChoice:
    """One thing that can be done."""

    name: str
    move: HandInMove
    site: int
    course: Course | None = None


def choices_of(record: Record) -> tuple[HandInChoice, ...]:
    """Return what can be done: with what is open first, then a new appointment."""
    return (*_open(record), *_new(record))


def _open(record: Record) -> Iterator[HandInChoice]:
    for course in record.courses:
        moves: tuple[HandInMove, ...] = ()
        if course.state is CourseState.APPOINTED:
            moves = (HandInMove.RECEIVE,)
        elif course.state is CourseState.RECEIVED:
            destroys = course.way is HandInWay.COUNCIL_DESTROYS
            moves = (
                (HandInMove.PASS_ON, HandInMove.DESTROY)
                if destroys
                else (HandInMove.PASS_ON,)
            )
        for move in moves:
            yield HandInChoice(
                name=f"{_NAMES[move]} {course.number}",
                move=move,
                site=course.site,
                course=course,
            )


_NAMES = {
    HandInMove.RECEIVE: "Receive",
    HandInMove.PASS_ON: "Pass on",
    HandInMove.DESTROY: "Destroy",
}


def _new(record: Record) -> Iterator[HandInChoice]:
    places = record.registration.growing.open_sites
    for index in places:
        where = f" at site {index + 1}" if len(places) > 1 else ""
        yield HandInChoice(
            name=f"Agree a new one{where}", move=HandInMove.OPEN, site=index
        )


def screen_for(
    record: Record, choice: HandInChoice, rules: HandInRules
) -> FormScreen[str]:
    """Return the screen that takes what was chosen."""
    from tui.screens.hand_in import HandInScreen
    from tui.screens.hand_in_acts import AppointScreen, DestroyScreen, PassOnScreen

    registration, course = record.registration, choice.course
    receipt = course.as_it_stands() if course else None
    if choice.move is HandInMove.PASS_ON and receipt:
        return PassOnScreen(receipt)
    if choice.move is HandInMove.DESTROY and receipt:
        return DestroyScreen(receipt, rules)
    if choice.move is HandInMove.RECEIVE:
        return HandInScreen(registration, choice.site, course)
    return AppointScreen(registration.number, rules, choice.site)
