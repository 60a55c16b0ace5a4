"""A report of many pages to read: headings and paragraphs, tagged to be spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.papers.design import ACROSS, MARGIN
from amnesty.papers.fonts import Face
from amnesty.papers.ink import HEIGHT, Style
from amnesty.papers.lines import set_lines
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.papers.lines import Lines

_TITLE = Style(face=Face.STRONG, size=20)
_HEADING = Style(face=Face.STRONG, size=14)
_TEXT = Style(face=Face.TEXT, size=11)
_GAP = 8.0


def draw_report(
    title: str,
    sections: Sequence[tuple[str, Sequence[str]]],
    *,
    author: str,
    made_at: int,
) -> bytes:
    """Return the pages of a report as a PDF.

    Args:
        title: heads it.
        sections: each a heading with its paragraphs.
        author: the authority.
        made_at: seconds since 1970.
    """
    sheet = Sheet(title=title, author=author, made_at=made_at)
    with sheet.element("Sect"):
        top = _drawn(sheet, set_lines(title, _TITLE, ACROSS, tag="H1"), MARGIN)
        for heading, paragraphs in sections:
            top = _drawn(
                sheet, set_lines(heading, _HEADING, ACROSS, tag="H2"), top + 2 * _GAP
            )
            for text in paragraphs:
                top = _drawn(sheet, set_lines(text, _TEXT, ACROSS), top)
    return sheet.finish()


def _drawn(sheet: Sheet, box: Lines, top: float) -> float:
    """Draw lines, on the next page where they do not fit; return where they end."""
    if top + box.height > HEIGHT - MARGIN:
        sheet.turn()
        top = MARGIN
    box.draw(sheet, left=MARGIN, top=top)
    return top + box.height + _GAP
