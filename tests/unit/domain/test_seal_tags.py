"""The next tag of a roll."""

from __future__ import annotations

import pytest

from amnesty.domain.seal_tags import next_tag


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("S1", "S2"),
        ("S-0099", "S-0100"),
        ("12A7", "12A8"),
        ("9", None),
        ("S99", None),
        ("SEAL", None),
        ("", None),
        ("7-A", None),
    ],
)
def test_the_next_number_keeps_its_width(last: str, following: str | None) -> None:
    """Where it would grow a digit, or there is none, nothing is proposed."""
    assert next_tag(last) == following
