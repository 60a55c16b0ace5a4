"""A patient's rights and the office's cases, each from its key to what is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from amnesty.domain.registration import State
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.casework import complaints
from amnesty.services.rights.erasing import propose_erasure, proposed_erasures
from tests.screens.waiting import until
from tests.store.rights.walking import Saving, Walk
from tui.app import RegistryApp
from tui.screens.act import ActScreen, ToldScreen
from tui.screens.audit import AuditScreen
from tui.screens.cases import CasesScreen
from tui.screens.choose import Choose
from tui.screens.confirm import Confirm
from tui.screens.record import RecordScreen
from tui.screens.users import UsersScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tests.store.rights.conftest import Room
    from tui.front import Front


def _app(desk: Desk, front: Saving | None = None) -> RegistryApp:
    return RegistryApp(cast("Front", front or Saving()), desk=desk)


async def test_a_patient_is_told_everything(
    room: Room, kept: Registration, tmp_path: Path
) -> None:
    """Who looked is read on the screen; PDF, JSON and proofs are saved with F9."""
    open_record(room.desk("bronwen"), kept.number)
    front = Saving()
    app = _app(room.desk("idris"), front)
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        app.show_record(kept.number)
        await walk.to(RecordScreen)
        await walk.to(Choose, "g")
        await walk.pick("Tell the patient everything")
        await walk.fill(asked_on="20 11 2026")
        await walk.to(ToldScreen)
        await walk.says("bronwen (clerk), open a patient's record")
        await walk.says("Answer by 20 December 2026")
        await walk.to(ActScreen, "f9")
        await walk.fill(folder=str(tmp_path / "told"))
        await walk.says("Saved in")
    data = json.loads(front.saved[f"{tmp_path}/told/report.json"])
    assert data["registration"]["number"] == kept.number
    assert front.saved[f"{tmp_path}/told/report.pdf"].startswith(b"%PDF")
    assert any(name.endswith(".tlog-proof") for name in front.saved)


async def test_a_record_is_put_right_from_its_own_answers(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """One answer is changed among all that stand; the patient reads it in history."""
    active = keep(replace(person("Sian Llyr"), state=State.ACTIVE))
    app = _app(room.desk("idris"))
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        app.show_record(active.number)
        await walk.to(RecordScreen)
        await walk.to(Choose, "g")
        await walk.pick("Put the record right")
        await walk.to(ActScreen)
        screen = cast("ActScreen[object]", app.screen)
        await screen._form.go_to("reason")
        await pilot.pause()
        await walk.fill(**{"patient.full_name": "Siân Llŷr", "reason": "misspelt"})
        await walk.says("Sian Llyr → Siân Llŷr")
        await walk.to(RecordScreen, "escape")
        await pilot.press("h")
        await walk.says("Put right")
        await walk.says("Because: misspelt")
    found = open_record(room.desk("idris"), active.number).registration
    assert found.identity.patient.full_name == "Siân Llŷr"
    assert found.growing.sites == active.growing.sites
    assert found.clinical.evidence == active.clinical.evidence


async def test_a_record_is_restricted_and_opened_in_an_emergency(
    room: Room, kept: Registration
) -> None:
    """Only the named open it then; breaking the glass shows it and raises an alert."""
    app = _app(room.desk("idris"))
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        app.show_record(kept.number)
        await walk.to(RecordScreen)
        await walk.to(Choose, "g")
        await walk.pick("Restrict the record")
        await walk.fill(named="bronwen", reason="flees abuse")
        await walk.says("restricted")
        await walk.to(WorkScreen, "escape")
        await walk.to(Choose, "m")
        await walk.pick("Emergency: open a record")
        await walk.fill(number=kept.number, reason="a fire at the site")
        await walk.says("Alert ")
        await walk.says("Siân Llŷr")
    alarms = [one.get("codes", {}).get("alarm") for one in room.leaves()]
    assert "break glass" in alarms


async def test_two_people_erase_from_the_list(
    room: Room, kept: Registration, tmp_path: Path
) -> None:
    """The second types the last signs; the certificate of erasure is saved."""
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="moves away")
    propose_erasure(room.desk("gareth"), kept.number, "asked for")
    front = Saving()
    app = _app(room.desk("idris"), front)
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(Choose, "m")
        await walk.pick("Erasures that wait")
        await walk.to(CasesScreen)
        await walk.says("asked for")
        await walk.to(ActScreen, "enter")
        await walk.fill(confirm="XXXX")
        await walk.says("to confirm")
        assert len(proposed_erasures(room.desk("gareth"))) == 1
        await walk.fill(confirm=kept.number[-4:].lower())
        await walk.to(ToldScreen)
        await walk.says("Proposed by gareth, confirmed by idris.")
        await walk.to(ActScreen, "f9")
        await walk.fill(folder=str(tmp_path / "erased"))
        await walk.says("Saved in")
        await walk.to(CasesScreen, "escape")
        await walk.says("There is none.")
        await walk.to(Confirm, "f2")
        await pilot.press("y")
        await walk.says("Nothing is due to be erased.")
    assert f"{tmp_path}/erased/erased-{kept.number}.txt" in front.saved
    with pytest.raises(RegistrationErasedError):
        open_record(room.desk("idris"), kept.number)


async def test_complaints_are_written_down_and_answered(
    room: Room, kept: Registration
) -> None:
    """From the record and without one; the clock stands in the row."""
    app = _app(room.desk("bronwen"))
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(Choose, "m")
        await walk.pick("Complaints")
        await walk.to(CasesScreen)
        await walk.to(ActScreen, "f2")
        await walk.fill(about="nobody called back", number="R-1")
        await walk.says("Not saved: 1 to put right.")
        await walk.fill(number=kept.number)
        await walk.says("30 days left")
        await walk.to(ActScreen, "enter")
        await walk.fill(answer="we said sorry")
        await walk.says("is answered.")
        await walk.says("answered")
        await pilot.press("enter")
        await walk.says("Nothing is left to do here.")
    [complaint] = complaints(room.desk("bronwen"))
    assert complaint.answer == "we said sorry"


async def test_a_breach_has_its_clock_and_its_drafts(
    room: Room, kept: Registration
) -> None:
    """Who was affected is told by the log; 72 hours run until it is reported."""
    room.clock.go_on(hours=1)
    open_record(room.desk("kofi"), kept.number)
    app = _app(room.desk("idris"))
    async with app.run_test(size=(100, 60)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(Choose, "m")
        await walk.pick("Breaches")
        await walk.to(CasesScreen)
        await walk.to(ActScreen, "f2")
        await walk.fill(
            since="2026-11-24 10:00",
            until="2026-11-24 23:00",
            found="yesterday",
            account="kofi",
        )
        await walk.says("Not saved: 1 to put right.")
        await walk.fill(found="2026-11-24 10:30")
        await walk.to(ToldScreen)
        await walk.says("Siân Llŷr  1 looks")
        await walk.says("UK GDPR Article 33")
        await walk.to(CasesScreen, "escape")
        await walk.says("72 h left")
        await walk.to(Confirm, "enter")
        await pilot.press("y")
        await walk.says("reported 24 Nov 2026 10:30 UTC")


async def test_the_log_is_browsed_found_proved_and_verified(
    room: Room, kept: Registration, tmp_path: Path
) -> None:
    """An auditor finds who opened what, saves the proof, and compares every row."""
    open_record(room.desk("bronwen"), kept.number)
    front = Saving()
    app = _app(room.desk("linh"), front)
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(AuditScreen, "f6")
        await walk.says("open a patient's record")
        await walk.to(ActScreen, "f3")
        await walk.fill(account="bronwen", what="open", on="24 11 2026")
        await walk.to(AuditScreen)
        await walk.says("Of bronwen; on 24 Nov 2026; to open a patient's record or")
        assert "read the audit trail" not in walk.words
        await walk.to(ToldScreen, "enter")
        await walk.says("bronwen, clerk")
        await walk.to(ActScreen, "f9")
        await walk.fill(folder=str(tmp_path / "proof"))
        await walk.says("Saved in")
        await walk.to(AuditScreen, "escape")
        await walk.to(ActScreen, "f6")
        await walk.fill()
        await walk.says("Every row follows from the log's")
        await walk.to(AuditScreen, "escape")
        await pilot.press("w")
        await walk.says("Only a supervisor may withhold")
        await pilot.press("a")
        await walk.says("There is none. Alarms; of bronwen;")
    assert any(name.endswith(".tlog-proof") for name in front.saved)


async def test_what_was_done_from_the_log_stands_in_it(
    room: Room, kept: Registration
) -> None:
    """After a comparison the list has its event, and marks the one it marked."""
    open_record(room.desk("bronwen"), kept.number)
    app = _app(room.desk("linh"))
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(AuditScreen, "f6")
        await walk.says("open a patient's record")
        await pilot.press("down", "down")
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        page, marked = screen._page, screen._marked
        assert page is not None
        await walk.to(ActScreen, "f6")
        await walk.fill()
        await walk.to(ToldScreen)
        await walk.to(AuditScreen, "escape")
        await until(pilot, lambda: screen._page is not page)
        assert screen._page.events[0].event > page.events[0].event
        assert screen._marked == marked


async def test_a_supervisor_unlocks_and_asks_for_codes(room: Room) -> None:
    """Both are logged; the tries are forgotten on this computer."""
    front = Saving()
    app = _app(room.desk("idris"), front)
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(UsersScreen, "a")
        await walk.says("bronwen")
        await walk.to(Confirm, "u")
        await pilot.press("y")
        await walk.says("may try again on this computer.")
        await walk.to(ActScreen, "c")
        await walk.fill(codes="x")
        await walk.says("Choose A, L or N")
        await walk.fill(codes="A")
        await walk.says("signs in with a code from now on.")
    assert front.unlocked == ["bronwen"]
