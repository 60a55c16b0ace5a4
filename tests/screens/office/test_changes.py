"""What changes after the decision, by keyboard alone: written down, asked, decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import (
    CLERK,
    SUPERVISOR,
)
from amnesty.domain.certificate import Setting
from amnesty.domain.event import Verb
from amnesty.domain.journal import Because
from amnesty.domain.plants import Which
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Act
from amnesty.services.growing.plants_and_stock import lose_plants, weigh_stock
from amnesty.services.intake.typed import answers_of
from amnesty.services.registrations.renewal import ask_for_renewal
from amnesty.services.registrations.searching import open_record
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.approval import ApprovalScreen
from tui.screens.change import ChangeScreen
from tui.screens.paper import PaperScreen
from tui.screens.record import RecordScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]


@pytest.fixture
def patient(clerk: Desk, make_registration: Callable[[], Registration]) -> Registration:
    """Return a patient who was decided on and grows in turn, at their own address."""
    made = make_registration()
    (site,) = made.growing.sites
    lines = (f"House {made.number}",)
    turning = replace(
        site,
        setting=Setting.BOTH,
        plants=site.plants[1:],
        address=replace(site.address, lines=lines),
    )
    today = clerk.today()
    decided = replace(
        made,
        identity=replace(
            made.identity, patient=replace(made.identity.patient, health_number=None)
        ),
        growing=replace(made.growing, sites=(turning,)),
        state=State.ACTIVE,
        valid_from=today.replace(day=1),
        valid_to=today.replace(year=today.year + 1, day=1),
    )
    with clerk.transaction() as register:
        kept = register.add_registration(decided)
        register.append(clerk.note(Verb.COLLECTION, Act.REGISTER, kept.id))
    return kept


async def show(app: RegistryApp, pilot: Pilot[None], patient: Registration) -> None:
    """Open the patient's record."""
    await until(pilot, lambda: isinstance(app.screen, WorkScreen))
    app.show_record(patient.number)
    await until(pilot, lambda: isinstance(app.screen, RecordScreen))


