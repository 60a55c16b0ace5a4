"""Commits, and finds out what became of one whose answer never came.

When the connection dies during COMMIT, the server may have kept the act or not. Every
act writes a leaf in the audit log that no other act can write, so the log is asked for
it. Where it cannot be asked either, the doubt is remembered, and whoever does the same
again is told whether the first was kept: nothing is done twice.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from amnesty.domain.staff import Act
from amnesty.errors import AmnestyError, RuleBrokenError, StoreError
from amnesty.errors.anchor import RegisterWentBackError
from amnesty.errors.server import (
    KeptAfterAllError,
    OutcomeUnknownError,
    ServerGoneError,
)
from amnesty.repeating import Pause, pauses
from db.admission import put_right
from db.engines.engine import as_our_error
from db.engines.server import server_error
from db.keyring.key_file import write_key_file
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from db.transaction import SqlTransaction

ASKED = 8
"""How often the log is asked at most; the pauses between come to 13 seconds."""


_MET = "met"
"""Marks connections on which the log was seen to go on."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the log has of a transaction that was kept, or may have been."""

    sequence: int
    leaf: str
    """Its last leaf."""
    acts: frozenset[Act]


class Settling:
    """Commits the transactions of one open register, and remembers what is in doubt."""

    def __init__(self, pause: Pause = time.sleep) -> None:
        """Take what waits between two questions."""
        self._pause = pause
        self._doubts: list[Kept] = []
        self._last: Kept | None = None
        self._beside = ThreadPoolExecutor(1, "beside a commit")

    def close(self) -> None:
        """Let go of the thread that works beside commits."""
        self._beside.shutdown()

    def require_gone_on(self, connection: Connection) -> None:
        """Refuse a server, met by a new connection, that lost what was kept last.

        Raises:
            RegisterWentBackError: it did.
        """
        if _MET in connection.info:
            return
        if self._last is not None and not _stands(connection, self._last):
            raise RegisterWentBackError(self._last.sequence)
        connection.info[_MET] = True

    @contextmanager
    def keeping(self, engine: Engine, transaction: SqlTransaction) -> Iterator[None]:
        """Commit when the block ends, so that it is known whether it was kept.

        Raises:
            KeptAfterAllError: the same was done before, in doubt, and was kept.
            OutcomeUnknownError: the server does not answer any more.
            ServerGoneError: it went away, and nothing was kept.
        """
        try:
            yield
        except AmnestyError as error:
            error.about = transaction.looked_at
            if isinstance(error, RuleBrokenError):
                # Done already, perhaps, by the first of two who did the same.
                self._require_news(engine, transaction, frozenset(Act))
            raise
        transaction.write_events()
        self._require_news(engine, transaction, _acts(transaction))
        with transaction.erasures_listed(), self._doing_beside(transaction):
            if transaction.accounts_changed:
                self._commit_accounts(engine, transaction)
            else:
                self._commit(engine, transaction)

    @contextmanager
    def _doing_beside(self, transaction: SqlTransaction) -> Iterator[None]:
        """Have done, beside the commit within, what was left for this moment.

        The commit keeps its thread: it gives way to the other while the disk is slow.
        """
        doing = [self._beside.submit(work) for work in transaction.besides]
        try:
            yield
        finally:
            wait(doing)

    def _commit_accounts(self, engine: Engine, transaction: SqlTransaction) -> None:
        """Commit, with the key file written while nobody else can write the table.

        In doubt it stays as a program that was killed leaves it: the table is right.
        """
        access = transaction.access
        before = put_right(access.folder, transaction.staff_table(), access.register)
        try:
            self._commit(engine, transaction)
        except OutcomeUnknownError:
            raise
        except BaseException:
            for file, keys in before.items():
                write_key_file(file, keys)
            raise

    def _commit(self, engine: Engine, transaction: SqlTransaction) -> None:
        if transaction.written is None:
            transaction.session.commit()
            return
        kept = Kept(
            sequence=transaction.written[0],
            leaf=transaction.last_leaf,
            acts=_acts(transaction),
        )
        try:
            transaction.session.commit()
        except DBAPIError as error:
            if not _is_without_answer(error):
                raise
            transaction.session.close()
            if not self._was_kept(engine, transaction, kept):
                raise ServerGoneError from None
        if self._last is None or self._last.sequence < kept.sequence:
            self._last = kept

    def _was_kept(
        self, engine: Engine, transaction: SqlTransaction, doubt: Kept
    ) -> bool:
        for seconds in (*pauses(transaction.access.chance, ASKED - 1), None):
            try:
                with as_our_error():
                    return _stands_for_good(engine, doubt)
            except StoreError:
                if seconds is not None:
                    self._pause(seconds)
        self._doubts.append(doubt)
        raise OutcomeUnknownError(doubt.sequence)

    def _require_news(
        self, engine: Engine, transaction: SqlTransaction, acts: frozenset[Act]
    ) -> None:
        """Settle what is in doubt of some acts, now that the server answers."""
        for doubt in [one for one in self._doubts if one.acts & acts]:
            is_kept = _stands(transaction.session.connection(), doubt)
            if is_kept:
                transaction.session.close()
                _stands_for_good(engine, doubt)
            self._doubts.remove(doubt)
            if is_kept:
                raise KeptAfterAllError(doubt.sequence)


def _acts(transaction: SqlTransaction) -> frozenset[Act]:
    return frozenset(noted.event.act for noted in transaction.noted)


def _is_without_answer(error: DBAPIError) -> bool:
    """Return whether a commit may have been kept although it failed."""
    is_gone = isinstance(server_error(error.orig), ServerGoneError)
    is_ours = hasattr(error.orig, "sqlite_errorname")
    return not is_ours and (error.connection_invalidated or is_gone)


def _stands(connection: Connection, doubt: Kept) -> bool:
    asked = select(col(EventRow.leaf)).where(col(EventRow.sequence) == doubt.sequence)
    return connection.execute(asked).scalar_one_or_none() == doubt.leaf


def _stands_for_good(engine: Engine, doubt: Kept) -> bool:
    """Return whether a leaf stands in the log, in a transaction as any other.

    It takes the head's row, so it waits while the server still works on the one in
    doubt; and it is committed, so it waits until a synchronous standby has both.
    """
    with engine.begin() as connection:
        return _stands(connection, doubt)
