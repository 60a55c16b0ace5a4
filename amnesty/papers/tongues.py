"""Texts in one language or in two, of the same size, the leading one first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.papers.boxes import Box, Cell, Row, Stack, Tagged
from amnesty.papers.fonts import text_width
from amnesty.papers.ink import Style
from amnesty.papers.lines import Align, Lines, set_largest, set_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.sheet import Sheet

Said = tuple[tuple[str, str], ...]
"""A text in each language, with the language's tag."""

_BETWEEN = " / "
_GUTTER = 12.0


def said(catalogues: Sequence[Catalogue], say: Callable[[Catalogue], str]) -> Said:
    """Return a text in each language; once where it is the same in both."""
    texts: dict[str, str] = {}
    for one in catalogues:
        texts.setdefault(say(one), one.tongue.value)
    return tuple(texts.items())


@dataclass(frozen=True, kw_only=True)
class Inline:
    """A short text in two languages on one line, read as one paragraph."""

    texts: Said
    style: Style
    width: float
    align: Align = Align.LEFT
    tag: str = "P"

    @property
    def height(self) -> float:
        """One line."""
        return self.style.leading

    @property
    def natural(self) -> float:
        """How wide the line is."""
        whole = _BETWEEN.join(text for text, _ in self.texts)
        return text_width(whole, self.style.face, self.style.size)

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the texts, each marked with its language."""
        along = left + (self.width - self.natural) * self.align.value
        with sheet.element(self.tag):
            for at, (text, language) in enumerate(self.texts):
                drawn = f"{_BETWEEN}{text}" if at else text
                wide = text_width(drawn, self.style.face, self.style.size)
                lines = Lines(
                    lines=(drawn,), style=self.style, width=wide, language=language
                )
                lines.draw(sheet, left=along, top=top)
                along += wide


def label(
    texts: Said,
    style: Style,
    width: float,
    *,
    align: Align = Align.LEFT,
    tag: str = "P",
) -> Box:
    """Return a short text on one line, or on a line for each language."""
    line = Inline(texts=texts, style=style, width=width, align=align, tag=tag)
    if len(texts) > 1 and line.natural <= width:
        return line
    return Stack(boxes=tuple(_lines(one, style, width, align, tag) for one in texts))


def _lines(  # noqa: PLR0917 - a text, and how it is set
    one: tuple[str, str], style: Style, width: float, align: Align, tag: str
) -> Box:
    text, language = one
    return set_lines(text, style, width, align, tag, language=language)


def columns(
    texts: Said, style: Style, width: float, *, tag: str = "P", most_lines: int = 0
) -> Box:
    """Return a text across the width, or in a column for each language."""
    column = (width - _GUTTER * (len(texts) - 1)) / len(texts)
    cells = []
    for at, (text, language) in enumerate(texts):
        if most_lines:
            sizes = (1.0, 0.9, 0.8, 0.7, 0.6)
            styles = [replace(style, size=style.size * size) for size in sizes]
            lines = set_largest(text, styles, column, most_lines=most_lines, tag=tag)
        else:
            lines = set_lines(text, style, column, tag=tag)
        box = replace(lines, language=language)
        cells.append(Cell(box=box, at=at * (column + _GUTTER)))
    return Row(cells=tuple(cells))


def side_by_side(
    catalogues: Sequence[Catalogue],
    width: float,
    make: Callable[[Catalogue, float], Box],
) -> Box:
    """Return what is made for each language, side by side."""
    column = (width - _GUTTER * (len(catalogues) - 1)) / len(catalogues)
    return Row(
        cells=tuple(
            Cell(
                box=Tagged(
                    tag="Div", language=one.tongue.value, inner=make(one, column)
                ),
                at=at * (column + _GUTTER),
            )
            for at, one in enumerate(catalogues)
        )
    )
