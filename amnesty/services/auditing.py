"""What an auditor looks at: the alarms of the log first, and then every event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.looking import Look
from amnesty.domain.staff import Act, StaffId, require
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from amnesty.domain.looking import LogCheck, Sought
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One alarm, as the clear leaf has it."""

    event: int
    at: datetime
    what: str
    reference: str
    """By which a broken glass is found again; empty for other alarms."""


@repeated
def list_alarms(desk: Desk) -> tuple[Alarm, ...]:
    """Return the alarms of the log, the newest first."""
    require(desk.member, Act.READ_AUDIT)
    with desk.transaction() as register:
        found = tuple(
            Alarm(
                event=one["sequence"],
                at=datetime.fromisoformat(one["at"]),
                what=one["codes"]["alarm"],
                reference=one["codes"].get("reference", ""),
            )
            for one in register.alarms()
        )
        register.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT, what="alarms"))
    return found


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Some events, the newest first, with the names of who acted."""

    events: tuple[Look, ...]
    names: Mapping[StaffId, str]
    """By account; whoever is not among them has left."""
    is_last: bool
    """Whether nothing older is found."""


@repeated
def browse_log(
    desk: Desk,
    sought: Sought,
    *,
    account: str = "",
    before: int | None = None,
    limit: int,
) -> LogPage:
    """Return events of the log, the newest first; that they were read is one more.

    Args:
        desk: of whoever may read the log.
        sought: which events.
        account: of whom; empty for everybody's.
        before: an event that these come before; None for the newest.
        limit: how many at most.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    require(desk.member, Act.READ_AUDIT)
    with desk.transaction() as register:
        if account:
            sought = replace(sought, by=register.account(account).member.id)
        found = register.events_before(sought, before, limit=limit + 1)
        names = {one.member.id: one.member.name for one in register.accounts()}
        register.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT, what="events"))
    return LogPage(events=found[:limit], names=names, is_last=len(found) <= limit)


@repeated
def verify_log(desk: Desk, checkpoint: str | None = None) -> LogCheck:
    """Compare the whole register with its log, and the log with a kept checkpoint.

    Raises:
        LogRewrittenError: the log does not begin as it did when that was signed.
        BadInputError: it is no checkpoint of this register.
    """
    require(desk.member, Act.READ_AUDIT)
    with desk.transaction() as register:
        found = register.compare_with_log(checkpoint)
        register.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT, what="verified"))
    return found


@repeated
def prove_event(desk: Desk, event: int) -> str:
    """Return the proof that an event is in the log, as a file of its own.

    Raises:
        NoSuchEventError: the log has none of this number.
    """
    require(desk.member, Act.READ_AUDIT)
    with desk.transaction() as register:
        proof = register.proof_file(event)
        register.append(
            desk.note(Verb.CONSULTATION, Act.READ_AUDIT, what="proof", event=str(event))
        )
    return proof
