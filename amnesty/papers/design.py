"""What the certificate's sections share: its data, its scales, its colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from amnesty.papers.facts import Facts
from amnesty.papers.ink import MM, WIDTH, Colour
from amnesty.papers.squares import QrModules
from amnesty.papers.wording import Wording

MARGIN: Final = 14.5 * MM
"""From the paper's edge to the text, left and right."""
ACROSS: Final = WIDTH - 2 * MARGIN
"""The width of the text."""

INK: Final[Colour] = (0.07, 0.11, 0.17)
MUTED: Final[Colour] = (0.29, 0.34, 0.40)
GREEN: Final[Colour] = (0.04, 0.30, 0.23)
NAVY: Final[Colour] = (0.06, 0.13, 0.25)
CREAM: Final[Colour] = (0.99, 0.97, 0.91)
OCHRE: Final[Colour] = (0.72, 0.55, 0.18)
MIST: Final[Colour] = (0.72, 0.78, 0.77)
RED: Final[Colour] = (0.70, 0.07, 0.12)

QUIET: Final = 4
"""White modules around a QR code (ISO/IEC 18004)."""
_LEAST_SYMBOL: Final = 35 * MM
_CODE_SIDE: Final = 42 * MM
GUTTER: Final = 5 * MM
SIDES: Final = 11.0
"""Padding left and right in a panel."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large the letters are, in points; English is never under 9."""

    names: tuple[float, ...]
    """For the holder's name: the first that needs few lines."""
    values: tuple[float, ...]
    """For what else was filled in."""
    body: float
    """For what is read first: the statement and the officer's steps."""
    small: float
    """For what is looked up."""
    gap: float
    """Between the sections."""

    @property
    def ends(self) -> float:
        """Padding above and below in a panel."""
        return 4 + self.gap * 0.5


SCALES: Final = (
    Scale(names=(22, 18, 16, 13, 11), values=(14, 12, 11), body=12, small=10.5, gap=11),
    Scale(names=(22, 18, 16, 13, 11), values=(14, 12, 11), body=12, small=10, gap=9),
    Scale(names=(21, 17, 14, 12, 11), values=(13, 12, 11), body=12, small=9.5, gap=8),
    Scale(names=(21, 17, 14, 12, 11), values=(13, 12, 11), body=12, small=9.2, gap=6.5),
    Scale(names=(20, 16, 13, 11, 10), values=(13, 12, 10), body=12, small=9, gap=5.5),
    Scale(names=(19, 16, 13, 11, 10), values=(12, 11, 10), body=11.5, small=9, gap=5.5),
    Scale(names=(19, 16, 13, 11, 10), values=(12, 11, 10), body=11, small=9, gap=5),
    Scale(names=(18, 15, 12, 11, 10), values=(12, 11, 10), body=10.5, small=9, gap=5),
    Scale(names=(16, 14, 12, 10), values=(12, 10), body=10, small=9, gap=5),
    Scale(names=(14, 12, 10, 9), values=(11, 10, 9), body=9.5, small=9, gap=4),
    Scale(names=(12, 10, 9), values=(10, 9), body=9, small=9, gap=2),
)
"""From the largest; the first at which all fits the page is used."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that one certificate shows."""

    facts: Facts
    wording: Wording
    qr: QrModules
    check_code: str

    @property
    def code_alternative(self) -> str:
        """What is said of the QR code to somebody who cannot see it."""
        return f"Square code with the signed content of {self.facts.number}"

    @property
    def is_agreed(self) -> bool:
        """Whether an agreement in force stands behind it."""
        return self.wording.agreement is not None


def code_side(modules: int) -> float:
    """Return the side of a QR code with its quiet zone: the symbol is 35 mm or more."""
    return max(_CODE_SIDE, _LEAST_SYMBOL * (modules + 2 * QUIET) / modules)


def symbol_side(modules: int) -> float:
    """Return the side of a QR code without its quiet zone."""
    return code_side(modules) * modules / (modules + 2 * QUIET)
