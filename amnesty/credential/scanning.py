"""QR codes out of a PDF, a scan or a photograph.

A code is looked for at several sizes, and where a picture does not yield all that it
shows, sharpened, in plain black and white, and turned. Whatever is found counts: a
forged code beside a real one must not hide.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential.looking import Seen, look_closer, see, unread
from amnesty.credential.pictures import LONGEST_SIDE, open_grey, picture_kind
from amnesty.errors.sources import (
    NoCodeInPdfError,
    NoCodeInPictureError,
    PdfLockedError,
    PdfProgramError,
    PdfTooLongError,
    PdfUnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

    from amnesty.errors import BadInputError

MAX_FILE_BYTES = 32 << 20
"""A larger file is not read at all."""

_MAX_PAGES = 50
_PAGE_DOTS_AN_INCH = (200, 350)
_POINTS_AN_INCH = 72
_MAX_PAGE_SIDE = 5000
_LONG_SIDES = (2400, 1200, LONGEST_SIDE)
"""The sizes at which a picture is looked at: noise fades in a small one, and a code
that is small in a large photograph shows in a large one."""
_SMALL_SIDE = 1000
_ENLARGED = (2, 1)
"""How a small picture is looked at: between its dots there is more to tell."""
_PDF = b"%PDF-"
_PDF_HEADER_WITHIN = 1024
_PDF_PROGRAM = b"/JavaScript"


class Scan(NamedTuple):
    """What a file shows."""

    codes: tuple[str, ...]
    """The text of each code, once, in the order found."""
    has_unread: bool
    """Whether there is a code beside them that cannot be read."""


def is_pdf(content: bytes) -> bool:
    """Return whether a file begins as a PDF; some have a few bytes before that."""
    return not is_picture(content) and _PDF in content[:_PDF_HEADER_WITHIN]


def is_picture(content: bytes) -> bool:
    """Return whether a file begins as a picture, of a kind that is read or not."""
    return picture_kind(content) is not None


def read_codes(content: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes in a PDF or picture, each once, in order.

    Raises:
        BadInputError: the file cannot be read, or holds no QR code.
    """
    return scan(content).codes


def scan(content: bytes) -> Scan:
    """Return what a PDF or picture shows.

    All of it: a page may carry its code twice, and a print run carries many.

    Raises:
        BadInputError: the file cannot be read, or holds no QR code.
    """
    if is_pdf(content):
        found = _scan_pdf(content)
        nothing: type[BadInputError] = NoCodeInPdfError
    else:
        found = _scan_picture(open_grey(content))
        nothing = NoCodeInPictureError
    if not found.codes:
        raise nothing
    return found


def _scan_picture(picture: Image) -> Scan:
    """Look at every size; closer where nothing shows, or something was not read."""
    seen = [one for size in _sizes(picture) for one in see(size)]
    if not any(one.text for one in seen) or unread(seen):
        seen += look_closer(next(_sizes(picture)))
    return Scan(_texts(seen), has_unread=unread(seen))


def _texts(seen: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in seen if one.text))


def _sizes(picture: Image) -> Iterator[Image]:
    """Yield the picture at each size to look at it, the most telling first."""
    longest = max(picture.size)
    factors = [min(1, side / longest) for side in _LONG_SIDES]
    for factor in dict.fromkeys(factors if longest > _SMALL_SIDE else _ENLARGED):
        width, height = (max(1, round(length * factor)) for length in picture.size)
        yield picture if factor == 1 else picture.resize((width, height))


def _scan_pdf(content: bytes) -> Scan:
    """Look at every page; closer only where no page shows a code."""
    if _PDF_PROGRAM in content:
        raise PdfProgramError
    with _opened(content) as document:
        pages = range(len(document))
        scans = [_scan_page(document[number]) for number in pages]
        if not any(one.codes for one in scans):
            scans = [_scan_closer(document[number]) for number in pages]
    codes = dict.fromkeys(code for one in scans for code in one.codes)
    return Scan(tuple(codes), has_unread=any(one.has_unread for one in scans))


@contextmanager
def _opened(content: bytes) -> Iterator[PdfDocument]:
    """Open a PDF with an engine that was built without any for its programs."""
    import pypdfium2  # noqa: PLC0415  # loaded when needed
    from pypdfium2 import raw  # noqa: PLC0415  # loaded when needed

    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if len(document) > _MAX_PAGES:
                raise PdfTooLongError(most=_MAX_PAGES)
            if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
                raise PdfProgramError
            yield document
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PdfLockedError from None
        raise PdfUnreadableError from None


def _scan_page(page: PdfPage) -> Scan:
    seen = [one for dots in _PAGE_DOTS_AN_INCH for one in see(_rendered(page, dots))]
    return Scan(_texts(seen), has_unread=unread(seen))


def _scan_closer(page: PdfPage) -> Scan:
    seen = look_closer(_rendered(page, _PAGE_DOTS_AN_INCH[0]))
    return Scan(_texts(seen), has_unread=unread(seen))


def _rendered(page: PdfPage, dots: int) -> Image:
    scale = min(dots / _POINTS_AN_INCH, _MAX_PAGE_SIDE / max(*page.get_size(), 1))
    picture: Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture
