"""The course of a hand-in: its table of moves, and what it says after its acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.correcting import read_correction, said_of
from amnesty.domain.course import (
    Course,
    CourseState,
    HandInMove,
    after,
    begun,
    courses_of,
    require_move,
)
from amnesty.domain.hand_in import Corrected
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.policy import HandInRules, HandInWay
from amnesty.errors.hand_in import (
    HandInMoveError,
    HandInWayError,
    NetAboveGrossError,
    NoSuchBagError,
    NotOfThisBagError,
)
from tests.unit.domain.acts import (
    AT,
    NUMBER,
    appointment,
    cancelled,
    correction,
    destruction,
    receipt,
    resealed,
    transfer,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.hand_in import HandInAct

MAKE: dict[HandInMove, Callable[[int], HandInAct]] = {
    HandInMove.OPEN: lambda place: replace(appointment(), sequence=place),
    HandInMove.CANCEL: cancelled,
    HandInMove.RECEIVE: receipt,
    HandInMove.RESEAL: resealed,
    HandInMove.PASS_ON: transfer,
    HandInMove.DESTROY: destruction,
    HandInMove.CORRECT: lambda place: correction(
        Corrected.PLACE, "Side door", place=place
    ),
}
ROAD: dict[CourseState, tuple[HandInMove, ...]] = {
    CourseState.APPOINTED: (HandInMove.OPEN,),
    CourseState.CANCELLED: (HandInMove.OPEN, HandInMove.CANCEL),
    CourseState.RECEIVED: (HandInMove.OPEN, HandInMove.RECEIVE),
    CourseState.PASSED_ON: (HandInMove.OPEN, HandInMove.RECEIVE, HandInMove.PASS_ON),
    CourseState.DESTROYED: (HandInMove.OPEN, HandInMove.RECEIVE, HandInMove.DESTROY),
}
ALLOWED = {
    CourseState.APPOINTED: {HandInMove.CANCEL, HandInMove.RECEIVE},
    CourseState.CANCELLED: set(),
    CourseState.RECEIVED: {
        HandInMove.RESEAL,
        HandInMove.PASS_ON,
        HandInMove.DESTROY,
        HandInMove.CORRECT,
    },
    CourseState.PASSED_ON: {HandInMove.CORRECT},
    CourseState.DESTROYED: {HandInMove.CORRECT},
}


def course_to(state: CourseState) -> Course:
    """Return a course that came to a state."""
    first, *rest = ROAD[state]
    course = begun(MAKE[first](1))
    for place, move in enumerate(rest, start=2):
        course = after(course, MAKE[move](place))
    return course


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("move", HandInMove)
def test_only_these_moves_are_made(state: CourseState, move: HandInMove) -> None:
    """From each state just what the scheme says, and everything else is refused."""
    course = course_to(state)
    assert course.state is state
    if move in ALLOWED[state]:
        assert after(course, MAKE[move](course.next_sequence)).acts[:-1] == course.acts
    else:
        with pytest.raises(HandInMoveError, match=state.value):
            after(course, MAKE[move](course.next_sequence))


@pytest.mark.parametrize("move", HandInMove)
def test_a_course_begins_with_an_appointment_or_a_receipt(move: HandInMove) -> None:
    """Nothing is passed on, destroyed or corrected that nobody brought."""
    if move in {HandInMove.OPEN, HandInMove.RECEIVE}:
        assert begun(MAKE[move](1)).number == NUMBER
    else:
        with pytest.raises(HandInMoveError, match="not opened"):
            begun(MAKE[move](1))


@pytest.mark.parametrize("way", HandInWay)
def test_the_council_destroys_only_where_it_does(way: HandInWay) -> None:
    """In the two other ways a destruction is refused, whatever else is right."""
    course = begun(replace(receipt(1), way=way))
    if way is HandInWay.COUNCIL_DESTROYS:
        require_move(course, HandInMove.DESTROY)
    else:
        with pytest.raises(HandInWayError, match=way.value):
            require_move(course, HandInMove.DESTROY)


def test_the_alarm_is_for_what_is_still_held() -> None:
    """24 hours after the receipt, and for nothing that went on."""
    rules, held = HandInRules(), course_to(CourseState.RECEIVED)
    assert held.pass_on_by(rules) == AT + timedelta(hours=24)
    assert not held.is_late(rules, AT + timedelta(hours=24))
    assert held.is_late(rules, AT + timedelta(hours=24, seconds=1))
    gone = course_to(CourseState.PASSED_ON)
    assert gone.pass_on_by(rules) is None
    assert not gone.is_late(rules, AT + timedelta(days=9))


def test_a_receipt_never_changes() -> None:
    """Corrections and new tags are entries; the receipt is what it was."""
    course = course_to(CourseState.RECEIVED)
    for act in (
        correction(Corrected.NET, "41.5", "A1"),
        replace(resealed(4), sequence=4),
        correction(Corrected.COUNT, "1", "A2", place=5),
        correction(Corrected.PRESENTED_BY, "Her brother", place=6),
    ):
        course = after(course, act)
    assert course.receipt == receipt()
    stands = course.as_it_stands()
    assert stands is not None
    (bag,), (batch,) = stands.stock, stands.plants
    assert (bag.net_grams, bag.seal_tag) == (Fraction(83, 2), "A9")
    assert (batch.count, stands.presented_by) == (1, "Her brother")


@pytest.mark.parametrize("what", Corrected)
def test_a_correction_is_of_what_there_is(what: Corrected) -> None:
    """A bag that there is not, and a weight of plants' count, are refused."""
    if not what.is_of_an_item:
        assert isinstance(said_of(receipt(), what, ""), str)
        return
    with pytest.raises(NoSuchBagError):
        said_of(receipt(), what, "B7")
    if what in {Corrected.NET, Corrected.COUNT}:
        other = "A2" if what is Corrected.NET else "A1"
        with pytest.raises(NotOfThisBagError):
            said_of(receipt(), what, other)


def test_a_corrected_bag_still_weighs_more_than_what_is_in_it() -> None:
    """More net than gross is refused when it is corrected, as when it is received."""
    course = after(
        course_to(CourseState.RECEIVED), correction(Corrected.NET, "51", "A1")
    )
    with pytest.raises(NetAboveGrossError):
        course.as_it_stands()


def test_amounts_of_a_correction_are_read() -> None:
    """They are kept as they are read: without the unit."""
    for typed in (" 41.5 g ", "41.50", "41.5 grams", "041.5G."):
        assert read_correction(Corrected.NET, typed) == "41.5"
    assert read_correction(Corrected.COUNT, "03") == "3"


def test_the_acts_of_several_hand_ins_are_told_apart() -> None:
    """Each number is one course, the oldest first, whatever order they come in."""
    other = ReceiptNumber("H-3333-3333-3333")
    later = replace(receipt(1), receipt=other, received_at=AT + timedelta(days=1))
    acts = [transfer(3), later, receipt(), appointment()]
    first, second = courses_of(acts)
    assert (first.number, first.state) == (NUMBER, CourseState.PASSED_ON)
    assert (second.number, second.state) == (other, CourseState.RECEIVED)
