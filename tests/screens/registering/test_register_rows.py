"""Moving about in the register form: focus, copied addresses, rows, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.services.intake.fields import sections
from tui.app import RegistryApp
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen
from tui.widgets.error_summary import ErrorSummary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
    Opened = Callable[[Pilot[None]], Awaitable[None]]

WIDE, NARROW = (120, 40), (80, 24)


async def _go_to_sites(pilot: Pilot[None]) -> None:
    groups = [section.group for section in sections()]
    await pilot.app.screen._form.show(groups.index("sites"))


async def test_the_field_in_focus_is_on_the_screen(
    front: WiredFront, clerk: Desk, press: Press, opened: Opened
) -> None:
    """The longest page scrolls with the focus in the smallest window, both ways."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=NARROW) as pilot:
        await opened(pilot)
        await _go_to_sites(pilot)
        many = len(app.screen._form.page.boxes)
        for key in (*["tab"] * (many - 1), *["shift+tab"] * (many - 1)):
            await press(pilot, key)
            body = app.screen.query_one("#body").region
            assert body.contains_region(app.screen.focused.region)
        assert app.screen._form.path_in_focus == "sites.0.address.line_1"


async def test_the_home_address_is_copied_in_one_key(
    *, front: WiredFront, clerk: Desk, press: Press, shown: Shown, opened: Opened
) -> None:
    """F4 fills in the site's address and goes on to what comes after it."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await press(pilot, "f4")
        assert "copied in the section Growing site" in shown(app)
        await _go_to_sites(pilot)
        await press(pilot, "f4")
        assert "no home address yet" in shown(app)
        await app.screen._form.go_to("patient.home.line_1")
        await press(pilot, *"9 Quay", "tab", "tab", "Y", "tab", *"zz1 1aa")
        await _go_to_sites(pilot)
        await press(pilot, "f4")
        raw = app.screen.raw()
        assert raw["sites.0.address.line_1"] == "9 Quay"
        assert raw["sites.0.address.town"] == "Y"
        assert raw["sites.0.address.postcode"] == "zz1 1aa"
        assert app.screen._form.path_in_focus == "sites.0.setting"


async def test_a_site_goes_with_its_plants(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    shown: Shown,
    until: Until,
    opened: Opened,
) -> None:
    """Removing the first of two sites moves the second, its plants and problems up."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await _go_to_sites(pilot)
        await press(pilot, *"One", "f5", *"Two", "f8")
        assert "Plants 1 at site 2" in shown(app)
        await press(pilot, *"Red", *["tab"] * 4, *"Blue", "f10")
        summary = app.screen.query_one(ErrorSummary)
        await until(pilot, lambda: summary.option_count > 0)
        before = summary.option_count
        await press(pilot, "f7", "ctrl+r")
        assert "Remove Growing site 1?" in shown(app)
        await press(pilot, "y")
        raw = app.screen.raw()
        assert raw["sites.0.address.line_1"] == "Two"
        assert raw["sites.0.plants.0.cultivar"] == "Blue"
        assert not any(path.startswith("sites.1") for path in raw)
        wrong = [row.path for row in app.screen._form.rows if row.problem]
        assert "sites.0.plants.0.count" in wrong
        assert len(wrong) == summary.option_count < before


async def test_leaving_a_form_asks_only_if_something_was_typed(
    *, front: WiredFront, clerk: Desk, press: Press, shown: Shown, opened: Opened
) -> None:
    """An empty form is left at once; one letter in it makes Esc a question."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=NARROW) as pilot:
        await opened(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkScreen)
        await press(pilot, "f2", "a", "escape")
        assert "Leave without saving?" in shown(app)
        await press(pilot, "n")
        assert isinstance(app.screen, RegisterScreen)
        await press(pilot, "escape", "y")
        assert isinstance(app.screen, WorkScreen)
