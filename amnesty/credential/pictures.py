"""A picture out of a hostile file, as 256 greys on white paper.

PNG, JPEG and WebP are read, and everything else is told by its name. Sizes are capped
before anything is unpacked, and what is unpacked is turned grey in strips, so that no
second copy of a large picture fills the memory.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from amnesty.errors.sources import (
    PictureKindError,
    PictureMovesError,
    PictureTooLargeError,
    PictureUnreadableError,
)

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 4000
"""No picture is looked at any larger, so a large JPEG is unpacked at half its size."""

_MAX_MEGAPIXELS = {"PNG": 64, "JPEG": 64, "WEBP": 24}
"""What a telephone takes; unpacking a WebP needs three times the memory of the rest."""
_STRIP = 256
_WHITE = 255
_MOVING = {"PNG", "WEBP"}
"""A JPEG's second picture is a preview or a brightness map, and shows nothing else."""

_BEGINNINGS = {
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "AVIF": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
    "HEIC": re.compile(rb".{4}ftyp(hei|hev|mif1|msf1)", re.DOTALL),
    "BMP": re.compile(rb"BM.{4}\0{4}", re.DOTALL),
}


def picture_kind(content: bytes) -> str | None:
    """Return which kind of picture a file begins as, or None."""
    for kind, beginning in _BEGINNINGS.items():
        if beginning.match(content):
            return kind
    return None


def open_grey(content: bytes) -> Image:
    """Return the picture in a file as 256 greys.

    Raises:
        BadInputError: it is of a kind that is not read, moves, is too large or broken.
    """
    # Pillow takes long to load, and a code's text needs none of it.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # loaded when needed

    kind = picture_kind(content) or "unknown"
    if kind not in _MAX_MEGAPIXELS:
        raise PictureKindError(kind=kind)
    most = _MAX_MEGAPIXELS[kind]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=(kind,))
            if picture.width * picture.height > most * 1_000_000:
                raise PictureTooLargeError(megapixels=most)
            if kind in _MOVING and getattr(picture, "is_animated", False):
                raise PictureMovesError
            return _unpacked(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureTooLargeError(megapixels=most) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise PictureUnreadableError from None


def _unpacked(picture: Image) -> Image:
    factor = LONGEST_SIDE / max(picture.size)
    if factor < 1:
        # What a JPEG does here, the other kinds do not know; they stay as they are.
        width, height = (max(1, round(side * factor)) for side in picture.size)
        picture.draft("L", (width, height))
    picture.load()
    is_grey = picture.mode == "L" and _is_opaque(picture)
    return picture if is_grey else _grey(picture)


def _is_opaque(picture: Image) -> bool:
    return not picture.has_transparency_data


def _grey(picture: Image) -> Image:
    """Return the picture as 256 greys on white paper, turned strip by strip."""
    from PIL import Image  # noqa: PLC0415  # loaded when needed

    paper = Image.new("L", picture.size, _WHITE)
    for top in range(0, picture.height, _STRIP):
        bottom = min(top + _STRIP, picture.height)
        strip = picture.crop((0, top, picture.width, bottom))
        strip.info = picture.info  # where a palette's transparency stands
        _lay(strip, on=paper, top=top)
    return paper


def _lay(strip: Image, *, on: Image, top: int) -> None:
    """Lay a strip on white paper.

    By itself Pillow turns what is transparent black, and 16 bits of grey white.
    """
    if strip.mode.startswith("I"):
        on.paste(strip.convert("I").point(_high_byte).convert("L"), (0, top))
    elif _is_opaque(strip):
        on.paste(strip.convert("L"), (0, top))
    else:
        clear = strip.convert("RGBA")
        on.paste(clear.convert("L"), (0, top), mask=clear.getchannel("A"))


def _high_byte(grey: float) -> float:
    return grey * (1 / 256)
