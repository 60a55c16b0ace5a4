"""A tagged document to draw on, measured in points from a page's upper left corner.

The same drawing gives the same bytes: nothing is read from the clock or the
environment, and the file says nothing about the person it was made for.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import getFont

from amnesty.domain.photograph import HIGH, WIDE
from amnesty.papers.fonts import Face, load_font, text_width
from amnesty.papers.ink import HEIGHT, MM, WHITE, WIDTH, Area, Colour, Slope, Style
from amnesty.papers.marks import Run, runs
from amnesty.papers.opening import open_canvas
from amnesty.papers.scripts import glyphs, reads_as
from amnesty.papers.shapes import filled, rounded, stroked
from amnesty.papers.squares import QrModules, code_drawing
from amnesty.papers.structure import Structure, hex_text
from amnesty.papers.written import drawing, grey_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from amnesty.papers.embedding import FontInFile
    from amnesty.papers.written import Written

_MICRO: Final = 1.9
"""Points: a laser printer shows it, a copier does not."""
_MICRO_COLOUR: Final[Colour] = (0.13, 0.36, 0.36)
_PAGE: Final = Slope(left=WIDTH * 0.45, top=HEIGHT * 0.52, slant=56.0, length=215 * MM)
"""A little steeper than an A4 page's diagonal."""


