"""A report of many pages to read: headings and paragraphs, tagged to be spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.papers.design import ACROSS, MARGIN
from amnesty.papers.fonts import Face, composed, uncovered_characters
from amnesty.papers.ink import HEIGHT, Style
from amnesty.papers.lines import set_lines
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.papers.lines import Lines

_TITLE = Style(face=Face.STRONG, size=20)
_HEADING = Style(face=Face.STRONG, size=14)
_TEXT = Style(face=Face.TEXT, size=11)
_GAP = 8.0
_SIGNS = {"→": "->", "\n": " ", "\t": " "}


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
        head = set_lines(_printable(title, _TITLE), _TITLE, ACROSS, tag="H1")
        top = _drawn(sheet, head, MARGIN)
        for heading, paragraphs in sections:
            text = _printable(heading, _HEADING)
            head = set_lines(text, _HEADING, ACROSS, tag="H2")
            top = _drawn(sheet, head, top + 2 * _GAP)
            for paragraph in paragraphs:
                text = _printable(paragraph, _TEXT)
                top = _drawn(sheet, set_lines(text, _TEXT, ACROSS), top)
    return sheet.finish()


def report_texts(
    title: str, sections: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[str]:
    """Yield every text of a report as its pages have it, to be read back."""
    yield _printable(title, _TITLE)
    for heading, paragraphs in sections:
        yield _printable(heading, _HEADING)
        for paragraph in paragraphs:
            yield _printable(paragraph, _TEXT)


def _printable(text: str, style: Style) -> str:
    """Return a text with its number for each character that no font prints.

    What is held is told whole, whatever somebody typed: nothing of it is left out, and
    no sign of it keeps the rest from being told.
    """
    told = composed(text)
    for character in uncovered_characters(told, style.face):
        sign = _SIGNS.get(character, f"[U+{ord(character):04X}]")
        told = told.replace(character, sign)
    return told


def _drawn(sheet: Sheet, box: Lines, top: float) -> float:
    """Draw lines, on the next page where they do not fit; return where they end."""
    if top + box.height > HEIGHT - MARGIN:
        sheet.turn()
        top = MARGIN
    box.draw(sheet, left=MARGIN, top=top)
    return top + box.height + _GAP
