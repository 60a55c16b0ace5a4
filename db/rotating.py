"""Rotation: new keys for every compartment, and all that hung on the old ones moved.

Three steps, each of which may be stopped and gone on with:

- `rotate` makes the next epoch, seals it to who is granted and did not leave, and
  names it in the charter. From then on everything new hangs on it.
- `rewrap` (db/rewrapping.py) moves what there is, a batch at a time, while others work.
- `retire` destroys the epoch before, when nothing hangs on it any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.keys import (
    FileUnderOldKeyError,
    NothingToRetireError,
    RotationUnfinishedError,
    StillHangsOnEpochError,
)
from amnesty.errors.store import GrantForgedError
from db.audit.grants import GrantsInLog
from db.audit.latest import last_done
from db.behind import rows_behind
from db.engines.engine import WAIT_SECONDS
from db.engines.server import read_server
from db.engines.server_making import change_logins
from db.erasures import seal_erasures_again
from db.folder import DATABASE
from db.keyring.charter import new_charter
from db.keyring.database_key import file_key
from db.keyring.details import DetailKey
from db.keyring.slots import with_keys
from db.roots import keep_audit_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.domain.staff import StaffId
    from amnesty.ports import Clock
    from db.keyring.keys import Keyring
    from db.keyring.staff import StaffRecord, StaffTable
    from db.register import SqlRegister
    from db.transaction import SqlTransaction


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """What a rotation did."""

    epoch: int
    sealed_to: tuple[str, ...]
    """The names of who holds the new keys."""
    forged: tuple[str, ...]
    """The names of accounts whose grant does not hold: they were given nothing."""


@dataclass(frozen=True, kw_only=True)
class KeyStatus:
    """How the keys of the register stand."""

    epochs: tuple[int, ...]
    """The newest first; two while a rotation is not finished."""
    behind: int
    """How many rows still hang on the older epoch."""
    file_epoch: int
    """The epoch of the key that opens the database file."""
    holders: tuple[str, ...]
    """Who holds keys, the ways to recover among them."""
    tried_at: datetime | None
    """When a way to recover was last tried, or used."""

    @property
    def may_retire(self) -> bool:
        """Whether the older epoch can be destroyed."""
        is_moved = not self.behind and self.file_epoch == self.epochs[0]
        return len(self.epochs) > 1 and is_moved


def rotate(register: SqlRegister, *, clock: Clock) -> Rotated:
    """Make the next epoch of every compartment's key.

    Raises:
        RoleMayNotError: who signed in is no supervisor.
        RotationUnfinishedError: the rotation before is not finished.
    """
    require(register.member, Act.KEEP_KEYS)
    with register.transaction() as transaction:
        access = transaction.access
        old = access.keyring.keys(Compartment.COMMON).epoch
        older = access.keyring.epochs(Compartment.COMMON)[-1].epoch
        if older != old:
            raise RotationUnfinishedError(old=older, new=old)
        table = transaction.staff_table()
        audit = access.keyring.keys(Compartment.AUDIT)
        _use(transaction, access.keyring.with_next_epoch(access.chance))
        keep_audit_key(transaction, audit)
        holders, forged = _seal_to_all(transaction, table)
        _sign_charter(transaction)
        seal_erasures_again(access.folder, transaction.access.keyring, access.chance)
        transaction.append(
            _event(transaction, clock, step="rotate", epoch=str(old + 1))
        )
    return Rotated(epoch=old + 1, sealed_to=holders, forged=forged)


def retire(register: SqlRegister, *, clock: Clock) -> int:
    """Destroy the keys of the epoch before, and return which it was.

    Raises:
        RoleMayNotError: who signed in is no supervisor.
        NothingToRetireError: there is no epoch before.
        StillHangsOnEpochError: some rows have to be moved first.
        FileUnderOldKeyError: the database file has to be moved first.
    """
    require(register.member, Act.KEEP_KEYS)
    with register.transaction() as transaction:
        keyring = transaction.access.keyring
        newest, *before = (one.epoch for one in keyring.epochs(Compartment.COMMON))
        if not before:
            raise NothingToRetireError(newest)
        if behind := rows_behind(transaction):
            raise StillHangsOnEpochError(epoch=before[0], rows=behind)
        opened_by = _file_epoch(transaction)
        if opened_by != newest:
            raise FileUnderOldKeyError(opened_by)
        server = read_server(transaction.access.folder)
        if server is not None:
            # Those who hold only the newest keys could not sign in otherwise.
            change_logins(server, keyring, wait=WAIT_SECONDS)
        table = transaction.staff_table()
        _use(transaction, keyring.since(newest))
        _seal_to_all(transaction, table)
        _sign_charter(transaction)
        transaction.append(
            _event(transaction, clock, step="retire", epoch=str(before[0]))
        )
    return before[0]


def key_status(register: SqlRegister) -> KeyStatus:
    """Return how the keys of the register stand."""
    with register.transaction() as transaction:
        epochs = transaction.access.keyring.epochs(Compartment.COMMON)
        records = transaction.staff_table().records.values()
        holders = [one.slot.name for one in records if one.slot.keys]
        return KeyStatus(
            epochs=tuple(one.epoch for one in epochs),
            behind=rows_behind(transaction),
            file_epoch=_file_epoch(transaction),
            holders=tuple(sorted(holders)),
            tried_at=last_done(transaction.session.connection(), Act.RECOVER),
        )


def sign_charter(transaction: SqlTransaction, *, left: Iterable[StaffId]) -> None:
    """Put a charter in place that names the keys at hand, and who left."""
    access = transaction.access
    charter = new_charter(
        access.keyring, access.member.id, access.box.signing_key, left=left
    )
    transaction.put_charter(charter)


def _sign_charter(transaction: SqlTransaction) -> None:
    sign_charter(transaction, left=transaction.charter().left)


def _use(transaction: SqlTransaction, keyring: Keyring) -> None:
    """Go on in a transaction with other keys; later ones read them from the slot."""
    access = transaction.access
    audit = keyring.keys(Compartment.AUDIT)
    details = DetailKey(
        audit.audit_public_key,
        audit.epoch,
        register=access.register,
        chance=access.chance,
    )
    transaction.access = replace(access, keyring=keyring, details=details)


def _seal_to_all(
    transaction: SqlTransaction, table: StaffTable
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Seal the keys to who is granted and did not leave; return names, and forgeries.

    A row that anybody put into the table gets nothing: without a supervisor's
    signature, or with that of one who had left when it was written.
    """
    log = GrantsInLog(transaction)
    holders, forged = [], []
    for record in table.records.values():
        name = record.slot.name
        try:
            if not _may_hold(table, record):
                continue
        except GrantForgedError:
            forged.append(name)
            continue
        if not log.hold(record):
            forged.append(name)
            continue
        slot = with_keys(record.slot, transaction.access.keyring)
        transaction.put_account(replace(record, slot=slot))
        holders.append(name)
    return tuple(sorted(holders)), tuple(sorted(forged))


def _may_hold(table: StaffTable, record: StaffRecord) -> bool:
    return record.slot.account not in table.left and table.is_granted(record)


def _file_epoch(transaction: SqlTransaction) -> int:
    """Return the epoch of the key of the file; the newest where there is no file."""
    access = transaction.access
    if transaction.session.get_bind().dialect.name != "sqlite":
        return access.keyring.keys(Compartment.COMMON).epoch
    return file_key(access.folder / DATABASE, access.keyring).epoch


def _event(transaction: SqlTransaction, clock: Clock, **detail: str) -> Event:
    return Event(
        at=clock.now().replace(microsecond=0),
        by=transaction.access.member,
        verb=Verb.ALTERATION,
        act=Act.KEEP_KEYS,
        detail=detail,
    )