async def test_what_no_paper_says_is_written_down_at_once(
    front: WiredFront, clerk: Desk, *, patient: Registration, press: Press, shown: Shown
) -> None:
    """A caretaker, the end of their time, and which turn it is."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await until(pilot, lambda: "not written down" in shown(app))
        await press(pilot, "d")
        await until(pilot, lambda: "All that is declared" in shown(app))
        await press(pilot, "m", "1")
        await until(pilot, lambda: isinstance(app.screen, ChangeScreen))
        await press(pilot, *"Aled Made-Up", "tab", *"01632 960123", "tab")
        await press(pilot, *"24 11 2026", "tab", "tab", *"hospital", "f10")
        await until(pilot, lambda: "The caretaker is named." in shown(app))
        assert "Aled Made-Up, 01632 960123" in shown(app)
        await press(pilot, "m", "2", *"1 12 2099", "f10")
        await until(pilot, lambda: "The caretaker's time ends." in shown(app))
        await press(pilot, "m", "4")
        await until(pilot, lambda: "Nobody has written down which." in shown(app))
        await press(pilot, "o", "f10")
        await until(pilot, lambda: "The turn is written down." in shown(app))
        assert "indoor and outdoor in turn, outdoor now" in shown(app)
    site = open_record(clerk, patient.number).registration.growing.sites[0]
    assert site.turn is Setting.OUTDOOR


async def test_a_move_is_asked_for_and_approved(
    front: WiredFront,
    desk_of: Callable[[str], Desk],
    *,
    patient: Registration,
    press: Press,
    shown: Shown,
) -> None:
    """The form has what the old site says; the supervisor sees it beside the check."""
    clerk = desk_of(CLERK)
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "m", "6")
        await until(pilot, lambda: "All that is there moves along" in shown(app))
        await press(pilot, "end", "ctrl+u", *"9 New Row", "f10")
        await until(pilot, lambda: "The move is asked for." in shown(app))
        await until(pilot, lambda: "in the place of" in shown(app))
    supervisor = RegistryApp(front, desk=desk_of(SUPERVISOR))
    async with supervisor.run_test(size=(100, 44)) as pilot:
        await until(pilot, lambda: "[Changes asked 1]" in shown(supervisor))
        await show(supervisor, pilot, patient)
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(supervisor.screen, ApprovalScreen))
        assert "who may not approve" in shown(supervisor)
        await press(pilot, "y")
        await until(pilot, lambda: isinstance(supervisor.screen, PaperScreen))
    first, second = open_record(clerk, patient.number).registration.growing.sites
    assert first.closed_on is not None
    assert second.plants == patient.growing.sites[0].plants


async def test_who_asked_takes_it_back(
    front: WiredFront,
    desk_of: Callable[[str], Desk],
    *,
    patient: Registration,
    press: Press,
    shown: Shown,
) -> None:
    """From the same key as it was asked for, and only after a yes."""
    clerk = desk_of(CLERK)
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "m", "6")
        await until(pilot, lambda: "All that is there moves along" in shown(app))
        await press(pilot, "end", "ctrl+u", *"8 Far Row", "f10")
        await until(pilot, lambda: "The move is asked for." in shown(app))
        await until(pilot, lambda: "in the place of" in shown(app))
        await press(pilot, "m", "4")
        await until(pilot, lambda: "You asked: 8 Far Row" in shown(app))
        await press(pilot, "n", "f10")
        await until(pilot, lambda: "Type Y to do it" in shown(app))
        assert open_record(clerk, patient.number).registration.growing.asked
        await press(pilot, "enter", "ctrl+u", "y", "f10")
        await until(pilot, lambda: "Taken back." in shown(app))
        await until(pilot, lambda: "change taken back" in shown(app))
    assert open_record(clerk, patient.number).registration.growing.asked is None


async def test_a_renewal_is_refused_and_another_approved(
    front: WiredFront,
    desk_of: Callable[[str], Desk],
    *,
    patient: Registration,
    press: Press,
    shown: Shown,
) -> None:
    """On the record: refused it runs to its end, approved its page is saved."""
    clerk = desk_of(CLERK)
    answers = {
        path: text
        for path, text in answers_of(patient, {}).items()
        if path.partition(".")[0] in {"evidence", "need", "affordability"}
    }
    ask_for_renewal(clerk, patient.number, answers)
    app = RegistryApp(front, desk=desk_of(SUPERVISOR))
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "r")
        await until(pilot, lambda: "run on to their last day" in shown(app))
        await press(pilot, *"Not now", "tab", *"24 11 2026", "f10")
        await until(pilot, lambda: "The renewal is refused." in shown(app))
        ask_for_renewal(clerk, patient.number, answers)
        await press(pilot, "f5")
        await until(pilot, lambda: "Renewal asked for on" in shown(app))
        await press(pilot, "a")
        await until(pilot, lambda: "Approve the renewal of" in shown(app))
        assert "Need before" in shown(app)
        await press(pilot, "y")
        await until(pilot, lambda: isinstance(app.screen, PaperScreen))
    assert open_record(clerk, patient.number).registration.state is State.ACTIVE


async def test_a_registration_ends_gently_and_is_closed(
    front: WiredFront,
    desk_of: Callable[[str], Desk],
    *,
    patient: Registration,
    press: Press,
    shown: Shown,
) -> None:
    """After a death the patient is no contact; closed once nothing is held."""
    app = RegistryApp(front, desk=desk_of(SUPERVISOR))
    signs = patient.number[-4:].lower()
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "x", "3")
        await until(pilot, lambda: "is taken in without penalty" in shown(app))
        await press(pilot, *"Mair Made-Up", "tab", *"01632 960111", "tab", "tab", "tab")
        await press(pilot, *"xxxx", "f10")
        await until(pilot, lambda: "Type the last 4 signs" in shown(app))
        await press(pilot, "enter", "ctrl+u", *signs, "f10")
        await until(pilot, lambda: "l draws a letter to Mair Made-Up." in shown(app))
        await until(pilot, lambda: "Mair Made-Up, 01632 960111" in shown(app))
        assert "deceased:" in shown(app)
        await press(pilot, "x", "1")
        await until(pilot, lambda: "are still written down" in shown(app))
        await press(pilot, *signs, "f10")
        await until(pilot, lambda: "still has" in shown(app))
        await press(pilot, "escape", "y")
        _nothing_is_left(desk_of(CLERK), patient)
        await press(pilot, "f5", "x", "1")
        await until(pilot, lambda: "Nothing is written down as held" in shown(app))
        await press(pilot, *signs, "f10")
        await until(pilot, lambda: "the registration is deceased." in shown(app))


def _nothing_is_left(clerk: Desk, patient: Registration) -> None:
    """Write down what became of the plants, and that no stock is there."""
    today = clerk.today()
    for batch in patient.growing.sites[0].plants:
        which, count = Which(stage=batch.stage), batch.count
        lose_plants(
            *(clerk, patient.number, which),
            count=count,
            because=Because.DIED,
            on=today,
            site=0,
        )
    weigh_stock(clerk, patient.number, (), on=today, site=0)
