"""Moves what hangs on an older epoch to the newest, a batch at a time.

What a registration holds is not touched: its three data keys alone are wrapped anew.
Rows that belong to the register are sealed anew, as their next version. Each batch is a
transaction of its own with its event; whoever is stopped goes on where it ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, or_, select, update
from sqlmodel import col

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.register import RowsNotMovedError
from db.records import ERASED
from db.sealing import TAG_SIZE, UnopenedError, epoch_of, tag_of
from db.tables import (
    AgreementRow,
    AuthorityRow,
    CharterRow,
    DestructionRow,
    PolicyRow,
    PublicationRow,
    RegistrationRow,
    SealedRow,
    SecretRow,
    SlotRow,
    StaffRow,
    StatusListRow,
    VocabularyRow,
)
from db.work import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement

    from amnesty.ports import Clock
    from db.register import SqlRegister
    from db.transaction import SqlTransaction

BATCH = 5_000
"""Registrations in one transaction: about a quarter of a second."""

_PARTS = (Compartment.IDENTITY, Compartment.CLINICAL, Compartment.GROWING)
_OF_THE_REGISTER: dict[type[SealedRow], Compartment | None] = {
    AuthorityRow: Compartment.COMMON,
    CharterRow: Compartment.COMMON,
    StaffRow: Compartment.COMMON,
    AgreementRow: Compartment.COMMON,
    PolicyRow: Compartment.COMMON,
    PublicationRow: Compartment.COMMON,
    SecretRow: None,
    StatusListRow: Compartment.GROWING,
    SlotRow: Compartment.GROWING,
    DestructionRow: Compartment.GROWING,
    VocabularyRow: Compartment.IDENTITY,
}
"""Which compartment's key seals them; None where the row names it.

