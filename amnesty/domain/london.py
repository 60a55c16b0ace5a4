"""Days as the scheme counts them: midnight to midnight in Europe/London."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(at: datetime) -> date:
    """Return the day on which an aware instant falls in London."""
    return at.astimezone(LONDON).date()


def midnight_before(day: date) -> datetime:
    """Return the instant at which a day begins in London."""
    return datetime.combine(day, time.min, LONDON)


def midnight_after(day: date) -> datetime:
    """Return the instant at which a day is over in London, itself excluded."""
    return midnight_before(day + timedelta(days=1))
