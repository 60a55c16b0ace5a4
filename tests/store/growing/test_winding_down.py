"""What ends gets time to be handed in, if it ever permitted anything."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import Move, State
from amnesty.errors.renewal import (
    EndsOtherwiseError,
    NeverApprovedError,
    NotLapsedError,
)
from amnesty.errors.rules import LetterNotDueError, MoveNotPossibleError
from amnesty.services.desk import Desk
from amnesty.services.papers.lettering import LetterKind, letters_of, write_letter
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.winding_down import (
    Ending,
    may_wind_down_as,
    wind_down,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.growing.conftest import Days

_ENDS = (State.DECEASED, State.WITHDRAWN, State.EXPIRED)


@pytest.fixture
def decider(supervisor: SqlRegister, days: Days) -> Desk:
    """Return the supervisor's desk."""
    return Desk(register=supervisor, clock=days, chance=os.urandom)


def ending(ends_as: State) -> Ending:
    """Return an end, with whom to turn to."""
    return Ending(
        ends_as=ends_as, contact="Mair Made-Up", telephone="01632 960111", until=None
    )


def possible(
    registration: Registration, day: date = date(2026, 11, 24)
) -> tuple[State, ...]:
    """Return as what a registration may be wound down, by the service's own word."""
    return tuple(one for one in _ENDS if may_wind_down_as(registration, one, day))


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_was_never_approved_is_not_wound_down(
    desk: Desk,
    decider: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
    *,
    withdrawn: bool,
) -> None:
    """It permitted nothing: no officer is told that it still does, until a day."""
    kept = keep(make_registration())
    if withdrawn:
        kept = withdraw_registration(desk, kept.number)
    for ends_as in _ENDS:
        with pytest.raises(NeverApprovedError, match="never approved") as refused:
            wind_down(decider, kept.number, ending(ends_as))
        assert str(refused.value).count(".") == 1
    assert possible(kept) == ()


def test_a_death_is_told_while_it_winds_down(
    decider: Desk, patient: Registration, days: Days
) -> None:
    """Who is bereaved gets their own time and letter; nobody else's end changes."""
    assert possible(patient) == _ENDS
    left = wind_down(decider, patient.number, ending(State.WITHDRAWN))
    assert possible(left) == (State.DECEASED,)
    with pytest.raises(MoveNotPossibleError):
        wind_down(decider, patient.number, ending(State.EXPIRED))
    assert LetterKind.CLOSING not in letters_of(left)
    with pytest.raises(LetterNotDueError):
        write_letter(decider, patient.number, LetterKind.CLOSING)
    days.on += timedelta(days=10)
    widow = replace(ending(State.DECEASED), contact="Aled Made-Up")
    died = wind_down(decider, patient.number, widow)
    assert [one.move for one in died.steps[-2:]] == [Move.RECORD_DEATH, Move.WIND_DOWN]
    assert possible(died) == ()
    with pytest.raises(MoveNotPossibleError):
        wind_down(decider, patient.number, widow)
    with pytest.raises(MoveNotPossibleError):
        withdraw_registration(decider, patient.number)
    winding_down = died.growing.winding_down
    assert winding_down is not None
    assert (winding_down.ends_as, winding_down.contact) == (
        State.DECEASED,
        "Aled Made-Up",
    )
    assert winding_down.until == days.on + timedelta(days=28)
    assert LetterKind.CLOSING in letters_of(died)
    assert write_letter(decider, patient.number, LetterKind.CLOSING)


def test_what_was_approved_and_not_issued_ends_gently_too(
    decider: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
    days: Days,
) -> None:
    """The decision permitted to grow, whether or not the paper was fetched."""
    made = replace(make_registration(), state=State.APPROVED, valid_from=days.on)
    kept = keep(made)
    assert possible(kept) == (State.DECEASED, State.WITHDRAWN)
    died = wind_down(decider, kept.number, ending(State.DECEASED))
    assert died.state is State.WINDING_DOWN


def test_how_it_ended_is_how_it_winds_down(
    desk: Desk, decider: Desk, patient: Registration
) -> None:
    """Who withdrew did not die."""
    kept = withdraw_registration(desk, patient.number)
    assert possible(kept) == (State.WITHDRAWN,)
    with pytest.raises(EndsOtherwiseError):
        wind_down(decider, kept.number, ending(State.DECEASED))


def test_nothing_lapses_before_its_last_day(
    decider: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
    days: Days,
) -> None:
    """From that day on it does; and nobody is reminded of what has ended."""
    last = days.on + timedelta(days=20)
    made = replace(
        make_registration(), state=State.ACTIVE, valid_from=days.on, valid_to=last
    )
    kept = keep(made)
    reminders = {LetterKind.RENEWAL_90, LetterKind.RENEWAL_30, LetterKind.RENEWAL_7}
    assert reminders <= set(letters_of(kept))
    with pytest.raises(NotLapsedError, match="14 December 2026"):
        wind_down(decider, kept.number, ending(State.EXPIRED))
    assert State.EXPIRED not in possible(kept)
    assert State.EXPIRED in possible(kept, last)
    days.on = last
    lapsed = wind_down(decider, kept.number, ending(State.EXPIRED))
    assert not reminders & set(letters_of(lapsed))
    with pytest.raises(LetterNotDueError):
        write_letter(decider, kept.number, LetterKind.RENEWAL_7)
