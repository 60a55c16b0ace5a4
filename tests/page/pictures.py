"""Photographs of printed codes, as bad as they come."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import segno
from PIL import Image, ImageFilter

from amnesty.credential.qr import qr_modules

if TYPE_CHECKING:
    from pathlib import Path

QUIET = 4
TABLE = 190
"""The grey that a paper lies on."""


def code(text: str, side: int) -> Image.Image:
    """Return a certificate's code as it is printed."""
    return _drawn([list(row) for row in qr_modules(text)], side)


def other_code(text: str, side: int) -> Image.Image:
    """Return a code of something else."""
    return _drawn([[bool(one) for one in row] for row in segno.make(text).matrix], side)


def _drawn(modules: list[list[bool]], side: int) -> Image.Image:
    size = len(modules) + 2 * QUIET
    drawn = Image.new("L", (size, size), 255)
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            if is_dark:
                drawn.putpixel((x + QUIET, y + QUIET), 0)
    return drawn.resize((side, side), Image.Resampling.LANCZOS)


def photograph(
    *codes: Image.Image,
    size: tuple[int, int] = (2400, 1800),
    turned: float = 0,
    blurred: float = 0.8,
    quality: int = 80,
) -> bytes:
    """Return a JPEG of codes beside one another, turned and out of focus."""
    picture = Image.new("L", size, TABLE)
    x = size[0] // 8
    for one in codes:
        picture.paste(one, (x, size[1] // 3))
        x += one.width + 80
    turned_picture = picture.rotate(turned, Image.Resampling.BICUBIC, fillcolor=TABLE)
    blur = ImageFilter.GaussianBlur(blurred)
    return jpeg(turned_picture.filter(blur), quality)


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """Return a picture as a JPEG in colour."""
    opened = BytesIO()
    picture.convert("RGB").save(opened, "JPEG", quality=quality)
    return opened.getvalue()


def film(path: Path, picture: Image.Image) -> None:
    """Write what a camera sees: the same picture, over and over (MJPEG)."""
    path.write_bytes(jpeg(picture.resize((640, 480)), 90) * 10)
