"""Seal tags on a roll: the next one has the next number."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def next_tag(last: str) -> str | None:
    """Return the tag after another, as `S-0100` after `S-0099`; None without number.

    A number that grows by a digit is another roll's, so nothing is proposed for it.
    """
    found = _NUMBERED.fullmatch(last)
    if found is None:
        return None
    prefix, digits = found.groups()
    number = str(int(digits) + 1).zfill(len(digits))
    return f"{prefix}{number}" if len(number) == len(digits) else None
