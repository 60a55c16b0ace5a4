"""Replays the audit log: do the rows that stand follow from it, and nothing else?

Each leaf tells the rows that its act wrote, by table, id, version and tag. Read from
the first to the last they say which rows must stand. So a row that was rolled back,
altered, removed or slipped in below the program is found and named; and the tokens,
which have no leaves, are counted and summed against the head. What else stands
in a row is found to be altered by opening it, as far as the reader holds the keys: an
auditor opens the details of events and the register's own rows, a supervisor all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError
from amnesty.transparency.tree import append, leaf_hash
from db.audit.findable import unfindable
from db.audit.forgetting import wrong_details
from db.audit.former_log import sum_of_tokens
from db.audit.head import HEAD
from db.audit.opening import unopened_rows
from db.audit.tree import new_nodes
from db.sealed_row import SealedRow
from db.sealing import tag_of
from db.tables import (
    EventRow,
    HeadRow,
    NodeRow,
    RegistrationRow,
    TokenRow,
    UniqueTokenRow,
)
from db.work import GONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.audit.head import Head
    from db.transaction import SqlTransaction

_BATCH = 2_000
_DIGEST_SIZE = 8
_WIDTH = 8 * _DIGEST_SIZE
_Expected = dict[str, dict[int, int]]
"""By table and id: the version, and the first bytes of the hash of its tag."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that does not follow from the log."""

    table: str
    id: int | None
    """The row's id; None where it is not one row."""
    what: str
    """What was found, as a part of a sentence: `was rolled back`."""

    def __str__(self) -> str:
        """Return it as a person reads it."""
        which = "" if self.id is None else f" {self.id:016x}"
        return f"{self.table}{which} {self.what}"


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a replay found."""

    size: int
    """How many leaves there are."""
    differences: tuple[Difference, ...]
    tokens_checked: bool
    """Whether the reader held the key that sums the tokens."""


def replay(
    transaction: SqlTransaction,
    *,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Replay:
    """Compare all rows of the register with its log.

    Args:
        transaction: of anybody on the staff; its reader may see less than all.
        step: is told how many leaves of how many are read.

    Raises:
        RegisterDamagedError: there is no head to compare with.
    """
    row = transaction.session.execute(select(HeadRow)).scalar_one_or_none()
    if row is None:
        what = "audit log"
        raise RegisterDamagedError(what)
    head = transaction.open(row, Compartment.COMMON, HEAD)
    leaves = _Leaves(size=row.version)
    for sequence, leaf in _leaves(transaction):
        leaves.read(sequence, leaf)
        if not sequence % _BATCH:
            step(sequence, row.version)
    step(row.version, row.version)
    found = [*leaves.differences, *_of_head(leaves, head)]
    found += _of_nodes(transaction, leaves)
    found += _of_details(transaction)
    for kind in _sealed_kinds():
        found += _of_rows(transaction, kind, leaves.expected.get(kind.table(), {}))
    found += _of_opening(transaction, found)
    can_sum = transaction.access.keyring.holds(Compartment.IDENTITY)
    of_tokens = list(_of_tokens(transaction, head, can_sum=can_sum))
    found += of_tokens
    if can_sum and not of_tokens:
        table, what = RegistrationRow.table(), "is found by no search"
        found += [
            Difference(table=table, id=one, what=what)
            for one in unfindable(transaction)
        ]
    return Replay(size=row.version, differences=tuple(found), tokens_checked=can_sum)


@dataclass
class _Leaves:
    """What the leaves that were read so far come to."""

    size: int
    expected: _Expected = field(default_factory=dict)
    frontier: list[bytes] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    count: int = 0

    def read(self, sequence: int, leaf: str) -> None:
        """Take the next leaf into account."""
        if sequence != self.count + 1:
            self._differs(sequence, "does not follow the one before")
        completed = append(self.frontier, self.count, leaf_hash(leaf.encode()))
        self.count += 1
        for node in new_nodes(completed, self.count):
            self.nodes[node["level"], node["place"]] = node["hash"]  # type: ignore[index,assignment] # as new_nodes makes them
        try:
            for table, name, version, tag in json.loads(leaf)["rows"]:
                rows = self.expected.setdefault(table, {})
                if tag == GONE:
                    rows.pop(int(name, 16), None)
                else:
                    rows[int(name, 16)] = _mark(version, tag)
        except (ValueError, KeyError, TypeError):
            self._differs(sequence, "cannot be read")

    def _differs(self, sequence: int, what: str) -> None:
        table = str(EventRow.__tablename__)
        self.differences.append(Difference(table=table, id=sequence, what=what))


def _leaves(transaction: SqlTransaction) -> Iterator[tuple[int, str]]:
    sequence = col(EventRow.sequence)
    asked = select(sequence, col(EventRow.leaf)).order_by(sequence)
    in_parts = asked.execution_options(yield_per=_BATCH)
    yield from transaction.session.connection().execute(in_parts)


def _of_head(leaves: _Leaves, head: Head) -> Iterator[Difference]:
    if (leaves.count, tuple(leaves.frontier)) != (leaves.size, head.frontier):
        what = f"has {leaves.count} leaves that do not lead to its head"
        yield Difference(table=str(EventRow.__tablename__), id=None, what=what)


def _of_nodes(transaction: SqlTransaction, leaves: _Leaves) -> Iterator[Difference]:
    asked = select(col(NodeRow.level), col(NodeRow.place), col(NodeRow.hash))
    table, left = str(NodeRow.__tablename__), dict(leaves.nodes)
    for level, place, hashed in transaction.session.connection().execute(asked):
        if left.pop((level, place), None) != hashed:
            yield Difference(table=table, id=place, what="does not follow from leaves")
    for _, place in left:
        yield Difference(table=table, id=place, what="is missing")


def _of_details(transaction: SqlTransaction) -> Iterator[Difference]:
    table = str(EventRow.__tablename__)
    for sequence, what in wrong_details(transaction):
        yield Difference(table=table, id=sequence, what=what)


def _of_opening(
    transaction: SqlTransaction, found: list[Difference]
) -> Iterator[Difference]:
    """Yield the rows that do not open, but for those that were told already."""
    told = {(one.table, one.id) for one in found}
    for row in unopened_rows(transaction):
        if (row.table(), row.id) not in told:
            yield Difference(table=row.table(), id=row.id, what="was altered within")


def _sealed_kinds() -> list[type[SealedRow]]:
    """Return the tables whose rows are told in leaves: all but the head itself."""
    kinds = [kind for kind in SealedRow.__subclasses__() if kind is not HeadRow]
    return sorted(kinds, key=lambda kind: kind.table())


def _of_rows(
    transaction: SqlTransaction, kind: type[SealedRow], expected: dict[int, int]
) -> Iterator[Difference]:
    """Return what is wrong with the rows of one table, which empties `expected`."""
    messages = [getattr(kind, name) for name in kind.MESSAGES]
    asked = select(col(kind.id), col(kind.version), *messages)
    in_parts = asked.execution_options(yield_per=_BATCH)
    for number, version, *sealed in transaction.session.connection().execute(in_parts):
        due = expected.pop(number, None)
        stands = _mark(version, tag_of(sealed))
        if due != stands:
            yield Difference(
                table=kind.table(), id=number, what=_what_happened(due, version)
            )
    for number in expected:
        yield Difference(table=kind.table(), id=number, what="was removed")


def _what_happened(due: int | None, version: int) -> str:
    if due is None:
        return "was slipped in"
    return "was rolled back" if version < due >> _WIDTH else "was altered"


def _of_tokens(
    transaction: SqlTransaction, head: Head, *, can_sum: bool
) -> Iterator[Difference]:
    table = str(TokenRow.__tablename__)
    if can_sum:
        count, total = sum_of_tokens(transaction)
    else:
        total, count = head.tokens_sum, _count_of_tokens(transaction)
    if count != head.tokens:
        what = f"has {count} rows where the log has {head.tokens}"
        yield Difference(table=table, id=None, what=what)
    elif total != head.tokens_sum:
        what = "has as many rows as the log, and others"
        yield Difference(table=table, id=None, what=what)


def _count_of_tokens(transaction: SqlTransaction) -> int:
    counts = (
        transaction.run(select(func.count()).select_from(table)).scalar_one()
        for table in (TokenRow, UniqueTokenRow)
    )
    return sum(counts)


def _mark(version: int, tag: str) -> int:
    digest = hashlib.sha256(tag.encode()).digest()[:_DIGEST_SIZE]
    return (version << _WIDTH) | int.from_bytes(digest, "big")
