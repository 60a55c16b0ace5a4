"""What is kept of a fault: where it happened, never whom it was about.

An exception's message, and the variables around it, may quote what was typed. So only
types and places stay.
"""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One fault of the program."""

    identifier: str
    """Follows from the place alone, so the same fault always has the same."""
    lines: tuple[str, ...]
    """The exceptions and the places they passed, for the log."""

    @property
    def sentence(self) -> str:
        """What the person who met it reads."""
        return (
            f"The program stopped because of a fault of its own: incident "
            f"{self.identifier}. What you saved is kept. Start the program again, and "
            f"give the incident number to the people who look after it."
        )


def incident_of(error: BaseException) -> Incident:
    """Return what may be kept of an exception and of those behind it."""
    lines = tuple(_lines(error))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return Incident(identifier=digest[:_DIGITS].upper(), lines=lines)


def _lines(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        for frame, line in traceback.walk_tb(current.__traceback__):
            module = frame.f_globals.get("__name__", "?")
            yield f"  {module}:{line} in {frame.f_code.co_name}"
        current = current.__cause__ or current.__context__
