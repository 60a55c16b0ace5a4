"""Moves what hangs on an older epoch to the newest, a batch at a time.

What a registration holds is not touched: its three data keys alone are wrapped anew.
Rows that belong to the register are sealed anew, as their next version. Each batch is a
transaction of its own with its event; whoever is stopped goes on where it ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, update
from sqlmodel import col

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.register import RowsNotMovedError
from db.behind import KINDS, OF_THE_REGISTER, PARTS, next_behind, rows_behind
from db.records import ERASED
from db.sealing import TAG_SIZE, UnopenedError, epoch_of, tag_of
from db.tables import (
    PublicationRow,
    RegistrationRow,
)
from db.work import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from amnesty.ports import Clock
    from db.register import SqlRegister
    from db.sealed_row import SealedRow
    from db.transaction import SqlTransaction

BATCH = 5_000
"""Registrations in one transaction: about a quarter of a second."""


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
    for kind in KINDS:
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
    found = next_behind(transaction, row, columns, after=after, batch=batch)
    erased = [one[0] for one in found if one[2] == ERASED]
    living = [one for one in found if one[2] != ERASED]
    written = list(_wrapped_anew(transaction, living))
    if written:
        names = (f"{part.value}_key" for part in PARTS)
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
    places = [(place, part, ring.keys(part)) for place, part in enumerate(PARTS, 3)]
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
    found = next_behind(transaction, kind, columns, after=after, batch=batch)
    written = []
    for values in found:
        row = kind(**dict(zip(names, values, strict=True)))
        compartment = OF_THE_REGISTER[kind] or Compartment(row.compartment)  # type: ignore[attr-defined] # of a secret
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
