"""Each act of a form calls its service with what was typed, and tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from amnesty.domain.answer import Typed
from amnesty.domain.staff import Role, StaffMember
from amnesty.errors import ProblemsError
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.rights import HeldForLawError
from amnesty.services.police.asking import ask_by_address
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.casework import withheld_questions
from amnesty.services.rights.erasing import propose_erasure
from db.audit.checkpoints import new_checkpoint
from tests.store.rights.test_spellings import WHY
from tests.store.rights.walking import Saving
from tui.case_list import Listing
from tui.form_act import FormAct, Sitting, Told
from tui.log_acts import verifying
from tui.office_acts import ERASURES, WITHHELD, office_of, withholding
from tui.patient_acts import acts_for
from tui.screens.ask import _read

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room
    from tui.front import Front


def _sitting(room: Room, name: str = "idris") -> Sitting:
    return Sitting(room.desk(name), cast("Front", Saving()))


def _of(room: Room, kept: Registration, name: str) -> FormAct[Told]:
    acts = acts_for(kept, room.desk("idris").member)
    return next(one for one in acts if one.name == name)


def test_a_hold_keeps_from_erasing(room: Room, kept: Registration) -> None:
    """The day is read, one that is past is told at its box, and the hold holds."""
    act = _of(room, kept, "Hold it against erasure")
    with pytest.raises(ProblemsError) as refused:
        act.perform(_sitting(room), {"until": "1 1 2020", "reason": "a claim"})
    assert [one.path for one in refused.value.problems] == ["until"]
    act.perform(_sitting(room), {"until": "24 12 2026", "reason": "a claim"})
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="moves away")
    erase = _of(room, kept, "Propose to erase it")
    with pytest.raises(HeldForLawError):
        erase.perform(_sitting(room), {"reason": "asked for"})


def test_equality_answers_are_chosen_by_letter(room: Room, kept: Registration) -> None:
    """Any of them may be left out; they are kept for counting alone."""
    act = _of(room, kept, "Ask the equality questions")
    told = act.perform(_sitting(room, "bronwen"), {"sex": "B", "age": "e"})
    assert "Nobody sees them" in told.said
    assert room.last()["act"] == "ASK_EQUALITY"


def test_a_question_is_withheld_and_reviewed(room: Room, kept: Registration) -> None:
    """From the list, where its day and reason stand; days are a whole number."""
    ask_by_address(room.desk("padraig"), kept.growing.sites[0].address, WHY)
    event = str(room.leaves()[-1]["sequence"])
    typed = {"event": event, "days": "30", "reason": "would warn a suspect"}
    with pytest.raises(ProblemsError):
        withholding().perform(_sitting(room), {**typed, "days": "1e9"})
    withholding().perform(_sitting(room), typed)
    [row] = WITHHELD.rows(room.desk("idris"))
    assert row.cells == (event, "24 Dec 2026", "withheld", "would warn a suspect")
    assert row.opens is not None
    row.opens.perform(_sitting(room), {"days": "60", "reason": "still would"})
    [withheld] = withheld_questions(room.desk("idris"))
    assert withheld.until.isoformat() == "2027-01-23"


def test_an_erasure_wants_the_last_signs_of_its_own_number(
    room: Room, kept: Registration
) -> None:
    """Another's, none or too few erase nothing."""
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="moves away")
    propose_erasure(room.desk("gareth"), kept.number, "asked for")
    [row] = ERASURES.rows(room.desk("idris"))
    assert row.opens is not None
    for typed in ("", kept.number[-3:], "ZZZZ"):
        with pytest.raises(ProblemsError):
            row.opens.perform(_sitting(room), {"confirm": typed})
    open_record(room.desk("idris"), kept.number)
    row.opens.perform(_sitting(room), {"confirm": kept.number[-4:]})
    with pytest.raises(RegistrationErasedError):
        open_record(room.desk("idris"), kept.number)


def test_the_log_is_compared_with_a_kept_checkpoint(
    room: Room, kept: Registration
) -> None:
    """A file that was kept says that the log only grew since."""
    open_record(room.desk("bronwen"), kept.number)
    sitting = _sitting(room)
    with room.desk("idris").register.transaction() as work:
        note = new_checkpoint(work)  # type: ignore[arg-type] # the store's own
        work.must_note = False  # type: ignore[attr-defined] # the store's own
    cast("Saving", sitting.front).texts["kept.txt"] = note
    told = verifying().perform(sitting, {"checkpoint": "kept.txt"})
    assert "only grew since the checkpoint" in told.said


def test_an_officer_compares_what_they_typed() -> None:
    """A number with name, birthday and place; or a place alone; something at least."""
    asked = {"force": "F", "collar": "1", "reason": "stop", "incident": "I"}
    number = "C-5H2Q-8VN4-J6RB"
    place = {"place": "14 Canal Row, Penmaen", "postcode": "ZZ1 4AB"}
    both = {**asked, **place, "holder": "Sian Llyr", "born": "27 3 1970"}
    with pytest.raises(ProblemsError) as refused:
        _read(both | {"number": number[:-1] + "C", "born": "31 2 1970"})
    assert {one.path for one in refused.value.problems} == {"number", "born"}
    _, found, typed = _read(asked | place)
    assert (found, typed.name, typed.site is None) == (None, None, False)
    with pytest.raises(ProblemsError):
        _read(asked)
    assert typed != Typed()


@pytest.mark.parametrize("role", Role)
def test_a_role_is_offered_what_it_may_do(
    room: Room, kept: Registration, role: Role
) -> None:
    """No list and no act is offered that the service would refuse."""
    member: StaffMember = room.of(role).member
    names = {one.name for one in office_of(member)}
    rights = {one.name for one in acts_for(kept, member)}
    match role:
        case Role.SUPERVISOR:
            assert "Breaches" in names
            assert len(rights) == 7
        case Role.CLERK:
            assert "Complaints" in names
            assert not names & {"Breaches", "Erasures that wait", "Withheld questions"}
            wanted = {"Write down a complaint", "Ask the equality questions"}
            assert rights == wanted
        case _:
            assert names | rights == set()
    for one in office_of(member):
        if isinstance(one, Listing):
            one.rows(room.of(role))
