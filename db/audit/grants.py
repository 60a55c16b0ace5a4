"""Whether a grant holds by the log too: who signed it stood when it was written.

A supervisor who left keeps the key that they signed grants with. So before new keys are
sealed to anybody, the log is asked: the account's row is as its last event left it,
that event was its owner's or a supervisor's, and whoever granted it wrote it before
they were removed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Act, Role, StaffId
from db.tables import EventRow, StaffRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from db.keyring.staff import StaffRecord
    from db.work import Work

_TABLE = StaffRow.table()
_WRITES = f'["{_TABLE}",'


@dataclass(kw_only=True)
class _Past:
    """What the log says of one account's row."""

    mark: tuple[int, str]
    """Its version and tag as its last event left it."""
    by: StaffId
    role: Role
    first: dict[StaffId, int] = field(default_factory=dict)
    """By who wrote it, the number of the first event in which they did."""
    ended: int | None = None
    """The event that ended the account."""


class GrantsInLog:
    """What the log says of every account, read once from its first event on."""

    def __init__(self, transaction: Work) -> None:
        """Read it: the clear leaves say all that is needed."""
        self._transaction = transaction
        self._pasts: dict[StaffId, _Past] = {}
        for sequence, leaf in self._events():
            self._read(sequence, leaf)

    def hold(self, record: StaffRecord) -> bool:
        """Return whether an account's grant follows from the log."""
        account, granter = record.slot.account, record.granted_by
        past = self._pasts.get(account)
        row = self._transaction.session.get(StaffRow, account)
        if past is None or row is None or granter is None:
            return False
        is_as_written = (row.version, row.tag) == past.mark
        is_by_whom_it_may = past.by == account or past.role is Role.SUPERVISOR
        return is_as_written and is_by_whom_it_may and self._stood(past, granter)

    def _stood(self, past: _Past, granter: StaffId) -> bool:
        """Return whether the granter wrote a row before they were removed."""
        granted = past.first.get(granter)
        ended = self._pasts[granter].ended if granter in self._pasts else None
        return granted is not None and (ended is None or granted < ended)

    def _events(self) -> Iterator[tuple[int, str]]:
        sequence, leaf = col(EventRow.sequence), col(EventRow.leaf)
        written = leaf.contains(_WRITES, autoescape=True)
        asked = select(sequence, leaf).where(written).order_by(sequence)
        yield from self._transaction.session.connection().execute(asked)

    def _read(self, sequence: int, leaf: str) -> None:
        told = json.loads(leaf)
        by, role = StaffId(int(told["by"], 16)), Role(told["role"])
        written = {
            StaffId(int(name, 16)): (version, tag)
            for table, name, version, tag in told["rows"]
            if table == _TABLE
        }
        for account, mark in written.items():
            past = self._pasts.setdefault(account, _Past(mark=mark, by=by, role=role))
            past.mark, past.by, past.role = mark, by, role
            past.first.setdefault(by, sequence)
        if told["act"] == Act.KEEP_KEYS.name:
            for account in _ended(written, by):
                past = self._pasts[account]
                past.ended = past.ended or sequence


def _ended(written: Mapping[StaffId, tuple[int, str]], by: StaffId) -> set[StaffId]:
    """Return the accounts that a change of keys ended, told by the rows that it wrote.

    The details of events are unreadable once their epoch was retired. A removal writes
    the one row of somebody else. New shares write one that is new, and those that they
    take the place of. A rotation writes all who hold keys, and no new row.
    """
    others = {account for account, (version, _) in written.items() if version > 1}
    is_removal = len(written) == 1 and by not in written
    is_of_shares = len(others) < len(written)
    return others if is_removal or is_of_shares else set()
