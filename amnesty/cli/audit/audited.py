"""A transaction of somebody who may read the audit log, with its own event."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.services.desk import Desk
    from db.transaction import SqlTransaction


@contextmanager
def audited(desk: Desk) -> Iterator[SqlTransaction]:
    """Begin a transaction of whoever may read the log.

    Raises:
        RoleMayNotError: this member may not.
    """
    from amnesty.cli.wiring import store_of

    require(desk.member, Act.READ_AUDIT)
    with store_of(desk).transaction() as transaction:
        yield transaction
        transaction.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT))
