"""After the receipt: the bags are sealed anew, passed on, destroyed, or corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.correcting import bag_with, read_correction, said_of
from amnesty.domain.course import Course, HandInMove, after, require_move
from amnesty.domain.dates import months_after
from amnesty.domain.destroying import destroyed_items, require_people
from amnesty.domain.hand_in import (
    Bag,
    Corrected,
    Correction,
    Destruction,
    HandInReceipt,
    HandInStock,
    Resealed,
    Transfer,
    Witness,
)
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_destruction_number
from amnesty.domain.journal import HandInCorrected
from amnesty.domain.london import london_day
from amnesty.domain.policy import HandInWay
from amnesty.domain.recount import Happened
from amnesty.domain.staff import Act, require
from amnesty.domain.stock import was_weighed_since
from amnesty.errors.hand_in import (
    HandInMoveError,
    NothingToCorrectError,
    TimeBeforeError,
)
from amnesty.repeating import repeated
from amnesty.services.growing.journalling import follow_hand_in, has_journal
from amnesty.services.hand_in.courses import (
    find_course,
    keep_act,
    marked,
    note_act,
    require_past,
    require_way,
)

if TYPE_CHECKING:
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk
    from amnesty.services.hand_in.receiving import Officer


@dataclass(frozen=True, kw_only=True)
class Destroying:
    """What somebody destroys, how, and before whom."""

    weighed: Mapping[str, Fraction]
    """Gross grams, or how many plants, by the tag of each bag, just before."""
    method: str
    place: str
    witnesses: tuple[Witness, ...]
    less_because: str = ""
    destroyed_at: datetime | None = None
    """None: now."""


@dataclass(frozen=True, kw_only=True)
class PuttingRight:
    """What a receipt should say, and why."""

    what: Corrected
    now: str
    because: str
    seal_tag: str = ""


@repeated
def reseal(
    desk: Desk, number: ReceiptNumber, old_tag: str, new_tag: str, *, because: str
) -> Course:
    """Write down that a bag has a new seal.

    Raises:
        NoSuchBagError: there is no bag with the old tag.
        SealTagUsedError: the new tag was used before.
        HandInMoveError: it is not here any more.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        bag_with(_standing(course, HandInMove.RESEAL), old_tag)
        act = Resealed(
            receipt=number,
            sequence=course.next_sequence,
            old_tag=old_tag,
            new_tag=new_tag,
            because=because,
            by=desk.member.id,
            by_name=desk.member.name,
            made_at=desk.now(),
        )
        return keep_act(desk, register, registration, act, course=course)[0]


@repeated
def pass_on(
    desk: Desk, number: ReceiptNumber, officer: Officer, *, at: datetime | None = None
) -> Course:
    """Write down that the police took a hand-in over, which ends the alarm.

    Raises:
        HandInMoveError: it is not here, or not any more.
        TimeInFutureError: it is said to happen later.
        TimeBeforeError: it is said to have happened before it was received.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        receipt = _standing(course, HandInMove.PASS_ON)
        now = desk.now()
        when = require_past(at or now, now, "time of passing on")
        _require_after(when, receipt, "time of passing on")
        act = Transfer(
            receipt=number,
            sequence=course.next_sequence,
            force=officer.force or register.authority().force,
            officer=officer.name,
            collar_number=officer.collar_number,
            property_reference=officer.property_reference or receipt.property_reference,
            seal_tags=receipt.seal_tags,
            passed_on_at=when,
            by=desk.member.id,
            by_name=desk.member.name,
            made_at=now,
        )
        return keep_act(desk, register, registration, act, course=course)[0]


@repeated
def destroy(desk: Desk, number: ReceiptNumber, destroying: Destroying) -> Course:
    """Write down a destruction; its certificate has a number of its own.

    Raises:
        WayOffError: the policy in force does not let the council destroy.
        HandInWayError: this hand-in goes another way.
        ReceiverDestroysError: who destroys it received it.
        WitnessMissingError: there are too few witnesses.
        MoreThanReceivedError: there would be more than was received.
        RuleBrokenError: as `domain.destroying` tells them apart.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        receipt = _standing(course, HandInMove.DESTROY)
        rules = register.policy().hand_in
        require_way(HandInWay.COUNCIL_DESTROYS, rules)
        require_people(receipt, desk.member, destroying.witnesses, rules)
        now = desk.now()
        when = require_past(
            destroying.destroyed_at or now, now, "time of the destruction"
        )
        _require_after(when, receipt, "time of the destruction")
        act = Destruction(
            number=new_destruction_number(desk.chance(RANDOM_BYTES_NEEDED)),
            receipt=number,
            sequence=course.next_sequence,
            destroyed_at=when,
            place=destroying.place,
            method=destroying.method,
            items=destroyed_items(receipt, destroying.weighed, destroying.less_because),
            less_because=destroying.less_because,
            by=desk.member.id,
            by_name=desk.member.name,
            witnesses=destroying.witnesses,
            made_at=now,
            kept_until=months_after(london_day(when), 12 * rules.keep_years),
        )
        return keep_act(desk, register, registration, act, course=course)[0]


