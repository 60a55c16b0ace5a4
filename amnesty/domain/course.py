"""The course of a hand-in: one table of its moves, and how it stands after its acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from amnesty.domain.correcting import corrected, with_tag
from amnesty.domain.hand_in import (
    Appointment,
    Cancelled,
    Correction,
    Destruction,
    HandInAct,
    HandInReceipt,
    Resealed,
    Transfer,
)
from amnesty.domain.policy import HandInRules, HandInWay
from amnesty.errors.hand_in import HandInMoveError, HandInWayError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from amnesty.domain.identifiers import ReceiptNumber


class CourseState(Enum):
    """How far a hand-in has come."""

    APPOINTED = "appointed"
    CANCELLED = "cancelled"
    RECEIVED = "received"
    """The council holds it: it has to be passed on as soon as possible."""
    PASSED_ON = "passed on"
    DESTROYED = "destroyed"


class HandInMove(Enum):
    """What happens to a hand-in; the value completes "cannot be …"."""

    OPEN = "opened"
    CANCEL = "cancelled"
    RECEIVE = "received"
    RESEAL = "resealed"
    PASS_ON = "passed on"  # noqa: S105 # what is done, not a password
    DESTROY = "destroyed"
    CORRECT = "corrected"


@dataclass(frozen=True, kw_only=True)
class HandInRule:
    """From where a move is made, in which ways of handing in, and to where it leads."""

    origins: frozenset[CourseState | None]
    """None: it begins the course."""
    ways: frozenset[HandInWay]
    state: CourseState | None
    """None where it stays as it is."""


_ALL = frozenset(HandInWay)
_HELD = frozenset({HandInWay.COUNCIL_PASSES_ON, HandInWay.COUNCIL_DESTROYS})
_TAKEN_IN = frozenset(
    {CourseState.RECEIVED, CourseState.PASSED_ON, CourseState.DESTROYED}
)
_HERE = frozenset({CourseState.RECEIVED})

HAND_IN_MOVES: Mapping[HandInMove, HandInRule] = {
    HandInMove.OPEN: HandInRule(
        origins=frozenset({None}), ways=_ALL, state=CourseState.APPOINTED
    ),
    HandInMove.CANCEL: HandInRule(
        origins=frozenset({CourseState.APPOINTED}),
        ways=_ALL,
        state=CourseState.CANCELLED,
    ),
    # Without an appointment too: nobody who comes to the counter is sent away.
    HandInMove.RECEIVE: HandInRule(
        origins=frozenset({None, CourseState.APPOINTED}),
        ways=_ALL,
        state=CourseState.RECEIVED,
    ),
    HandInMove.RESEAL: HandInRule(origins=_HERE, ways=_HELD, state=None),
    # Where the police collect, it is passed on in the same act as it is received.
    HandInMove.PASS_ON: HandInRule(
        origins=_HERE, ways=_ALL, state=CourseState.PASSED_ON
    ),
    HandInMove.DESTROY: HandInRule(
        origins=_HERE,
        ways=frozenset({HandInWay.COUNCIL_DESTROYS}),
        state=CourseState.DESTROYED,
    ),
    HandInMove.CORRECT: HandInRule(origins=_TAKEN_IN, ways=_ALL, state=None),
}
"""The one table of moves. Sources: the scheme, section 6; MDA 1971 s.5(4)."""

_MOVE_OF: Mapping[type[HandInAct], HandInMove] = {
    Appointment: HandInMove.OPEN,
    Cancelled: HandInMove.CANCEL,
    HandInReceipt: HandInMove.RECEIVE,
    Resealed: HandInMove.RESEAL,
    Transfer: HandInMove.PASS_ON,
    Destruction: HandInMove.DESTROY,
    Correction: HandInMove.CORRECT,
}


@dataclass(frozen=True, kw_only=True)
class Course:
    """One hand-in, as it stands after all of its acts."""

    acts: tuple[HandInAct, ...]
    state: CourseState | None

    @property
    def number(self) -> ReceiptNumber:
        """The number of the hand-in."""
        return self.acts[0].receipt

    @property
    def way(self) -> HandInWay:
        """In which way it comes to its end: the receipt says it last."""
        stated = [
            one.way
            for one in self.acts
            if isinstance(one, (Appointment, HandInReceipt))
        ]
        return stated[-1]

    @property
    def site(self) -> int:
        """Which of the registration's sites it comes from, counted from 0."""
        return next(
            one.site
            for one in self.acts
            if isinstance(one, (Appointment, HandInReceipt))
        )

    @property
    def appointment(self) -> Appointment | None:
        """What was agreed, if anything was."""
        return next((one for one in self.acts if isinstance(one, Appointment)), None)

    @property
    def receipt(self) -> HandInReceipt | None:
        """The receipt, as it was given."""
        return next((one for one in self.acts if isinstance(one, HandInReceipt)), None)

    @property
    def transfer(self) -> Transfer | None:
        """To whom it was passed on."""
        return next((one for one in self.acts if isinstance(one, Transfer)), None)

    @property
    def destruction(self) -> Destruction | None:
        """How it was destroyed."""
        return next((one for one in self.acts if isinstance(one, Destruction)), None)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was put right, oldest first."""
        return tuple(one for one in self.acts if isinstance(one, Correction))

    @property
    def next_sequence(self) -> int:
        """The number of the act that comes next."""
        return len(self.acts) + 1

    def as_it_stands(self) -> HandInReceipt | None:
        """Return what the receipt would say with its corrections and new tags."""
        stands = self.receipt
        for act in self.acts:
            if stands is None:
                break
            if isinstance(act, Correction):
                stands = corrected(stands, act)
            elif isinstance(act, Resealed):
                stands = with_tag(stands, act.old_tag, act.new_tag)
        return stands

    def pass_on_by(self, rules: HandInRules) -> datetime | None:
        """Return when the alarm is raised; None where the council holds nothing."""
        if self.state is not CourseState.RECEIVED or self.receipt is None:
            return None
        return self.receipt.received_at + timedelta(hours=rules.pass_on_hours)

    def is_late(self, rules: HandInRules, now: datetime) -> bool:
        """Return whether it should have been passed on by now."""
        by = self.pass_on_by(rules)
        return by is not None and now > by


def begun(act: HandInAct) -> Course:
    """Return the course that an act begins.

    Raises:
        HandInMoveError: this act begins none.
    """
    return after(Course(acts=(), state=None), act)


def require_move(course: Course, move: HandInMove) -> HandInRule:
    """Refuse a move that the table does not allow.

    Raises:
        HandInMoveError: it is not made from how the hand-in stands.
        HandInWayError: it is not made in this way of handing in.
    """
    rule = HAND_IN_MOVES[move]
    if course.state not in rule.origins:
        standing = course.state.value if course.state else "not opened"
        raise HandInMoveError(course.number, standing, move.value)
    if course.state is not None and course.way not in rule.ways:
        raise HandInWayError(course.number, course.way.value, move.value)
    return rule


def after(course: Course, act: HandInAct) -> Course:
    """Return the course after one more act.

    Raises:
        HandInMoveError: it is not made from how the hand-in stands.
        HandInWayError: it is not made in this way of handing in.
    """
    grown = replace(course, acts=(*course.acts, act))
    move = _MOVE_OF[type(act)]
    rule = HAND_IN_MOVES[move]
    if course.state is None and None not in rule.origins:
        raise HandInMoveError(act.receipt, "not opened", move.value)
    if course.state is not None:
        require_move(course, move)
    return replace(grown, state=rule.state or course.state)


def courses_of(acts: Iterable[HandInAct]) -> tuple[Course, ...]:
    """Return the courses that a registration's acts make, oldest first."""
    in_order = sorted(acts, key=attrgetter("receipt", "sequence"))
    found = []
    for _, its_acts in groupby(in_order, key=attrgetter("receipt")):
        course = Course(acts=(), state=None)
        for act in its_acts:
            course = after(course, act)
        found.append(course)
    return tuple(sorted(found, key=lambda one: (began_at(one), one.number)))


def began_at(course: Course) -> datetime:
    """Return when the first act of a course was written down."""
    first = course.acts[0]
    return first.received_at if isinstance(first, HandInReceipt) else first.made_at
