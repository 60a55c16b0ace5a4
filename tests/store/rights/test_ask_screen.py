"""The officer's screen asks the register and shows the little that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from amnesty.services.rights.statistics import compute_statistics
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.ask import AskScreen
from tui.screens.audit import AuditScreen
from tui.screens.outcome import OutcomeScreen
from tui.screens.reports import ReportsScreen
from tui.widgets.words import Words

if TYPE_CHECKING:
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


def _box(app: RegistryApp, path: str) -> Input:
    rows = cast("AskScreen", app.screen)._form.rows
    return next(row for row in rows if row.path == path).query_one(Input)


async def test_an_auditor_reads_alarms_and_statistics(room: Room) -> None:
    """Both are a key away from the first screen of somebody without records."""
    compute_statistics(room.desk("idris"))
    app = RegistryApp(cast("Front", Outside()), desk=room.desk("linh"))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        for key, screen, words in (
            ("f6", AuditScreen, "compute the statistics"),
            ("f5", ReportsScreen, "Registrations by state"),
        ):
            await pilot.press(key)
            await until(pilot, lambda screen=screen: isinstance(app.screen, screen))
            body = app.screen.query(Words)
            await until(
                pilot,
                lambda body=body, words=words: any(
                    words in str(one.render()) for one in body
                ),
            )
            await pilot.press("escape")
            await until(pilot, lambda screen=screen: not isinstance(app.screen, screen))


async def test_an_officer_writes_down_what_came_of_it(room: Room) -> None:
    """A verdict and an outcome of those that there are; it is one more event."""
    app = RegistryApp(cast("Front", Outside()), desk=room.desk("padraig"))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        app.show_outcome()
        await until(pilot, lambda: isinstance(app.screen, OutcomeScreen))
        await until(pilot, lambda: len(app.screen.query(Input)) == 2)
        for path, text in {"verdict": "expired", "outcome": "diverted"}.items():
            _box(app, path).value = text
        await pilot.press("f10")
        await until(pilot, lambda: not isinstance(app.screen, OutcomeScreen))
    assert room.last()["codes"] == {"outcome": "diverted", "verdict": "EXPIRED"}
