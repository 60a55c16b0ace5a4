"""The officer's screen asks the register and shows the little that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from tui.app import RegistryApp
from tui.screens.ask import AskScreen
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.store.rights.conftest import Room
    from tui.front import Front


class Outside:
    """What a front knows without a register."""

    title = "Penmaen"
    is_demonstration = True
    sign_in_hint = ""

    def accounts(self) -> tuple[str, ...]:
        """Return nobody."""
        return ()

    def warm_up(self) -> None:
        """Import nothing."""


async def test_an_officer_asks_and_reads_the_answer(room: Room) -> None:
    """What is missing is told at its field; typing takes the answer away."""
    app = RegistryApp(cast("Front", Outside()), desk=room.desk("padraig"))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        answer = app.screen.query_one("#answer", Words)
        await pilot.press("f10")
        await until(pilot, lambda: app.screen._problems)
        for path, text in {
            "force": "Llanfair",
            "collar": "PC 101",
            "reason": "at the door",
            "incident": "LC-1",
            "fuller": "somebody was seen with a bag",
            "place": "14 Canal Row, Penmaen",
            "postcode": "ZZ1 4AB",
        }.items():
            _box(app, path).value = text
        await pilot.press("f10")
        await until(pilot, lambda: "no registered site" in str(answer.render()))
        assert room.last()["incident"] == "LC-1"
        _box(app, "postcode").value = "ZZ1 4AC"
        await until(pilot, lambda: "site" not in str(answer.render()))


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds, for a few seconds at most."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    assert holds()


def _box(app: RegistryApp, path: str) -> Input:
    rows = cast("AskScreen", app.screen)._form.rows
    return next(row for row in rows if row.path == path).query_one(Input)
