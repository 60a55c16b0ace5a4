"""Hand-ins from the appointment to the end, in each of the three ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from amnesty.domain.course import CourseState
from amnesty.domain.hand_in import (
    Corrected,
)
from amnesty.domain.plants import Stage
from amnesty.domain.policy import HandInWay
from amnesty.domain.registration import State
from amnesty.errors.hand_in import (
    HandInMoveError,
    HandInWayError,
    MoreThanReceivedError,
    NoOfficerHereError,
    OfficerNeededError,
    ReceiverDestroysError,
    WayOffError,
    WitnessMissingError,
)
from amnesty.services.growing.plants_and_stock import read_account
from amnesty.services.hand_in.appointing import (
    call_off,
    list_destructions,
    list_hand_ins,
    open_course,
    open_hand_in,
)
from amnesty.services.hand_in.passing_on import (
    Destroying,
    PuttingRight,
    correct,
    destroy,
    pass_on,
)
from amnesty.services.hand_in.receiving import (
    receive_as_agreed,
    receive_hand_in,
)
from db.audit.replaying import replay
from tests.store.conftest import note
from tests.store.hand_in.counter import (
    PC,
    REES,
    World,
    agreed,
    presented,
)


def test_the_council_receives_and_passes_on(world: World) -> None:
    """From the appointment to the officer: each act stands beside those before."""
    clerk = world.desk("bronwen")
    way = HandInWay.COUNCIL_PASSES_ON
    course, kept = open_hand_in(clerk, world.patient.number, agreed(way=way))
    assert kept.growing.open_hand_ins == (course.number,)
    world.clock.at += timedelta(days=1)
    second = world.office.open("kofi").member
    receipt, _ = receive_as_agreed(clerk, course.number, presented(), second=second)
    assert receipt.receipt == course.number
    assert (receipt.received_by_name, receipt.second_person_name) == ("bronwen", "kofi")
    (held,) = list_hand_ins(clerk)
    assert held.pass_on_by == world.clock.at + timedelta(hours=24)
    assert not held.is_late
    world.clock.at += timedelta(hours=25)
    assert list_hand_ins(clerk)[0].is_late
    passed = pass_on(world.desk("kofi"), course.number, PC)
    assert passed.state is CourseState.PASSED_ON
    transfer = passed.transfer
    assert transfer is not None
    assert transfer.force == "Llanfair Constabulary"
    assert transfer.seal_tags == ("A1", "A1-P")
    assert list_hand_ins(clerk) == ()
    shown = open_course(clerk, course.number)
    assert [act.kind for act in shown.course.acts] == [
        "appointment",
        "receipt",
        "transfer",
    ]
    with world.office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)


def test_the_police_collect_in_one_act(world: World) -> None:
    """The default: the receipt names the officer, and the council holds nothing."""
    clerk, second = world.desk("bronwen"), world.office.open("kofi").member
    course, _ = open_hand_in(clerk, world.patient.number, agreed())
    assert course.way is HandInWay.POLICE_COLLECT
    with pytest.raises(OfficerNeededError):
        receive_as_agreed(clerk, course.number, presented(), second=second)
    world.clock.at += timedelta(days=1)
    taken = replace(presented(), officer=PC)
    receive_as_agreed(clerk, course.number, taken, second=second)
    shown = open_course(clerk, course.number)
    assert shown.course.state is CourseState.PASSED_ON
    assert shown.pass_on_by is None
    held = replace(presented("B1"), officer=PC, way=HandInWay.COUNCIL_PASSES_ON)
    with pytest.raises(NoOfficerHereError):
        receive_hand_in(clerk, world.patient.number, held, second=second)


def test_the_council_destroys_only_where_it_is_switched_on(world: World) -> None:
    """Off, it is refused when received; on, a third person destroys before a fourth."""
    with pytest.raises(WayOffError, match="council destroys"):
        world.receive(HandInWay.COUNCIL_DESTROYS)
    world.allow(*HandInWay)
    number = world.receive(HandInWay.COUNCIL_DESTROYS)
    weighed = {"A1": Fraction(50), "A1-P": Fraction(2)}
    act = Destroying(
        weighed=weighed, method="incineration", place="Depot", witnesses=(REES,)
    )
    with pytest.raises(ReceiverDestroysError, match="bronwen received"):
        destroy(world.desk("bronwen"), number, act)
    with pytest.raises(WitnessMissingError):
        destroy(world.desk("gareth"), number, replace(act, witnesses=()))
    more = replace(act, weighed={**weighed, "A1": Fraction(51)})
    with pytest.raises(MoreThanReceivedError, match="50 g"):
        destroy(world.desk("gareth"), number, more)
    done = destroy(world.desk("gareth"), number, act)
    assert done.state is CourseState.DESTROYED
    assert done.destruction is not None
    assert done.destruction.number.startswith("D-")
    assert done.destruction.kept_until == date(2033, 11, 24)


def test_a_way_that_passes_on_ends_in_no_destruction(world: World) -> None:
    """What was received to be passed on is not destroyed, whatever the policy says."""
    number = world.receive()
    world.allow(*HandInWay)
    act = Destroying(weighed={}, method="fire", place="Depot", witnesses=(REES,))
    with pytest.raises(HandInWayError):
        destroy(world.desk("gareth"), number, act)


def test_a_destruction_outlives_its_patient(world: World) -> None:
    """Erased, the patient's record is gone; seals, weights and witnesses stay."""
    world.allow(*HandInWay)
    number = world.receive(HandInWay.COUNCIL_DESTROYS)
    weighed = {"A1": Fraction(49), "A1-P": Fraction(2)}
    act = Destroying(
        weighed=weighed,
        method="incineration",
        place="Depot",
        witnesses=(REES,),
        less_because="It dried",
    )
    destroy(world.desk("gareth"), number, act)
    with world.office.open("idris").transaction() as transaction:
        transaction.erase(world.patient.id, erased_on=date(2026, 11, 24))
        note(transaction)
    (kept,) = list_destructions(world.desk("kofi"))
    assert [(one.seal_tag, one.destroyed) for one in kept.items] == [
        ("A1", Fraction(49)),
        ("A1-P", Fraction(2)),
    ]
    assert world.patient.number not in repr(kept)
    assert world.patient.identity.patient.full_name not in repr(kept)
    with world.office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)


