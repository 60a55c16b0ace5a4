"""Rectangles with round corners, as operators of a page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from amnesty.papers.ink import HEIGHT

if TYPE_CHECKING:
    from amnesty.papers.ink import Area, Colour

_ROUND: Final = 0.4477
"""How far from a corner a Bézier curve's handle stands, for a quarter of a circle."""


@lru_cache(maxsize=256)
def rounded(area: Area, inset: float, radius: float) -> str:
    """Return the path of an area's edge, so far inside it, with round corners."""
    left, width = area.left + inset, area.width - 2 * inset
    bottom = HEIGHT - area.top - area.height + inset
    height = area.height - 2 * inset
    if not radius:
        return f"{left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re"
    right, top, near = left + width, bottom + height, radius * _ROUND
    points = (
        (left + radius, bottom),
        (right - radius, bottom),
        (right - near, bottom, right, bottom + near, right, bottom + radius),
        (right, top - radius),
        (right, top - near, right - near, top, right - radius, top),
        (left + radius, top),
        (left + near, top, left, top - near, left, top - radius),
        (left, bottom + radius),
        (left, bottom + near, left + near, bottom, left + radius, bottom),
    )
    operators = "mlclclclc"
    return " ".join(
        f"{' '.join(f'{number:.2f}' for number in point)} {operator}"
        for point, operator in zip(points, operators, strict=True)
    )


@lru_cache(maxsize=64)
def filled(colour: Colour) -> str:
    """Return the operator that sets the colour of surfaces and letters."""
    return "{:.3g} {:.3g} {:.3g} rg".format(*colour)


@lru_cache(maxsize=64)
def stroked(colour: Colour, line: float) -> str:
    """Return the operators that set the colour and width of lines."""
    red, green, blue = colour
    return f"{red:.3g} {green:.3g} {blue:.3g} RG {line:.3g} w"
