"""A photograph of whoever a certificate names, as small as it is printed."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

WIDE, HIGH = 280, 360
"""Dots: 27 by 35 mm at some 260 an inch, in the proportions of a passport's."""


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """One photograph, made anew from a file: it holds nothing but the picture."""

    of: str
    """The name of the person it shows; on a paper in another name it is not printed."""
    jpeg: str
    """In greys, in base 64."""

    @property
    def content(self) -> bytes:
        """The JPEG's bytes."""
        return b64decode(self.jpeg)
