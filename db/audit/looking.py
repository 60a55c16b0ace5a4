"""Finds in the log who did and looked at what; auditors and supervisors alone can."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlmodel import col

from amnesty.domain.looking import Look
from amnesty.domain.staff import Act, Role, StaffId
from db.audit.forgetting import forgotten_by
from db.audit.log import KeptEvent, open_detail
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select

    from amnesty.domain.looking import Sought
    from db.keyring.details import Opened
    from db.work import Work

_ABOUT_NOBODY = '"registration":null'
_ASKED = f'"act":"{Act.ASK_AS_POLICE.name}"'
_BATCH = 512
_KEPT = (col(EventRow.sequence), col(EventRow.leaf), col(EventRow.sealed))


def looks(transaction: Work) -> Iterator[Look]:
    """Yield every event about a registration, or asked by police, in order.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RowAlteredError: an event is not as it was written.
    """
    leaf = col(EventRow.leaf)
    asked = (
        select(*_KEPT)
        .where(or_(leaf.not_like(f"%{_ABOUT_NOBODY}%"), leaf.contains(_ASKED)))
        .order_by(col(EventRow.sequence))
        .execution_options(yield_per=_BATCH)
    )
    yield from _opened(transaction, asked)


def events_before(
    transaction: Work, sought: Sought, before: int | None, *, limit: int
) -> tuple[Look, ...]:
    """Return events, the newest first, from the one before a number on.

    What is sought is found in the clear leaves by the database, so that only what is
    shown is opened.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RowAlteredError: an event is not as it was written.
    """
    sequence = col(EventRow.sequence)
    asked = select(*_KEPT).where(*_sought(sought)).order_by(sequence.desc())
    if before is not None:
        asked = asked.where(sequence < before)
    transaction.must_note = True
    return tuple(_opened(transaction, asked.limit(limit)))


def _sought(sought: Sought) -> Iterator[ColumnElement[bool]]:
    leaf = col(EventRow.leaf)
    if sought.by is not None:
        yield leaf.contains(f'"by":"{sought.by:016x}"')
    if sought.acts:
        names = sorted(one.name for one in sought.acts)
        yield or_(
            *(leaf.contains(f'"act":"{name}"', autoescape=True) for name in names)
        )
    if sought.refused:
        yield leaf.contains('"refused":true')
    if sought.alarms:
        yield leaf.contains('"alarm":')
    if sought.on is not None:
        yield leaf.contains(f'"at":"{sought.on.isoformat()}')


def _opened(transaction: Work, asked: Select[int, str, bytes]) -> Iterator[Look]:
    keyring = transaction.access.keyring
    opened: Opened = {}
    erased: dict[int, int] | None = None
    for row in map(KeptEvent._make, transaction.run(asked)):
        told, detail = json.loads(row.leaf), open_detail(row, keyring, opened)
        registration = detail.registration
        if detail.is_forgotten:
            if erased is None:
                erased = forgotten_by(transaction)
            registration = erased.get(row.sequence)
        yield Look(
            event=row.sequence,
            at=datetime.fromisoformat(told["at"]),
            by=StaffId(int(told["by"], 16)),
            role=Role(told["role"]),
            verb=told["verb"],
            act=told["act"],
            refused=bool(told.get("refused")),
            registration=registration,
            detail=detail.detail,
            leaf=row.leaf,
            salt=detail.salt,
            is_forgotten=detail.is_forgotten,
            alarm=told.get("codes", {}).get("alarm", ""),
        )
