"""A photograph out of a file: made anew, small, upright, and nothing else of it."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from amnesty.domain.photograph import HIGH, WIDE
from amnesty.errors.photographs import (
    PhotographTooLargeError,
    PhotographTooSmallError,
    PhotographUnreadableError,
)
from amnesty.errors.sources import PictureKindError
from amnesty.services.papers.portraits import portrait

if TYPE_CHECKING:
    from amnesty.errors import BadInputError

_ORIENTATION, _GPS, _MAKER = 0x0112, 0x8825, 0x010F
_A_LOT = 16_000
"""Bytes: what a kept photograph may weigh at the very most."""


def file_of(size: tuple[int, int], kind: str = "JPEG", *, held: int = 1) -> bytes:
    """Return a photograph with a dark upper edge, as a camera that was held so."""
    picture = Image.new("RGB", size, (230, 220, 210))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0], size[1] // 4), fill=(20, 20, 20))
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKER] = held, "A made-up camera"
    exif.get_ifd(_GPS)[1] = "N"
    made = BytesIO()
    picture.save(made, kind, exif=exif)
    return made.getvalue()


def kept(content: bytes) -> Image.Image:
    """Return the photograph that is kept of a file."""
    return Image.open(BytesIO(b64decode(portrait(content))))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(WIDE, HIGH), (1200, 900), (900, 3000)])
def test_any_photograph_becomes_one_of_the_same_shape(
    kind: str, size: tuple[int, int]
) -> None:
    """Whatever its size, it is cut and made small, and says the same every time."""
    content = file_of(size, kind)
    assert kept(content).size == (WIDE, HIGH)
    assert kept(content).mode == "L"
    assert len(b64decode(portrait(content))) < _A_LOT
    assert portrait(content) == portrait(content)


def test_nothing_of_where_and_by_what_it_was_taken_is_kept() -> None:
    """A camera writes place, time and itself; none of it stays."""
    content = file_of((1200, 1600))
    assert b"A made-up camera" in content
    assert b"A made-up camera" not in b64decode(portrait(content))
    assert dict(kept(content).getexif()) == {}


@pytest.mark.parametrize(
    ("held", "dark"), [(1, "top"), (3, "bottom"), (6, "right"), (8, "left")]
)
def test_it_stands_upright(held: int, dark: str) -> None:
    """What was above the camera is above on the paper, however it was held."""
    picture = kept(file_of((1000, 1000), held=held))
    edges = {
        "top": (WIDE // 2, 4),
        "bottom": (WIDE // 2, HIGH - 5),
        "left": (4, HIGH // 2),
        "right": (WIDE - 5, HIGH // 2),
    }
    greys = {name: picture.getpixel(at) for name, at in edges.items()}
    assert min(greys, key=lambda name: float(greys[name])) == dark  # type: ignore[arg-type]  # one grey each


def huge() -> bytes:
    """Return a file of a few kilobytes that would unpack to a hundred million dots."""
    made = BytesIO()
    Image.new("1", (10_000, 10_000)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", PhotographUnreadableError),
        (b"%PDF-1.7 no picture", PhotographUnreadableError),
        (b"GIF89a and no more", PictureKindError),
        (b"\xff\xd8\xff and no more", PhotographUnreadableError),
        (file_of((1200, 1600))[:9000], PhotographUnreadableError),
        (file_of((WIDE - 1, HIGH)), PhotographTooSmallError),
        (file_of((2000, HIGH - 1)), PhotographTooSmallError),
        (huge(), PhotographTooLargeError),
    ],
)
def test_what_is_no_photograph_is_told_in_a_sentence(
    content: bytes, error: type[BadInputError]
) -> None:
    """Nothing, another file, half a one, too small and too large."""
    with pytest.raises(error):
        portrait(content)
