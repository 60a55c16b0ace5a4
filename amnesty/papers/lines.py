"""Texts broken into lines of a width, in the largest letters that fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from amnesty.papers.fonts import Face, is_mark, text_width
from amnesty.papers.ink import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.papers.sheet import Sheet

_CAPITAL: Final = {Face.TEXT: 0.714, Face.STRONG: 0.714, Face.CODE: 0.668}
"""How high a capital letter is, in ems: lines are centred on capitals."""


_COUNTS: Final = re.compile(r"\(?(\d{1,3}(,\d{3})?|[÷×])")
"""A number or a sign that stays in one line with the word after it."""
_NARROWER: Final = (0.95, 0.9, 0.85, 0.8, 0.7)
"""How much narrower lines may be, so that no word stands alone in the last."""


class Align(Enum):
    """Where a line stands in its width."""

    LEFT = 0.0
    CENTRE = 0.5


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A text set in lines of one style."""

    lines: tuple[str, ...]
    style: Style
    width: float
    align: Align = Align.LEFT
    tag: str = "P"
    """What it is to a screen reader, where nothing around it says so."""
    language: str = ""
    """Where it is not that of the document."""

    @property
    def height(self) -> float:
        """The leading of all lines."""
        return len(self.lines) * self.style.leading

    def parted(self, most: int) -> tuple[Lines, ...]:
        """Return the text in parts of so many lines, for a page to end between two."""
        return tuple(
            replace(self, lines=self.lines[at : at + most])
            for at in range(0, len(self.lines), most)
        )

    @property
    def widest(self) -> float:
        """The width of the longest line."""
        face, size = self.style.face, self.style.size
        return max(text_width(line, face, size) for line in self.lines)

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw each line, capitals in the middle of its leading."""
        if not self.lines:
            return
        baseline = top + baseline_of(self.style)
        placed = []
        for number, line in enumerate(self.lines, start=1):
            # A reader of the file joins the lines: the space between them is drawn.
            drawn = f"{line} " if number < len(self.lines) else line
            placed.append((drawn, left + self._indent(line)))
        sheet.lines(
            placed,
            self.style,
            baseline=baseline,
            tag=self.tag,
            language=self.language,
        )

    def _indent(self, line: str) -> float:
        if self.align is Align.LEFT:
            return 0.0
        room = self.width - text_width(line, self.style.face, self.style.size)
        return room * float(self.align.value)


def baseline_of(style: Style) -> float:
    """Return how far under the top of its first line a text's letters stand."""
    return (style.leading + _CAPITAL[style.face] * style.size) / 2


def set_lines(  # noqa: PLR0917 - a text, how it is set, and what it is
    text: str,
    style: Style,
    width: float,
    align: Align = Align.LEFT,
    tag: str = "P",
    *,
    language: str = "",
) -> Lines:
    """Return a text broken into lines of at most the given width."""
    return Lines(
        lines=broken(text, style, width),
        style=style,
        width=width,
        align=align,
        tag=tag,
        language=language,
    )


def set_largest(
    text: str,
    styles: Sequence[Style],
    width: float,
    *,
    most_lines: int,
    align: Align = Align.LEFT,
    tag: str = "P",
) -> Lines:
    """Return a text in the first style that needs no more lines, else in the last."""
    for style in styles:
        lines = set_lines(text, style, width, align, tag)
        if len(lines.lines) <= most_lines and not _is_cut(text, lines):
            return lines
    return set_lines(text, styles[-1], width, align, tag)


def _is_cut(text: str, lines: Lines) -> bool:
    return " ".join(lines.lines) != " ".join(filter(None, text.split(" ")))


def broken(text: str, style: Style, width: float) -> tuple[str, ...]:
    """Return the lines of a text; a word wider than a line is cut between letters."""
    return _broken(text, style.face, style.size, width)


@lru_cache(maxsize=4096)
def _broken(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Return the lines, remembered: most texts are the same on every paper."""

    def wide(word: str) -> float:
        return text_width(word, face, size)

    words = _words(text, lambda word: wide(word) <= width)
    lines = _filled(words, face, size, width)
    if not lines[1:] or lines[-1] != words[-1]:
        return lines
    # No word stands alone in the last line, where another can stand beside it.
    for narrow in (part * width for part in _NARROWER):
        if max(map(wide, words)) > narrow:
            break
        closer = _filled(words, face, size, narrow)
        if len(closer) == len(lines) and closer[-1] != words[-1]:
            return closer
    return lines


def _words(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the words of a text; a number is one with the word that it counts."""
    words: list[str] = []
    for word in filter(None, text.split(" ")):
        counted = f"{words[-1]} {word}" if words else word
        if words and _COUNTS.fullmatch(words[-1].rpartition(" ")[2]) and fits(counted):
            words[-1] = counted
        else:
            words.append(word)
    return words


def _filled(words: list[str], face: Face, size: float, width: float) -> tuple[str, ...]:
    """Return lines, each with as many words as it has room for."""
    space = text_width(" ", face, size)
    lines: list[str] = []
    filled = width
    for word in words:
        wide = text_width(word, face, size)
        if wide > width:
            pieces = _cut(word, face, size, width)
            lines += pieces
            filled = text_width(pieces[-1], face, size)
        elif filled + space + wide > width:
            lines.append(word)
            filled = wide
        else:
            lines[-1] = f"{lines[-1]} {word}"
            filled += space + wide
    return tuple(lines)


def _cut(word: str, face: Face, size: float, width: float) -> list[str]:
    """Return a word in pieces that fit; a mark stays on its letter."""
    pieces = [""]
    for character in word:
        wider = text_width(pieces[-1] + character, face, size) > width
        if wider and not is_mark(character) and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces
