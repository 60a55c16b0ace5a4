"""An authority of each test's own, with its clerk at the keys."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.demonstration.setting import (
    CLERK,
    PASSPHRASE,
    Folders,
    found_authority,
)
from amnesty.cli.screens import WiredFront
from amnesty.services.intake.answers import answers_from_json
from tests.screens import waiting
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from amnesty.services.desk import Desk

    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Return a made-up authority without patients, to copy."""
    made = Folders(out=tmp_path_factory.mktemp("founded"))
    found_authority(made)
    return made


@pytest.fixture
def front(founded: Folders, tmp_path: Path) -> WiredFront:
    """Return the wiring of an authority that no other test touches."""
    made = tmp_path / "register"
    shutil.copytree(founded.register, made)
    return WiredFront(directory=made, is_demonstration=True)


@pytest.fixture(autouse=True)
def answers_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests the time that a person takes to read."""
    monkeypatch.setattr("tui.screens.check_answers._UNREAD", 0.01)


@pytest.fixture
def clerk(front: WiredFront) -> Iterator[Desk]:
    """Return the clerk's open desk."""
    desk = front.open(CLERK, PASSPHRASE)
    yield desk
    desk.register.close()


@pytest.fixture
def answers(registration_file: dict[str, Any]) -> dict[str, str]:
    """Return the answers of a whole registration, with one batch of plants."""
    site = registration_file["sites"][0]
    site["plants"] = site["plants"][:1]
    return answers_from_json(json.dumps(registration_file))


@pytest.fixture
def until() -> Until:
    """Return what waits until something holds."""
    return waiting.until


@pytest.fixture
def opened(
    until: Until, press: Callable[..., Awaitable[None]]
) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what goes from the list to an empty form."""

    async def go(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkScreen))
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))

    return go
