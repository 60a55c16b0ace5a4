"""The verify screen alone: a scanner types, and nobody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.verify_app import VerifyApp
from tui.widgets.scan_box import ScanBox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.screens.verifying.conftest import Device

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[VerifyApp], str]
    Terminal = Callable[..., object]


SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_scan_is_answered_without_signing_in(
    device: Device, shown: Shown, size: tuple[int, int]
) -> None:
    """The place is asked first, then who it is, then how much and how to count."""
    app = VerifyApp(device)
    async with app.run_test(size=size) as pilot:
        await device.scan(pilot, device.world.text(), "enter")
        words = " ".join(shown(app).split())
    parts = [
        "✓ VALID ✓",
        "Status as of 24 November 2026 at 02:00.",
        "Are you at 14 Canal Row, Penmaen, ZZ1 4AB?",
        "Siân Llŷr ap Gwŷn",
        "27 March 1958",
        "5 in flower, 10 in all, indoors",
        "up to 413 g dried",
        "In flower: with visible flowers",
        "Check photo identity",
    ]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert "diversion programme" in words


@pytest.mark.parametrize("ending", [(), ("enter",), ("tab",), ("ctrl+j",)])
@pytest.mark.parametrize("before", ["", "https>//verify.example.gov.uk/c\\"])
async def test_a_scanner_may_end_as_it_likes(
    device: Device, shown: Shown, before: str, ending: tuple[str, ...]
) -> None:
    """With Enter, a tab, a new line or nothing, and with an address in bad letters."""
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, before + device.world.text(), *ending)
        assert "✓ VALID ✓" in shown(app)
        assert device.asked == [before + device.world.text()]


async def test_a_slow_scanner_is_not_called_a_forger(
    device: Device, shown: Shown
) -> None:
    """Half a code is not answered until the rest comes, or Enter."""
    text = device.world.text()
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, text[:400])
        assert not device.asked
        assert "not a whole code yet" in shown(app)
        await device.scan(pilot, text[400:])
        assert device.asked == [text]
        assert "✓ VALID ✓" in shown(app)
        await device.scan(pilot, text[:400], "enter")
        assert "✗ NOT GENUINE ✗" in shown(app)


async def test_the_next_scan_takes_the_place_of_the_last(device: Device) -> None:
    """Two codes one after the other are two questions, with no key between them."""
    first = device.world.text()
    second = device.world.text(device.world.card())
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, first, "enter")
        await device.scan(pilot, second, "enter")
    assert device.asked == [first, second]


async def test_an_answer_that_comes_too_late_is_not_shown(
    device: Device, shown: Shown
) -> None:
    """Whoever types on asks something else: no verdict stands over another question."""
    device.may_answer.clear()
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(ScanBox).value = device.world.text()
        await pilot.press("enter")
        await pilot.press("9")
        device.may_answer.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "VALID" not in shown(app)


async def test_a_key_answers_while_a_file_is_read(device: Device) -> None:
    """Reading is another thread's work: the box takes what is typed meanwhile."""
    device.may_answer.clear()
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(ScanBox).value = device.world.text()
        await pilot.press("enter")
        await pilot.press("backspace")
        assert app.screen.query_one(ScanBox).value == device.world.text()[:-1]
        device.may_answer.set()


async def test_the_answer_goes_after_two_minutes(device: Device, shown: Shown) -> None:
    """Nothing of it stays, and the code is gone from the box too."""
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, device.world.text(), "enter")
        assert "✓ VALID ✓" in shown(app)
        timer = app.screen._forget
        assert timer._interval == 120
        timer._callback()
        await pilot.pause()
        assert "VALID" not in shown(app)
        assert "Siân" not in shown(app)
        assert app.screen.query_one(ScanBox).value == ""


async def test_an_old_timer_does_not_clear_a_new_answer(device: Device) -> None:
    """The two minutes begin anew with each answer, and typing ends them."""
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, device.world.text(), "enter")
        first = app.screen._forget
        await device.scan(pilot, device.world.text(), "enter")
        second = app.screen._forget
        assert first is not second
        assert first._task is None
        assert second._task is not None
        await pilot.press("9")
        await pilot.pause()
        assert second._task is None
