"""Records of destruction leave after their years, by two people; a hold keeps them."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest

from amnesty.domain.policy import HandInWay
from amnesty.errors import ProblemsError
from amnesty.errors.rights import NotProposedError, SameProposerError
from amnesty.errors.rules import RoleMayNotError
from amnesty.services.hand_in.appointing import list_destructions
from amnesty.services.hand_in.passing_on import Destroying, destroy
from amnesty.services.hand_in.retiring import confirm_retired, propose_retired
from amnesty.services.rights.erasing import hold
from db.audit.replaying import replay
from tests.store.conftest import note
from tests.store.hand_in.counter import REES, World
from tui.form_act import Sitting
from tui.retire_acts import RETIRED

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.hand_in import Destruction
    from amnesty.domain.registration import Registration
    from tui.front import Front

    Keep = Callable[[Registration], Registration]


@pytest.fixture
def world(world: World) -> World:
    """Return a patient whose council destroys what is handed in."""
    world.allow(*HandInWay)
    return world


@pytest.fixture
def destroyed(world: World) -> Destruction:
    """Return the record of a destruction of today."""
    number = world.receive(HandInWay.COUNCIL_DESTROYS)
    act = Destroying(
        weighed={"A1": Fraction(50), "A1-P": Fraction(2)},
        method="incineration",
        place="Depot",
        witnesses=(REES,),
    )
    done = destroy(world.desk("gareth"), number, act).destruction
    assert done is not None
    return done


def test_two_people_remove_what_was_kept_long_enough(
    world: World, destroyed: Destruction
) -> None:
    """Not on its last day, not by who proposed it, and the log still adds up."""
    idris, gareth = world.desk("idris"), world.desk("gareth")
    days = (destroyed.kept_until - world.clock.at.date()).days
    world.clock.at += timedelta(days=days)
    assert propose_retired(idris) == ()
    with pytest.raises(NotProposedError):
        confirm_retired(gareth)
    world.clock.at += timedelta(days=1)
    with pytest.raises(RoleMayNotError):
        propose_retired(world.desk("bronwen"))
    assert propose_retired(idris) == (destroyed.number,)
    assert propose_retired(gareth) == ()
    with pytest.raises(SameProposerError):
        confirm_retired(idris)
    assert list_destructions(idris) == (destroyed,)
    [row] = RETIRED.rows(gareth)
    sitting = Sitting(gareth, cast("Front", None))
    assert row.cells[0] == destroyed.number
    assert row.opens is not None
    with pytest.raises(ProblemsError):
        row.opens.perform(sitting, {"confirm": "ZZZZ"})
    told = row.opens.perform(sitting, {"confirm": destroyed.number[-4:]})
    assert told.lines[:2] == ("Proposed by idris.", "Confirmed by gareth.")
    assert destroyed.number in told.lines
    assert list_destructions(idris) == ()
    with world.office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)


def test_a_legal_hold_keeps_it(world: World, destroyed: Destruction) -> None:
    """While the patient's record is held, and from the moment it is proposed too."""
    idris, gareth = world.desk("idris"), world.desk("gareth")
    world.clock.at += timedelta(days=9 * 365)
    until = world.clock.at.date() + timedelta(days=30)
    assert propose_retired(idris) == (destroyed.number,)
    hold(idris, world.patient.number, reason="A claim", until=until)
    assert confirm_retired(gareth).numbers == ()
    assert propose_retired(idris) == ()
    world.clock.at += timedelta(days=31)
    assert propose_retired(idris) == (destroyed.number,)
