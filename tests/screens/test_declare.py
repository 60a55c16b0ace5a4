"""Plants and stock of one site, with the quantity check beside what is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.journal import Because
from amnesty.errors.growing import WhyFewerError
from amnesty.policies import DEFAULT_POLICY, load_policy
from tui.app import RegistryApp
from tui.screens.declare import DeclareScreen
from tui.widgets.page import Page
from tui.widgets.quantity import QuantityPanel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from amnesty.domain.registration import Registration
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

PASSPHRASE = "four unrelated made-up words"
_WHOLE_BOX = ("end", "ctrl+u")


class App(RegistryApp):
    """An app that opens on the form of a registration's plants."""

    registration: Registration

    def home(self) -> Screen[None]:
        """Return the form of the first site."""
        return DeclareScreen(self.registration, load_policy(DEFAULT_POLICY), 0)


@pytest.fixture
def app(front: Front, make_registration: Callable[[], Registration]) -> App:
    """Return the form of a patient with 3 plants in flower, 2 young and 120.5 g."""
    made = App(front, desk=front.open("ada", PASSPHRASE))
    made.registration = make_registration()
    return made


async def test_each_key_is_counted(app: App, press: Press, shown: Shown) -> None:
    """The panel says what was, what would be, the limit, and what to do."""
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "In flower        3 of 4: within" in shown(app)
        assert "Dried equivalent 120.5 of 330 g: within" in shown(app)
        await press(pilot, "tab", *_WHOLE_BOX, "4")
        assert "In flower        3 to 4 of 4: at the limit" in shown(app)
        await press(pilot, "0")
        assert "In flower        3 to 40 of 4: OVER by 36" in shown(app)
        assert "Plants in all    5 to 42 of 8: OVER by 34" in shown(app)
        assert "Hand in 36 plants by 8 December 2026." in shown(app)


async def test_what_cannot_be_read_is_said_to_be_so(
    app: App, press: Press, shown: Shown
) -> None:
    """A half-typed row stays as typed, is named, and hides no other row."""
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab", "end", "x")
        assert app.screen.query_one(Page).boxes[1].value == "3x"
        assert "Plants 1 is not counted yet." in shown(app)
        assert "In flower        3 to 0 of 4: within" in shown(app)
        assert "Plants in all    5 to 2 of 8: within" in shown(app)
        await press(pilot, "backspace")
        assert "not counted" not in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_check_leaves_room_for_the_form(
    app: App, size: tuple[int, int], press: Press, shown: Shown
) -> None:
    """Beneath or beside, the whole panel and the field in focus are on the screen."""
    async with app.run_test(size=size) as pilot:
        await press(pilot, *["tab"] * 6)
        panel = app.screen.query_one(QuantityPanel).region
        box = app.screen.focused.region
        assert app.screen.region.contains_region(panel)
        assert app.screen.region.contains_region(box)
        assert not panel.overlaps(box)
        assert "Dried equivalent" in shown(app)
        assert "Siân Llŷr" in shown(app)


async def test_a_row_is_added_and_removed(app: App, press: Press, shown: Shown) -> None:
    """A row that is filled in is removed only after a question; the rest moves up."""
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "f5", *"Red", "tab", "1", "tab", "f", "tab", *"1 11 2026")
        assert "In flower        3 to 4 of 4: at the limit" in shown(app)
        await press(pilot, "ctrl+r")
        assert "Remove Plants 3?" in shown(app)
        await press(pilot, "n")
        assert len(app.screen.query_one(Page).boxes) == 12
        await press(pilot, *["shift+tab"] * 8, "ctrl+r", "y")
        assert "Plants 3" not in shown(app)
        assert "sites.0.plants.0.cultivar" not in app.screen.raw()
        assert app.screen.raw()["sites.0.plants.1.cultivar"] == "Red"
        assert "In flower        3 to 1 of 4: within" in shown(app)


async def test_colour_carries_nothing_alone(
    app: App, press: Press, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without colour the words are the same."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab", *_WHOLE_BOX, *"99")
        assert "3 to 99 of 4: OVER by 95" in shown(app)


async def test_a_site_among_several_is_named(app: App, shown: Shown) -> None:
    """The heading says which of the sites it is, and the limits are its share."""
    growing = app.registration.growing
    two = replace(growing, sites=growing.sites * 2)
    app.registration = replace(app.registration, growing=two)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Plants and stock at site 1 of 2" in shown(app)
        assert "In flower        3 of 2: OVER by 1" in shown(app)


async def test_fewer_plants_ask_for_their_reason(
    app: App, press: Press, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the decision nobody saves one plant fewer without saying why."""
    asked: list[object] = []

    def declare(*_: object, because: Because | None, **__: object) -> None:
        asked.append(because)
        if because is None:
            raise WhyFewerError(("1 flowering plant",))

    monkeypatch.setattr("amnesty.services.registrations.registering.declare", declare)
    monkeypatch.setattr("tui.screens.declare.as_it_was_read", lambda desk, _: desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab", *_WHOLE_BOX, "2", "f10")
        assert "What became of 1 flowering plant?" in shown(app)
        assert "A harvest or a hand-in" in shown(app)
        await press(pilot, "1")
        await pilot.pause()
    assert asked == [None, Because.DIED]
