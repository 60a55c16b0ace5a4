"""Makes a register: its folder, its tables, its key files; all of it, or nothing."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from amnesty.domain.certificate import Form
from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Compartment, StaffMember
from amnesty.errors.register import RegisterExistsError
from amnesty.errors.store import AccountExistsError
from db.audit.checkpoints import make_log_key
from db.audit.head import EMPTY_HEAD, HEAD
from db.engines.address import without_login
from db.engines.engine import WAIT_SECONDS, as_our_error, open_engine
from db.engines.server import SERVER_FILE, Server, engine_on, schema_name, write_server
from db.engines.server_making import drop_all, make_logins, make_schema, require_fit
from db.folder import (
    DATABASE,
    KEY_FILE,
    RECOVERY_FILE,
    as_store_error,
    require_own_disk,
)
from db.founding import RECOVERY_NAME, Founding, found, new_id
from db.keyring.charter import CHARTER
from db.keyring.details import DetailKey
from db.keyring.key_file import KeyFile, write_key_file
from db.keyring.passphrases import require_passphrase
from db.keyring.recovery import RECOVERY_SIZE, written
from db.keyring.slots import STANDARD_COST, Cost
from db.keyring.staff import same_name
from db.migrations import upgrade
from db.roots import make_roots
from db.settings import AUTHORITY, PUBLICATION
from db.status_lists import CAPACITY
from db.tables import AuthorityRow, CharterRow, HeadRow, PublicationRow
from db.transaction import SqlTransaction
from db.work import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import URL, Connection

    from amnesty.domain.agreement import Agreement
    from amnesty.domain.authority import Authority
    from amnesty.domain.policy import Policy
    from amnesty.ports import Chance, Clock


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What tests and trials make smaller."""

    cost: Cost = STANDARD_COST
    """What a guess of a passphrase costs."""
    list_capacity: int = CAPACITY
    """How many slots a status list has."""


STANDARD_SCALE = Scale()


@dataclass(frozen=True, kw_only=True)
class Created:
    """What is told once, when a register has been made."""

    recovery_code: str
    """Opens everything when no passphrase does: to be written down, never kept here."""
    administrator: StaffMember
    supervisor: StaffMember


def create_register(  # noqa: PLR0913 - all that a register begins with, by name
    directory: Path,
    *,
    authority: Authority,
    agreements: Sequence[Agreement],
    policy: Policy,
    administrator: tuple[str, str],
    supervisor: tuple[str, str],
    clock: Clock,
    chance: Chance,
    scale: Scale = STANDARD_SCALE,
    database: URL | None = None,
) -> Created:
    """Make a register in a folder, which may be new: all of it, or nothing.

    Administrator and supervisor are each a name and a passphrase. With the address of
    a PostgreSQL database, of which the login there may make schemas and roles, the
    register itself is on that server, and the folder says where.

    Raises:
        RegisterExistsError: there is one, or a part of one.
        PassphraseTooShortError: a passphrase has fewer than 12 characters.
        AccountExistsError: both have the same name.
        StoreError: the folder cannot hold a register.
    """
    _require_two_people(administrator, supervisor)
    _require_room(directory)
    recovery = chance(RECOVERY_SIZE)
    founding = found(
        administrator, supervisor, recovery, cost=scale.cost, chance=chance
    )

    def fill(transaction: SqlTransaction) -> None:
        _fill(transaction, founding, authority)
        make_roots(transaction)
        make_log_key(transaction)
        for agreement in agreements:
            transaction.add_agreement(agreement)
        transaction.set_policy(policy)
        for form in Form:
            transaction.add_list(form, scale.list_capacity)

    with ExitStack() as stack:
        folder = stack.enter_context(_staged(directory))
        access = _founders_access(folder, founding, scale.cost, chance)
        _write_key_files(folder, founding)
        if database is None:
            _write_file(access, fill, clock)
        else:
            stack.enter_context(_on_server(database, access, fill, clock))
    return Created(
        recovery_code=written(recovery),
        administrator=founding.administrator.member,
        supervisor=founding.supervisor.member,
    )


def _require_two_people(
    administrator: tuple[str, str], supervisor: tuple[str, str]
) -> None:
    """Refuse short passphrases, and two accounts that sign in by the same name."""
    for _, passphrase in (administrator, supervisor):
        require_passphrase(passphrase)
    names = [administrator[0], supervisor[0], RECOVERY_NAME]
    for place, name in enumerate(names):
        if any(same_name(name, other) for other in names[:place]):
            raise AccountExistsError(name)


