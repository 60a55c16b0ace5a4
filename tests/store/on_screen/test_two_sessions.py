"""Two desks with one record open: nothing is overwritten unseen, or lost as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from amnesty.domain.registration import State
from amnesty.services.registrations.correcting import (
    correct_draft,
    read_correction,
    typed_answers,
)
from amnesty.services.registrations.registering import declare, submit_registration
from amnesty.services.registrations.searching import open_record
from tests.screens.waiting import until
from tests.store.rights.walking import Saving, Walk
from tui.app import RegistryApp
from tui.screens.check_answers import CheckAnswersScreen
from tui.screens.declare import DeclareScreen
from tui.screens.reasons import ReasonsScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen
from tui.widgets.changed import Changed

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tests.store.rights.conftest import Room
    from tui.front import Front
    from tui.screens.form import FormScreen

pytestmark = pytest.mark.parametrize("office", ["file", "server"], indirect=True)

_SIZE = (100, 50)
_COUNT = "sites.0.plants.0.count"
_CULTIVAR = "sites.0.plants.0.cultivar"


@pytest.fixture(autouse=True)
def answers_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests the time that a person takes to read."""
    monkeypatch.setattr("tui.screens.check_answers._UNREAD", 0.01)


def _app(desk: Desk) -> RegistryApp:
    return RegistryApp(cast("Front", Saving()), desk=desk)


async def _at_the_record(pilot: Pilot[None], registration: Registration) -> Walk:
    """Open a record from the work list."""
    app = cast("RegistryApp", pilot.app)
    walk = Walk(pilot, app)
    await walk.to(WorkScreen)
    app.show_record(registration.number)
    await walk.to(RecordScreen)
    return walk


def _declared(desk: Desk, registration: Registration, **changed: str) -> dict[str, str]:
    """Return what is declared at the first site as it is typed, with changes."""
    answers = typed_answers(desk, registration)
    below = ("sites.0.plants.", "sites.0.stock.")
    rows = {path: text for path, text in answers.items() if path.startswith(below)}
    return rows | changed


def _type(app: RegistryApp, path: str, text: str) -> None:
    """Put a text into a box of the form in front."""
    form = cast("FormScreen[object]", app.screen)._form
    next(row for row in form.rows if row.path == path).box.value = text


def _count(room: Room, registration: Registration) -> int:
    (site,) = open_record(
        room.desk("kofi"), registration.number
    ).registration.growing.sites
    return site.plants[0].count


async def test_an_act_on_what_is_read_waits_until_it_was_read_anew(
    room: Room, kept: Registration
) -> None:
    """The key tells what another changed; pressed again, it acts on what is shown."""
    app = _app(room.desk("bronwen"))
    async with app.run_test(size=_SIZE) as pilot:
        walk = await _at_the_record(pilot, kept)
        other = room.desk("kofi")
        declare(other, kept.number, _declared(other, kept, **{_COUNT: "1"}), site=0)
        await pilot.press("s")
        await walk.says("Somebody else changed this record: look at it")
        await walk.says("Site 1, Plants 1, how many: 3 → 1")
        found = open_record(other, kept.number).registration
        assert found.state is State.DRAFT
        await pilot.press("s")
        await walk.says("Submitted.")
        assert not app.screen.query_one(Changed).display


async def test_plants_that_another_declared_are_not_overwritten_unseen(
    room: Room, kept: Registration
) -> None:
    """What was typed stays, what changed stands above it, F10 then saves it."""
    app = _app(room.desk("bronwen"))
    async with app.run_test(size=_SIZE) as pilot:
        walk = await _at_the_record(pilot, kept)
        await walk.to(DeclareScreen, "p")
        _type(app, _CULTIVAR, "Afon")
        other = room.desk("kofi")
        declare(other, kept.number, _declared(other, kept, **{_COUNT: "1"}), site=0)
        await pilot.press("f10")
        await walk.says("Not saved: somebody else changed this record.")
        await walk.says("Site 1, Plants 1, how many: 3 → 1")
        await walk.says("In flower        1 to 3 of 4")
        assert isinstance(app.screen, DeclareScreen)
        assert app.screen.raw()[_CULTIVAR] == "Afon"
        assert app.screen.unsaved
        assert _count(room, kept) == 1
        await pilot.press("f10")
        await walk.to(RecordScreen)
        await walk.says("Plants and stock saved.")
        assert _count(room, kept) == 3


