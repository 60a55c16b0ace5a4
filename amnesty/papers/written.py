"""Objects of a file whose bytes are known before the file is written.

reportlab writes each entry of each dictionary by several calls. What is the same in
every file is written once, and what differs only by a number is one text.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

Reportlab = Any
"""What reportlab made: it has no types."""


class Written(PDFObject):  # type: ignore[misc] # reportlab has no types
    """An object of its own in a file, as it stands there."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        """Take the object's bytes."""
        self._content = content

    def format(self, _document: object) -> bytes:
        """Return the bytes: reportlab calls it when it writes the file."""
        return self._content


def refer(document: Reportlab, thing: object, name: str | None = None) -> str:
    """Return the reference to an object, which has its number from now on."""
    known = document.Reference(thing, name).name
    number, version = document.idToObjectNumberAndVersion[known]
    return f"{number} {version} R"


def deflated_stream(
    deflated: bytes, entries: str = "", *, by: str = "FlateDecode"
) -> bytes:
    """Return a stream as it stands in a file (ISO 19005-2, 6.1.7 for its line ends)."""
    head = f"<</Filter/{by}/Length {len(deflated)}{entries}>>\nstream\r\n"
    return b"".join((head.encode(), deflated, b"\r\nendstream\n"))


def drawing(deflated: bytes, box: tuple[float, float, float, float]) -> Written:
    """Return a drawing that is placed as often as needed."""
    bounds = " ".join(f"{number:.2f}" for number in box)
    entries = f"/Type/XObject/Subtype/Form/BBox[{bounds}]/Resources<<>>"
    return Written(deflated_stream(deflated, entries))


def grey_picture(jpeg: bytes, wide: int, high: int) -> Written:
    """Return a JPEG of so many dots, in greys."""
    entries = (
        f"/Type/XObject/Subtype/Image/Width {wide}/Height {high}"
        "/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    return Written(deflated_stream(jpeg, entries, by="DCTDecode"))
