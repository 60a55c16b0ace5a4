"""Winding down: the time between a registration's end and its closing.

A widow, or somebody whose evidence lapsed, is not stranded with plants overnight. The
journal goes on until nothing is held, and officers are told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.life import MOVES, make_move
from amnesty.domain.plants import flowering_plants, young_plants
from amnesty.domain.quantity import dried_sum, readable_text, rounded_down
from amnesty.domain.registration import Move, Registration, State, WindingDown
from amnesty.domain.staff import Act, require
from amnesty.domain.stock import counted_weights
from amnesty.domain.text import clean_optional_line
from amnesty.errors import RuleBrokenError
from amnesty.errors.renewal import (
    EndsOtherwiseError,
    NeverApprovedError,
    NotLapsedError,
    StillHeldError,
    WindingDownDayError,
)
from amnesty.repeating import repeated
from amnesty.services.registrations.deciding import LONGEST_REASONS, set_statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.event import Event
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.site import Site
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

MOST_DAYS = 366

_ENDS = {
    State.EXPIRED: Move.EXPIRE,
    State.WITHDRAWN: Move.WITHDRAW,
    State.DECEASED: Move.RECORD_DEATH,
}
"""What a registration can end as, and the move that says so."""
_LEAST_SHOWN = Fraction(1, 100)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a registration ends, and whom to turn to meanwhile."""

    ends_as: State
    contact: str
    telephone: str
    until: date | None = None
    """The last day; None for as many days as the policy says."""


@repeated
def wind_down(
    desk: Desk, number: RegistrationNumber, ending: Ending, *, reasons: str = ""
) -> Registration:
    """End a registration, and give time to hand in what is there.

    Raises:
        WindingDownDayError: the last day is over, or more than a year away.
        EndsOtherwiseError: it has ended already, as something else.
        NotLapsedError: its last day lies ahead, and it is to be wound down as lapsed.
        NeverApprovedError: nothing was ever permitted by it.
        MoveNotPossibleError: it is closed, or winds down already.
    """
    require(desk.member, Act.EXTEND)
    reasons = clean_optional_line(reasons, "reasons", longest=LONGEST_REASONS)
    with desk.transaction() as register:
        registration = register.registration(number)
        days = register.policy().winding_down_days
        until = ending.until or desk.today() + timedelta(days=days)
        if not desk.today() <= until <= desk.today() + timedelta(days=MOST_DAYS):
            raise WindingDownDayError(most=MOST_DAYS)
        moved = registration
        for move in _moves(registration, ending.ends_as, desk.today()):
            moved = make_move(
                moved, move, by=desk.member, at=desk.now(), reasons=reasons
            )
        winding_down = WindingDown(
            until=until,
            contact=ending.contact,
            telephone=ending.telephone,
            ends_as=ending.ends_as,
        )
        growing = replace(moved.growing, winding_down=winding_down)
        kept = register.save_registration(replace(moved, growing=growing))
        for issued in register.certificates_of(kept.id):
            if issued.status is not CertificateStatus.SUPERSEDED:
                register.set_status(
                    issued.certificate.number, CertificateStatus.WINDING_DOWN
                )
        register.append(_note(desk, kept, Move.WIND_DOWN))
    return kept


@repeated
def last_day(desk: Desk) -> date:
    """Return the last day of what begins to wind down today, as the policy says."""
    with desk.transaction() as register:
        return desk.today() + timedelta(days=register.policy().winding_down_days)


def _moves(registration: Registration, ends_as: State, today: date) -> tuple[Move, ...]:
    """Return how it ended, where that is not written down yet, and the winding down."""
    state, move = registration.state, _ENDS[ends_as]
    if registration.valid_from is None:
        raise NeverApprovedError(registration.number, state.value)
    last = registration.valid_to
    if move is Move.EXPIRE and last is not None and today < last:
        raise NotLapsedError(registration.number, in_words(last))
    if state in _ENDS and state is not ends_as:
        raise EndsOtherwiseError(registration.number, state.value)
    before = registration.growing.winding_down
    is_told = before is not None and before.ends_as is ends_as
    if state in MOVES[move].origins and not is_told:
        return (move, Move.WIND_DOWN)
    return (Move.WIND_DOWN,)


def may_wind_down_as(registration: Registration, ends_as: State, today: date) -> bool:
    """Return whether a registration can be wound down as something on a day."""
    try:
        first = _moves(registration, ends_as, today)[0]
    except RuleBrokenError:
        return False
    return registration.state in MOVES[first].origins


@repeated
def close_registration(desk: Desk, number: RegistrationNumber) -> Registration:
    """Close a registration that has wound down, once nothing is held any more.

    Raises:
        StillHeldError: plants or stock are still written down.
        MoveNotPossibleError: it is not winding down.
    """
    require(desk.member, Act.EXTEND)
    with desk.transaction() as register:
        registration = register.registration(number)
        moved = make_move(registration, Move.CLOSE, by=desk.member, at=desk.now())
        if held := what_is_held(registration.growing.sites):
            raise StillHeldError(number, held)
        kept = register.save_registration(moved)
        set_statuses(register, kept, CertificateStatus.REVOKED)
        register.append(_note(desk, kept, Move.CLOSE))
    return kept


def what_is_held(sites: Sequence[Site]) -> str:
    """Return what counts of all that stands and lies at sites; "" for nothing."""
    plants = sum(
        flowering_plants(site.plants) + young_plants(site.plants) for site in sites
    )
    grams = dried_sum([one for site in sites for one in counted_weights(site.stock)])
    held = []
    if plants:
        held.append("1 plant" if plants == 1 else f"{plants} plants")
    if grams:
        shown = max(rounded_down(grams, 2), _LEAST_SHOWN)
        held.append(f"{readable_text(shown)} g")
    return " and ".join(held)


def end_what_is_over(register: Transaction, today: date) -> None:
    """End the certificates of whoever's last day of winding down has passed.

    For lists that are about to be published. The registration stays open, and its
    journal, until nothing is held.
    """
    for number, until in register.winding_down():
        if until < today:
            register.set_status(number, CertificateStatus.REVOKED)


def _note(desk: Desk, kept: Registration, move: Move) -> Event:
    return desk.note(Verb.ALTERATION, Act.EXTEND, kept.id, move=move.name)
