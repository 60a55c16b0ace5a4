"""What the papers' sections share: their data, their sizes, their colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from amnesty.papers.facts import Facts
from amnesty.papers.fonts import Face
from amnesty.papers.ink import MM, WIDTH, Colour, Style
from amnesty.papers.squares import QrModules
from amnesty.papers.wording import Wording

MARGIN: Final = 15.5 * MM
"""From the paper's edge to the text, left and right."""
ACROSS: Final = WIDTH - 2 * MARGIN
"""The width of the text."""

INK: Final[Colour] = (0.05, 0.08, 0.13)
MUTED: Final[Colour] = (0.15, 0.19, 0.25)
GREEN: Final[Colour] = (0.03, 0.27, 0.20)
NAVY: Final[Colour] = (0.04, 0.10, 0.22)
CREAM: Final[Colour] = (0.99, 0.97, 0.91)
OCHRE: Final[Colour] = (0.72, 0.55, 0.18)
MIST: Final[Colour] = (0.62, 0.70, 0.68)
RED: Final[Colour] = (0.66, 0.05, 0.10)
PAPER: Final[Colour] = (1.0, 1.0, 1.0)

BODY: Final = 12.0
"""Points: nothing that is to be read is smaller, in any language."""
QUIET: Final = 4
"""White modules around a QR code (ISO/IEC 18004)."""
_LEAST_SYMBOL: Final = 35 * MM
_CODE_SIDE: Final = 42 * MM
GUTTER: Final = 4 * MM
SIDES: Final = 10.0
"""Padding left and right in a panel."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large the letters are, in points, and how far apart the lines."""

    names: tuple[float, ...]
    """For the holder's name: the first that needs few lines."""
    values: tuple[float, ...]
    """For what else was filled in."""
    limits: float
    """For the numbers of plants and grams."""
    title: float
    gap: float
    """Between the sections."""
    spacing: float = 1.3
    """From baseline to baseline of running text, in ems."""
    body: float = BODY
    """Running text."""

    @cached_property
    def ends(self) -> float:
        """Padding above and below in a panel."""
        return 3 + self.gap * 0.4

    @cached_property
    def plain(self) -> Style:
        """Running text."""
        return Style(face=Face.TEXT, size=self.body, colour=INK, spacing=self.spacing)

    @cached_property
    def strong(self) -> Style:
        """Running text that counts."""
        return Style(face=Face.STRONG, size=self.body, colour=INK, spacing=self.spacing)

    @cached_property
    def label(self) -> Style:
        """What stands over a value."""
        return Style(face=Face.TEXT, size=self.body, colour=MUTED, spacing=self.spacing)


_NAMES: Final = (26.0, 22.0, 19.0, 16.0, 14.0, 12.0)
_VALUES: Final = (18.0, 16.0, 14.0, 12.0)
SCALES: Final = (
    Scale(names=_NAMES, values=_VALUES, limits=32, title=30, gap=11),
    Scale(names=_NAMES, values=_VALUES, limits=30, title=28, gap=7.5, spacing=1.25),
    Scale(
        names=_NAMES[1:], values=_VALUES[1:], limits=28, title=26, gap=6.5, spacing=1.24
    ),
    Scale(
        names=_NAMES[1:], values=_VALUES[1:], limits=26, title=24, gap=5.5, spacing=1.21
    ),
    Scale(
        names=_NAMES[2:], values=_VALUES[2:], limits=24, title=22, gap=4.5, spacing=1.19
    ),
    Scale(
        names=_NAMES[3:], values=_VALUES[2:], limits=22, title=20, gap=3.5, spacing=1.17
    ),
    Scale(
        names=_NAMES[4:], values=_VALUES[3:], limits=20, title=18, gap=2, spacing=1.13
    ),
    Scale(
        names=_NAMES[5:], values=_VALUES[3:], limits=16, title=16, gap=1, spacing=1.1
    ),
)
"""From the largest; the first at which all fits the page is used."""
TIGHT: Final = 5.0
FULL: Final = 1.5
"""Points between sections below which a page is tight, or as full as it can be."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that one certificate shows."""

    facts: Facts
    wording: Wording
    qr: QrModules
    check_code: str
    copy: int | None = None
    """The number of a duplicate; None on what is printed first."""
    photograph: bytes | None = None
    """A JPEG of the holder, as a record keeps it."""

    @property
    def is_agreed(self) -> bool:
        """Whether an agreement in force stands behind it."""
        return self.wording.agreement is not None

    @property
    def is_marked(self) -> bool:
        """Whether SPECIMEN stands across the page."""
        return not self.is_agreed or self.wording.marked_specimen


def code_side(modules: int) -> float:
    """Return the side of a QR code with its quiet zone: the symbol is 35 mm or more."""
    return max(_CODE_SIDE, _LEAST_SYMBOL * (modules + 2 * QUIET) / modules)
