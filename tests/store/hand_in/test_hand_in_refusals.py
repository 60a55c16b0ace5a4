"""What is refused of a hand-in, and what two people at once come to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.policy import HandInWay
from amnesty.errors.hand_in import (
    AlreadyReceivedError,
    HandInMoveError,
    NoSuchHandInError,
    TimeBeforeError,
    TimeInFutureError,
)
from amnesty.errors.register import RegisterBusyError
from amnesty.errors.rules import NotSecondPersonError
from amnesty.errors.seals import SealTagTwiceError, SealTagUsedError
from amnesty.errors.store import ChangedByAnotherError
from amnesty.services.hand_in.appointing import (
    open_course,
    open_hand_in,
)
from amnesty.services.hand_in.passing_on import (
    pass_on,
    reseal,
)
from amnesty.services.hand_in.receiving import (
    receive_as_agreed,
    receive_hand_in,
)
from tests.store.conftest import note
from tests.store.hand_in.counter import (
    PC,
    World,
    agreed,
    presented,
)

if TYPE_CHECKING:
    from amnesty.services.desk import Desk


def test_a_seal_tag_is_used_once_ever(world: World) -> None:
    """On another bag, in other letters, or as the new seal of a bag."""
    number = world.receive()
    with pytest.raises(SealTagUsedError, match="a1"):
        world.take(replace(presented("a1"), plants=()))
    with pytest.raises(SealTagUsedError):
        reseal(world.desk("kofi"), number, "A1", "A1-p", because="Torn")
    reseal(world.desk("kofi"), number, "A1", "A9", because="Torn")
    with pytest.raises(SealTagUsedError):
        world.take(replace(presented("A9"), plants=()))
    stands = open_course(world.desk("kofi"), number).course.as_it_stands()
    assert stands is not None
    assert stands.seal_tags == ("A9", "A1-P")


def test_two_bags_of_one_hand_in_have_two_tags(world: World) -> None:
    """The same tag twice at once is refused too."""
    put = presented()
    twice = replace(put, stock=put.stock * 2, plants=())
    second = world.office.open("kofi").member
    with pytest.raises(SealTagTwiceError, match="Two bags of this hand-in"):
        receive_hand_in(
            world.desk("bronwen"), world.patient.number, twice, second=second
        )


def test_who_receives_a_hand_in_twice_has_received_it_once(world: World) -> None:
    """Sent again it is the same receipt; anything else is told who received it."""
    clerk, second = world.desk("bronwen"), world.office.open("kofi").member
    way = HandInWay.COUNCIL_PASSES_ON
    course, _ = open_hand_in(clerk, world.patient.number, agreed(way=way))
    first, _ = receive_as_agreed(clerk, course.number, presented(), second=second)
    again, kept = receive_as_agreed(clerk, course.number, presented(), second=second)
    assert again == first
    assert kept.growing.sites[0].plants[0].count == 1
    third = world.office.open("idris").member
    with pytest.raises(
        AlreadyReceivedError, match="by bronwen at 09:30 on 24 November 2026"
    ):
        receive_as_agreed(
            world.desk("gareth"), course.number, presented("B1"), second=third
        )


def test_of_two_clerks_at_once_one_comes_second(world: World) -> None:
    """Of four who pass the same hand-in on at the same time, one has done it."""
    number = world.receive()
    desks = [world.desk(name) for name in ("bronwen", "kofi", "gareth", "idris")]
    together = Barrier(len(desks))

    def try_it(desk: Desk) -> str:
        together.wait()
        try:
            pass_on(desk, number, PC)
        except (HandInMoveError, ChangedByAnotherError, RegisterBusyError) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(desks)) as pool:
        found = list(pool.map(try_it, desks))
    assert found.count("done") == 1
    acts = open_course(world.desk("kofi"), number).course.acts
    assert [act.kind for act in acts] == ["receipt", "transfer"]


def test_no_two_acts_stand_in_one_place(world: World) -> None:
    """The store refuses the second of them, whatever its service thought."""
    number = world.receive()
    transfer = pass_on(world.desk("kofi"), number, PC).transfer
    assert transfer is not None
    with world.office.open("gareth").transaction() as late:
        with pytest.raises(ChangedByAnotherError):
            late.add_hand_in(world.patient.id, transfer)
        note(late)


@pytest.mark.parametrize("name", ["bronwen", "nerys", "padraig"])
def test_the_second_person_is_another_who_may_receive(world: World, name: str) -> None:
    """Neither oneself, nor whose role receives nothing, though they signed in."""
    second = world.office.open(name).member
    with pytest.raises(NotSecondPersonError, match=name):
        receive_hand_in(
            world.desk("bronwen"), world.patient.number, presented(), second=second
        )


def test_nothing_happens_in_the_future_or_before_the_receipt(world: World) -> None:
    """A receipt of tomorrow, and a passing on before it was received, are refused."""
    clerk, second = world.desk("bronwen"), world.office.open("kofi").member
    tomorrow = world.clock.at + timedelta(days=1)
    later = replace(presented(), received_at=tomorrow)
    with pytest.raises(TimeInFutureError, match="time of the receipt"):
        receive_hand_in(clerk, world.patient.number, later, second=second)
    number = world.receive()
    with pytest.raises(TimeInFutureError):
        pass_on(clerk, number, PC, at=tomorrow)
    with pytest.raises(TimeBeforeError, match="before the time of the receipt"):
        pass_on(clerk, number, PC, at=world.clock.at - timedelta(minutes=1))


def test_a_number_that_is_none_is_told(world: World) -> None:
    """A hand-in that was never opened is not found."""
    missing = world.receive()
    with pytest.raises(NoSuchHandInError):
        open_course(world.desk("kofi"), type(missing)("H-2222-2222-2222"))
