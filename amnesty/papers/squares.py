"""A QR code's modules as one path, so that no hairline shows between them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final
from zlib import compress

QrModules = tuple[tuple[bool, ...], ...]
"""The modules of a QR code, row by row; true is dark. No quiet zone."""

_DARK: Final = re.compile(rb"\x01+")


@lru_cache(maxsize=2)
def code_drawing(dark: QrModules) -> tuple[str, bytes]:
    """Return a name that is the code's own, and its path, a module to a unit."""
    rows = [bytes(row) for row in dark]
    name = hashlib.sha256(b"\n".join(rows)).hexdigest()[:16]
    path = " ".join(
        f"{found.start()} {-number - 1} {found.end() - found.start()} 1 re"
        for number, row in enumerate(rows)
        for found in _DARK.finditer(row)
    )
    return f"code{name}", compress(f"0 g {path} f".encode("ascii"))
