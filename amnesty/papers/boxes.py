"""Boxes that know their height before they are drawn, so that a page can be fitted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from amnesty.papers.ink import Area, Colour

if TYPE_CHECKING:
    from amnesty.papers.sheet import Sheet


class Box(Protocol):
    """Something with a height that can be drawn anywhere."""

    @property
    def height(self) -> float:
        """In points."""

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw it with its upper left corner there."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Boxes one under another."""

    boxes: tuple[Box, ...]
    gap: float = 0.0

    @cached_property
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

    @cached_property
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

    @cached_property
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
class Over:
    """A kept drawing that lies over a picture's lower right corner."""

    name: str
    scale: float


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photograph."""

    jpeg: bytes
    width: float
    height: float
    alternative: str
    """What is said of it to somebody who cannot see it."""
    over: Over | None = None
    """What ties it to the page it is printed on: who swaps it, breaks the lines."""

    def draw(self, sheet: Sheet, *, left: float, top: float) -> None:
        """Draw the photograph."""
        area = Area(left=left, top=top, width=self.width, height=self.height)
        sheet.picture(self.jpeg, area=area, alternative=self.alternative)
        if self.over:
            sheet.decorate(
                self.over.name,
                scale=self.over.scale,
                left=left + self.width,
                top=top + self.height,
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
