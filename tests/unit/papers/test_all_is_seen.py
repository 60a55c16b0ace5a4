"""What a file says is to be seen on its pages too, not only read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from amnesty.papers.design import CREAM, GREEN, INK, MUTED, NAVY, RED
from amnesty.papers.fonts import Face
from amnesty.papers.ink import HEIGHT, WHITE, WIDTH, Area, Style
from amnesty.papers.reading import all_seen, pictured
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from amnesty.papers.ink import Colour

PANEL = Area(left=50, top=80, width=300, height=40)


def _is_seen(sheet: Sheet) -> bool:
    page = pypdfium2.PdfDocument(sheet.finish())[0]
    return all_seen(page, pictured(page, 100))


def _sheet() -> Sheet:
    return Sheet(title="T", author="A", made_at=0)


def _line(sheet: Sheet, *, left: float, baseline: float, colour: Colour = INK) -> None:
    style = Style(face=Face.TEXT, size=6, colour=colour)
    sheet.lines([("Penmaen ", left), ("Council", left)], style, baseline=baseline)


@pytest.mark.parametrize("colour", [INK, MUTED, GREEN, NAVY, RED])
@pytest.mark.parametrize("ground", [WHITE, CREAM])
def test_every_colour_of_the_papers_is_seen(colour: Colour, ground: Colour) -> None:
    """In the smallest letters of a card, on each ground, and white on the dark ones."""
    sheet = _sheet()
    sheet.panel(PANEL, fill=ground)
    _line(sheet, left=60, baseline=100, colour=colour)
    assert _is_seen(sheet)
    sheet = _sheet()
    sheet.panel(PANEL, fill=colour)
    _line(sheet, left=60, baseline=100, colour=WHITE)
    assert _is_seen(sheet)


@pytest.mark.parametrize(
    ("left", "baseline"),
    [(WIDTH - 10, 100), (-3, 100), (60, HEIGHT + 1), (60, HEIGHT + 400), (60, 2)],
)
def test_a_text_that_runs_off_the_page_is_noticed(left: float, baseline: float) -> None:
    """Whichever the edge: part of it is enough."""
    sheet = _sheet()
    _line(sheet, left=left, baseline=baseline)
    assert not _is_seen(sheet)


def test_a_text_that_lies_under_something_is_noticed() -> None:
    """It would be read from the file, and by nobody from the paper."""
    sheet = _sheet()
    _line(sheet, left=60, baseline=100)
    sheet.panel(PANEL, fill=CREAM)
    assert not _is_seen(sheet)


def test_a_text_without_ink_is_noticed() -> None:
    """White on white says nothing."""
    sheet = _sheet()
    _line(sheet, left=60, baseline=100, colour=WHITE)
    assert not _is_seen(sheet)
