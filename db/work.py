"""What one transaction works with, and what it has done so far."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, insert, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import col

from amnesty.domain.event import Event
from amnesty.domain.staff import Compartment, StaffMember
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import ChangedByAnotherError, EventOfAnotherError
from amnesty.ports import Chance
from db.keyring.details import DetailKey
from db.keyring.keys import Keyring
from db.keyring.slots import Cost, KeyBox
from db.sealing import Codec, UnopenedError, tag_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, CursorResult, Dialect, Executable, Insert
    from sqlmodel import Session, SQLModel

    from db.sealed_row import SealedRow

Row = TypeVar("Row", bound="SealedRow")
Value = TypeVar("Value")

GONE = ""
"""The tag of a row that was deleted."""

_ID_SIZE = 8
_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
_Rows = dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who signed in to which register, with which keys."""

    folder: Path
    register: str
    authority_id: int
    details: DetailKey
    """Seals the details of events, which auditors alone open."""
    member: StaffMember
    keyring: Keyring
    box: KeyBox
    """The member's own private keys: grants are signed with them."""
    cost: Cost
    """What a guess of a passphrase set from here costs."""
    chance: Chance
    stamp: tuple[int, int, str] = (0, 0, "")
    """Changes when the account or the register's keys do, and these are out of date."""
    sessions_ended: int = 0
    """How often the account's sessions had been ended when this one began."""


class Mark(NamedTuple):
    """One row as it was written, by which the audit log knows it again."""

    table: str
    id: int
    version: int
    tag: str
    """The tags of its messages; GONE where the row was deleted."""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """An event, with the rows written since the one before it."""

    event: Event
    marks: tuple[Mark, ...]
    forgot: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Of which registrations' events the details were taken out of the log."""


def mark_of(kind: type[SealedRow], columns: Mapping[str, Any]) -> Mark:
    """Return by what the log knows a row, from its columns."""
    return Mark(
        table=kind.table(),
        id=columns["id"],
        version=columns["version"],
        tag=tag_of(columns[name] for name in kind.MESSAGES),
    )


