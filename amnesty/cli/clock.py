"""The clock on the wall: the one place that asks the machine what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The machine's clock (`amnesty.ports.Clock`)."""

    def now(self) -> datetime:
        """Return the instant, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251  # everywhere else time is an argument
