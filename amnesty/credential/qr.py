"""A code's text as the modules of a QR code, for a page to draw."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from amnesty.errors.credential import CodeTooLongError

if TYPE_CHECKING:
    import segno

FINEST = 85
"""Modules on a side that 35 mm still carry at level Q: 0.41 mm each."""

_QUIET, _SCALE = 4, 8
"""Modules of white around a code, and dots that a module has in a picture."""
_MASK = 3
"""One mask for all: choosing among eight takes six times as long, and the digits of a
signature are as even under any of them."""

Modules = tuple[tuple[bool, ...], ...]
"""Row by row, True is dark; the quiet zone of four modules is not part of it."""


def qr_modules(text: str) -> Modules:
    """Return the modules for a code's text.

    The address is a segment of bytes and the digits one of numbers, a third the size.
    Level Q, which survives a quarter of it being lost, unless that would be too fine.

    Raises:
        CodeTooLongError: no QR code holds so much.
    """
    matrix = _fitting(text).matrix
    return tuple(tuple(module == 1 for module in row) for row in matrix)


def qr_file(text: str, kind: str) -> bytes:
    """Return the code as a picture of its own: `svg` or `png`, with its quiet zone."""
    content = io.BytesIO()
    _fitting(text).save(content, kind=kind, border=_QUIET, scale=_SCALE)
    return content.getvalue()


def _fitting(text: str) -> segno.QRCode:
    code = _code(text, "Q")
    return code if len(code.matrix) <= FINEST else _code(text, "M")


def _code(text: str, level: str) -> segno.QRCode:
    # Only a desk that issues draws codes; a verifier starts without the encoder.
    import segno  # noqa: PLC0415  # kept out of the verifier's start

    address, mark, digits = text.rpartition("#")
    segments = [address + mark, digits] if mark else [digits]
    try:
        return segno.make_qr(
            segments,  # type: ignore[arg-type]  # its stub leaves out the list it documents
            error=level,
            mask=_MASK,
            boost_error=False,
        )
    except segno.DataOverflowError:
        raise CodeTooLongError(len(text)) from None