def _require_room(directory: Path) -> None:
    """Refuse a folder that has a register, or that is not on our own disk."""
    names = (DATABASE, SERVER_FILE, RECOVERY_FILE, KEY_FILE)
    if any((directory / name).exists() for name in names):
        raise RegisterExistsError(directory)
    require_own_disk(directory)


def _founders_access(
    folder: Path, founding: Founding, cost: Cost, chance: Chance
) -> Access:
    return Access(
        folder=folder,
        register=founding.keyring.register,
        authority_id=new_id(chance),
        details=DetailKey(
            founding.charter.audit_key,
            founding.charter.audit_epoch,
            register=founding.keyring.register,
            chance=chance,
        ),
        member=founding.supervisor.member,
        keyring=founding.keyring,
        box=founding.box,
        cost=cost,
        chance=chance,
    )


def _write_file(
    access: Access, fill: Callable[[SqlTransaction], None], clock: Clock
) -> None:
    """Make the database file, its tables and what a register begins with."""
    keys = access.keyring.keys(Compartment.COMMON)
    engine = open_engine(access.folder / DATABASE, keys.database)
    try:
        with as_our_error(), engine.begin() as connection:
            upgrade(connection)
            _begin(connection, access, fill, clock)
    finally:
        engine.dispose()


@contextmanager
def _on_server(
    database: URL, access: Access, fill: Callable[[SqlTransaction], None], clock: Clock
) -> Iterator[None]:
    """Make the authority's schema on a server; taken away if the block fails."""
    server = Server(
        url=without_login(database),
        schema=schema_name(access.register),
    )
    engine = engine_on(database, server, wait=WAIT_SECONDS, lock=False)
    try:
        with as_our_error(), engine.begin() as connection:
            require_fit(connection)
            make_schema(connection, server)
            upgrade(connection)
            _begin(connection, access, fill, clock)
            make_logins(connection, server, access.keyring, access.authority_id)
        try:
            write_server(access.folder, server)
            yield
        except BaseException:
            with as_our_error(), engine.begin() as connection:
                drop_all(connection, server)
            raise
    finally:
        engine.dispose()


def _begin(
    connection: Connection,
    access: Access,
    fill: Callable[[SqlTransaction], None],
    clock: Clock,
) -> None:
    """Put in what a register begins with, logged as one act."""
    event = Event(
        at=clock.now(), by=access.member, verb=Verb.COLLECTION, act=Act.SET_UP
    )
    with Session(connection) as session:
        transaction = SqlTransaction(session, access)
        fill(transaction)
        transaction.append(event)
        transaction.write_events()
        session.commit()


def _fill(
    transaction: SqlTransaction, founding: Founding, authority: Authority
) -> None:
    """Put in what every later row belongs to."""
    own, common = transaction.access.authority_id, Compartment.COMMON
    row = AuthorityRow(id=own, authority_id=own)
    transaction.seal(row, common, AUTHORITY, authority)
    charter = CharterRow(id=own, authority_id=own)
    transaction.seal(charter, common, CHARTER, founding.charter)
    head = HeadRow(id=own, authority_id=own, version=0)
    transaction.seal(head, common, HEAD, EMPTY_HEAD)
    publication = PublicationRow(id=own, authority_id=own)
    transaction.seal(publication, common, PUBLICATION, 0)
    for record in founding.records:
        transaction.add_account(record)


def _write_key_files(folder: Path, founding: Founding) -> None:
    register = founding.keyring.register
    people = (founding.administrator.slot, founding.supervisor.slot)
    nobody = (founding.recovery.slot,)
    write_key_file(folder / RECOVERY_FILE, KeyFile(register=register, slots=nobody))
    write_key_file(folder / KEY_FILE, KeyFile(register=register, slots=people))


@contextmanager
def _staged(directory: Path) -> Iterator[Path]:
    """Lend a folder in which everything is made, and move it in when it is whole."""
    staging = directory / ".making"
    with as_store_error():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
    try:
        yield staging
        with as_store_error():
            for name in (DATABASE, SERVER_FILE, RECOVERY_FILE, KEY_FILE):
                if (staging / name).exists():
                    (staging / name).chmod(0o600)
                    (staging / name).rename(directory / name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
