"""Who leaves is removed on screen, and what they have open shows nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from amnesty.errors.keys import SessionEndedError
from amnesty.services.authority.staffing import list_accounts, remove_account
from amnesty.services.registrations.searching import open_record
from tests.screens.waiting import until
from tests.store.rights.walking import Saving, Walk
from tui.app import RegistryApp
from tui.screens.act import ActScreen
from tui.screens.confirm import Confirm
from tui.screens.record import RecordScreen
from tui.screens.sign_in import SignInScreen
from tui.screens.users import UsersScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room
    from tui.front import Front


def _app(room: Room, name: str) -> RegistryApp:
    return RegistryApp(cast("Front", Saving()), desk=room.desk(name))


async def test_an_account_is_removed_by_its_name(room: Room) -> None:
    """Typed to the last letter; one's own stays, and so says the screen."""
    app = _app(room, "idris")
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(UsersScreen, "a")
        await walk.says("kofi")
        await walk.to(ActScreen, "down", "down", "r")
        await walk.says("Remove idris")
        await walk.fill(confirm="idris")
        await walk.says("You cannot remove your own account")
        await walk.to(UsersScreen, "escape", "y")
        await walk.to(ActScreen, "down", "r")
        await walk.fill(confirm="kof")
        await walk.says("Type kofi to confirm")
        await walk.fill(confirm=" Kofi ")
        await walk.says("kofi opens nothing any more")
    assert "kofi" not in {one.member.name for one in list_accounts(room.desk("gareth"))}


async def test_who_is_removed_sees_nothing_from_the_next_key_on(
    room: Room, kept: Registration
) -> None:
    """The record that they have open goes with them, and they are told why."""
    app = _app(room, "bronwen")
    async with app.run_test(size=(100, 40)) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        app.show_record(kept.number)
        await walk.to(RecordScreen)
        name = open_record(room.desk("idris"), kept.number).registration.identity
        await walk.says(name.patient.full_name)
        remove_account(room.desk("idris"), "bronwen")
        await walk.to(SignInScreen, "f5")
        await walk.says("The account bronwen was removed")
        assert name.patient.full_name not in walk.words
        assert app.desk is None
        assert app.screen_stack == [app.screen]


async def test_sessions_are_ended_on_screen(room: Room) -> None:
    """A supervisor ends what somebody has open; an administrator only their own."""
    left = room.desk("kofi")
    for name, told in (
        ("nerys", "a supervisor ends those of others"),
        ("idris", "What kofi had open elsewhere is ended."),
    ):
        app = RegistryApp(cast("Front", Saving()), desk=room.desk(name))
        async with app.run_test(size=(100, 40)) as pilot:
            walk = Walk(pilot, app)
            await until(pilot, lambda: isinstance(app.screen, WorkScreen | UsersScreen))  # noqa: B023 # while it is this one
            if isinstance(app.screen, WorkScreen):
                await walk.to(UsersScreen, "a")
            await walk.says("kofi")
            await pilot.press("down", "down", "down", "e")
            if name == "idris":
                await walk.to(Confirm)
                await pilot.press("y")
            await walk.says(told)
    with pytest.raises(SessionEndedError):
        list_accounts(left)
