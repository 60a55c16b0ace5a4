"""The lock, and what is done when nobody is there any more.

Nothing of anybody shows or can be scrolled back to; half-filled forms are kept first.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from typing import TYPE_CHECKING

from textual import events

from tui.screens.base import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from amnesty.services.desk import Desk
    from tui.widgets.status_line import Tone

    _Base = App[None]
else:
    _Base = object

WARN_BEFORE = 60.0
_STANDARD_ERROR = 2
"""Where Textual draws."""
_LEAVE_WITHIN = 5.0
"""Seconds in which a form is kept after the terminal went away."""
_LOOK_EVERY = 1.0
_WIPE = "\x1b[2J\x1b[3J"
"""Clears the screen, and what was scrolled off it."""
_HUNG_UP = 129
"""As shells tell a terminal that went away (128 and SIGHUP)."""


class LockingMixin(_Base):
    """An app that locks when nobody types, and leaves when its terminal is gone."""

    desk: Desk | None
    locked: bool
    _seen: float
    _warned: bool
    _is_hanging_up: bool
    _lock_after: float
    _monotonic: Callable[[], float]

    if TYPE_CHECKING:

        def tell(self, sentence: str, tone: Tone = ...) -> None:
            """Say something on the status line of the screen in front."""

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, events.Key | events.MouseEvent | events.Paste):
            self._seen = self._monotonic()
        await super().on_event(event)

    def look_at_clock(self) -> None:
        """Lock after a while without keys; say so a minute before."""
        if self.desk is None or self.locked:
            return
        left = self._lock_after - (self._monotonic() - self._seen)
        if left <= 0:
            self.action_lock()
        elif left <= WARN_BEFORE and not self._warned:
            self._warned = True
            self.tell(f"The screen locks in {left:.0f} seconds. Any key keeps it open.")
        elif left > WARN_BEFORE and self._warned:
            self._warned = False
            self.tell("")

    def watch_terminal(self) -> None:
        """See to it that this process outlives its terminal by seconds only.

        Textual waits without end for what it cannot draw any more, so nothing that runs
        between its messages may ever run again.
        """
        if not self.is_headless:
            threading.Thread(target=_end_after_terminal, daemon=True).start()

    def look_at_terminal(self) -> None:
        """Leave when the terminal is gone: nobody would see the open register."""
        if not self.is_headless and not os.isatty(_STANDARD_ERROR):
            self.hang_up()

    def hang_up(self) -> None:
        """Keep every half-filled form, then leave: the terminal is gone."""
        if not self._is_hanging_up:
            self._is_hanging_up = True
            self.keep_forms()
            self.run_worker(self._leave_when_kept(), group="leave")

    async def _leave_when_kept(self) -> None:
        asked = [one for one in self.workers if one.group.startswith(ASKED)]
        waiting = [asyncio.ensure_future(one.wait()) for one in asked]
        if waiting:
            await asyncio.wait(waiting, timeout=_LEAVE_WITHIN)
        self.exit(return_code=_HUNG_UP)

    def keep_forms(self) -> None:
        """Have every half-filled form kept now."""
        if self.desk is None or self.locked:
            return
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_now", None)
            if keep is not None:
                keep()

    def wipe_terminal(self) -> None:
        """Clear the screen and what could be scrolled back to."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(_WIPE)
            self._driver.flush()

    def action_lock(self) -> None:
        """Lock: cover everything, forget clipboard and keys, refuse all other input."""
        from tui.screens.lock import LockScreen

        self.keep_forms()
        self.locked = True
        self.wipe_terminal()
        if self.desk is not None:
            self.run_worker(self._forget_keys(self.desk), group="close")
        self._clipboard = ""
        self.push_screen(LockScreen())

    async def _forget_keys(self, desk: Desk) -> None:
        """Close the register as soon as everything that was asked has its answer."""
        asked = [one for one in self.workers if one.group.startswith(ASKED)]
        await asyncio.gather(*(one.wait() for one in asked), return_exceptions=True)
        await asyncio.to_thread(desk.register.close)

    def unlock(self, desk: Desk) -> None:
        """Go on with what was covered, at a desk that was opened anew."""
        self.desk = desk
        self.locked = False
        self._warned = False
        self.pop_screen()


def _end_after_terminal() -> None:
    """Give forms the time to be kept, then end as a killed process does."""
    while os.isatty(_STANDARD_ERROR):
        time.sleep(_LOOK_EVERY)
    time.sleep(2 * _LEAVE_WITHIN)
    os._exit(_HUNG_UP)
