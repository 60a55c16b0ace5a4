"""Every row of a register, out of one database and into another.

Rows are copied as they stand, sealed: whoever copies needs no key but that of the file.
They go in the order in which they refer to one another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from db.sealing import canonical
from db.tables import METADATA, TABLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

BATCH = 1000
"""Rows that are copied at once."""

Row = dict[str, Any]


def copied_tables() -> tuple[Table, ...]:
    """Return all tables of a register, each after those that it refers to."""
    return tuple(table for table in METADATA.sorted_tables if table.name in TABLE_NAMES)


def rows_out(
    connection: Connection, table: Table, *, batch: int = BATCH
) -> Iterator[list[Row]]:
    """Return the rows of a table, some at a time, in the order of their keys."""
    asked = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(asked.execution_options(yield_per=batch))
    for part in found.mappings().partitions(batch):
        yield [dict(row) for row in part]


def rows_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Put rows into a table."""
    if rows:
        connection.execute(insert(table), list(rows))


@dataclass
class Digests:
    """How many rows a table has, and a sum of their hashes: the same for all orders."""

    rows: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)

    def count(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take more rows of a table into account."""
        self.rows[table] = self.rows.get(table, 0) + len(rows)
        total = sum(_hash(table, row) for row in rows)
        self.sums[table] = (self.sums.get(table, 0) + total) % (1 << 256)


def digests_of(connection: Connection) -> Digests:
    """Return what all rows of a register come to, to compare with a copy's."""
    digests = Digests()
    for table in copied_tables():
        digests.count(table.name, [])
        for rows in rows_out(connection, table):
            digests.count(table.name, rows)
    return digests


def _hash(table: str, row: Mapping[str, Any]) -> int:
    """Return the hash of a row with all its columns."""
    plain = {name: _plain(value) for name, value in row.items()}
    digest = hashlib.sha256(canonical([table, plain])).digest()
    return int.from_bytes(digest, "big")


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if value is None or isinstance(value, int | str) else str(value)
