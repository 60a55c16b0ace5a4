"""Days and instants in an error's sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime

from amnesty.domain.dates import in_words
from amnesty.domain.times import utc_text
from amnesty.errors.when import day_text, moment_text


def test_an_error_s_day_reads_as_every_other_day() -> None:
    """An error writes each month of a year as the rest of the program does."""
    for month in range(1, 13):
        day = date(2026, month, 7)
        assert day_text(day) == in_words(day)


def test_an_instant_says_its_zone() -> None:
    """Nobody has to guess whether a time is London's."""
    at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert moment_text(at) == "1 July 2026 at 13:30 UTC"
    assert utc_text(at) == "1 Jul 2026 13:30 UTC"
