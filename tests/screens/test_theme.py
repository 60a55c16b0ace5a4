"""Contrast of every text in our own themes, and the same words without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from amnesty.domain.verdict import Answer, Verdict
from tests.screens.seen import too_faint
from tui.app import RegistryApp
from tui.front import Checked
from tui.theme import themes
from tui.theme_names import DARK, LIGHT, TERMINAL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Desks = Callable[[Role], Desk]
    MakeRecord = Callable[..., Record]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_text_has_contrast(front: Front, theme: str, press: Press) -> None:
    """Each text of sign-in, help and commands reaches 4.5:1 (WCAG 1.4.3)."""
    app = RegistryApp(front)
    async with app.run_test() as pilot:
        app.theme = theme
        for key in ("a", "f10", "f1", "escape", "ctrl+p"):
            await press(pilot, key)
            await pilot.pause(0.05)
            assert not too_faint(app)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_verdict_has_contrast(
    front: Front, desk_as: Desks, theme: str
) -> None:
    """Whatever the answer, each of its texts reaches 4.5:1 too."""
    app = RegistryApp(front, desk=desk_as(Role.POLICE))
    async with app.run_test(size=(100, 40)) as pilot:
        app.theme = theme
        await pilot.pause()
        for verdict in Verdict:
            app.screen._show(Checked((_answer(verdict),), ""))
            await pilot.pause()
            assert not too_faint(app), verdict


def _answer(verdict: Verdict) -> Answer:
    return Answer(
        verdict=verdict,
        sentence="Why it is so.",
        next_step="What to do now.",
        status_as_of=None,
        certificate=None,
    )


def test_only_our_own_themes_are_offered(front: Front) -> None:
    """No foreign theme can be chosen: each would be one more to measure."""
    app = RegistryApp(front)
    ours = {theme.name for theme in themes()}
    assert ours == {DARK, LIGHT, TERMINAL}
    assert set(app.available_themes) - ours <= {"textual-dark"}


async def test_the_words_are_the_same_without_colour(
    front: Front, monkeypatch: pytest.MonkeyPatch, press: Press
) -> None:
    """With NO_COLOR every word and shape stays where it is."""
    drawn = []
    for no_color in (False, True):
        if no_color:
            monkeypatch.setenv("NO_COLOR", "1")
        app = RegistryApp(front)
        async with app.run_test() as pilot:
            await press(pilot, "f10")
            strips = app.screen._compositor.render_strips()
            drawn.append([strip.text for strip in strips])
    assert drawn[0] == drawn[1]
