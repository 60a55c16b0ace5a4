"""Times of the day as people type them, on London's clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from amnesty.domain.dates import in_table, in_words
from amnesty.domain.london import LONDON
from amnesty.errors.hand_in import TimeShapeError

_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})\s*(am|pm)?", re.IGNORECASE)
_NOON = 12


def parse_time(text: str, what: str = "time") -> time:
    """Read a time such as 14:30, 1430 or 2.30 pm.

    Raises:
        TimeShapeError: it is no time of the day.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise TimeShapeError(what)
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").casefold()
    if half and not 1 <= hour <= _NOON:
        raise TimeShapeError(what)
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise TimeShapeError(what) from None


def at_london(on: date, at: time) -> datetime:
    """Return the instant of a time on London's clock, UTC."""
    return datetime.combine(on, at, LONDON).astimezone(UTC)


def clock_text(at: time) -> str:
    """Return a time as it is shown: 14:30."""
    return at.strftime("%H:%M")


def instant_text(at: datetime) -> str:
    """Return an instant as London's clock shows it: 14:30 on 24 November 2026."""
    at = at.astimezone(LONDON)
    return f"{at:%H:%M} on {in_words(at.date())}"


def utc_text(at: datetime) -> str:
    """Return an instant as logs and lists have it: 24 Nov 2026 14:30 UTC."""
    at = at.astimezone(UTC)
    return f"{in_table(at.date())} {at:%H:%M} UTC"
