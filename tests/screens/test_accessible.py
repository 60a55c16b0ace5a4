"""In the accessible mode the terminal's cursor is shown where the work is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.screens.table.answered import Services
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.help import HelpScreen
from tui.screens.record import RecordScreen
from tui.screens.settings import SettingsScreen
from tui.settings import Settings
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

_PROGRAM = """
from tests.screens.bare import Front
from tui.app import RegistryApp
from tui.screens.record import RecordScreen
from tui.settings import Settings

RegistryApp(Front(), settings=Settings(accessible=True)).run()
"""


class _App(RegistryApp):
    def home(self) -> HelpScreen:
        return HelpScreen(Place.HELP, {})


async def test_the_cursor_follows_the_marked_row(
    *, front: Front, desk: Desk, press: Press, shown: Shown
) -> None:
    """On a list it stands on the row that is marked, before and after a move."""
    app = _App(front, desk=desk, settings=Settings(accessible=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(SettingsScreen())
        await pilot.pause()
        for down in (1, 3):
            await press(pilot, *["down"] * down)
            await pilot.pause()
            rows = shown(app).splitlines()
            (marked,) = (at for at, text in enumerate(rows) if text[1:2] == ">")
            assert app.cursor_position.y == marked


async def test_a_letter_draws_its_box_alone(
    *, front: Front, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen that is drawn anew on every key would be read anew on every key."""
    app = RegistryApp(front, settings=Settings(accessible=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        drawn = []
        monkeypatch.setattr(app.screen, "refresh", lambda *_, **__: drawn.append(1))
        before = app.cursor_position
        await press(pilot, *"ada")
        assert app.cursor_position.x == before.x + 3
        assert not drawn


async def test_the_cursor_stands_at_what_was_said(
    *, front: Front, desk: Desk, press: Press
) -> None:
    """Where no box has the focus, it goes to the status line."""
    app = _App(front, desk=desk, settings=Settings(accessible=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+c")
        await pilot.pause()
        status = app.screen.query_one(StatusLine)
        assert app.cursor_position == status.content_region.offset


async def test_the_list_that_opens_is_named(
    *,
    front: Front,
    desk: Desk,
    press: Press,
    monkeypatch: pytest.MonkeyPatch,
    make_record: Callable[..., Record],
) -> None:
    """Brackets say it to the eye; who follows the cursor reads it as what was done."""
    services = Services(record=make_record())
    monkeypatch.setattr(
        "amnesty.services.registrations.work_list.count_waiting", services.count
    )
    monkeypatch.setattr(
        "amnesty.services.registrations.work_list.list_waiting", services.page
    )
    monkeypatch.setattr(
        "amnesty.services.registrations.keeping_forms.kept_form", lambda _: None
    )
    for is_accessible in (True, False):
        settings = Settings(accessible=is_accessible)
        app = RegistryApp(front, desk=desk, settings=settings)
        async with app.run_test(size=(80, 24)) as pilot:
            await app.workers.wait_for_complete()
            await press(pilot, "f8")
            said = app.screen.query_one(StatusLine).sentence
            assert said.startswith("List: ") is is_accessible


async def test_only_keys_that_act_are_listed(
    *,
    front: Front,
    desk: Desk,
    shown: Callable[[RegistryApp], str],
    make_record: Callable[..., Record],
) -> None:
    """A quiet style is not heard: what cannot act stands in the help alone."""
    for is_accessible in (True, False):
        settings = Settings(accessible=is_accessible)
        app = _App(front, desk=desk, settings=settings)
        async with app.run_test(size=(160, 40)) as pilot:
            app.push_screen(RecordScreen(make_record()))
            await pilot.pause()
            await pilot.pause()
            keys = shown(app).splitlines()[-2:]
            assert any("e Edit" in line for line in keys)
            assert any("F6 Issue" in line for line in keys) is not is_accessible


def test_the_terminals_cursor_is_shown(terminal: Callable[..., Any]) -> None:
    """The terminal is told to show its cursor once there is something to follow."""
    program = terminal(_PROGRAM)
    program.wait_for(b"READY")
    program.output = b""
    program.type([b"a", b"\t"], 0.05)
    program.wait_for(b"\x1b[?25h")
