"""Boxes that know their height before they are drawn, so that a page can be fitted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from amnesty.papers.fonts import Face, is_mark, text_width
from amnesty.papers.ink import Area, Colour, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.papers.sheet import Sheet

_CAPITAL: Final = {Face.TEXT: 0.714, Face.STRONG: 0.714, Face.CODE: 0.668}
"""How high a capital letter is, in ems: lines are centred on capitals."""


class Box(Protocol):
    """Something with a height that can be drawn anywhere."""

    @property
    def height(self) -> float:
        """In points."""

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw it with its upper left corner there."""


class Align(Enum):
    """Where a line stands in its width."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


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

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw each line, capitals in the middle of its leading."""
        if not self.lines:
            return
        capital = _CAPITAL[self.style.face] * self.style.size
        baseline = top + (self.style.leading + capital) / 2
        placed = []
        for number, line in enumerate(self.lines, start=1):
            room = self.width - text_width(line, self.style.face, self.style.size)
            # A reader of the file joins the lines: the space between them is drawn.
            drawn = f"{line} " if number < len(self.lines) else line
            placed.append((drawn, left + room * self.align.value))
        sheet.lines(
            placed,
            self.style,
            baseline=baseline,
            tag=self.tag,
            language=self.language,
        )


def set_lines(  # noqa: PLR0917 - a text, how it is set, and what it is
    text: str,
    style: Style,
    width: float,
    align: Align = Align.LEFT,
    tag: str = "P",
) -> Lines:
    """Return a text broken into lines of at most the given width."""
    return Lines(
        lines=broken(text, style, width),
        style=style,
        width=width,
        align=align,
        tag=tag,
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
    space = text_width(" ", face, size)
    lines: list[str] = []
    filled = width
    for word in filter(None, text.split(" ")):
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


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Boxes one under another."""

    boxes: tuple[Box, ...]
    gap: float = 0.0

    @property
    def height(self) -> float:
        """All heights, and the gaps between."""
        return sum(box.height for box in self.boxes) + self.gap * (len(self.boxes) - 1)

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the boxes from the top."""
        for box in self.boxes:
            box.draw(sheet, left=left, top=top)
            top += box.height + self.gap


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A box in a row, and how far from the row's left it stands."""

    box: Box
    at: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """Boxes side by side, their tops level; drawn, and so read, from the first."""

    cells: tuple[Cell, ...]

    @property
    def height(self) -> float:
        """That of the highest box."""
        return max(cell.box.height for cell in self.cells)

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the boxes in their order."""
        for cell in self.cells:
            cell.box.draw(sheet, left=left + cell.at, top=top)


def inset(box: Box, at: float) -> Row:
    """Return a box that stands so far to the right of where it is drawn."""
    return Row(cells=(Cell(box=box, at=at),))


@dataclass(frozen=True, kw_only=True)
class Space:
    """Nothing, of a height."""

    height: float

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A level line across a width."""

    width: float
    colour: Colour
    line: float = 0.75
    height: float = 0.75

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the line in the middle of the height."""
        middle = top + self.height / 2
        sheet.rule(
            left=left, top=middle, width=self.width, colour=self.colour, line=self.line
        )


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box on a ground, in a frame, or both."""

    inner: Box
    width: float
    sides: float = 0.0
    """Padding left and right."""
    ends: float = 0.0
    """Padding above and below."""
    fill: Colour | None = None
    stroke: Colour | None = None
    line: float = 0.75
    radius: float = 4.0
    least: float = 0.0
    """The least height; the box stands in the middle of a higher one."""

    @property
    def height(self) -> float:
        """The box and its padding."""
        return max(self.least, self.inner.height + 2 * self.ends)

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the ground, then the box."""
        sheet.panel(
            Area(left=left, top=top, width=self.width, height=self.height),
            fill=self.fill,
            stroke=self.stroke,
            line=self.line,
            radius=self.radius,
        )
        down = (self.height - self.inner.height) / 2
        self.inner.draw(sheet, left=left + self.sides, top=top + down)


@dataclass(frozen=True, kw_only=True)
class Squares:
    """A QR code with its quiet zone."""

    dark: tuple[tuple[bool, ...], ...]
    side: float
    """Quiet zone included."""
    quiet: int
    alternative: str
    """What is said of it to somebody who cannot see it."""

    @property
    def height(self) -> float:
        """It is square."""
        return self.side

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the code."""
        area = Area(left=left, top=top, width=self.side, height=self.side)
        sheet.modules(
            self.dark, area=area, quiet=self.quiet, alternative=self.alternative
        )


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """A box as one element of the structure."""

    inner: Box
    tag: str
    language: str = ""

    @property
    def height(self) -> float:
        """That of the box."""
        return self.inner.height

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the box in its element."""
        with sheet.element(self.tag, language=self.language):
            self.inner.draw(sheet, left=left, top=top)
