"""A clerk's commonest acts by keyboard alone, and what is looked at of a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import (
    PASSPHRASE,
    SECOND_SUPERVISOR,
)
from amnesty.domain.event import Verb
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Act
from amnesty.services.registrations.searching import open_record
from tests.screens.clerks import DECLARE, HAND_IN, SECOND, WEIGH_IN, page
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.beside import BesideScreen
from tui.screens.growing import HarvestScreen
from tui.screens.record import RecordScreen
from tui.screens.stock_account import AccountScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Open = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def patient(
    clerk: Desk, make_registration: Callable[[], Registration]
) -> Iterator[Registration]:
    """Return a patient who was decided on: 3 in flower, 2 vegetative, 120.5 g."""
    made = make_registration()
    person = replace(made.identity.patient, health_number=None)
    decided = replace(
        made,
        identity=replace(made.identity, patient=person),
        state=State.ACTIVE,
        valid_from=clerk.today().replace(day=1),
    )
    with clerk.transaction() as register:
        kept = register.add_registration(decided)
        register.append(clerk.note(Verb.COLLECTION, Act.REGISTER, kept.id))
    return kept


@pytest.fixture
def app(front: WiredFront, clerk: Desk) -> RegistryApp:
    """Return the app with the clerk signed in."""
    return RegistryApp(front, desk=clerk)


async def show(app: RegistryApp, pilot: Pilot[None], patient: Registration) -> None:
    """Open the patient's record."""
    await until(pilot, lambda: isinstance(app.screen, WorkScreen))
    app.show_record(patient.number)
    await until(pilot, lambda: isinstance(app.screen, RecordScreen))


def test_the_page_says_what_is_played() -> None:
    """The counts in the docs are those of the keys below."""
    docs = Path(__file__).resolve().parents[3] / "docs" / "clerks.md"
    assert docs.read_text(encoding="utf-8") == page()
    assert SECOND == SECOND_SUPERVISOR


async def test_a_batch_is_declared(
    app: RegistryApp, *, clerk: Desk, patient: Registration, press: Press, shown: Shown
) -> None:
    """Two more plants stand in the record, as an entry of today's journal."""
    async with app.run_test(size=(100, 40)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, *DECLARE.keys)
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await until(pilot, lambda: "saved" in shown(app))
    plants = open_record(clerk, patient.number).registration.growing.sites[0].plants
    assert sum(one.count for one in plants) == 7


async def test_a_harvest_is_cut_and_weighed_dry(
    app: RegistryApp, *, clerk: Desk, patient: Registration, press: Press, shown: Shown
) -> None:
    """The batch in flower is proposed; the dry weight takes the place of the fresh."""
    async with app.run_test(size=(100, 40)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "k")
        assert "No harvest is drying" in shown(app)
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, HarvestScreen))
        await press(pilot, "tab", "9", "tab", *"280", "f10")
        await until(pilot, lambda: "There are 3 flowering plants" in shown(app))
        await press(pilot, "end", "shift+tab", "end", "ctrl+u", "3", "f10")
        await until(pilot, lambda: "Harvest written down." in shown(app))
        await press(pilot, *WEIGH_IN.keys)
        await until(pilot, lambda: "Dry weight written down." in shown(app))
    stock = open_record(clerk, patient.number).registration.growing.sites[0].stock
    assert sorted(one.grams for one in stock) == [50, 120.5]


async def test_a_hand_in_of_two_plants_is_received(
    app: RegistryApp, *, clerk: Desk, patient: Registration, press: Press, shown: Shown
) -> None:
    """With the second person's own passphrase after the clerk's keys."""
    async with app.run_test(size=(100, 40)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, *HAND_IN.keys)
        await until(pilot, lambda: isinstance(app.screen, BesideScreen))
        await press(pilot, *PASSPHRASE, "enter")
        await until(pilot, lambda: "Receipt H-" in shown(app))
    (receipt,) = open_record(clerk, patient.number).hand_ins
    assert receipt.plants[0].count == 2


async def test_a_change_of_one_field_shows_its_consequence(
    app: RegistryApp, patient: Registration, press: Press, shown: Shown
) -> None:
    """On the very key: both sides with the working, and nothing kept."""
    async with app.run_test(size=(120, 60)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "t")
        await until(pilot, lambda: "As it is, and as it would be" in shown(app))
        assert "3 of 4: within" in shown(app)
        await pilot.press("end", "ctrl+u", "1")
        assert "In flower        3 of 4: within" in shown(app)
        assert "In flower        3 of 3: at the limit" in shown(app)
        await press(pilot, "tab", "tab", "end", "ctrl+u", "b")
        assert "Under canada@1, not uk-55g@1" in shown(app)
        await press(pilot, "shift+tab", "shift+tab", "x")
        assert "Need must be a number" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, RecordScreen)
        assert "need 1.5 g a day" in shown(app)


async def test_the_account_is_drawn_and_told(
    app: RegistryApp, patient: Registration, press: Press, shown: Shown
) -> None:
    """The sentence, the drawing and the table say the same."""
    async with app.run_test(size=(100, 44)) as pilot:
        await show(app, pilot, patient)
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(app.screen, AccountScreen))
        assert "Nothing has happened yet" in shown(app)
        await press(pilot, "escape", "v")
        await until(pilot, lambda: isinstance(app.screen, HarvestScreen))
        await press(pilot, "tab", "1", "tab", *"500", "f10")
        await until(pilot, lambda: "Harvest written down." in shown(app))
        await press(pilot, "o")
        await until(pilot, lambda: "Expected now:" in shown(app))
        assert "of 330 g allowed" in shown(app)
        assert "330 g ─" in shown(app)
        assert "█" in shown(app)
        assert "Handed in" in shown(app)