@repeated
def correct(desk: Desk, number: ReceiptNumber, right: PuttingRight) -> Course:
    """Link a correction to a receipt, and put right what followed from it.

    Raises:
        BadInputError: what it should say cannot stand there.
        NoSuchBagError: the hand-in has no such bag.
        NothingToCorrectError: it says that already.
        SealTagUsedError: the tag was used before.
        NotSoMuchStockError: so much more than is declared cannot have been brought.
    """
    require(desk.member, Act.RECEIVE)
    with desk.transaction() as register:
        registration, course = find_course(register, number)
        stands = _standing(course, HandInMove.CORRECT)
        said = said_of(stands, right.what, right.seal_tag)
        now = read_correction(right.what, right.now)
        if said == now:
            raise NothingToCorrectError(right.what.value)
        act = Correction(
            receipt=number,
            sequence=course.next_sequence,
            what=right.what,
            seal_tag=right.seal_tag,
            was=said,
            now=now,
            because=right.because,
            by=desk.member.id,
            by_name=desk.member.name,
            made_at=desk.now(),
        )
        grown = after(course, act)
        corrected = grown.as_it_stands()
        assert corrected is not None  # noqa: S101 - a receipt was corrected
        kept = _put_right(
            desk, register, marked(registration, grown), act=act, corrected=corrected
        )
        register.add_hand_in(kept.id, act)
        register.append(note_act(desk, kept, act))
    return grown


def _put_right(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    *,
    act: Correction,
    corrected: HandInReceipt,
) -> Registration:
    """Keep the registration with what the correction changes of what is held."""
    if act.what not in {Corrected.NET, Corrected.COUNT}:
        return register.save_registration(registration)
    bag: Bag = bag_with(corrected, act.seal_tag)
    if _is_settled(registration, corrected, bag):
        return register.save_registration(registration)
    happened = HandInCorrected(
        receipt=act.receipt,
        form=bag.form if isinstance(bag, HandInStock) else None,
        stage=None if isinstance(bag, HandInStock) else bag.stage,
        was=Fraction(act.was),
        now=Fraction(act.now),
    )
    return follow_hand_in(
        desk,
        register,
        registration,
        Happened(desk.today(), happened),
        site=corrected.site,
    )


def _is_settled(registration: Registration, receipt: HandInReceipt, bag: Bag) -> bool:
    """Return whether the form told anew, before the decision, what was left.

    From the decision on the journal knows it (`settled_corrections`).
    """
    if has_journal(registration) or not isinstance(bag, HandInStock):
        return False
    stock = registration.growing.sites[receipt.site].stock
    return was_weighed_since(stock, bag.form, london_day(receipt.received_at))


def _standing(course: Course, move: HandInMove) -> HandInReceipt:
    """Return the receipt with its corrections, if the move can be made."""
    require_move(course, move)
    receipt = course.as_it_stands()
    if receipt is None:
        state = course.state.value if course.state else "not opened"
        raise HandInMoveError(course.number, state, move.value)
    return receipt


def _require_after(when: datetime, receipt: HandInReceipt, what: str) -> None:
    if when < receipt.received_at:
        raise TimeBeforeError(what, "time of the receipt")
