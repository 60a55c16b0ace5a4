"""A QR code's modules as one path, so that no hairline shows between them."""

from __future__ import annotations

import hashlib

QrModules = tuple[tuple[bool, ...], ...]
"""The modules of a QR code, row by row; true is dark. No quiet zone."""


def code_drawing(dark: QrModules) -> tuple[str, str]:
    """Return a name that is the code's own, and its path, a module to a unit."""
    rows = ["".join("1" if module else "0" for module in row) for row in dark]
    name = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    path = " ".join(
        f"{start} {-number - 1} {length} 1 re"
        for number, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    return f"code{name}", f"0 g {path} f"


def _dark_runs(row: str) -> list[tuple[int, int]]:
    """Return where each run of dark modules starts, and how long it is."""
    found: list[tuple[int, int]] = []
    start = row.find("1")
    while start >= 0:
        end = row.find("0", start)
        end = len(row) if end < 0 else end
        found.append((start, end - start))
        start = row.find("1", end)
    return found
