"""What a drawn file says to whoever hears it, read by a program that did not draw it.

Decoration is left out, and what was drawn in pieces is read as the one text it is.
"""

from __future__ import annotations

import ctypes
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from amnesty.papers.fonts import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTIFACT = "Artifact"
_ACTUAL = b"ActualText"
POINTS_AN_INCH: Final = 72
_STANDS_OUT: Final = 90
"""Of 255: the greys of what is read differ by more, those of the ground by less."""


def spoken_pages(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page in the order of its tags, spaces and lines alike."""
    import pypdfium2  # noqa: PLC0415 - only whoever draws waits for it

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(spoken_page(document[number]) for number in range(len(document)))


def spoken_page(page: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    """Return the text of one open page."""
    return " ".join(composed(" ".join(_pieces(page))).split())


def pictured(page: Any, dots: int) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    """Return an open page as it looks in greys, at so many dots an inch."""
    return page.render(scale=dots / POINTS_AN_INCH, grayscale=True).to_pil()


def all_seen(page: Any, picture: Any) -> bool:  # noqa: ANN401 - pypdfium2 and Pillow: no types
    """Return whether each text of a page is on it, and stands out in its picture.

    A text that runs off the page, has no ink or lies under something would be read
    from the file and by nobody from the paper.
    """
    from pypdfium2 import raw  # noqa: PLC0415 - only whoever draws waits for it

    wide, high = page.get_size()
    scale = picture.width / wide
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        if _content_mark(raw, each) < 0:
            # Decoration may be as pale as it likes.
            continue
        left, bottom, right, top = each.get_bounds()
        if left >= right or bottom >= top:
            # A space at the end of a line has no ink.
            continue
        if left < 0 or bottom < 0 or right > wide or top > high:
            return False
        box = (left, high - top, right, high - bottom)
        darkest, lightest = picture.crop([round(at * scale) for at in box]).getextrema()
        if lightest - darkest < _STANDS_OUT:
            return False
    return True


def _pieces(page: Any) -> Iterator[str]:  # noqa: ANN401 - pypdfium2 has no types
    from pypdfium2 import raw  # noqa: PLC0415 - only whoever draws waits for it

    texts = page.get_textpage()
    held: list[str] = []
    before: object = None
    said = ""
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        names, actual = _marks(raw, each)
        if _ARTIFACT in names:
            continue
        mark = _content_mark(raw, each)
        if mark != before:
            yield "".join(held)
            held, before, said = [], mark, ""
        if actual is None:
            held.append(_text(raw, each, texts))
            said = ""
        elif actual != said:
            held.append(actual)
            said = actual
    yield "".join(held)


def _marks(raw: Any, each: Any) -> tuple[list[str], str | None]:  # noqa: ANN401 - pypdfium2 has no types
    """Return the names of the marks around a text, and what it stands for."""
    names, actual = [], None
    for number in range(raw.FPDFPageObj_CountMarks(each)):
        mark = raw.FPDFPageObj_GetMark(each, number)
        names.append(
            _string(lambda *room, mark=mark: raw.FPDFPageObjMark_GetName(mark, *room))
        )
        actual = _actual(raw, mark) or actual
    return names, actual


def _actual(raw: Any, mark: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, None, 0, length):
        return ""
    room = (ctypes.c_ubyte * length.value)()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, room, length.value, length)
    return bytes(room).decode("utf-16")


def _content_mark(raw: Any, each: Any) -> int:  # noqa: ANN401 - pypdfium2 has no types
    return int(raw.FPDFPageObj_GetMarkedContentID(each))


def _string(fill: Any) -> str:  # noqa: ANN401 - a function of pdfium's
    """Return a text that pdfium writes into room given for it."""
    length = ctypes.c_ulong()
    if not fill(None, 0, length) or not length.value:
        return ""
    room = ctypes.create_string_buffer(length.value)
    fill(ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), length.value, length)
    return room.raw.decode("utf-16-le").rstrip("\0")


def _text(raw: Any, each: Any, texts: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    length = raw.FPDFTextObj_GetText(each, texts, None, 0)
    room = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(
        each, texts, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return room.raw.decode("utf-16-le").rstrip("\0")
