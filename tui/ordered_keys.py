"""Keys and pastes are handled one at a time, in the order in which they came.

Textual 8.2.8 puts a letter on the focused widget's queue at once, but runs bindings
(Tab, Backspace, Enter) only when the key has bubbled up to the app. At 5 ms between
keys or less (a scanner, typing ahead, a batch over SSH) text then lands in the wrong
field. Here each key is delivered only when all that the one before it did is done.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.message_pump import MessagePump

    _Base = App[None]
else:
    _Base = object

_KEY_LIMIT = 2.0
"""Seconds a busy handler may take before the next key goes ahead."""
_HOLD_LIMIT = 10.0
"""Seconds for which keys may be held back, so that the keyboard never locks up."""
_MOUNT_POLL = 0.002
TAKES_BURSTS = "takes_bursts"
"""The mark of a box that takes all letters which wait for it as one paste."""


class OrderedKeysMixin(_Base):
    """An app whose keys and pastes never overtake each other."""

    _waiting: asyncio.Queue[events.Key | events.Paste] | None = None
    _consumer: asyncio.Task[None] | None = None
    _released: asyncio.Event | None = None
    _holds = 0

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; handle everything else at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._waiting is None:
                self._waiting = asyncio.Queue()
                self._consumer = asyncio.create_task(self._consume(self._waiting))
            self._waiting.put_nowait(event)
        else:
            await super().on_event(event)

    def hold_keys(self) -> None:
        """Keep what is typed from now on until each hold has its `release_keys`.

        A screen that opens another one only after work in a thread holds the keys, so
        that what is typed ahead reaches the screen it was meant for.
        """
        if not self._holds:
            self._released = asyncio.Event()
        self._holds += 1

    def release_keys(self) -> None:
        """End one hold; with the last one the held keys go."""
        self._holds = max(0, self._holds - 1)
        if not self._holds and self._released is not None:
            self._released.set()

    def follow_cursor(self) -> None:
        """Do what follows every key; the accessible mode has its own."""

    def stop_keys(self) -> None:
        """Drop what is still waiting: the app is closing."""
        if self._consumer is not None:
            self._consumer.cancel()

    async def _consume(self, waiting: asyncio.Queue[events.Key | events.Paste]) -> None:
        try:
            while True:
                taken = [await waiting.get()]
                await self._until_released()
                if getattr(self.focused, TAKES_BURSTS, False):
                    _take_burst(taken, waiting)
                for event in _joined(taken):
                    await self._deliver(event)
                for _ in taken:
                    waiting.task_done()
        except Exception as error:  # noqa: BLE001  every fault goes to the one handler
            self._handle_exception(error)

    async def _deliver(self, event: events.Key | events.Paste) -> None:
        await self._until_released()
        target = self.focused or self.screen
        await super().on_event(event)
        await self._until_settled(target)
        self.call_after_refresh(self.follow_cursor)

    async def _until_released(self) -> None:
        """Wait for the end of all holds, and for the screen that they led to."""
        if self._released is None:
            return
        try:
            await asyncio.wait_for(self._released.wait(), _HOLD_LIMIT)
        except TimeoutError:
            self._holds = 0
        self._released = None
        await self._until_settled(self.focused or self.screen)

    async def _until_settled(self, target: DOMNode) -> None:
        try:
            async with asyncio.timeout(_KEY_LIMIT):
                way = (target, *target.ancestors, self)
                # Once up to the app, which acts; once more for what that sets going.
                for node in way + way:
                    await _flushed(node)
                while not self.screen.is_mounted:  # noqa: ASYNC110  no public event
                    await asyncio.sleep(_MOUNT_POLL)
                await _flushed(self.screen)
                await _flushed(self)
        except TimeoutError:
            return


def _take_burst(
    taken: list[events.Key | events.Paste],
    waiting: asyncio.Queue[events.Key | events.Paste],
) -> None:
    """Take the letters that wait already, up to the key that ends them."""
    while _letter(taken[-1]) and not waiting.empty():
        taken.append(waiting.get_nowait())


def _joined(
    taken: list[events.Key | events.Paste],
) -> list[events.Key | events.Paste]:
    """Return a run of letters as one paste, and what ended it.

    A scanner types a thousand of them at once: one by one they would take seconds.
    """
    if len(taken) == 1:
        return taken
    letters = "".join(_letter(event) for event in taken)
    ending = [] if _letter(taken[-1]) else taken[-1:]
    return [events.Paste(letters), *ending]


def _letter(event: events.Key | events.Paste) -> str:
    if isinstance(event, events.Key) and event.is_printable:
        return event.character or ""
    return ""


class _Passed(asyncio.Event):
    """Set once a queue has come to it."""

    _param_count = 0
    """Textual would read the signature anew each time, for 18 of them on a key."""

    def __call__(self) -> None:
        """Be come to."""
        self.set()


async def _flushed(node: MessagePump) -> None:
    """Wait until a node has handled everything that is on its queue now."""
    passed = _Passed()
    if node.is_running and node.post_message(events.Callback(callback=passed)):
        await passed.wait()
