"""Examines a register that somebody has open: its settings, its pages, its log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import Session, col

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors import AmnestyError
from db.audit.checkpoints import require_grown
from db.audit.findings import CLOCK_SLACK, Finding, fine, look, wrong
from db.audit.head import HEAD
from db.audit.latest import last_done
from db.audit.replaying import replay
from db.engines.engine import as_our_error
from db.engines.server import SNAPSHOT
from db.tables import EventRow, HeadRow, PendingRow
from db.work import open_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from amnesty.ports import Clock
    from db.keyring.keys import Keyring
    from db.register import SqlRegister

OLD_BACKUP = timedelta(days=7)
"""A backup that is older than this is worth a look."""
OLD_DRILL = timedelta(days=365)
"""A way back that was not tried for so long may not be one."""
MANY_PENDING = 1_000
"""More registrations than this never wait for their search words."""

_IN_FORCE = {
    "synchronous": "3",
    "journal_mode": "wal",
    "foreign_keys": "1",
    "secure_delete": "1",
    "temp_store": "2",
    "trusted_schema": "0",
}
_RESTORE = "Keep the file as it is, and restore the newest backup beside it."
_TELL = "Keep the register as it is and tell the auditor."
_REOPEN = "Close the register everywhere, and open it with this program alone."


def examine_open(register: SqlRegister, *, now: datetime) -> Iterator[Finding]:
    """Return what is to be said of an open register; others go on working.

    Args:
        register: as anybody on the staff has it open.
        now: the instant that the clock tells.
    """
    engine, access = register.opened()
    yield fine("sign-in", "passphrase, keys and the staff table agree")
    for examine in (
        _settings,
        _pages,
        lambda connection: _head(connection, access.keyring, now),
        lambda connection: _last_backup(connection, now),
        lambda connection: _last_drill(connection, now),
        _pending,
    ):
        try:
            with as_our_error(), engine.connect() as connection:
                connection.execution_options(**{SNAPSHOT: True})
                found = examine(connection)
        except AmnestyError as error:
            found = wrong("register", str(error), _RESTORE)
        yield found
    if engine.dialect.name == "postgresql":
        with as_our_error(), engine.connect() as connection:
            yield _left_over(connection.execution_options(**{SNAPSHOT: True}))
    yield _epochs(access.keyring)


def examine_log(
    register: SqlRegister,
    *,
    clock: Clock,
    since: str | None = None,
    deep: bool = False,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Finding]:
    """Return whether the log only grew, and whether every row follows from it.

    Args:
        register: as somebody has it open who may read the log.
        clock: the time of the event that tells of it.
        since: a signed checkpoint that was kept, to compare with.
        deep: whether every row is compared with the log.
        step: is told how many leaves of how many are read.

    Raises:
        RoleMayNotError: this person may not read the log.
    """
    require(register.member, Act.READ_AUDIT)
    found: list[Finding] = []
    try:
        with register.transaction() as transaction:
            transaction.append(
                Event(
                    at=clock.now(),
                    by=register.member,
                    verb=Verb.CONSULTATION,
                    act=Act.READ_AUDIT,
                )
            )
            if since is not None:
                size = require_grown(transaction, since).size
                found.append(fine("anchor", f"the log begins with the {size} signed"))
            if deep:
                differences = replay(transaction, step=step).differences
                found.append(_compared(tuple(map(str, differences))))
    except AmnestyError as error:
        found.append(wrong("log", str(error), _TELL))
    return iter(found)


def _compared(records: tuple[str, ...]) -> Finding:
    if not records:
        return fine("rows", "every row follows from the log")
    found = f"{len(records)} things do not follow from the log"
    return wrong("rows", found, _TELL, *records)


def _settings(connection: Connection) -> Finding:
    """Compare what is really in force with what was asked for."""
    if connection.dialect.name != "sqlite":
        return fine("settings", "those of the server")
    differ = [
        f"{name} is {value}, not {wanted}"
        for name, wanted in _IN_FORCE.items()
        if (value := _pragma(connection, name)) != [wanted]
    ]
    if differ:
        return wrong("settings", "; ".join(differ), _REOPEN)
    return fine("settings", "synchronous=EXTRA, WAL, foreign keys, secure delete")


def _pages(connection: Connection) -> Finding:
    """Check every page's HMAC, the structure, and the references between rows.

    A page that somebody writes at this moment may be read half old and half new, so
    only what is wrong twice is wrong.
    """
    if connection.dialect.name != "sqlite":
        return fine("pages", "the server's own tools check its pages")
    first = set(_pragma(connection, "cipher_integrity_check"))
    twice = first & set(_pragma(connection, "cipher_integrity_check")) if first else ()
    structure = [
        one for one in _pragma(connection, "integrity_check") if one.lower() != "ok"
    ]
    torn = _pragma(connection, "foreign_key_check")
    found = len(twice) + len(structure) + len(torn)
    if found:
        return wrong("pages", f"{found} faults in the file", _RESTORE)
    return fine("pages", "every page is as it was written")


def _pragma(connection: Connection, name: str) -> list[str]:
    return [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {name}")]


def _head(connection: Connection, keyring: Keyring, now: datetime) -> Finding:
    row = Session(connection).execute(select(HeadRow)).scalar_one_or_none()
    if row is None:
        return wrong("log", "it has no head", _TELL)
    head = open_row(row, keyring, Compartment.COMMON, HEAD)
    counted = select(func.count(), func.max(col(EventRow.sequence)))
    count, last = connection.execute(counted.select_from(EventRow)).one()
    if (count, last or 0) != (row.version, row.version):
        found = f"its head tells of {row.version} events, and {count} stand"
        return wrong("log", found, _TELL)
    if head.last_at and datetime.fromisoformat(head.last_at) > now + CLOCK_SLACK:
        found = f"its last event is of {head.last_at}, later than this machine's clock"
        return wrong("log", found, "Set this machine's clock.")
    return fine("log", f"{count} events, as its head tells")


def _last_backup(connection: Connection, now: datetime) -> Finding:
    last = last_done(connection, Act.BACK_UP)
    mend = "Run: amnesty backup make --to FOLDER"
    if last is None:
        return look("backup", "none was ever made", mend)
    found = f"the newest was begun {_days(now - last)} ago"
    if now - last > OLD_BACKUP:
        return look("backup", found, mend)
    return fine("backup", found)


def _last_drill(connection: Connection, now: datetime) -> Finding:
    last = last_done(connection, Act.RECOVER)
    mend = "Run, with the code or three shares: amnesty recover --drill"
    if last is None:
        return look("drill", "no way back was ever tried", mend)
    found = f"a way back was last tried {_days(now - last)} ago"
    if now - last > OLD_DRILL:
        return look("drill", found, mend)
    return fine("drill", found)


def _days(age: timedelta) -> str:
    return f"{age.days} day" if age.days == 1 else f"{age.days} days"


def _pending(connection: Connection) -> Finding:
    counted = select(func.count()).select_from(PendingRow)
    count = connection.execute(counted).scalar_one()
    found = f"{count} registrations wait for their batch of search words"
    if count > MANY_PENDING:
        return look("search", found, "Register one more patient, and look again.")
    return fine("search", found)


def _left_over(connection: Connection) -> Finding:
    """Tell of what was kept on the server: what was erased since still stands in it."""
    asked = "SELECT nspname FROM pg_namespace WHERE nspname ^@ (current_schema || '_')"
    names = sorted(connection.exec_driver_sql(asked).scalars())
    if not names:
        return fine("copies", "no copy of an earlier register is left on the server")
    mend = (
        f"Once the register works, have its owner run: DROP SCHEMA {names[0]} CASCADE"
    )
    return look("copies", f"left on the server: {', '.join(names)}", mend)


def _epochs(keyring: Keyring) -> Finding:
    epochs = sorted(keys.epoch for keys in keyring.epochs(Compartment.COMMON))
    return fine("epochs", f"keys are held of epoch {', '.join(map(str, epochs))}")
