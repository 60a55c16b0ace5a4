"""One A4 page to draw on, measured in points from its upper left corner.

The same drawing gives the same bytes: nothing is read from the clock or the
environment, and the file says nothing about the person it was made for.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from amnesty.papers.fonts import Face, load_font, text_width
from amnesty.papers.marks import runs

# ASCII85 makes a file a quarter larger and much slower to write; only this global
# switch of reportlab's turns it off for pages.
rl_config.useA85 = 0

MM: Final = 72 / 25.4
WIDTH: Final = float(A4[0])
HEIGHT: Final = float(A4[1])

_SLANT: Final = 56.0
"""Degrees: the slope of an A4 page's diagonal, and a little more."""
_SLANT_LENGTH: Final = 215 * MM

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""

BLACK: Final[Colour] = (0.0, 0.0, 0.0)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text is set."""

    face: Face
    size: float
    """Points an em."""
    colour: Colour = BLACK
    spacing: float = 1.3
    """From baseline to baseline, in ems."""

    @property
    def leading(self) -> float:
        """From baseline to baseline, in points."""
        return self.size * self.spacing


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle of the page."""

    left: float
    top: float
    width: float
    height: float


class Sheet:
    """A page being drawn; `finish` returns it as the bytes of a PDF file."""

    def __init__(self, *, title: str, author: str, made_at: int) -> None:
        """Open a page that says when it was made, in seconds since 1970."""
        for face in Face:
            load_font(face)
        self._file = BytesIO()
        self._canvas: Any = Canvas(
            self._file,
            pagesize=A4,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang="en-GB",
            # Otherwise every page carries a Helvetica that is not embedded.
            initialFontName=Face.TEXT.value,
        )
        self._date(made_at)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("")
        self._canvas.setCreator("amnesty")
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._kept_clear: list[Area] = []

    def _date(self, made_at: int) -> None:
        document = self._canvas._doc  # noqa: SLF001 - reportlab has no other way
        stamp = document._timeStamp  # noqa: SLF001
        stamp.t = made_at
        stamp.lt = time.gmtime(made_at)
        stamp.YMDhms = tuple(stamp.lt)[:6]
        # The file's identifier is a hash of its content, begun with the time: begin
        # it anew, since reportlab would have looked in the environment.
        document.signature = hashlib.sha256(str(made_at).encode())

    def text(self, text: str, style: Style, *, left: float, baseline: float) -> None:
        """Draw one line of text."""
        self._canvas.setFillColorRGB(*style.colour)
        self._canvas.setFont(style.face.value, style.size)
        pieces = runs(text, style.face, style.size)
        if len(pieces) > 1:
            # What is drawn in pieces is read, copied and spoken as one.
            actual = text.encode("utf-16-be").hex().upper()
            self._canvas.addLiteral(f"/Span <</ActualText <FEFF{actual}>>> BDC")
        for piece in pieces:
            self._canvas.drawString(
                left + piece.along, HEIGHT - baseline + piece.rise, piece.text
            )
        if len(pieces) > 1:
            self._canvas.addLiteral("EMC")

    def panel(
        self,
        area: Area,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        line: float = 0.75,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle, its outline inside the area."""
        inset = line / 2 if stroke else 0.0
        if fill:
            self._canvas.setFillColorRGB(*fill)
        if stroke:
            self._canvas.setStrokeColorRGB(*stroke)
            self._canvas.setLineWidth(line)
        self._canvas.roundRect(
            area.left + inset,
            HEIGHT - area.top - area.height + inset,
            area.width - 2 * inset,
            area.height - 2 * inset,
            radius,
            stroke=int(stroke is not None),
            fill=int(fill is not None),
        )

    def rule(
        self, *, left: float, top: float, width: float, colour: Colour, line: float
    ) -> None:
        """Draw a level line, its middle at the given height."""
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(line)
        self._canvas.line(left, HEIGHT - top, left + width, HEIGHT - top)

    def modules(
        self, dark: tuple[tuple[bool, ...], ...], *, area: Area, quiet: int
    ) -> None:
        """Draw the modules of a QR code as one path, in a white area kept clear."""
        self.panel(area, fill=WHITE)
        self._kept_clear.append(area)
        module = area.width / (len(dark) + 2 * quiet)
        path = " ".join(
            f"{start} {-row - 1} {length} 1 re"
            for row, modules in enumerate(dark)
            for start, length in _dark_runs(modules)
        )
        self._canvas.saveState()
        self._canvas.setFillColorRGB(*BLACK)
        self._canvas.translate(
            area.left + quiet * module, HEIGHT - area.top - quiet * module
        )
        self._canvas.scale(module, module)
        self._canvas.addLiteral(f"{path} f")
        self._canvas.restoreState()

    def across(self, text: str, *, colour: Colour, strength: float) -> None:
        """Draw a word large, slanting down the page between what is kept clear."""
        face, probe = Face.STRONG, 100.0
        size = probe * _SLANT_LENGTH / text_width(text, face, probe)
        self._canvas.saveState()
        self._clip_to_unkept()
        self._canvas.setFillColorRGB(*colour, alpha=strength)
        self._canvas.translate(WIDTH * 0.45, HEIGHT * 0.48)
        self._canvas.rotate(-_SLANT)
        self._canvas.setFont(face.value, size)
        # A capital is 0.714 em high: half of that brings its middle to the centre.
        self._canvas.drawCentredString(0, -0.357 * size, text)
        self._canvas.restoreState()

    def _clip_to_unkept(self) -> None:
        clip = self._canvas.beginPath()
        clip.rect(0, 0, WIDTH, HEIGHT)
        for area in self._kept_clear:
            clip.rect(
                area.left, HEIGHT - area.top - area.height, area.width, area.height
            )
        self._canvas.clipPath(clip, stroke=0, fill=0, fillMode=FILL_EVEN_ODD)

    def finish(self) -> bytes:
        """Close the page and return the file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()


def _dark_runs(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return where each run of dark modules starts, and how long it is."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, dark in enumerate((*modules, False)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            found.append((start, at - start))
            start = None
    return found
