"""A print run: a count sheet, and certificates one after another in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.papers.certificate import draw_laid
from amnesty.papers.design import Page
from amnesty.papers.fitting import fitted
from amnesty.papers.letter import draw_on, pages_of
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.papers.letter import Letter


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One certificate of a run."""

    serial: int
    page: Page


@dataclass(frozen=True, kw_only=True)
class DrawnRun:
    """A run's file."""

    pdf: bytes
    first_page: int
    """Where the first certificate's front is, counted from 0."""


def draw_run(count_sheet: Letter, printed: Iterable[Printed]) -> DrawnRun:
    """Return a run's file: the count sheet, then each certificate on its two sides.

    Fonts and the ground are in it once, however many certificates there are.

    Raises:
        PaperError: A page cannot be printed in full, legibly and truly.
    """
    sheet = Sheet(
        title=count_sheet.title,
        author=count_sheet.names[count_sheet.catalogues[0].tongue],
        made_at=count_sheet.made_at,
        languages=tuple(one.tongue.value for one in count_sheet.catalogues),
    )
    draw_on(sheet, count_sheet)
    first = pages_of(count_sheet)
    if first % 2:
        # Printed on both sides, a certificate begins on a sheet of its own.
        sheet.turn()
        first += 1
    for one in printed:
        sheet.turn()
        draw_laid(sheet, one.page, fitted(one.page))
    return DrawnRun(pdf=sheet.finish(), first_page=first)
