"""What questions and a patient's rights need of a transaction; a part of `ports`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.domain.asking import AskedBefore, Question


class RightsTransaction(Protocol):
    """The part of a transaction that knows what was asked."""

    def log_time(self, now: datetime) -> datetime:
        """Return the instant, never before the log's last event."""

    def asked_since(self, since: datetime) -> tuple[AskedBefore, ...]:
        """Return what was asked for police after an instant, and not refused."""

    def pseudonym(self, *names: str) -> str:
        """Return what stands for somebody who asks for police, in clear."""

    def mark_of(self, question: Question) -> str:
        """Return by what a question is known again, for whoever can ask it too."""

    def is_drawn(self, one_in: int, *asked: str) -> bool:
        """Return whether a question is among those that want a fuller reason."""
