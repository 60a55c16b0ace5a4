"""The locked screen lets nothing through but the passphrase."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

import pytest
from textual.binding import Binding, BindingType

from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.base import RegistryScreen
from tui.screens.lock import LockScreen
from tui.text import label
from tui.widgets.inputs import PassphraseInput, TextInput
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from amnesty.services.desk import Desk
    from tests.screens.conftest import BareFront
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

PASSPHRASE = "four unrelated made-up words"


class Home(RegistryScreen[None]):
    """A screen with something to see and a box."""

    PLACE = Place.HELP
    HEADING = "Home"

    def compose_body(self) -> ComposeResult:
        """Show a name and a box."""
        yield Words(label("Chinedu Okafor"))
        yield TextInput(id="box")


class App(RegistryApp):
    """The app with a key that would jump any queue."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "leak", priority=True)]
    leaked = False

    def home(self) -> Home:
        """Return a screen that needs no register."""
        return Home()

    def action_leak(self) -> None:
        """Note that a key got through."""
        self.leaked = True


class Clock:
    """A clock that a test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


async def _settled(pilot: Pilot[None], screen: type) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        if type(pilot.app.screen) is screen:
            return
    pytest.fail(f"{pilot.app.screen} is still in front")


async def test_no_key_passes_the_lock(front: Front, desk: Desk, press: Press) -> None:
    """F keys, commands, sign-out and a priority key do nothing while it is locked."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+l")
        for key in ("f1", "f9", "ctrl+p", "ctrl+q", "escape", "ctrl+l", "f2"):
            await press(pilot, key)
        assert type(app.screen) is LockScreen
        assert app.is_running
        assert not app.leaked
        assert len(app.screen_stack) == 3


async def test_nothing_shows_through_the_lock(
    front: Front, desk: Desk, press: Press, shown: Shown
) -> None:
    """No word of the screen beneath is drawn, and the clipboard is empty."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        assert "Chinedu" in shown(app)
        app.copy_to_clipboard("Chinedu Okafor")
        await press(pilot, "ctrl+l")
        assert "Chinedu" not in shown(app)
        assert app.clipboard == ""


async def test_the_passphrase_opens_what_was_there(
    front: Front, desk: Desk, press: Press
) -> None:
    """A wrong passphrase keeps it shut; the right one brings back what was typed."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        await press(pilot, "a", "b", "ctrl+l")
        await press(pilot, *"wrong", "enter")
        await _until_said(pilot, "passphrase")
        assert app.locked
        app.screen.query_one(PassphraseInput).value = PASSPHRASE
        await press(pilot, "enter")
        await _settled(pilot, Home)
        assert not app.locked
        assert app.screen.query_one(TextInput).value == "ab"


async def test_it_locks_when_nobody_types(
    front: Front, desk: Desk, press: Press, shown: Shown
) -> None:
    """It warns a minute before, any key keeps it open, and then it locks."""
    clock = Clock()
    app = App(front, desk=desk, monotonic=clock, lock_after=600)
    async with app.run_test() as pilot:
        clock.seconds = 545
        app.look_at_clock()
        await pilot.pause()
        assert "locks in 55 seconds" in shown(app)
        await press(pilot, "a")
        app.look_at_clock()
        assert not app.locked
        clock.seconds = 545 + 601
        app.look_at_clock()
        await pilot.pause()
        assert app.locked


async def test_no_answer_is_shown_after_its_asker_signed_out(
    front: Front, desk: Desk
) -> None:
    """What a service answers late ends nothing, and stands on nobody's screen."""
    app, release, shown = App(front, desk=desk), asyncio.Event(), list[str]()
    async with app.run_test() as pilot:
        loop = asyncio.get_running_loop()

        def work() -> str:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
            return "Chinedu Okafor"

        app.screen.ask(work, shown.append)
        app.desk = None
        release.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert shown == []


async def test_the_keys_are_forgotten_while_it_is_locked(
    front: BareFront, desk: Desk, press: Press
) -> None:
    """The register is closed, and another opened by the passphrase goes on."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        assert front.closed == []
        await press(pilot, "ctrl+l")
        await app.workers.wait_for_complete(
            [one for one in app.workers if one.group == "close"]
        )
        assert front.closed == ["ada"]
        app.screen.query_one(PassphraseInput).value = PASSPHRASE
        await press(pilot, "enter")
        await _settled(pilot, Home)
        assert app.desk is not None
        assert app.desk is not desk
        assert front.closed == ["ada"]


async def test_what_is_under_way_is_finished_before_keys_go(
    front: BareFront, desk: Desk, press: Press
) -> None:
    """An act that was begun is kept, and only then is the register closed."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        release = asyncio.Event()
        loop = asyncio.get_running_loop()
        was_closed: list[list[str]] = []

        def work() -> None:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
            was_closed.append(list(front.closed))

        app.screen.ask(work, lambda _: None)
        await press(pilot, "ctrl+l")
        await pilot.pause(0.1)
        assert front.closed == []
        release.set()
        await app.workers.wait_for_complete(
            [one for one in app.workers if one.group == "close"]
        )
        assert was_closed == [[]]
        assert front.closed == ["ada"]


async def test_an_answer_waits_for_the_unlocking(
    front: Front, desk: Desk, press: Press
) -> None:
    """What a service answers meanwhile is shown after unlocking, never on the lock."""
    app = App(front, desk=desk)
    async with app.run_test() as pilot:
        shown: list[str] = []
        release = asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> str:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
            return "answer"

        app.screen.ask(work, shown.append)
        await press(pilot, "ctrl+l")
        release.set()
        await pilot.pause(0.2)
        assert shown == []
        app.screen.query_one(PassphraseInput).value = PASSPHRASE
        await press(pilot, "enter")
        await _settled(pilot, Home)
        await pilot.pause()
        assert shown == ["answer"]


async def _until_said(pilot: Pilot[None], words: str) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        if words in pilot.app.screen.query_one("StatusLine").sentence:
            return
    pytest.fail(f"nobody said {words}")
