"""A device that verifies with nobody signed in, and a scanner that types."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from textual import events

from amnesty.cli.verifying.sources import read_source
from amnesty.services.verifying.steps import verify
from tui.front import Checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot


@dataclass
class Device:
    """A device with the made-up day's police file."""

    world: ModuleType
    title: str = "Penmaen Police"
    is_demonstration: bool = False
    asked: list[str] = field(default_factory=list)
    may_answer: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        """Answer at once, unless a test holds it back."""
        self.may_answer.set()

    def verify(self, source: str) -> Checked:
        """Answer from the made-up authority's lists."""
        self.asked.append(source)
        self.may_answer.wait(30)
        read = read_source(source)
        bundle = self.world.bundle()
        return Checked(
            [verify(text, bundle=bundle, now=self.world.NOW) for text in read.texts],
            read.note,
        )

    async def scan(self, pilot: Pilot[None], text: str, *keys: str) -> None:
        """Type as a scanner does, all at once, and wait for the answer."""
        for letter in text:
            pilot.app.post_message(events.Key(letter, letter))
        for key in keys:
            pilot.app.post_message(events.Key(key, None))
        await _settled(pilot)

    def log(self, lines: Sequence[str]) -> None:
        """Log nothing: a fault fails the test by itself."""


@pytest.fixture
def device(world: ModuleType) -> Device:
    """Return a device."""
    return Device(world)


async def _settled(pilot: Pilot[None]) -> None:
    """Wait until what was typed is in, and what was asked is answered."""
    await pilot.pause()
    if pilot.app._waiting is not None:
        await pilot.app._waiting.join()
    timer = getattr(pilot.app.screen, "_pause", None)
    while timer is not None and timer._task is not None and not timer._task.done():
        await pilot.pause(0.05)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
