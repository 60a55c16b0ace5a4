"""What an auditor looks at first: the alarms of the log, which name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated

if TYPE_CHECKING:
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
