"""Finds in the log who looked at what; auditors and supervisors alone can."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlmodel import col

from amnesty.domain.looking import Look
from amnesty.domain.staff import Act, Role, StaffId
from db.audit.log import open_detail
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.work import Work

_ABOUT_NOBODY = '"registration":null'
_ASKED = f'"act":"{Act.ASK_AS_POLICE.name}"'
_BATCH = 512


def looks(transaction: Work) -> Iterator[Look]:
    """Yield every event about a registration, or asked by police, in order.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RowAlteredError: an event is not as it was written.
    """
    leaf = col(EventRow.leaf)
    asked = (
        select(EventRow)
        .where(or_(leaf.not_like(f"%{_ABOUT_NOBODY}%"), leaf.contains(_ASKED)))
        .order_by(col(EventRow.sequence))
        .execution_options(yield_per=_BATCH)
    )
    keyring = transaction.access.keyring
    for row in transaction.session.execute(asked).scalars():
        told, detail = json.loads(row.leaf), open_detail(row, keyring)
        yield Look(
            event=row.sequence,
            at=datetime.fromisoformat(told["at"]),
            by=StaffId(int(told["by"], 16)),
            role=Role(told["role"]),
            verb=told["verb"],
            act=told["act"],
            refused=bool(told.get("refused")),
            registration=detail.registration,
            detail=detail.detail,
            leaf=row.leaf,
            salt=detail.salt,
        )
