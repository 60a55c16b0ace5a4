"""A register of an earlier version is carried on where it lies on a server, too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.searched import Query
from amnesty.domain.staff import Compartment
from amnesty.errors.backup import RegisterOpenError
from amnesty.errors.register import (
    NothingToUpgradeError,
    OlderSchemaError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.server import (
    AnotherDatabaseError,
    NotOnAServerError,
    OwnerNeededError,
)
from db.admission import sign_in
from db.audit.replaying import replay
from db.engines import server_making
from db.engines.address import without_login
from db.engines.engine import open_engine
from db.engines.server import Server, engine_on, schema_name, write_server
from db.migrations import upgrade
from db.tables import METADATA, REVISION
from db.upkeep import upgrading
from db.upkeep.copying import rows_in, rows_out
from db.upkeep.upgrading import upgrade_register
from tests.store.office import FixedClock, Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from db.upkeep.upgrading import Upgraded
    from tests.store.postgres import Postgres

    Log = Callable[..., None]

MADE_BY_0001 = Path(__file__).parent / "registers" / "0001"


@pytest.fixture
def owner(postgres: Postgres) -> URL:
    """Return the address of an empty database, as its owner."""
    return postgres.url(postgres.make_database())


@pytest.fixture
def old(
    owner: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """Return a register of schema 0001 on a server, with the rows of the one kept."""
    folder = tmp_path / "old"
    shutil.copytree(MADE_BY_0001, folder)
    known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
    office = Office(folder=folder, recovery_code=known["recovery_code"])
    keyring = sign_in(office.key_file, "idris", office.passphrase("idris")).keyring
    file = folder / "register.db"
    source = open_engine(file, keyring.keys(Compartment.COMMON).database)
    server = Server(url=without_login(owner), schema=schema_name(keyring.register))
    target = engine_on(owner, server, wait=5, lock=False)
    with source.begin() as held, target.begin() as connection:
        server_making.make_schema(connection, server)
        upgrade(connection, "0001")
        names = {*inspect(connection).get_table_names()} - {"alembic_version"}
        tables = [one for one in METADATA.sorted_tables if one.name in names]
        for table in tables:
            for rows in rows_out(held, table):
                rows_in(connection, table, rows)
        [authority] = held.exec_driver_sql("SELECT id FROM authority").scalars()
        with monkeypatch.context() as patched:
            patched.setattr(server_making, "TABLE_NAMES", frozenset(names))
            server_making.make_logins(
                connection, server, keyring, authority % (1 << 64)
            )
    source.dispose()
    target.dispose()
    file.unlink()
    write_server(folder, server)
    with office.stack:
        yield office
    target = engine_on(owner, server, wait=5, lock=False)
    with target.begin() as connection:
        server_making.drop_all(connection, server)
    target.dispose()


def carry_on(office: Office, owner: URL | None, name: str = "idris") -> Upgraded:
    """Upgrade a register as a member of staff."""
    return upgrade_register(
        office.folder,
        name,
        office.passphrase(name),
        database=owner,
        clock=FixedClock(),
        wait=0.2,
    )


def test_everything_is_found_and_read_afterwards(
    *, old: Office, owner: URL, log: Log, person: Callable[..., Registration]
) -> None:
    """Every patient stands, every role works in the new tables, and once is enough."""
    with pytest.raises(OlderSchemaError, match="amnesty upgrade"):
        old.open("bronwen")
    done = carry_on(old, owner)
    assert (done.before, done.now, done.copy) == ("0001", REVISION, None)
    known = json.loads((old.folder / "known.json").read_text(encoding="utf-8"))
    with old.open("bronwen").transaction() as transaction:
        for number, name in known["registrations"]:
            kept = transaction.registration(RegistrationNumber(number))
            assert kept.identity.patient.full_name == name
            found = transaction.find(Query(names=(name.split()[-1],)), limit=9)
            assert kept.id in [one.id for one in found.summaries]
        assert replay(transaction).differences == ()
        log(transaction)
    with old.open("kofi").transaction() as transaction:
        kept = transaction.add_registration(person("Bea Lord"))
        log(transaction, kept.id)
    for name in ("nerys", "padraig", "linh", "idris"):
        assert old.open(name).member.name == name
    old.stack.close()
    with pytest.raises(NothingToUpgradeError, match=REVISION):
        carry_on(old, owner)


@pytest.mark.parametrize("step", ["upgrade", "begin_tree", "make_fences"])
def test_a_step_that_fails_leaves_what_was(
    old: Office, owner: URL, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Half an upgrade is none: tables, rows and rights are as they were."""
    true = getattr(upgrading, step)

    def fail(*given: object, **named: object) -> None:
        true(*given, **named)
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(upgrading, step, fail)
        with pytest.raises(InterruptedError):
            carry_on(old, owner)
    with pytest.raises(OlderSchemaError):
        old.open("bronwen")
    carry_on(old, owner)
    assert old.open("bronwen").member.name == "bronwen"


def test_who_and_where_are_asked(
    old: Office, owner: URL, postgres: Postgres, tmp_path: Path
) -> None:
    """A supervisor by the owner's login, in the database that the folder names."""
    with pytest.raises(RoleMayNotError, match="may not carry the register on"):
        carry_on(old, owner, "nerys")
    with pytest.raises(OwnerNeededError, match="amnesty upgrade --database"):
        carry_on(old, None)
    other = postgres.url(postgres.make_database())
    with pytest.raises(AnotherDatabaseError, match=r"database\.json"):
        carry_on(old, other)
    shutil.copytree(MADE_BY_0001, tmp_path / "file")
    with pytest.raises(NotOnAServerError):
        carry_on(Office(folder=tmp_path / "file", recovery_code=""), owner)
    assert carry_on(old, owner).before == "0001"


def test_nobody_else_may_be_signed_in(old: Office, owner: URL) -> None:
    """A clerk of the earlier version is not left with tables that it does not know."""
    unlocked = sign_in(old.key_file, "bronwen", old.passphrase("bronwen"))
    engine = upgrading.engine_on(
        owner.set(
            username=f"{schema_name(unlocked.keyring.register)}_clerk",
            password=server_making.password_of(
                unlocked.keyring.keys(Compartment.CLINICAL)
            ),
        ),
        Server(url="", schema=schema_name(unlocked.keyring.register)),
        wait=1,
    )
    with engine.connect(), pytest.raises(RegisterOpenError):
        carry_on(old, owner)
    engine.dispose()
    assert carry_on(old, owner).before == "0001"