class Sheet:
    """A document being drawn; `finish` returns it as the bytes of a PDF file."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        made_at: int,
        languages: tuple[str, ...] = ("en-GB",),
    ) -> None:
        """Open a page that says when it was made, in seconds since 1970.

        Raises:
            ReportlabChangedError: reportlab is not as it was when this was written.
        """
        for face in Face:
            load_font(face)
        self._file = BytesIO()
        self._canvas = open_canvas(
            self._file,
            title=title,
            author=author,
            made_at=made_at,
            languages=languages,
        )
        self._structure = Structure(self._canvas)
        self._fonts: dict[str, FontInFile] = {}
        self._kept_clear: list[Area] = []

    def element(
        self, tag: str, *, language: str = "", alternative: str = ""
    ) -> AbstractContextManager[None]:
        """Open an element of the structure around what is drawn next."""
        return self._structure.element(tag, language=language, alternative=alternative)

    def lines(
        self,
        placed: Sequence[tuple[str, float]],
        style: Style,
        *,
        baseline: float,
        tag: str = "P",
        language: str = "",
    ) -> None:
        """Draw lines of text, each from its own left, as one thing to read."""
        with self._structure.content(tag, language):
            self._fill(style.colour)
            for text, left in placed:
                self._line(text, style, left=left, baseline=baseline)
                baseline += style.leading

    def note(self, text: str, style: Style, *, left: float, top: float) -> None:
        """Draw a line that is none of the document's own words, as a page's number."""
        with self._structure.decoration():
            self._fill(style.colour)
            self._line(text, style, left=left, baseline=top + style.leading)

    def _fill(self, colour: Colour) -> None:
        self._canvas.addLiteral(filled(colour))

    def _line(self, text: str, style: Style, *, left: float, baseline: float) -> None:
        if text.isascii():
            self._show(text, style, left=left, bottom=HEIGHT - baseline)
            return
        pieces = runs(text, style.face, style.size)
        is_plain = text == "".join(_read(piece, style.size) for piece in pieces)
        if not is_plain:
            # Accents set apart and signs that stand elsewhere are spoken as written.
            self._canvas.addLiteral(f"/Span<</ActualText {hex_text(text)}>>BDC")
        for piece in pieces:
            at = left + piece.along, HEIGHT - baseline + piece.rise
            if piece.font:
                self._show_shaped(piece, style.size, *at)
            else:
                self._show(piece.text, style, left=at[0], bottom=at[1])
        if not is_plain:
            self._canvas.addLiteral("EMC")

    def _show(self, text: str, style: Style, *, left: float, bottom: float) -> None:
        shown = self._font(style.face.value).shown(text, style.size)
        self._canvas.addLiteral(f"BT 1 0 0 1 {left:.2f} {bottom:.2f} Tm {shown} ET")

    def _font(self, name: str) -> FontInFile:
        """Return a font as this file uses it."""
        if name not in self._fonts:
            self._fonts[name] = getFont(name).in_file(self._canvas._doc)  # noqa: SLF001 - reportlab has no other way
        return self._fonts[name]

    def _show_shaped(self, piece: Run, size: float, left: float, bottom: float) -> None:
        font = self._font(piece.font)
        written = ["BT"]
        for glyph in glyphs(piece.font, piece.text, size)[0]:
            at = f"{left + glyph.along:.2f} {bottom + glyph.rise:.2f}"
            written.append(f"1 0 0 1 {at} Tm {font.shown(glyph.code, size)}")
        self._canvas.addLiteral(" ".join([*written, "ET"]))

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
        if fill is None and stroke is None:
            return
        with self._structure.decoration():
            if fill:
                self._fill(fill)
            if stroke:
                self._canvas.addLiteral(stroked(stroke, line))
            path = rounded(area, inset, radius)
            paint = "b" if fill and stroke else "f" if fill else "s"
            self._canvas.addLiteral(f"{path} {paint}")

    def rule(
        self, *, left: float, top: float, width: float, colour: Colour, line: float
    ) -> None:
        """Draw a level line, its middle at the given height."""
        with self._structure.decoration():
            bottom = HEIGHT - top
            self._canvas.addLiteral(
                f"{stroked(colour, line)} {left:.2f} {bottom:.2f} m"
                f" {left + width:.2f} {bottom:.2f} l S"
            )

    def modules(
        self,
        dark: QrModules,
        *,
        area: Area,
        quiet: int,
        alternative: str,
    ) -> None:
        """Draw the modules of a QR code as one path, in a white area kept clear."""
        self.panel(area, fill=WHITE)
        self._kept_clear.append(area)
        module = area.width / (len(dark) + 2 * quiet)
        name, drawn = code_drawing(dark)
        if not self.keeps(name):
            self.keep(name, drawing(drawn, (0, -len(dark), len(dark), 0)))
        with self._figure(area, alternative):
            at = (area.left + quiet * module, HEIGHT - area.top - quiet * module)
            self._placed(name, (module, module), *at)

    def picture(self, jpeg: bytes, *, area: Area, alternative: str) -> None:
        """Draw a photograph, which no word is drawn across."""
        self._kept_clear.append(area)
        name = f"picture{sha256(jpeg).hexdigest()[:16]}"
        if not self.keeps(name):
            self.keep(name, grey_picture(jpeg, WIDE, HIGH))
        with self._figure(area, alternative):
            bottom = HEIGHT - area.top - area.height
            self._placed(name, (area.width, area.height), area.left, bottom)

    @contextmanager
    def _figure(self, area: Area, alternative: str) -> Iterator[None]:
        bottom = HEIGHT - area.top - area.height
        box = (area.left, bottom, area.left + area.width, bottom + area.height)
        layout = "/BBox[{:.2f} {:.2f} {:.2f} {:.2f}]".format(*box)
        with (
            self._structure.element("Figure", alternative=alternative, layout=layout),
            self._structure.content("Figure"),
        ):
            yield

    def keeps(self, name: str) -> bool:
        """Return whether a drawing is kept."""
        return bool(self._canvas.hasForm(name))

    def keep(self, name: str, thing: Written) -> None:
        """Keep a drawing in the file, to be placed as often as needed."""
        self._canvas._doc.addForm(name, thing)  # noqa: SLF001 - reportlab has no other way

    def decorate(
        self,
        name: str,
        *,
        scale: float = 1.0,
        left: float = 0.0,
        top: float = HEIGHT,
    ) -> None:
        """Place a kept drawing that says nothing, its origin at the given point."""
        with self._structure.decoration():
            self._placed(name, (scale, scale), left, HEIGHT - top)

    def _placed(
        self, name: str, scale: tuple[float, float], left: float, bottom: float
    ) -> None:
        self._canvas.saveState()
        across, up = scale
        self._canvas.addLiteral(f"{across:.5g} 0 0 {up:.5g} {left:.3f} {bottom:.3f} cm")
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def micro(
        self, text: str, *, left: float, tops: Sequence[float], width: float
    ) -> None:
        """Draw lines so fine that a copier loses them, which nobody has to read.

        The text is one of the style's own font, without marks of their own.
        """
        often = int(width / text_width(text, Face.STRONG, _MICRO))
        once = self._font(Face.STRONG.value).shown(text, _MICRO)
        shown = " ".join([once] * often)
        with self._structure.decoration():
            self._fill(_MICRO_COLOUR)
            for top in tops:
                self._canvas.addLiteral(
                    f"BT 1 0 0 1 {left:.2f} {HEIGHT - top:.2f} Tm {shown} ET"
                )

    def across(
        self, text: str, *, colour: Colour, strength: float, over: Slope = _PAGE
    ) -> None:
        """Draw a word large, slanting down between what is kept clear."""
        face, probe = Face.STRONG, 100.0
        size = probe * over.length / text_width(text, face, probe)
        with self._structure.decoration():
            self._canvas.saveState()
            self._clip_to_unkept()
            self._canvas.setFillColorRGB(*colour, alpha=strength)
            self._canvas.translate(over.left, HEIGHT - over.top)
            self._canvas.rotate(-over.slant)
            self._canvas.setFont(face.value, size)
            # A capital is 0.714 em high: half of that brings its middle to the centre.
            self._canvas.drawCentredString(0, -0.357 * size, text)
            self._canvas.restoreState()

    def _clip_to_unkept(self) -> None:
        rectangles = [f"0 0 {WIDTH:.2f} {HEIGHT:.2f} re"]
        for area in self._kept_clear:
            bottom = HEIGHT - area.top - area.height
            rectangles.append(
                f"{area.left:.2f} {bottom:.2f} {area.width:.2f} {area.height:.2f} re"
            )
        self._canvas.addLiteral(f"{' '.join(rectangles)} W* n")

    def turn(self) -> None:
        """Close the page and open the next."""
        self._canvas.showPage()
        self._structure.end_page()
        self._kept_clear = []

    def finish(self) -> bytes:
        """Close the page and return the file."""
        self.turn()
        self._canvas.save()
        return self._file.getvalue()


def _read(piece: Run, size: float) -> str:
    """Return how a piece is read from its signs; nothing where it is an accent."""
    if piece.font:
        return reads_as(piece.font, piece.text, size)
    return "" if piece.rise else piece.text
