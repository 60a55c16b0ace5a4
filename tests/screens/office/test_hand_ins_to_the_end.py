"""A hand-in by keyboard alone: agreed, received, passed on, and destroyed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import (
    ADMINISTRATOR,
    CLERK,
    PASSPHRASE,
    SECOND_SUPERVISOR,
    SUPERVISOR,
    Folders,
    open_desks,
    register_people,
)
from amnesty.domain.dates import in_words
from amnesty.domain.policy import HandInWay
from amnesty.policies import load_policy
from amnesty.services.authority.governing import set_policy
from amnesty.services.hand_in.appointing import list_destructions
from tests.screens.listed import registrations_in
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.beside import BesideScreen
from tui.screens.hand_in_acts import DestroyScreen
from tui.screens.record import RecordScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]


@pytest.fixture(scope="module")
def folders(folders: Folders) -> Folders:
    """Return a made-up authority that destroys too, with one patient."""
    policy = load_policy("uk-55g")
    rules = replace(policy.hand_in, ways=tuple(HandInWay))
    with open_desks(folders) as desks:
        register_people(desks, count=1, seed=1, step=lambda _: None)
        set_policy(desks.supervisor, replace(policy, version=2, hand_in=rules))
    return folders


async def open_record(app: RegistryApp, pilot: Pilot[None], desk: Desk) -> None:
    """Open the record of the one patient."""
    await until(pilot, lambda: isinstance(app.screen, WorkScreen))
    (found,) = registrations_in(desk)
    app.show_record(found.number)
    await until(pilot, lambda: isinstance(app.screen, RecordScreen))


async def test_from_the_appointment_to_the_officer(
    front: WiredFront, desk_of: Callable[[str], Desk], press: Press, shown: Shown
) -> None:
    """Each act is a form of its own, reached by one key from the record."""
    desk = desk_of(CLERK)
    app = RegistryApp(front, desk=desk)
    day = in_words(desk.today() + timedelta(days=1))
    async with app.run_test(size=(100, 44)) as pilot:
        await open_record(app, pilot, desk)
        await press(pilot, "i", "1")
        await until(pilot, lambda: "Agree a hand-in" in shown(app))
        await press(pilot, *day, "tab", *"9:30", "tab", *"Desk", "tab", *"PC Rees")
        await press(pilot, "tab", "end", "ctrl+u", "c", "f10")
        await until(pilot, lambda: "is agreed" in shown(app))
        assert "agreed for" in shown(app)
        await press(pilot, "i", "1")
        await until(pilot, lambda: "Receive a hand-in" in shown(app))
        await press(pilot, "y", "tab", "y", "tab", *SECOND_SUPERVISOR)
        await press(pilot, "f8", "tab", "2", "tab", "1", "tab", *"T1", "f10")
        await until(pilot, lambda: isinstance(app.screen, BesideScreen))
        await press(pilot, *PASSPHRASE, "enter")
        await until(pilot, lambda: "Receipt H-" in shown(app))
        assert "to be passed on" in shown(app)
        await press(pilot, "i", "2", "tab", *"T1-b", "tab", *"torn", "f10")
        await until(pilot, lambda: "The new seal is written down." in shown(app))
        await press(pilot, "i", "3", "n", "tab", "tab", *"1.5", "tab", *"scale", "f10")
        await until(pilot, lambda: "is corrected" in shown(app))
        await press(pilot, "i", "1", *"4471", "f10")
        await until(pilot, lambda: "is passed on" in shown(app))
        assert "to be passed on" not in shown(app)
        await press(pilot, "i", "1")
        await until(pilot, lambda: "Agree a hand-in" in shown(app))
        await press(pilot, *day, "tab", "tab", *"Desk", "tab", *"PC Rees", "f10")
        await until(pilot, lambda: "is agreed" in shown(app))
        await press(pilot, "i", "2", *"ill", "f10")
        await until(pilot, lambda: "is called off" in shown(app))


async def test_destroyed_by_another_before_a_witness(
    front: WiredFront, desk_of: Callable[[str], Desk], press: Press, shown: Shown
) -> None:
    """Who received it is refused; another destroys it, and its certificate is told."""
    clerk = desk_of(CLERK)
    app = RegistryApp(front, desk=clerk)
    day = in_words(clerk.today())
    async with app.run_test(size=(100, 44)) as pilot:
        await open_record(app, pilot, clerk)
        await press(pilot, "i", "1")
        await until(pilot, lambda: "Agree a hand-in" in shown(app))
        await press(pilot, *day, "tab", "tab", *"Desk", "tab", *"Idris", "tab")
        await press(pilot, "end", "ctrl+u", "d", "f10")
        await until(pilot, lambda: "is agreed" in shown(app))
        await press(pilot, "i", "1")
        await until(pilot, lambda: "Receive a hand-in" in shown(app))
        await press(pilot, "y", "tab", "y", "tab", *SECOND_SUPERVISOR)
        await press(pilot, "f8", "tab", "2", "tab", "1", "tab", *"T2", "f10")
        await until(pilot, lambda: isinstance(app.screen, BesideScreen))
        await press(pilot, *PASSPHRASE, "enter")
        await until(pilot, lambda: "Receipt H-" in shown(app))
        await destroy(app, pilot, press)
        await until(pilot, lambda: "received this hand-in and cannot" in shown(app))
    supervisor = RegistryApp(front, desk=desk_of(SUPERVISOR))
    async with supervisor.run_test(size=(100, 44)) as pilot:
        await open_record(supervisor, pilot, clerk)
        await destroy(supervisor, pilot, press, staff=ADMINISTRATOR, role="x")
        # Nobody signs in as what the policy does not name.
        told = "Choose the role by its letter: C, A, P"
        await until(pilot, lambda: told in shown(supervisor))
        await press(pilot, "enter", "ctrl+u", "a", "f10")
        await until(pilot, lambda: f"{ADMINISTRATOR} signs in" in shown(supervisor))
        await press(pilot, *"not theirs", "enter")
        told = f"the account of {ADMINISTRATOR}, who stands by"
        await until(pilot, lambda: told in shown(supervisor))
        await press(pilot, "f10", *PASSPHRASE, "enter")
        await until(pilot, lambda: "Certificate of destruction D-" in shown(supervisor))
    (done,) = list_destructions(desk_of(SUPERVISOR))
    assert [one.name for one in done.witnesses] == ["Pat Rees", ADMINISTRATOR]
    assert done.witnesses[1].account is not None


async def destroy(
    app: RegistryApp,
    pilot: Pilot[None],
    press: Press,
    *,
    staff: str = "",
    role: str = "a",
) -> None:
    """Fill in the form of a destruction and save it; a witness may sign in."""
    await press(pilot, "i", "2")
    await until(pilot, lambda: isinstance(app.screen, DestroyScreen))
    await press(pilot, "2", "tab", "tab", *"fire", "tab", *"Depot", "f8")
    await press(pilot, *"Pat Rees", "tab", "p", "tab", "y")
    if staff:
        await press(pilot, "f5", *staff, "tab", role, "tab", "s")
    await press(pilot, "f10")