async def test_two_who_correct_one_draft_see_each_other(
    room: Room, kept: Registration
) -> None:
    """The answers go back to the form, with what the other changed above them."""
    app = _app(room.desk("bronwen"))
    async with app.run_test(size=_SIZE) as pilot:
        walk = await _at_the_record(pilot, kept)
        await walk.to(RegisterScreen, "e")
        _type(app, "patient.full_name", "Siân Llŷr ap Gwŷn")
        other = room.desk("kofi")
        raw = typed_answers(other, kept) | {"patient.telephone": "01632 960199"}
        correct_draft(other, kept, read_correction(other, kept, raw))
        await walk.to(CheckAnswersScreen, "f10")
        await until(pilot, lambda: not app.screen.why_not_register())
        await walk.to(RegisterScreen, "f10")
        await walk.says("Not saved: somebody else changed this record.")
        await walk.says("Contact, telephone: 07700 900123 → 01632 960199")
        assert app.screen.raw()["patient.full_name"] == "Siân Llŷr ap Gwŷn"
        await walk.to(CheckAnswersScreen, "f10")
        await until(pilot, lambda: not app.screen.why_not_register())
        await walk.to(RecordScreen, "f10")
        await walk.says("Corrected.")
    patient = open_record(other, kept.number).registration.identity.patient
    assert patient.full_name == "Siân Llŷr ap Gwŷn"


async def test_reasons_for_what_changed_meanwhile_are_kept(
    room: Room, kept: Registration
) -> None:
    """A supervisor who sends back what a clerk changes meanwhile types it once."""
    other = room.desk("kofi")
    submit_registration(other, kept.number)
    app = _app(room.desk("idris"))
    async with app.run_test(size=_SIZE) as pilot:
        walk = await _at_the_record(pilot, kept)
        await walk.to(ReasonsScreen, "b")
        _type(app, "reasons", "The evidence is of another person.")
        declare(other, kept.number, _declared(other, kept, **{_COUNT: "1"}), site=0)
        await pilot.press("f10")
        await walk.says("Not saved: somebody else changed this record.")
        await walk.says("Site 1, Plants 1, how many: 3 → 1")
        assert app.screen.raw()["reasons"] == "The evidence is of another person."
        await pilot.press("f10")
        await walk.to(RecordScreen)
        found = open_record(other, kept.number).registration
        assert found.state is State.DRAFT


async def test_what_another_ended_is_told_and_nothing_is_done(
    room: Room, kept: Registration
) -> None:
    """A draft that another submitted is corrected no more; the form is still there."""
    app = _app(room.desk("bronwen"))
    async with app.run_test(size=_SIZE) as pilot:
        walk = await _at_the_record(pilot, kept)
        await walk.to(RegisterScreen, "e")
        _type(app, "patient.full_name", "Somebody Else")
        other = room.desk("kofi")
        submit_registration(other, kept.number)
        await walk.to(CheckAnswersScreen, "f10")
        await until(pilot, lambda: not app.screen.why_not_register())
        await walk.to(RegisterScreen, "f10")
        await walk.says("kofi changed this record at 09:30 while you had it open:")
        await walk.says("State: draft → submitted")
        await walk.to(CheckAnswersScreen, "f10")
        await until(pilot, lambda: not app.screen.why_not_register())
        await pilot.press("f10")
        await until(pilot, lambda: "is submitted" in walk.words)
        await walk.to(RegisterScreen, "escape")
        assert app.screen.raw()["patient.full_name"] == "Somebody Else"
    found = open_record(other, kept.number).registration
    assert found.identity.patient.full_name == "Siân Llŷr"
    assert found.state is State.SUBMITTED