class Work:
    """The base of every part of a transaction."""

    def __init__(self, session: Session, access: Access) -> None:
        """Take the open session, which the register commits or rolls back."""
        self.session = session
        self.access = access
        self._connection: Connection | None = None
        self.noted: list[Noted] = []
        self.marks: list[Mark] = []
        self.must_note = False
        """Whether something was written or a patient's record read."""
        self.looked_at: int | None = None
        """The registration whose row was read last."""
        self.tokens_more = 0
        """How many more rows of tokens there are than before; fewer is negative."""
        self.tokens_sum = 0
        """What they add to the log's sum over all tokens, modulo 2 ** 128."""
        self.forgot: dict[int, tuple[int, ...]] = {}
        """By registration: the events that lost their details, as it was erased."""
        self.besides: list[Callable[[], None]] = []
        """What is done while this is kept."""

    def meanwhile(self, work: Callable[[], Value]) -> Future[Value]:
        """Have work done while this transaction is kept, which waits for a disk.

        It asks nothing of the register. Its result is there when the block has ended.
        """
        result: Future[Value] = Future()

        def done() -> None:
            try:
                result.set_result(work())
            except BaseException as error:  # noqa: BLE001 - whoever asks for it has it
                result.set_exception(error)

        self.besides.append(done)
        return result

    def append(self, event: Event) -> None:
        """Append an event to the audit log, in this transaction.

        Raises:
            EventOfAnotherError: it names somebody else than who signed in.
        """
        if event.by != self.access.member:
            raise EventOfAnotherError
        self.noted.append(Noted(event=event, marks=tuple(self.marks)))
        self.marks.clear()

    def new_id(self) -> int:
        """Return a random number of 64 bits: it says nothing of order or number."""
        return int.from_bytes(self.access.chance(_ID_SIZE), "big")

    def run(
        self, statement: Executable, rows: _Rows | None = None
    ) -> CursorResult[Any]:
        """Run a statement on columns, without the cost of making objects of rows."""
        if self._connection is None or self._connection.closed:
            self._connection = self.session.connection()
        return self._connection.execute(statement, rows)

    def keep(self, row: SealedRow) -> None:
        """Write a row that is sealed, and remember what the log has to say of it.

        Raises:
            ChangedByAnotherError: it is no longer there.
        """
        # Half the cost of a flush, which then has nothing left to do.
        state = inspect(row)
        if state.key is None:
            self.keep_new(type(row), [row.columns()])
            make_transient_to_detached(row)
            return
        changed = {name: getattr(row, name) for name in sorted(state.committed_state)}
        written = self.run(_updates(type(row)), {"_id": row.id, **changed})
        if written.rowcount != 1:
            raise ChangedByAnotherError
        if row in self.session:
            self.session.expunge(row)
        self.must_note = True
        self.marks.append(
            Mark(table=row.table(), id=row.id, version=row.version, tag=row.tag)
        )

    def keep_new(self, kind: type[SealedRow], rows: list[dict[str, Any]]) -> None:
        """Write new rows, column by column, without the cost of making them objects."""
        self.run(_inserts(kind), rows)
        self.must_note = True
        self.marks += [mark_of(kind, row) for row in rows]

    def drop(self, row: SealedRow) -> None:
        """Delete a row, and have the log say that it is gone."""
        self.session.delete(row)
        self.session.flush()
        self.must_note = True
        self.marks.append(
            Mark(table=row.table(), id=row.id, version=row.version, tag=GONE)
        )

    def add_new(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> bool:
        """Insert rows as `add_rows` does; return whether none was there already."""
        return not rows or self._add(_as_text(table, self._dialect), rows) == len(rows)

    def add_rows(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Insert rows, all columns in order, by the driver alone.

        With many rows the rest would be most of the cost. Numbers of 64 bits and dates
        are given as the driver takes them.
        """
        if rows:
            self._add(_new_as_text(table, self._dialect), rows)

    @property
    def _dialect(self) -> Dialect:
        return self.session.connection().dialect

    def _add(self, statement: tuple[str, bool], rows: list[dict[str, Any]]) -> int:
        text, is_positional = statement
        given = [tuple(row.values()) for row in rows] if is_positional else rows
        return self.session.connection().exec_driver_sql(text, given).rowcount

    def insert_new(self, table: type[SQLModel]) -> Insert:
        """Return the statement that inserts rows, and leaves alone what is there."""
        return _inserts_new(table, self.session.get_bind().dialect.name)

    def seal(
        self,
        row: SealedRow,
        compartment: Compartment,
        codec: Codec[Value],
        value: Value,
    ) -> None:
        """Seal a value into a row that belongs to no registration, and keep the row."""
        keys = self.access.keyring.keys(compartment)
        sealed = keys.seal.seal(codec.write(value), row.bound(), self.access.chance)
        setattr(row, row.MESSAGES[0], sealed)
        self.keep(row)

    def open(
        self, row: SealedRow, compartment: Compartment, codec: Codec[Value]
    ) -> Value:
        """Return what `seal` sealed in a row.

        Raises:
            RowAlteredError: the row is not as it was written.
        """
        return open_row(row, self.access.keyring, compartment, codec)


@cache
def _inserts(table: type[SQLModel]) -> Executable:
    """Return the statement once: making it costs more than running it."""
    return insert(table)


@cache
def _updates(table: type[SealedRow]) -> Executable:
    return update(table).where(col(table.id) == bindparam("_id"))


@cache
def _inserts_new(table: type[SQLModel], dialect: str) -> Insert:
    statement: Insert = _DIALECTS[dialect].insert(table).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)


@cache
def _as_text(table: type[SQLModel], dialect: Dialect) -> tuple[str, bool]:
    """Return the statement that inserts rows that are new, all columns in order."""
    compiled = _inserts_new(table, dialect.name).compile(dialect=dialect)
    return str(compiled), compiled.positional


@cache
def _new_as_text(table: type[SQLModel], dialect: Dialect) -> tuple[str, bool]:
    """Return the statement that inserts rows, and fails where one is there already."""
    compiled = insert(table).compile(dialect=dialect)
    return str(compiled), compiled.positional


def open_row(
    row: SealedRow, keyring: Keyring, compartment: Compartment, codec: Codec[Value]
) -> Value:
    """Return what a row that belongs to no registration holds.

    Raises:
        RowAlteredError: the row is not as it was written.
        CompartmentClosedError: the reader does not hold the keys.
    """
    message: bytes = getattr(row, row.MESSAGES[0])
    try:
        return codec.read(keyring.open(compartment, message, row.bound()))
    except UnopenedError:
        raise RowAlteredError(row.table()) from None
