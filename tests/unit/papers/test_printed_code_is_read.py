"""The printed code of 35 mm, photographed and scanned as badly as people do it."""

from __future__ import annotations

import os
from hashlib import shake_256
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from amnesty.credential.qr import qr_modules
from amnesty.credential.scanning import read_codes
from amnesty.errors.sources import NoCodeInPictureError
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.design import MM, QUIET, code_side

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.wording import Wording

PICTURES = 500 if os.environ.get("FAULTS") == "long" else 50
MILLIMETRES = 25.4
CODE = 35
JPEG_QUALITY = 40
PAPER = 235


class Chance:
    """Numbers that are the same every time for one picture."""

    def __init__(self, picture: int) -> None:
        """Begin at the picture's own place."""
        self._octets = iter(shake_256(b"picture %d" % picture).digest(64))
        self._picture = picture

    def between(self, least: float, most: float) -> float:
        """Return the next number."""
        return least + (most - least) * next(self._octets) / 255

    def noise(self, size: tuple[int, int], strength: float) -> Image.Image:
        """Return greys around 128, each independent of the next."""
        octets = shake_256(b"noise %d" % self._picture).digest(size[0] * size[1])
        grey = Image.frombytes("L", size, octets)
        return grey.point(lambda value: round(128 + (value - 128) * strength))


def tilted(picture: Image.Image, chance: Chance) -> Image.Image:
    """Return the picture as a camera sees it that is not held straight above it."""
    side = picture.width
    across, down = (chance.between(-0.15, 0.15) / side for _ in range(2))
    shift = (across + down) * side * side / 4  # keeps the middle where it is
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        (1, 0, shift, 0, 1, shift, across, down),
        Image.Resampling.BICUBIC,
        fillcolor=PAPER,
    )


def spoilt(code: Image.Image, dots: int, picture: int) -> bytes:
    """Return the code turned, tilted, blurred, noisy and in a poor JPEG."""
    chance = Chance(picture)
    turned = code.rotate(
        chance.between(0, 360), Image.Resampling.BICUBIC, fillcolor=PAPER
    )
    blur = ImageFilter.GaussianBlur(chance.between(0.2, 1.0) * dots / 150)
    blurred = tilted(turned, chance).filter(blur)
    noise = chance.noise(blurred.size, chance.between(0.05, 0.2))
    file = BytesIO()
    noisy = ImageChops.add(blurred, noise, scale=1, offset=-128)
    noisy.save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


class Printed(NamedTuple):
    """One of the two codes on a certificate's page, cut out of the page."""

    text: str
    code: Image.Image
    dots: int


@pytest.fixture
def page(
    world: ModuleType, certificate: Certificate, worded: Callable[..., Wording]
) -> bytes:
    """Draw a certificate as the desk does."""
    return draw_page(
        certificate_page(
            certificate,
            wording=worded(certificate),
            qr=qr_modules(world.text()),
            check_code="R64J-TYB0",
        )
    )


@pytest.fixture(params=[150, 300])
def printed(
    request: pytest.FixtureRequest,
    world: ModuleType,
    page: bytes,
    render: Callable[[bytes, float], Image.Image],
) -> Printed:
    """Cut one code, with its margin, out of the page shrunk until it is 35 mm."""
    text, dots = world.text(), request.param
    modules = len(qr_modules(text))
    symbol = code_side(modules) * modules / (modules + 2 * QUIET)
    shrunk = CODE * MM / symbol
    assert shrunk <= 1
    grey = render(page, dots * shrunk).convert("L")
    at = zxingcpp.read_barcodes(grey)[0].position
    side = at.top_right.x - at.top_left.x
    assert side == pytest.approx(CODE / MILLIMETRES * dots, abs=3)
    x = (at.top_left.x + at.bottom_right.x) // 2
    y = (at.top_left.y + at.bottom_right.y) // 2
    half = round(side)
    code = grey.crop((x - half, y - half, x + half, y + half))
    return Printed(text, code, dots)


@pytest.mark.timeout(1200)
def test_the_printed_code_is_read_from_poor_pictures(printed: Printed) -> None:
    """Every picture reads as what was signed; none ever reads as anything else."""
    unread = []
    for picture in range(PICTURES):
        try:
            codes = read_codes(spoilt(printed.code, printed.dots, picture))
        except NoCodeInPictureError:
            unread.append(picture)
            continue
        assert codes == (printed.text,), picture
    assert not unread


def test_a_picture_can_be_too_poor(printed: Printed) -> None:
    """The test above has teeth: blurred over a whole module, nothing reads."""
    blur = ImageFilter.GaussianBlur(printed.dots / 50)
    with pytest.raises(NoCodeInPictureError):
        read_codes(spoilt(printed.code.filter(blur), printed.dots, 0))