The head moves with every event, answers hang on their root, the rest on another key.
"""

_KINDS: tuple[type[SealedRow], ...] = (RegistrationRow, *_OF_THE_REGISTER)


class _Batch(NamedTuple):
    """What became of the rows found; the last is None when there are no more."""

    moved: int
    damaged: int
    last: int | None

    @classmethod
    def of(cls, found: Sequence[Any], moved: int, batch: int) -> _Batch:
        """Count the rows that do not open: they stay as they are."""
        last = found[-1].id if len(found) == batch else None
        return cls(moved, len(found) - moved, last)


def rewrap(
    register: SqlRegister,
    *,
    clock: Clock,
    step: Callable[[int, int], None] = lambda _done, _total: None,
    batch: int = BATCH,
) -> int:
    """Move everything to the newest epoch, and return how many rows were moved.

    Args:
        register: as a supervisor has it open.
        clock: for the events.
        step: is told how many rows of how many are moved.
        batch: how many rows one transaction moves.

    Raises:
        RoleMayNotError: who signed in is no supervisor.
        RowsNotMovedError: some rows do not open; all the others were moved.
    """
    require(register.member, Act.KEEP_KEYS)
    with register.transaction() as transaction:
        total = rows_behind(transaction)
    done = damaged = 0
    step(done, total)
    for kind in _KINDS:
        last: int | None = None
        while True:
            with register.transaction() as transaction:
                moved, left, last = _move(transaction, kind, last, batch)
                if moved:
                    transaction.append(_event(transaction, clock, kind, moved))
            done += moved
            damaged += left
            step(done, max(done, total))
            if last is None:
                break
    if damaged:
        raise RowsNotMovedError(damaged, moved=done)
    return done


def rows_behind(transaction: SqlTransaction) -> int:
    """Return how many rows still hang on an older epoch."""
    total = 0
    for kind in _KINDS:
        asked = select(func.count()).select_from(kind)
        total += transaction.run(asked.where(_behind(transaction, kind))).scalar_one()
    return total


def _behind(transaction: SqlTransaction, kind: type[SealedRow]) -> ColumnElement[bool]:
    """Return what is true of rows that hang on an older epoch."""
    newest = transaction.access.keyring.keys(Compartment.COMMON).epoch
    named = newest.to_bytes(2, "big")

    def is_behind(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 # a column
        epoch = func.substr(column, 2, 2, type_=LargeBinary)
        return (func.length(column) > 0) & (epoch != named)

    if kind is not RegistrationRow:
        return is_behind(col(kind.sealed))  # type: ignore[attr-defined] # of all these
    keys = (getattr(RegistrationRow, f"{part.value}_key") for part in _PARTS)
    buried = (col(RegistrationRow.state) == ERASED) & is_behind(
        col(RegistrationRow.identity)
    )
    return or_(*map(is_behind, keys), buried)


def _move(
    transaction: SqlTransaction, kind: type[SealedRow], after: int | None, batch: int
) -> _Batch:
    """Move the next rows of a table that hang on an older epoch."""
    if kind is RegistrationRow:
        return _move_registrations(transaction, after, batch)
    return _move_sealed(transaction, kind, after, batch)


def _move_registrations(
    transaction: SqlTransaction, after: int | None, batch: int
) -> _Batch:
    row = RegistrationRow
    tags = [
        func.substr(
            col(message), func.length(col(message)) - TAG_SIZE + 1, type_=LargeBinary
        )
        for message in (row.identity, row.clinical, row.growing)
    ]
    keys = [col(row.identity_key), col(row.clinical_key), col(row.growing_key)]
    columns = [col(row.id), col(row.version), col(row.state), *keys, *tags]
    found = _next(transaction, row, columns, after=after, batch=batch)
    erased = [one[0] for one in found if one[2] == ERASED]
    living = [one for one in found if one[2] != ERASED]
    written = list(_wrapped_anew(transaction, living))
    if written:
        names = (f"{part.value}_key" for part in _PARTS)
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        statement = update(row).where(col(row.id) == bindparam("own"))
        transaction.run(statement.values(changed), written)
    moved = {one["own"] for one in written}
    transaction.marks += [
        Mark(table=row.table(), id=one[0], version=one[1], tag=tag_of(one[6:9]))
        for one in living
        if one[0] in moved
    ]
    transaction.must_note |= bool(moved)
    buried = sum(_bury_again(transaction, number) for number in erased)
    return _Batch.of(found, len(moved) + buried, batch)


def _wrapped_anew(
    transaction: SqlTransaction, rows: Sequence[Any]
) -> Iterator[dict[str, object]]:
    """Yield what to write for each row that opens; this decides how long it takes."""
    access = transaction.access
    ring, chance = access.keyring, access.chance
    newest = ring.keys(Compartment.COMMON).epoch
    places = [(place, part, ring.keys(part)) for place, part in enumerate(_PARTS, 3)]
    for row in rows:
        own = row[0]
        new: dict[str, object] = {"own": own}
        for place, part, keys in places:
            wrapped = row[place]
            epoch = epoch_of(wrapped)
            if wrapped and epoch != newest:
                try:
                    data_key = ring.of_epoch(part, epoch).unwrap(own, wrapped)
                except UnopenedError:
                    break
                wrapped = keys.wrap(own, data_key, chance)
            new[f"new_{part.value}_key"] = wrapped
        else:
            yield new


def _bury_again(transaction: SqlTransaction, number: int) -> bool:
    """Seal anew what is left of an erased registration; return whether it opened."""
    row = transaction.session.get_one(RegistrationRow, number)
    text = _opened(transaction, row, Compartment.COMMON, "identity")
    if text is None:
        return False
    row.version += 1
    access = transaction.access
    keys = access.keyring.keys(Compartment.COMMON)
    row.identity = keys.seal.seal(text, row.bound("identity"), access.chance)
    transaction.keep(row)
    return True


def _move_sealed(
    transaction: SqlTransaction, kind: type[SealedRow], after: int | None, batch: int
) -> _Batch:
    names = list(kind.model_fields)
    columns = [getattr(kind, name) for name in names]
    found = _next(transaction, kind, columns, after=after, batch=batch)
    written = []
    for values in found:
        row = kind(**dict(zip(names, values, strict=True)))
        compartment = _OF_THE_REGISTER[kind] or Compartment(row.compartment)  # type: ignore[attr-defined] # of a secret
        text = _opened(transaction, row, compartment, "sealed")
        if text is None:
            continue
        row.version += kind is not PublicationRow
        keys = transaction.access.keyring.keys(compartment)
        sealed = keys.seal.seal(text, row.bound(), transaction.access.chance)
        written.append({"own": row.id, "now": row.version, "message": sealed})
        tag = tag_of([sealed])
        transaction.marks.append(
            Mark(table=kind.table(), id=row.id, version=row.version, tag=tag)
        )
    if written:
        transaction.must_note = True
        statement = update(kind).where(col(kind.id) == bindparam("own"))
        changed: dict[str, Any] = {
            "version": bindparam("now"),
            "sealed": bindparam("message"),
        }
        transaction.run(statement.values(changed), written)
        transaction.session.expire_all()
    return _Batch.of(found, len(written), batch)


def _next(
    transaction: SqlTransaction,
    kind: type[SealedRow],
    columns: Sequence[Any],
    *,
    after: int | None,
    batch: int,
) -> Sequence[Any]:
    """Return columns of the next rows behind, in the order of their ids."""
    asked = select(*columns).where(_behind(transaction, kind))
    if after is not None:
        asked = asked.where(col(kind.id) > after)
    return transaction.run(asked.order_by(col(kind.id)).limit(batch)).all()


def _opened(
    transaction: SqlTransaction, row: SealedRow, part: Compartment, message: str
) -> bytes | None:
    sealed: bytes = getattr(row, message)
    try:
        return transaction.access.keyring.open(part, sealed, row.bound(message))
    except UnopenedError:
        return None


def _event(
    transaction: SqlTransaction, clock: Clock, kind: type[SealedRow], moved: int
) -> Event:
    return Event(
        at=clock.now().replace(microsecond=0),
        by=transaction.access.member,
        verb=Verb.ALTERATION,
        act=Act.KEEP_KEYS,
        detail={"step": "rewrap", "table": kind.table(), "rows": str(moved)},
    )
