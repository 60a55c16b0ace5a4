"""What can happen to a record's hand-ins now, and the screen that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.course import HAND_IN_MOVES, Course, CourseState, HandInMove
from amnesty.domain.dates import in_table
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.domain.policy import HandInRules
    from amnesty.services.registrations.searching import Record
    from tui.screens.form import FormScreen


@dataclass(frozen=True, kw_only=True)
class HandInChoice:
    """One thing that can be done."""

    name: str
    move: HandInMove
    site: int
    course: Course | None = None


_ORDER = (
    HandInMove.RECEIVE,
    HandInMove.PASS_ON,
    HandInMove.DESTROY,
    HandInMove.RESEAL,
    HandInMove.CANCEL,
    HandInMove.CORRECT,
)
_NAMES = {
    HandInMove.RECEIVE: "Receive",
    HandInMove.PASS_ON: "Pass on",
    HandInMove.DESTROY: "Destroy",
    HandInMove.RESEAL: "Seal a bag anew of",
    HandInMove.CANCEL: "Call off",
    HandInMove.CORRECT: "Correct",
}


def choices_of(record: Record) -> tuple[HandInChoice, ...]:
    """Return what can be done: with what is open, a new one, then with what ended."""
    courses = record.courses
    going_on = [one for one in courses if one.state in _GOING_ON]
    ended = [one for one in courses if one.state not in _GOING_ON]
    return (*_with(going_on), *_new(record), *_with(ended))


_GOING_ON = frozenset({CourseState.APPOINTED, CourseState.RECEIVED})


def _with(courses: Sequence[Course]) -> Iterator[HandInChoice]:
    """Yield what the one table of moves lets be done with hand-ins."""
    for course in courses:
        for move in _ORDER:
            rule = HAND_IN_MOVES[move]
            if course.state in rule.origins and course.way in rule.ways:
                yield HandInChoice(
                    name=f"{_NAMES[move]} {course.number}{_of(course)}",
                    move=move,
                    site=course.site,
                    course=course,
                )


def _of(course: Course) -> str:
    """Return which it is among several, by the day that was agreed or it came."""
    made, receipt = course.appointment, course.receipt
    if receipt is not None:
        return f", of {in_table(london_day(receipt.received_at))}"
    return f", of {in_table(made.on)}" if made is not None else ""


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
    if course is not None:
        from tui.hand_in_changes import change_of
        from tui.screens.change import ChangeScreen

        return ChangeScreen(registration, change_of(course, choice.move))
    return AppointScreen(registration.number, rules, choice.site)
