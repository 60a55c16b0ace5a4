"""When an act was last done, as the log's clear leaves tell everybody on the staff."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from db.tables import EventRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from amnesty.domain.staff import Act


def last_done(connection: Connection, act: Act) -> datetime | None:
    """Return the instant of an act's newest event; None where it has none."""
    leaf, sequence = col(EventRow.leaf), col(EventRow.sequence)
    asked = select(leaf).where(leaf.contains(f'"act":"{act.name}"'))
    last = connection.execute(asked.order_by(sequence.desc()).limit(1)).scalar()
    return None if last is None else datetime.fromisoformat(json.loads(last)["at"])


def alarms(connection: Connection) -> list[dict[str, Any]]:
    """Return the leaves that an auditor should look at, the newest first."""
    leaf, sequence = col(EventRow.leaf), col(EventRow.sequence)
    asked = select(leaf).where(leaf.contains('"alarm":')).order_by(sequence.desc())
    found = (json.loads(text) for text in connection.execute(asked).scalars())
    return [one for one in found if "alarm" in one.get("codes", {})]
