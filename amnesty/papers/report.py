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

_TITLE = Style(face=Face.STRONG, size=20)
_HEADING = Style(face=Face.STRONG, size=14)
_TEXT = Style(face=Face.TEXT, size=12)
_FOOT = Style(face=Face.TEXT, size=10)
_LINES = 8
"""How many lines of a paragraph stay together on a page."""
_UNDER_A_HEADING = 4 * _TEXT.leading
"""What follows a heading on its page."""
_GAP = 8.0
_FOOT_OF_TEXT = HEIGHT - MARGIN - 2 * _GAP
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
    pages = _Pages(title, author=author, made_at=made_at)
    with pages.sheet.element("Sect"):
        pages.draw(title, _TITLE, "H1")
        for heading, paragraphs in sections:
            pages.draw(heading, _HEADING, "H2", above=2 * _GAP, under=_UNDER_A_HEADING)
            for paragraph in paragraphs:
                pages.draw(paragraph, _TEXT, "P")
        pages.count()
    return pages.sheet.finish()


class _Pages:
    """Pages that are filled from the top, each with its number."""

    def __init__(self, title: str, *, author: str, made_at: int) -> None:
        self.sheet = Sheet(title=title, author=author, made_at=made_at)
        self._title = _printable(title, _FOOT)
        self._number, self._top = 1, MARGIN

    def draw(
        self,
        text: str,
        style: Style,
        tag: str,
        *,
        above: float = 0.0,
        under: float = 0.0,
    ) -> None:
        """Draw a text, overleaf where there is no room for it and what is under it."""
        lines = set_lines(_printable(text, style), style, ACROSS, tag=tag)
        self._top += above
        for part in lines.parted(_LINES):
            if self._top + part.height + under > _FOOT_OF_TEXT:
                self.count()
                self.sheet.turn()
                self._number, self._top = self._number + 1, MARGIN
            part.draw(self.sheet, left=MARGIN, top=self._top)
            self._top += part.height
        self._top += _GAP

    def count(self) -> None:
        """Write at the foot which page of what it is."""
        foot = f"{self._title} · page {self._number}"
        self.sheet.note(foot, _FOOT, left=MARGIN, top=HEIGHT - MARGIN)


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
