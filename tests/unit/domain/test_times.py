"""Times of the day as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from amnesty.domain.times import at_london, instant_text, parse_time
from amnesty.errors.hand_in import TimeShapeError


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("2.30 pm", time(14, 30)),
        ("12:05 am", time(0, 5)),
        (" 9:00 ", time(9, 0)),
    ],
)
def test_a_time_is_read_as_it_is_meant(text: str, read: time) -> None:
    """With a colon, a stop or nothing between, and with am and pm."""
    assert parse_time(text) == read


@pytest.mark.parametrize("text", ["", "25:00", "9", "13:00 pm", "12:60", "noon"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """Half a time and a time that no clock shows."""
    with pytest.raises(TimeShapeError, match="14:30"):
        parse_time(text)


def test_the_clock_is_londons() -> None:
    """In summer it is an hour ahead of UTC."""
    at = at_london(date(2026, 7, 1), time(14, 30))
    assert at == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert instant_text(at) == "14:30 on 1 July 2026"
