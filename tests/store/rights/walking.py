"""Somebody at the screens: presses keys, fills in forms and reads what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from tests.screens.waiting import until
from tests.store.rights.test_ask_screen import Outside
from tui.screens.act import ActScreen
from tui.screens.choose import Choose

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tui.app import RegistryApp
    from tui.screens.form import FormScreen


class Saving(Outside):
    """A front that saves, reads and unlocks in memory."""

    def __init__(self) -> None:
        """Start with nothing saved."""
        self.saved: dict[str, bytes] = {}
        self.unlocked: list[str] = []
        self.texts: dict[str, str] = {}

    def save_all(self, folder: Path, files: dict[str, bytes]) -> None:
        """Keep what is saved, by its whole name."""
        self.saved |= {f"{folder}/{name}": one for name, one in files.items()}

    def let_try_again(self, name: str) -> None:
        """Keep who was unlocked."""
        self.unlocked.append(name)

    def read(self, path: Path) -> str:
        """Return a text."""
        return self.texts[str(path)]


class Walk:
    """One person at the screens."""

    def __init__(self, pilot: Pilot[None], app: RegistryApp) -> None:
        """Take the app and what presses its keys."""
        self.pilot = pilot
        self.app = app

    async def to(self, kind: type[object], *keys: str) -> None:
        """Press keys, and wait for a screen of a kind."""
        await self.pilot.press(*keys)
        await until(self.pilot, lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause()

    async def pick(self, name: str) -> None:
        """Choose from the list in front by the words."""
        await until(self.pilot, lambda: isinstance(self.app.screen, Choose))
        names = cast("Choose", self.app.screen)._names
        await self.pilot.press(str(names.index(name) + 1))

    async def fill(self, **typed: str) -> None:
        """Type into the form in front, then press F10."""
        await until(self.pilot, lambda: isinstance(self.app.screen, ActScreen))
        form = cast("FormScreen[object]", self.app.screen)._form
        await until(self.pilot, lambda: form.rows)
        for path, text in typed.items():
            row = next(one for one in form.rows if one.path == path)
            row.query_one(Input).value = text
        await self.pilot.press("f10")

    async def says(self, words: str) -> None:
        """Wait until words stand on the screen."""
        await until(self.pilot, lambda: words in self.words)

    @property
    def words(self) -> str:
        """All that stands on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)
