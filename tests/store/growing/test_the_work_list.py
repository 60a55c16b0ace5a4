"""What waits at the desk is counted, and listed with what is needed and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import HandInPlants
from amnesty.domain.plants import Stage
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Role
from amnesty.services.growing.nightly import check_all
from amnesty.services.hand_in.appointing import Agreed, open_hand_in
from amnesty.services.hand_in.receiving import Presented, receive_hand_in
from amnesty.services.registrations.work_list import (
    Waiting,
    count_waiting,
    list_waiting,
    lists_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.services.desk import Desk
    from tests.store.conftest import Office
    from tests.store.growing.conftest import Days

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Grow = Callable[..., Registration]


def test_what_is_due_is_listed_as_of_the_last_check(
    desk: Desk, grow: Grow, days: Days
) -> None:
    """Nothing before a check; then by day, and what was put right is left out."""
    grow("Ada", 4)
    over, far = grow("Bea", 5), grow("Cai", 9)
    assert count_waiting(desk).checked_on is None
    assert list_waiting(desk, Waiting.DUE, limit=9).lines == ()
    check_all(desk)
    counted = count_waiting(desk)
    assert counted.checked_on == desk.today()
    assert counted.counts[Waiting.DUE] == 2
    assert counted.counts[Waiting.OVER] == 1
    page = list_waiting(desk, Waiting.DUE, limit=9)
    assert {one.summary.number for one in page.lines} == {over.number, far.number}
    assert {one.needed for one in page.lines} == {"Hand in: plants"}
    days.on = days.on.replace(month=12, day=9)
    late = list_waiting(desk, Waiting.DUE, limit=9)
    assert {one.needed for one in late.lines} == {"Overdue: plants"}


def test_a_long_list_is_read_page_by_page_and_back(
    desk: Desk, keep: Keep, person: Person
) -> None:
    """Each page says where it stands; from the last one the way leads back."""
    for row in range(5):
        keep(person(f"Ada {row}"))
    first = list_waiting(desk, Waiting.DRAFTS, limit=2)
    second = list_waiting(desk, Waiting.DRAFTS, limit=2, page=first)
    last = list_waiting(desk, Waiting.DRAFTS, limit=2, backwards=True)
    back = list_waiting(desk, Waiting.DRAFTS, limit=2, page=last, backwards=True)
    assert (first.first, second.first, last.first, back.first) == (0, 2, 3, 1)
    assert (first.total, last.is_last, second.is_last) == (5, True, False)
    names = [one.summary.number for page in (first, second) for one in page.lines]
    assert len(set(names)) == 4
    assert back.lines[1:] == second.lines[:1]


def test_what_expires_soon_says_when(desk: Desk, keep: Keep, person: Person) -> None:
    """A certificate that ends within 30 days is listed, one that ends later is not."""
    for name, left in (("Ada", 5), ("Bea", 31), ("Cai", 0)):
        last = desk.today() + timedelta(days=left)
        keep(replace(person(name), state=State.ACTIVE, valid_to=last))
    page = list_waiting(desk, Waiting.EXPIRING, limit=9)
    assert [one.needed for one in page.lines] == ["Expires today", "Expires in 5 days"]
    assert count_waiting(desk).counts[Waiting.EXPIRING] == 2


def test_each_role_sees_its_own_work_first(desk: Desk) -> None:
    """Everybody has every list; who may decide has decisions first."""
    clerk, supervisor = (
        lists_for(replace(desk.member, role=role))
        for role in (Role.CLERK, Role.SUPERVISOR)
    )
    assert set(clerk) == set(supervisor) == set(Waiting)
    assert supervisor[0] is Waiting.DECIDE
    assert clerk[:2] == (Waiting.LATE, Waiting.HELD)


def test_what_is_held_is_to_be_passed_on(
    desk: Desk, office: Office, patient: Registration, days: Days
) -> None:
    """A receipt is listed with its hour; a day later it is late."""
    bag = HandInPlants(stage=Stage.FLOWERING, count=1, seal_tag="TAG-1")
    presented = Presented(
        site=0,
        plants=(bag,),
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        place="Desk",
    )
    second = office.open("kofi").member
    received, _ = receive_hand_in(desk, patient.number, presented, second=second)
    assert count_waiting(desk).counts[Waiting.HELD] == 1
    (line,) = list_waiting(desk, Waiting.HELD, limit=9).lines
    assert line.needed == f"Pass on: {received.receipt}"
    assert list_waiting(desk, Waiting.LATE, limit=9).total == 0
    days.on += timedelta(days=2)
    (line,) = list_waiting(desk, Waiting.HELD, limit=9).lines
    assert line.needed == f"LATE: {received.receipt}"
    assert list_waiting(desk, Waiting.LATE, limit=9).lines == (line,)


def test_what_was_agreed_and_never_brought_is_listed(
    desk: Desk, patient: Registration, days: Days
) -> None:
    """From the day after; on the day itself there is still time."""
    agreed = Agreed(site=0, on=desk.today(), at=None, place="Desk", whom="Bronwen")
    course, _ = open_hand_in(desk, patient.number, agreed)
    assert count_waiting(desk).counts[Waiting.MISSED] == 0
    days.on += timedelta(days=1)
    (line,) = list_waiting(desk, Waiting.MISSED, limit=9).lines
    assert line.needed == f"Not brought: {course.number}, Desk"
