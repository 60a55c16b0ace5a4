"""A backup is put back onto a server whole or not at all, and never by stealth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from amnesty.domain.searched import Query
from amnesty.errors.backup import (
    BackupDamagedError,
    OlderBackupError,
    RegisterOpenError,
)
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.server import (
    AnotherDatabaseError,
    NotOnAServerError,
    OwnerNeededError,
    SchemaKeptError,
)
from db.engines.server import SERVER_FILE
from db.upkeep.examining import examine_open
from tests.store.office import NOW, Office, with_everybody
from tests.store.on_a_server import (
    back_up,
    database_of,
    found,
    register_another,
    require_sound,
    restore,
    run,
    schema_of,
    schemas,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from tests.store.postgres import Postgres

    Log = Callable[..., None]
    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)


@pytest.fixture
def file(office: Office, keep: Keep, person: Person, tmp_path: Path) -> Path:
    """Return a backup with one patient, of a register that nobody has open."""
    keep(person("Ada Lord"))
    return back_up(office, tmp_path / "one.backup")


@pytest.fixture
def owner(office: Office, postgres: Postgres) -> URL:
    """Return the register's database, as its owner reaches it."""
    return postgres.url(database_of(office))


def test_an_older_backup_is_put_back_knowingly_alone(
    *, office: Office, file: Path, person: Person, owner: URL
) -> None:
    """It is refused with how much would be lost; with a reason the old is kept."""
    register_another(office, person("Bea Dee"))
    with pytest.raises(OlderBackupError, match="1 event of the register"):
        restore(office, file, owner)
    assert found(office, "dee") == 1
    office.stack.close()
    done = restore(office, file, owner, reason="The rows were damaged.")
    assert done.lost == 2
    assert done.kept == f"{schema_of(office)}_before_restore"
    assert schemas(owner) == {schema_of(office), done.kept}
    assert found(office, "dee") == 0
    assert found(office, "lord") == 1
    assert len(run(owner, f'TABLE "{done.kept}".registration')) == 2
    office.stack.close()
    require_sound(office)


def test_what_was_kept_is_closed_to_all_and_named(
    *, office: Office, file: Path, owner: URL
) -> None:
    """No login enters the old schema, the doctor tells of it, and none replaces it."""
    done = restore(office, file, owner, reason="Trying the drill.")
    supervisor = office.open("idris")
    engine, _ = supervisor.opened()
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql(f'TABLE "{done.kept}".staff')
    told = {one.about: one for one in examine_open(supervisor, now=NOW)}
    assert str(done.kept) in told["copies"].found
    office.stack.close()
    with pytest.raises(SchemaKeptError, match="before_restore CASCADE"):
        restore(office, file, owner, reason="Trying it again.")
    run(owner, f'DROP SCHEMA "{done.kept}" CASCADE')
    told = {one.about: one for one in examine_open(office.open("idris"), now=NOW)}
    assert "no copy" in told["copies"].found


def test_a_lost_register_comes_back(*, office: Office, file: Path, owner: URL) -> None:
    """Where its schema is gone, everything is in the backup."""
    run(owner, f"DROP SCHEMA {schema_of(office)} CASCADE")
    done = restore(office, file, owner)
    assert (done.lost, done.kept) == (0, None)
    assert found(office, "lord") == 1
    assert office.recover().member.name == "recovery code"
    office.stack.close()
    require_sound(office)


def test_a_damaged_register_is_replaced_and_kept(
    *, office: Office, file: Path, owner: URL
) -> None:
    """A schema without its log's head is put aside, not deleted."""
    run(owner, f"DROP TABLE {schema_of(office)}.head")
    done = restore(office, file, owner)
    assert done.kept in schemas(owner)
    assert found(office, "lord") == 1


def test_it_comes_back_on_another_server_knowingly(
    *, office: Office, file: Path, owner: URL, postgres: Postgres
) -> None:
    """Another database than the folder names is refused until that name is gone."""
    other = postgres.url(postgres.make_database())
    with pytest.raises(AnotherDatabaseError, match="another database"):
        restore(office, file, other)
    assert schemas(other) == set()
    (office.folder / SERVER_FILE).unlink()
    restore(office, file, other)
    assert database_of(office) == other.database
    assert found(office, "lord") == 1
    office.stack.close()
    require_sound(office)
    assert schemas(owner) == {schema_of(office)}


def test_a_files_backup_comes_back_on_a_server(
    *,
    office: Office,
    person: Person,
    tmp_path: Path,
    postgres: Postgres,
) -> None:
    """And a server's in a file: one format for both."""
    code = with_everybody(tmp_path / "own")
    own = Office(folder=tmp_path / "own", recovery_code=code, stack=office.stack)
    register_another(own, person("Bea Dee"))
    back_up(own, tmp_path / "first")
    url = postgres.url(postgres.make_database())
    with pytest.raises(NotOnAServerError, match="leave --database out"):
        restore(own, tmp_path / "first", url)
    (own.folder / "register.db").unlink()
    restore(own, tmp_path / "first", url)
    assert found(own, "dee") == 1
    back_up(own, tmp_path / "second")
    with pytest.raises(OwnerNeededError, match="--database postgresql://"):
        restore(own, tmp_path / "second", None)
    (own.folder / SERVER_FILE).unlink()
    restore(own, tmp_path / "second", None)
    assert found(own, "dee") == 1
    own.stack.close()
    require_sound(own)


@pytest.mark.parametrize("names", [("nerys", "idris"), ("idris", "bronwen")])
def test_two_people_who_may(
    *, office: Office, file: Path, owner: URL, names: tuple[str, str]
) -> None:
    """The owner's login alone restores nothing: the two people decide."""
    with pytest.raises(RoleMayNotError):
        restore(office, file, owner, *names)
    assert schemas(owner) == {schema_of(office)}
    require_sound(office)


def test_nobody_may_have_it_open(
    *, office: Office, file: Path, log: Log, owner: URL
) -> None:
    """A clerk at work is not left with keys of another register."""
    with office.open("bronwen").transaction() as transaction:
        log(transaction)
    with pytest.raises(RegisterOpenError, match="Have everybody close it"):
        restore(office, file, owner)
    assert found(office, "lord") == 1


def test_what_was_erased_since_stays_erased(
    *, office: Office, log: Log, file: Path, owner: URL
) -> None:
    """A backup brings nobody back who was erased after it."""
    with office.open("idris").transaction() as transaction:
        [one] = transaction.find(Query(names=("lord",)), limit=9).summaries
        assert transaction.erase(one.id, erased_on=date(2026, 11, 24))
        log(transaction)
    office.stack.close()
    restore(office, file, owner, reason="Trying the drill.")
    assert found(office, "lord") == 0
    with (
        pytest.raises(RegistrationErasedError),
        office.open("idris").transaction() as transaction,
    ):
        transaction.registration(one.number)
    office.stack.close()
    require_sound(office)


def test_a_damaged_backup_changes_nothing(
    *, office: Office, file: Path, owner: URL
) -> None:
    """Half of a backup is none of it, neither on the server nor in the folder."""
    file.write_bytes(file.read_bytes()[:-20])
    names = {one.name for one in office.folder.iterdir()}
    with pytest.raises(BackupDamagedError):
        restore(office, file, owner)
    assert {one.name for one in office.folder.iterdir()} == names
    assert schemas(owner) == {schema_of(office)}
    require_sound(office)
