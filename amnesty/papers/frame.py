"""The certificate's frame: a plain double rule, its outer edge where printers reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amnesty.papers.design import GREEN
from amnesty.papers.ink import HEIGHT, MM, WIDTH, Area

if TYPE_CHECKING:
    from amnesty.papers.sheet import Sheet

EDGE: Final = 8.5 * MM
"""From the paper's edge to the outermost ink."""
_BETWEEN: Final = 1.1 * MM
_THICK: Final = 1.6
_THIN: Final = 0.5


def draw_frame(sheet: Sheet) -> None:
    """Draw a thick and a thin rule around the page."""
    for inset, line in ((EDGE, _THICK), (EDGE + _BETWEEN, _THIN)):
        area = Area(
            left=inset,
            top=inset,
            width=WIDTH - 2 * inset,
            height=HEIGHT - 2 * inset,
        )
        sheet.panel(area, stroke=GREEN, line=line)
