"""Days and instants in an error's sentence, as people write them.

It stands beneath the domain, which raises these errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


def day_text(day: date) -> str:
    """Return a day in words: 27 November 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_text(at: datetime) -> str:
    """Return an instant in words, with its zone: 27 November 2026 at 06:12 UTC."""
    return f"{day_text(at)} at {at:%H:%M} UTC"
