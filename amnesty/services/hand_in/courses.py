"""What the acts of a hand-in share: whose it is, who stands by, and keeping an act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.course import Course, CourseState, after, begun
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, may
from amnesty.errors.hand_in import NoSuchHandInError, TimeInFutureError, WayOffError
from amnesty.errors.rules import NotSecondPersonError
from amnesty.errors.store import WrongPassphraseError, WrongSecondPassphraseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from amnesty.domain.event import Event
    from amnesty.domain.hand_in import HandInAct
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.policy import HandInRules, HandInWay
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

OPEN = frozenset({CourseState.APPOINTED, CourseState.RECEIVED})
"""How hand-ins stand that have not come to their end."""


def find_course(
    register: Transaction, number: ReceiptNumber
) -> tuple[Registration, Course]:
    """Return a hand-in, and whose it is.

    Raises:
        NoSuchHandInError: there is none with this number.
        RecordRestrictedError: the reader is not named on a restricted record.
    """
    owner = register.registration_of_hand_in(number)
    registration = register.registration_by_id(owner)
    for course in register.courses_of(owner):
        if course.number == number:
            return registration, course
    raise NoSuchHandInError(number)


def require_way(way: HandInWay, rules: HandInRules) -> None:
    """Refuse a way that the policy in force does not have.

    Raises:
        WayOffError: it is not switched on.
    """
    if way not in rules.ways:
        raise WayOffError(way.value, tuple(one.value for one in rules.ways))


def require_past(at: datetime, now: datetime, what: str) -> datetime:
    """Return a time, refused if it is still to come.

    Raises:
        TimeInFutureError: it is in the future.
    """
    if at > now:
        raise TimeInFutureError(what)
    return at


def require_second(
    register: Transaction, first: StaffMember, second: StaffMember
) -> StaffMember:
    """Return the second person, as their account stands now.

    Raises:
        NotSecondPersonError: it is no other clerk or supervisor with an account.
    """
    for account in register.accounts():
        member = account.member
        if member.id == second.id != first.id and account.granted:
            if may(member, Act.RECEIVE):
                return member
            break
    raise NotSecondPersonError(second.name)


def beside(opened: Desk) -> StaffMember:
    """Return who signed in beside, and let go of the keys that proved it."""
    try:
        return opened.member
    finally:
        opened.register.close()


def signed_in_beside(
    open_desk: Callable[[str, str], Desk], name: str, passphrase: str
) -> StaffMember:
    """Return who stands by, once their own passphrase has opened their keys.

    Raises:
        WrongSecondPassphraseError: it does not; it says whose it is.
        StoreError: the register does not open.
    """
    try:
        return beside(open_desk(name, passphrase))
    except WrongPassphraseError:
        raise WrongSecondPassphraseError(name) from None


def marked(registration: Registration, course: Course) -> Registration:
    """Return a registration that says whether a hand-in of it is still open."""
    others = tuple(
        one for one in registration.growing.open_hand_ins if one != course.number
    )
    still = (*others, course.number) if course.state in OPEN else others
    growing = replace(registration.growing, open_hand_ins=still)
    return replace(registration, growing=growing)


def next_act(course: Course | None, act: HandInAct) -> Course:
    """Return the course with one more act, or the one that it begins."""
    return begun(act) if course is None else after(course, act)


def keep_act(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    act: HandInAct,
    *,
    course: Course | None,
) -> tuple[Course, Registration]:
    """Keep an act that changes nothing of what is declared, with its event.

    The registration is kept with it, so that of two people one comes second.
    """
    grown = next_act(course, act)
    kept = register.save_registration(marked(registration, grown))
    register.add_hand_in(kept.id, act)
    register.append(note_act(desk, kept, act))
    return grown, kept


def note_act(desk: Desk, registration: Registration, act: HandInAct) -> Event:
    """Return the event of an act."""
    return desk.note(
        Verb.ALTERATION,
        Act.RECEIVE,
        registration.id,
        receipt=act.receipt,
        what=act.kind,
        place=str(act.sequence),
    )
