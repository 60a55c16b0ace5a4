"""What stands on a screen: its words, and the contrast of each (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._context import visible_screen_stack
from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.color import Color as Colour
    from textual.app import App
    from textual.strip import Strip

LEAST = 4.5


def strips(app: App[None]) -> list[Strip]:
    """Return the rows of the screen in front, with what shows through beneath it."""
    visible_screen_stack.set(list(app._background_screens))
    return app.screen._compositor.render_strips()


def told(app: App[None]) -> str:
    """Return the words that stand on the screen now."""
    return "\n".join(strip.text.rstrip() for strip in strips(app)) + "\n"


def texts(app: App[None]) -> Iterator[tuple[str, float]]:
    """Yield each text on the screen in front with its contrast."""
    for strip in strips(app):
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


def too_faint(app: App[None]) -> list[tuple[str, float]]:
    """Return the texts in front that have too little of it; some have enough."""
    seen = list(texts(app))
    assert seen
    return [(text, ratio) for text, ratio in seen if ratio < LEAST]
