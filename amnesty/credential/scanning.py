"""QR codes out of a PDF, a scan or a photograph.

Hostile files come this way: only PDF, PNG and JPEG are read, sizes are capped before
anything is unpacked, and what a library says becomes one of our own sentences.
"""

from __future__ import annotations

import warnings
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING

from amnesty.errors.sources import (
    NoCodeInPdfError,
    NoCodeInPictureError,
    PdfTooLongError,
    PdfUnreadableError,
    PictureTooLargeError,
    PictureUnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfPage

MAX_FILE_BYTES = 32 << 20
"""A larger file is not read at all."""

_MAX_MEGAPIXELS = 64
_MAX_PAGES = 50
_PAGE_DOTS_AN_INCH = (200, 350)
_POINTS_AN_INCH = 72
_MAX_PAGE_SIDE = 5000
_LONG_SIDES = (2400, 1200, 4000)
"""The sizes at which a picture is looked at: noise fades in a small one, and a code
that is small in a large photograph shows in a large one."""
_SMALL_SIDE = 1000
_PDF, _PNG, _JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PDF_HEADER_WITHIN = 1024


def is_pdf(content: bytes) -> bool:
    """Return whether a file begins as a PDF; some have a few bytes before that."""
    return not is_picture(content) and _PDF in content[:_PDF_HEADER_WITHIN]


def is_picture(content: bytes) -> bool:
    """Return whether a file begins as a PNG or JPEG."""
    return content.startswith((_PNG, _JPEG))


def read_codes(content: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes in a PDF or picture, each once, in order.

    All of them: a page may carry its code twice, a print run carries many, and a forged
    code beside a real one must not hide.

    Raises:
        BadInputError: the file cannot be read, or holds no QR code.
    """
    return _pdf_codes(content) if is_pdf(content) else _picture_codes(content)


def _picture_codes(content: bytes) -> tuple[str, ...]:
    picture = _open_picture(content)
    for side in _LONG_SIDES:
        if codes := _find(_resized(picture, side)):
            return codes
    raise NoCodeInPictureError


def _open_picture(content: bytes) -> Image:
    # Pillow takes long to load, and a code's text needs none of it.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # loaded when needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MAX_MEGAPIXELS * 1_000_000:
                raise PictureTooLargeError(megapixels=_MAX_MEGAPIXELS)
            return _to_grey(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureTooLargeError(megapixels=_MAX_MEGAPIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise PictureUnreadableError from None


def _to_grey(picture: Image) -> Image:
    """Return the picture as 256 greys on white paper.

    By itself Pillow turns what is transparent black, and 16 bits of grey white.
    """
    if picture.mode.startswith("I"):
        return picture.convert("I").point(_high_byte).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("L")
    from PIL import Image  # noqa: PLC0415  # loaded when needed

    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")


def _high_byte(grey: float) -> float:
    return grey * (1 / 256)


def _resized(picture: Image, side: int) -> Image:
    """Return the picture at a size to look at it; a small one is only enlarged."""
    longest = max(picture.size)
    enlarged = side / min(_LONG_SIDES)
    factor = enlarged if longest < _SMALL_SIDE else min(1, side / longest)
    if factor == 1:
        return picture
    width, height = (max(1, round(length * factor)) for length in picture.size)
    return picture.resize((width, height))


def _pdf_codes(content: bytes) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for page in _pages(content):
        codes.update(dict.fromkeys(page))
    if not codes:
        raise NoCodeInPdfError
    return tuple(codes)


def _pages(content: bytes) -> Iterator[tuple[str, ...]]:
    import pypdfium2  # noqa: PLC0415  # loaded when needed

    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if len(document) > _MAX_PAGES:
                raise PdfTooLongError(most=_MAX_PAGES)
            for number in range(len(document)):
                yield _page_codes(document[number])
    except pypdfium2.PdfiumError:
        raise PdfUnreadableError from None


def _page_codes(page: PdfPage) -> tuple[str, ...]:
    for dots in _PAGE_DOTS_AN_INCH:
        scale = min(dots / _POINTS_AN_INCH, _MAX_PAGE_SIDE / max(*page.get_size(), 1))
        picture = page.render(scale=scale, grayscale=True).to_pil()
        if codes := _find(picture):
            return codes
    return ()


def _find(picture: Image) -> tuple[str, ...]:
    """Return the texts of all QR codes in a grey picture, turned any way."""
    import zxingcpp  # noqa: PLC0415  # loaded when needed

    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(dict.fromkeys(code.text for code in found if code.text))
