"""A photograph out of a file that somebody brought, made anew and small."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Final

from amnesty.credential.pictures import open_grey, picture_kind
from amnesty.domain.photograph import HIGH, WIDE
from amnesty.errors.photographs import (
    PhotographTooLargeError,
    PhotographTooSmallError,
    PhotographUnreadableError,
)
from amnesty.errors.sources import (
    PictureKindError,
    PictureMovesError,
    PictureTooLargeError,
    PictureUnreadableError,
)

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES: Final = 16 << 20
"""What a telephone's camera makes; a larger file is not read."""
_QUALITY: Final = 82
_ORIENTATION: Final = 0x0112
"""The tag by which a camera says how it was held (EXIF 2.32)."""


def portrait(content: bytes) -> str:
    """Return a photograph upright, cut to its proportions and small, in base 64.

    Nothing of the file is kept but what can be seen: no place, time or camera.

    Raises:
        BadInputError: it is of a kind that is not read, too large, too small or broken.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - loaded when needed

    try:
        upright = _upright(open_grey(content), content)
    except PictureTooLargeError as error:
        raise PhotographTooLargeError(megapixels=error.megapixels) from None
    except (PictureUnreadableError, PictureMovesError):
        raise PhotographUnreadableError from None
    except PictureKindError:
        if picture_kind(content):
            raise
        raise PhotographUnreadableError from None
    if upright.width < WIDE or upright.height < HIGH:
        raise PhotographTooSmallError(wide=WIDE, high=HIGH)
    # A face stands in the upper part of a photograph that is taller than it has to be.
    fitted = ImageOps.fit(
        upright, (WIDE, HIGH), Image.Resampling.LANCZOS, centering=(0.5, 0.3)
    )
    made = BytesIO()
    fitted.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return b64encode(made.getvalue()).decode("ascii")


def _upright(picture: Image, content: bytes) -> Image:
    """Return a picture turned as its camera was held."""
    from PIL import Image  # noqa: PLC0415 - loaded when needed

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    with Image.open(BytesIO(content)) as file:
        held = turns.get(file.getexif().get(_ORIENTATION, 1))
    return picture if held is None else picture.transpose(held)
