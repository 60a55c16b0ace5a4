"""What keeping and its log need of a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from amnesty.domain.event import Event

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class PublishedLog:
    """How far the audit log has come, for strangers to see that it only grows."""

    public_key: bytes
    """Ed25519, 32 bytes: what the checkpoint is checked with."""
    checkpoint: str
    """A signed note."""
    growth: Mapping[int, Sequence[bytes]]
    """From the size of each checkpoint that was published lately, its proof."""


class LogTransaction(Protocol):
    """The part of a transaction that says what it did."""

    def append(self, event: Event) -> None:
        """Append an event to the audit log, in this transaction."""

    def meanwhile(self, work: Callable[[], Value]) -> Future[Value]:
        """Have work done while this transaction is kept, which waits for a disk.

        It asks nothing of the register. Its result is there when the block has ended.
        """

    def publish_log(self, at: datetime) -> PublishedLog:
        """Sign how far the log has come, and keep in mind that it was published."""
