"""The register on SQLite: opened by one member of staff, closed with its keys let go.

The whole door for whoever wires the program together is here: make a register, ask
whose accounts it has, open it with a passphrase or with the recovery code.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.errors.register import (
    KeyFileDamagedError,
    RegisterClosedError,
    RegisterMissingError,
)
from amnesty.errors.store import (
    RecoveryCodeWrongError,
    WrongPassphraseError,
)
from db.admission import (
    Unlocked,
    admit,
    admit_again,
    put_right,
    read_stamp,
    sign_in,
    unlock,
)
from db.creating import Created, Scale, create_register
from db.engine import (
    WAIT_SECONDS,
    as_our_error,
    open_engine,
    require_register,
    require_schema,
)
from db.erasing import settle
from db.filekey import file_key, give_newest_key
from db.folder import (
    DATABASE,
    KEY_FILE,
    RECOVERY_FILE,
    as_store_error,
    require_own_disk,
)
from db.keyfile import read_key_file, write_key_file
from db.recovery import read
from db.roots import read_roots
from db.server import SERVER_FILE, open_server, read_server
from db.slots import STANDARD_COST, Cost
from db.transaction import SqlTransaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from amnesty.domain.staff import StaffMember
    from amnesty.ports import Chance
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

    def __init__(self, engine: Engine, access: Access) -> None:
        """Take an engine that opens the file, and who signed in with which keys."""
        self._member = access.member
        self._opened: tuple[Engine, Access] | None = (engine, access)

    @property
    def member(self) -> StaffMember:
        """Who signed in."""
        return self._member

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
            StoreError: the register cannot answer; then nothing was kept.
        """
        engine, access = self.opened()
        with (
            as_our_error(),
            Session(engine, autoflush=False, close_resets_only=False) as session,
        ):
            if read_stamp(session, access.member.id) != access.stamp:
                access = admit_again(session, access)
                if self._opened is not None:
                    self._opened = (engine, access)
            transaction = SqlTransaction(session, access)
            yield transaction
            transaction.write_events()
            with transaction.erasures_listed():
                if transaction.accounts_changed:
                    _commit_accounts(transaction)
                else:
                    session.commit()
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
        engine.dispose()
        access.keyring.forget()


def _commit_accounts(transaction: SqlTransaction) -> None:
    """Commit, with the key file written while nobody else can write the table."""
    access = transaction.access
    before = put_right(access.folder, transaction.staff_table(), access.register)
    try:
        transaction.session.commit()
    except BaseException:
        for file, keys in before.items():
            write_key_file(file, keys)
        raise


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
    chance: Chance = os.urandom,
    cost: Cost = STANDARD_COST,
    wait: float = WAIT_SECONDS,
) -> SqlRegister:
    """Open a register with a member's name and passphrase.

    The cost is that of passphrases that are set from here on; how long a transaction
    waits for another is in seconds.

    Raises:
        NoSuchAccountError: no account has this name.
        WrongPassphraseError: the passphrase does not open it.
        AccountNotGrantedError: the account waits for a grant.
        StoreError: the register, or its key file, cannot be opened.
    """
    require_files(directory)
    unlocked = sign_in(directory / KEY_FILE, name, passphrase)
    return _open(directory, unlocked, chance=chance, cost=cost, wait=wait)


def open_with_recovery(
    directory: Path,
    code: str,
    *,
    chance: Chance = os.urandom,
    cost: Cost = STANDARD_COST,
    wait: float = WAIT_SECONDS,
) -> SqlRegister:
    """Open a register with its recovery code, and write its key file again.

    It opens every compartment, so that new accounts can be proposed and granted when
    nobody's passphrase is left.

    Raises:
        RecoveryCodeShapeError: the code was mistyped.
        RecoveryCodeWrongError: it is another register's.
        StoreError: the register cannot be opened.
    """
    secret = read(code)
    require_files(directory)
    file = directory / RECOVERY_FILE
    keys = read_key_file(file)
    if len(keys.slots) != 1:
        raise KeyFileDamagedError(file)
    try:
        unlocked = unlock(file, keys.register, keys.slots[0], secret)
    except WrongPassphraseError:
        raise RecoveryCodeWrongError from None
    return _open(directory, unlocked, chance=chance, cost=cost, wait=wait)


def require_files(directory: Path) -> None:
    """Refuse a folder that has no register, or that is not on our own disk."""
    with as_store_error():
        places = (directory / DATABASE, directory / SERVER_FILE)
        if not any(place.is_file() for place in places):
            raise RegisterMissingError(directory)
    require_own_disk(directory)


def _open(
    directory: Path, unlocked: Unlocked, *, chance: Chance, cost: Cost, wait: float
) -> SqlRegister:
    engine = _engine(directory, unlocked, wait=wait)
    try:
        with as_our_error(), Session(engine) as session:
            require_schema(session.connection())
            access = admit(session, directory, unlocked, cost=cost, chance=chance)
            read_roots(session, access.keyring)
    except BaseException:
        engine.dispose()
        raise
    return SqlRegister(engine, access)


def _engine(directory: Path, unlocked: Unlocked, *, wait: float) -> Engine:
    """Return an engine on the register, be it in a file or on a server."""
    server = read_server(directory)
    if server is not None:
        return open_server(server, unlocked.slot.role, unlocked.keyring, wait=wait)
    file = directory / DATABASE
    require_register(file)
    return open_engine(file, file_key(file, unlocked.keyring).database, wait=wait)