def test_a_correction_puts_right_what_followed(world: World) -> None:
    """10 g fewer handed in are 10 g more held; the receipt says what it said."""
    number = world.receive()
    clerk = world.desk("bronwen")
    less = PuttingRight(
        what=Corrected.NET, seal_tag="A1", now="32", because="Scale was off"
    )
    corrected = correct(clerk, number, less)
    assert corrected.receipt is not None
    assert corrected.receipt.stock[0].net_grams == 42
    account = read_account(clerk, world.patient.number)
    held = account.registration.growing.sites[0].stock
    assert sum(one.grams for one in held) == Fraction(241, 2) - 32
    assert account.days[-1].handed_in == 32
    count = PuttingRight(
        what=Corrected.COUNT, seal_tag="A1-P", now="3", because="Miscounted"
    )
    correct(clerk, number, count)
    left = read_account(clerk, world.patient.number).registration.growing.sites[0]
    assert [one.stage for one in left.plants] == [Stage.VEGETATIVE]


def test_an_appointment_is_called_off(world: World) -> None:
    """It ends there, is listed no more, and nothing is received on it."""
    clerk = world.desk("bronwen")
    course, _ = open_hand_in(clerk, world.patient.number, agreed())
    assert len(list_hand_ins(clerk)) == 1
    assert call_off(clerk, course.number, because="Ill").state is CourseState.CANCELLED
    assert list_hand_ins(clerk) == ()
    second = world.office.open("kofi").member
    with pytest.raises(HandInMoveError, match="cancelled"):
        receive_as_agreed(clerk, course.number, presented(), second=second)


def test_nothing_is_suggested_where_nothing_is_above(world: World) -> None:
    """An appointment without a choice of the patient's states what the scheme says."""
    clerk = world.desk("bronwen")
    course, _ = open_hand_in(clerk, world.patient.number, agreed())
    assert course.appointment is not None
    assert (course.appointment.stock, course.appointment.plants) == ((), ())


def test_who_was_revoked_can_still_hand_in(world: World) -> None:
    """Nobody is sent away with cannabis; what is declared is not touched any more."""
    with world.office.open("bronwen").transaction() as transaction:
        revoked = transaction.registration(world.patient.number)
        transaction.save_registration(replace(revoked, state=State.REVOKED))
        note(transaction, revoked.id)
    number = world.receive()
    shown = open_course(world.desk("kofi"), number)
    assert shown.course.state is CourseState.RECEIVED
