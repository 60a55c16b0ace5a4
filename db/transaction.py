"""One transaction on the register, all its parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from amnesty.domain.looking import LogCheck
from amnesty.transparency.proof_file import proof_file
from db.audit.checkpoints import (
    log_key,
    prove_event,
    publish_checkpoint,
    require_grown,
)
from db.audit.latest import alarms
from db.audit.log import Logging
from db.audit.looking import events_before, looks
from db.paging import Paging
from db.rights import Rights
from db.signing_in import SigningIn
from db.walking import Walking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from amnesty.domain.looking import Look, Sought
    from amnesty.ports.log import PublishedLog


def session_on(engine: Engine) -> Session:
    """Return a session; what its rows said outlives the commit, to be opened then."""
    return Session(
        engine, autoflush=False, expire_on_commit=False, close_resets_only=False
    )


class SqlTransaction(Paging, Rights, SigningIn, Walking, Logging):
    """What services call a transaction: all of it is kept, or none."""

    def looks(self) -> Iterator[Look]:
        """Yield who looked at registrations, and what police asked, in order."""
        return looks(self)

    def alarms(self) -> list[dict[str, Any]]:
        """Return the leaves that an auditor should look at, the newest first."""
        return alarms(self.session.connection())

    def events_before(
        self, sought: Sought, before: int | None, *, limit: int
    ) -> tuple[Look, ...]:
        """Return events, the newest first, from the one before a number on."""
        return events_before(self, sought, before, limit=limit)

    def compare_with_log(self, checkpoint: str | None) -> LogCheck:
        """Return whether every row follows from the log, and the log from a checkpoint.

        Raises:
            LogRewrittenError: the log does not begin as it did when that was signed.
            BadInputError: it is no checkpoint of this register.
        """
        from db.audit.replaying import replay  # noqa: PLC0415 - it works on this class

        if checkpoint is not None:
            require_grown(self, checkpoint)
        found = replay(self)
        return LogCheck(
            events=found.size, differences=tuple(map(str, found.differences))
        )

    def proof_file(self, event: int) -> str:
        """Return the proof that an event is in the log, as a file of its own."""
        proof = prove_event(self, event)
        return proof_file(event - 1, proof.hashes, proof.checkpoint)

    def log_key(self) -> str:
        """Return the public key of the log, in one word."""
        return log_key(self)

    def publish_log(self, at: datetime) -> PublishedLog:
        """Sign how far the log has come, and keep in mind that it was published."""
        return publish_checkpoint(self, at)
