"""One look at a picture for its QR codes, and closer looks where that is not enough.

A library's reading counts only where its error correction agrees; what it cannot read
is kept as seen, so that nobody takes a picture with an unread code for a clean one.
"""

from __future__ import annotations

from math import cos, dist, radians, sin
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.Image import Image
    from zxingcpp import Position

_SHARPENED = ((3, 200), (4, 300))
"""How blur is taken back: over so many dots, by so many hundredths."""
_CONTRAST_CUTOFF = 2
_TURNED = (30, 45)
"""Degrees: a code that lies askew to the dots shows better at another slant."""
_SAME_PLACE = 0.03
"""Of the picture's longer side: two looks at one code agree better than that."""


class Seen(NamedTuple):
    """One code in a picture."""

    text: str
    """Empty where it could not be read."""
    place: tuple[float, float]
    """Where its middle is, from the picture's middle; the longer side is 1."""


def see(
    picture: Image, *, is_two_toned: bool = False, turned: int = 0, longest: int = 0
) -> list[Seen]:
    """Return all QR codes of a grey picture, lying any way.

    Args:
        picture: what to look at.
        is_two_toned: whether one threshold parts black from white everywhere.
        turned: by how many degrees the picture was turned before.
        longest: its longer side before it was turned.
    """
    import zxingcpp  # noqa: PLC0415  # loaded when needed

    ways = zxingcpp.Binarizer
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=ways.GlobalHistogram if is_two_toned else ways.LocalAverage,
        return_errors=True,
    )
    spoiled = zxingcpp.ErrorType.Checksum
    return [
        Seen(
            code.text if code.error is None else "",
            _place(code.position, picture.size, turned, longest or max(picture.size)),
        )
        for code in found
        if code.error is None or code.error.type == spoiled
    ]


def look_closer(picture: Image) -> list[Seen]:
    """Return what shows with more contrast, sharpened, two-toned and turned."""
    return [
        one
        for look, turned in _looks(picture)
        for is_two_toned in (False, True)
        for one in see(
            look, is_two_toned=is_two_toned, turned=turned, longest=max(picture.size)
        )
    ]


def unread(seen: Iterable[Seen]) -> bool:
    """Return whether there is a code that no look could read."""
    seen = list(seen)
    return any(
        not any(one.text and dist(one.place, bad.place) < _SAME_PLACE for one in seen)
        for bad in seen
        if not bad.text
    )


def _looks(picture: Image) -> Iterator[tuple[Image, int]]:
    from PIL import ImageFilter, ImageOps  # noqa: PLC0415  # loaded when needed
    from PIL.Image import Resampling  # noqa: PLC0415  # loaded when needed

    yield ImageOps.autocontrast(picture, cutoff=_CONTRAST_CUTOFF), 0
    sharp = picture
    for radius, percent in _SHARPENED:
        sharp = picture.filter(ImageFilter.UnsharpMask(radius, percent, 0))
        yield sharp, 0
    for degrees in _TURNED:
        turned = sharp.rotate(degrees, Resampling.BICUBIC, expand=True, fillcolor=255)
        yield turned, degrees


def _place(
    position: Position, size: tuple[int, int], turned: int, longest: int
) -> tuple[float, float]:
    """Return where a code is in the picture before it was turned."""
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    width, height = size
    x = sum(corner.x for corner in corners) / len(corners) - width / 2
    y = sum(corner.y for corner in corners) / len(corners) - height / 2
    angle = radians(turned)
    x, y = x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
    return x / longest, y / longest
