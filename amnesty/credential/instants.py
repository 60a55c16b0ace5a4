"""Instants as signed bytes hold them: whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

LATEST = 1 << 33
"""Seconds, in the year 2242: a later time is a mistake or an attack."""

CLOCK_SKEW = timedelta(seconds=300)
"""How far two clocks that are both right may differ."""


def to_seconds(at: datetime) -> int:
    """Return an aware instant as whole seconds.

    Raises:
        ValueError: it has no zone, or a fraction of a second that would be lost.
    """
    if at.tzinfo is None or at.microsecond:
        msg = "Signed times are aware and in whole seconds."
        raise ValueError(msg)
    return int(at.timestamp())


def from_seconds(seconds: int) -> datetime:
    """Return the instant, UTC."""
    return datetime.fromtimestamp(seconds, UTC)
