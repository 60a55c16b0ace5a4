"""Contrast of every text in our own themes, and the same words without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from tui.app import RegistryApp
from tui.theme import DARK, LIGHT, TERMINAL, themes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from rich.color import Color as Colour

    from tui.front import Front

    Press = Callable[..., Awaitable[None]]

_LEAST = 4.5


def texts(app: RegistryApp) -> Iterator[tuple[str, float]]:
    """Yield each text on the screen in front with its contrast."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or not any(map(str.isalnum, segment.text)):
                continue
            if style.color is None or style.bgcolor is None:
                continue
            text, ground = style.color, style.bgcolor
            if style.reverse:
                text, ground = ground, text
            yield segment.text, _contrast(text, ground)


def _contrast(text: Colour, ground: Colour) -> float:
    """Return the ratio of WCAG 2.2, where the lighter of two colours comes first."""
    lights = sorted(_light(Color.from_rich_color(one)) for one in (text, ground))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return sum(
        weight * part
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_text_has_contrast(front: Front, theme: str, press: Press) -> None:
    """Each text of sign-in, help, commands and lock reaches 4.5:1 (WCAG 1.4.3)."""
    app = RegistryApp(front)
    async with app.run_test() as pilot:
        app.theme = theme
        seen = 0
        for key in ("a", "f10", "f1", "escape", "ctrl+p"):
            await press(pilot, key)
            await pilot.pause(0.05)
            for text, contrast in texts(app):
                seen += 1
                assert contrast >= _LEAST, (text, contrast)
        assert seen > 20


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
            await pilot.pause(0.1)
            strips = app.screen._compositor.render_strips()
            drawn.append([strip.text for strip in strips])
    assert drawn[0] == drawn[1]
