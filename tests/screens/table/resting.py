"""Waits until a screen is laid out: at rest, or in another size."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, cast

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tui.app import RegistryApp

ROUNDS = 500
PATIENCE = 60
"""Seconds after which it is taken that it will never come."""
_STILL_FOR = 4
"""Passes without anything to do: some come between a message and its answer."""


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all that was pressed or answered is laid out.

    What Textual's pilot waits for, an idle processor, is no sign on a busy machine.
    A screen beneath another is laid out when it is in front again.
    """
    app = cast("RegistryApp", pilot.app)
    if app._waiting is not None:
        await app._waiting.join()
    still, end = 0, monotonic() + PATIENCE
    while monotonic() < end:
        await asyncio.sleep(0)
        still = 0 if _has_more_to_do(app) else still + 1
        if still == _STILL_FOR:
            await pilot._wait_for_screen()
            if not _has_more_to_do(app):
                return
            still = 0
        for screen in app.screen_stack:
            screen._on_timer_update()
    pytest.fail(f"{app.screen} never comes to rest")


def _has_more_to_do(app: RegistryApp) -> bool:
    screen = app.screen
    return (
        screen._layout_required
        or bool(screen._dirty_widgets)
        or any(one._callbacks for one in app.screen_stack[1:])
        or any(
            one.message_queue_size or one._next_callbacks
            for one in (app, *app.screen_stack, *screen.walk_children())
        )
    )


async def resized(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Give the window another size, as a driver does."""
    app, wanted = pilot.app, Size(*size)
    assert isinstance(app._driver, HeadlessDriver)
    app._driver._size = wanted
    app.post_message(Resize(wanted, wanted))
    for _ in range(ROUNDS):
        await asyncio.sleep(0.01)
        if app.screen._compositor.size == wanted:
            break
    else:
        pytest.fail(f"{app.screen} keeps its size")
    await settled(pilot)
