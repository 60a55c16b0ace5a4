"""The register on SQLite: opened by one member of staff, closed with its keys let go.

The whole door for whoever wires the program together is here: make a register, ask
whose accounts it has, open it with a passphrase or with the recovery code.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.errors.keys import SharesWrongError
from amnesty.errors.register import KeyFileDamagedError, RegisterClosedError
from amnesty.errors.store import RecoveryCodeWrongError, WrongPassphraseError
from db.admission import (
    Unlocked,
    admit,
    admit_again,
    blaming_key_file,
    read_stamp,
    sign_in,
    unlock,
)
from db.audit.anchor import Anchor, Seen, require_gone_on, seen_of
from db.creating import Created, Scale, create_register
from db.engines.engine import WAIT_SECONDS, as_our_error, open_engine, require_schema
from db.engines.place import engine_of, require_files, require_not_moved, take_in_log
from db.erasing import settle
from db.folder import DATABASE, KEY_FILE, RECOVERY_FILE
from db.keyring.database_key import file_key, give_newest_key
from db.keyring.key_file import read_key_file
from db.keyring.recovery import read
from db.keyring.shares import combined
from db.keyring.slots import STANDARD_COST, Cost
from db.roots import read_roots
from db.settling import Settling
from db.transaction import SqlTransaction, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Chance
    from amnesty.repeating import Pause
    from db.work import Access

__all__ = [
    "Created",
    "Scale",
    "SqlRegister",
    "account_names",
    "create_register",
    "open_register",
    "open_with_recovery",
]


class SqlRegister:
    """The register as one signed-in member of staff has it open.

    It may be used by several threads: every transaction has a connection of its own.
    """

    def __init__(
        self,
        engine: Engine,
        access: Access,
        anchored: tuple[Anchor, Seen] | None,
        *,
        pause: Pause,
    ) -> None:
        """Take an engine that opens the file, and who signed in with which keys.

        With them where this computer remembers the log, and what the log is now.
        """
        self._member = access.member
        self._opened: tuple[Engine, Access] | None = (engine, access)
        self._anchored = anchored
        self._settling = Settling(pause)

    @property
    def member(self) -> StaffMember:
        """Who signed in."""
        return self._member

    @property
    def last_at(self) -> str:
        """The instant of the log's last event, as far as seen; empty where not looked.

        ISO 8601, UTC.
        """
        return self._anchored[1].last_at if self._anchored else ""

    def opened(self) -> tuple[Engine, Access]:
        """Return the engine and the access, for what works on the register as a whole.

        Raises:
            RegisterClosedError: it was closed.
        """
        if self._opened is None:
            raise RegisterClosedError
        return self._opened

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """Begin a transaction; it is committed when the block ends without error.

        Raises:
            EventMissingError: it wrote, or read a record, and logged nothing.
            RegisterWentBackError: what was kept before is missing.
            OutcomeUnknownError: the server went away for good while this was kept.
            StoreError: the register cannot answer; then nothing was kept.
        """
        engine, access = self.opened()
        with (
            as_our_error(),
            session_on(engine) as session,
        ):
            self._settling.require_gone_on(session.connection())
            if read_stamp(session, access.member.id) != access.stamp:
                access = admit_again(session, access)
                if self._opened is not None:
                    self._opened = (engine, access)
            require_not_moved(access.folder, engine)
            transaction = SqlTransaction(session, access)
            with self._settling.keeping(engine, transaction):
                yield transaction
            ended = transaction.access.sessions_ended
            if self._opened is not None and ended != access.sessions_ended:
                self._opened = (engine, replace(access, sessions_ended=ended))
            self._remember(transaction)
            if transaction.erased:
                settle(engine)

    def give_newest_key(self) -> bool:
        """Put the file under the newest key if nobody else has it open.

        Return whether it is under that key.
        """
        engine, access = self.opened()
        if engine.dialect.name != "sqlite":
            return True
        with self.transaction() as transaction:
            access = transaction.access
        engine.dispose()
        file = access.folder / DATABASE
        is_given = give_newest_key(file, access.keyring)
        key = file_key(file, access.keyring).database
        self._opened = (open_engine(file, key), access)
        return is_given

    def close(self) -> None:
        """Close the register and let go of its keys."""
        if self._opened is None:
            return
        engine, access = self._opened
        self._opened = None
        self._settling.close()
        engine.dispose()
        if self._anchored is not None:
            anchor, seen = self._anchored
            anchor.write(seen, access.keyring)
        access.keyring.forget()

    def _remember(self, transaction: SqlTransaction) -> None:
        """Remember what a transaction that was kept made of the log."""
        if self._anchored is None or transaction.written is None:
            return
        anchor, seen = self._anchored
        now = seen_of(*transaction.written)
        if now.size > seen.size:
            self._anchored = anchor, now


def account_names(directory: Path) -> list[str]:
    """Return the names that can sign in, or wait for a grant, in order.

    Raises:
        RegisterMissingError: there is no register in the folder.
        StoreError: the key file cannot be read.
    """
    require_files(directory)
    return sorted(slot.name for slot in read_key_file(directory / KEY_FILE).slots)


def open_register(
    directory: Path,
    name: str,
    passphrase: str,
    *,
    key_file: bytes | None = None,
    chance: Chance = os.urandom,
    cost: Cost = STANDARD_COST,
    wait: float = WAIT_SECONDS,
    anchors: Path | None = None,
    pause: Pause = time.sleep,
) -> SqlRegister:
    """Open a register with a member's name and passphrase.

    The cost is that of passphrases that are set from here on; how long a transaction
    waits for another is in seconds. The anchors are the folder, apart from the
    register, in which this computer remembers how far it saw registers' logs.

    Raises:
        RegisterRolledBackError: the log does not go on from what was seen of it.
        NoSuchAccountError: no account has this name.
        WrongPassphraseError: the passphrase does not open it.
        AccountNotGrantedError: the account waits for a grant.
        StoreError: the register, or its key file, cannot be opened.
    """
    require_files(directory)
    unlocked = sign_in(directory / KEY_FILE, name, passphrase, key_file)
    return _open(
        directory,
        unlocked,
        chance=chance,
        cost=cost,
        wait=wait,
        anchors=anchors,
        pause=pause,
    )


def open_with_recovery(
    directory: Path,
    code: str | Sequence[str],
    *,
    chance: Chance = os.urandom,
    cost: Cost = STANDARD_COST,
    wait: float = WAIT_SECONDS,
) -> SqlRegister:
    """Open a register with its recovery code or shares; write its key file again.

    It opens every compartment, so that new accounts can be proposed and granted when
    nobody's passphrase is left.

    Raises:
        RecoveryCodeShapeError: the code was mistyped.
        RecoveryCodeWrongError: it is another register's.
        BadInputError: of the shares, as `db.keyring.shares` tells them apart.
        SharesWrongError: they are another register's, or of a set before the newest.
        StoreError: the register cannot be opened.
    """
    is_code = isinstance(code, str)
    secret = read(code) if isinstance(code, str) else combined(code)
    require_files(directory)
    file = directory / RECOVERY_FILE
    keys = read_key_file(file)
    if not keys.slots:
        raise KeyFileDamagedError(file)
    for slot in keys.slots:
        with suppress(WrongPassphraseError):
            unlocked = unlock(file, keys.register, slot, secret)
            return _open(directory, unlocked, chance=chance, cost=cost, wait=wait)
    raise RecoveryCodeWrongError if is_code else SharesWrongError


def _open(
    directory: Path,
    unlocked: Unlocked,
    *,
    chance: Chance,
    cost: Cost,
    wait: float,
    anchors: Path | None = None,
    pause: Pause = time.sleep,
) -> SqlRegister:
    engine = engine_of(directory, unlocked, wait=wait)
    try:
        with (
            blaming_key_file(directory, unlocked.keyring.register),
            as_our_error(),
            Session(engine) as session,
        ):
            require_schema(session.connection())
            access = admit(session, directory, unlocked, cost=cost, chance=chance)
            read_roots(session, access.keyring)
            anchored = None
            if anchors is not None:
                anchor = Anchor(anchors, access.register, chance)
                anchored = anchor, require_gone_on(session, access.keyring, anchor)
        take_in_log(directory, engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlRegister(engine, access, anchored, pause=pause)
