"""A code's text as the modules of a QR code, for a page to draw."""

from __future__ import annotations

from amnesty.errors.credential import CodeTooLongError

FINEST = 85
"""Modules on a side that 35 mm still carry at level Q: 0.41 mm each."""

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
    modules = _modules(text, "Q")
    return modules if len(modules) <= FINEST else _modules(text, "M")


def _modules(text: str, level: str) -> Modules:
    # Only a desk that issues draws codes; a verifier starts without the encoder.
    import segno  # noqa: PLC0415  # kept out of the verifier's start

    address, mark, digits = text.rpartition("#")
    segments = [address + mark, digits] if mark else [digits]
    try:
        code = segno.make_qr(
            segments,  # type: ignore[arg-type]  # its stub leaves out the list it documents
            error=level,
            mask=_MASK,
            boost_error=False,
        )
    except segno.DataOverflowError:
        raise CodeTooLongError(len(text)) from None
    return tuple(tuple(module == 1 for module in row) for row in code.matrix)
