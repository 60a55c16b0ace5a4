"""Colours, the accessible mode and keys are set at once, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.cli.screen_settings import keep_settings, read_settings
from amnesty.errors.settings import ScreenSettingsError
from tui.app import RegistryApp
from tui.keys import Place, keys_by_id
from tui.screens.help import HelpScreen
from tui.screens.lock import LockScreen
from tui.screens.settings import SettingsScreen
from tui.settings import Settings, settings_as_toml, settings_from_toml
from tui.theme_names import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from amnesty.services.desk import Desk
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]


class _App(RegistryApp):
    def home(self) -> HelpScreen:
        return HelpScreen(Place.HELP, {})


async def test_a_key_is_changed_and_works_at_once(
    *, front: Front, desk: Desk, press: Press, shown: Shown
) -> None:
    """Enter and the new key: the old one does nothing any more, and the bar says so."""
    kept: list[Settings] = []
    app = _App(front, desk=desk, keep_settings=kept.append)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "ctrl+o")
        keys = list(keys_by_id())
        app.screen.table.move(2 + keys.index("end.lock"))
        await press(pilot, "enter", "ctrl+t")
        assert kept[-1].keys == {"end.lock": "ctrl+t"}
        assert "^T Lock" in shown(app)
        await press(pilot, "ctrl+l")
        assert isinstance(app.screen, SettingsScreen)
        await press(pilot, "ctrl+t")
        assert isinstance(app.screen, LockScreen)


async def test_a_key_that_is_taken_is_refused(
    *, front: Front, desk: Desk, press: Press
) -> None:
    """The sentence names what has it; nothing is changed."""
    app = _App(front, desk=desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "ctrl+o")
        app.screen.table.move(2 + list(keys_by_id()).index("end.lock"))
        await press(pilot, "enter", "f1")
        assert "is Help already" in app.screen.query_one("StatusLine").sentence
        assert app.settings == Settings()


async def test_colours_and_the_accessible_mode_change_at_once(
    *, front: Front, desk: Desk, press: Press
) -> None:
    """Enter turns them on; ^R puts everything back."""
    app = _App(front, desk=desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "ctrl+o", "enter")
        assert app.theme == LIGHT
        await press(pilot, "down", "enter")
        assert app.is_accessible
        await press(pilot, "ctrl+r")
        assert (app.theme, app.is_accessible) == (DARK, False)


def test_settings_are_kept_for_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is read again; where nothing is kept, the first ones hold."""
    monkeypatch.setenv("AMNESTY_CONFIG", str(tmp_path / "new" / "folder"))
    assert read_settings() == Settings()
    made = Settings(theme=LIGHT, accessible=True, keys={"work.find": "f9"})
    keep_settings(made)
    assert read_settings() == made
    assert settings_from_toml(settings_as_toml(made)) == made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = 3", "theme is one of"),
        ("theme = ", "cannot be used"),
        ("accessible = 1", "true or false"),
        ('[keys]\n"work.fly" = "f9"', "nothing is called"),
        ('[keys]\n"work.find" = "alt+f"', "do not pass on"),
        ('[keys]\n"work.find" = "f2"', "Register already"),
    ],
)
def test_settings_that_cannot_be_used_say_why(text: str, said: str) -> None:
    """A file that was edited by hand is refused with a sentence, not ignored."""
    with pytest.raises(ScreenSettingsError, match=said):
        settings_from_toml(text)
