"""Whoever works under a clock that is behind the register is told so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock

if TYPE_CHECKING:
    import pytest

    from tests.journeys.conftest import Office


def test_it_is_told_and_work_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each job says so on standard error; the day after, nobody is told any more."""
    true = SystemClock().now()
    assert office.run_as("bronwen", "find", "Lord").err == ""
    with monkeypatch.context() as patched:
        patched.setattr(SystemClock, "now", lambda _: true - timedelta(days=1))
        behind = office.run_as("bronwen", "find", "Lord")
    assert behind.code == 0
    assert "the register was last used at" in behind.err
    assert office.run_as("bronwen", "find", "Lord").err == ""
