"""What pages are measured in, and how a text on them is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4

from amnesty.papers.fonts import Face

MM: Final = 72 / 25.4
WIDTH: Final = float(A4[0])
HEIGHT: Final = float(A4[1])

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""

BLACK: Final[Colour] = (0.0, 0.0, 0.0)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text is set."""

    face: Face
    size: float
    """Points an em."""
    colour: Colour = BLACK
    spacing: float = 1.3
    """From baseline to baseline, in ems."""

    @property
    def leading(self) -> float:
        """From baseline to baseline, in points."""
        return self.size * self.spacing


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle of the page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Slope:
    """Where a slanting word stands."""

    left: float
    """Of its middle."""
    top: float
    """Of its middle."""
    slant: float
    """Degrees, downwards."""
    length: float
