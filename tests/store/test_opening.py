"""What cannot be a sound register of this version is told, not tried."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

from amnesty.errors.register import (
    AnotherSchemaError,
    KeyFileOfAnotherError,
    NetworkFolderError,
    NotARegisterError,
    RegisterClosedError,
    RegisterDamagedError,
    RegisterExistsError,
    RegisterMissingError,
    SqliteTooOldError,
)
from amnesty.errors.store import AccountExistsError, PassphraseTooShortError
from db.engines.engine import require_sound_sqlite
from db.engines.server import engine_on, read_server
from db.folder import network_kind, require_own_disk
from db.register import account_names, open_register
from db.tables import REVISION

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office
    from tests.store.postgres import Postgres

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
files:/export /srv/files nfs4 rw,vers=4.2 0 0
//files/share /mnt/my\\040share cifs rw 0 0
me@host:/ /media/far fuse.sshfs rw 0 0
drvfs /mnt/c 9p rw 0 0
/dev/vdb /srv/files/own xfs rw 0 0
/dev/vdc /srv/filesystem ext4 rw 0 0
"""


def database(office: Office) -> Path:
    """Return where the database is."""
    return office.folder / "register.db"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/files", "nfs4"),
        ("/srv/files/council/register", "nfs4"),
        ("/mnt/my share/register", "cifs"),
        ("/media/far/register", "sshfs"),
        ("/mnt/c/Users/me", "9p"),
        ("/srv/files/own/register", ""),
        ("/srv/filesystem", ""),
        ("/media/near", ""),
        ("/", ""),
    ],
)
def test_a_network_folder_is_told_by_its_mount(folder: str, kind: str) -> None:
    """The longest mount point that holds the folder decides."""
    assert network_kind(Path(folder), MOUNTS) == kind


def test_a_later_mount_on_the_same_point_counts() -> None:
    """What was mounted over something else is what files are written to."""
    mounts = MOUNTS + "files:/export / nfs rw 0 0\n"
    assert network_kind(Path("/media/me"), mounts) == "nfs"
    assert network_kind(Path("/srv/files/own"), mounts) == ""


def test_no_mounts_say_nothing() -> None:
    """An empty or cut list of mounts is no network folder, and no crash."""
    for mounts in ("", "\n", "x\n", "x /\n"):
        assert network_kind(Path("/media"), mounts) == ""


def test_a_network_folder_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither opening nor making a register works there, and the sentence says why."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"files:/export {tmp_path} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("db.folder.MOUNTS", mounts)
    for opening in (
        lambda: office.open("bronwen"),
        lambda: require_own_disk(tmp_path / "new"),
        lambda: account_names(office.folder),
    ):
        with pytest.raises(NetworkFolderError, match=r"network folder \(nfs\)"):
            opening()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_sqlite_that_loses_writes_is_refused(version: tuple[int, ...]) -> None:
    """Versions with the WAL-reset bug are named, with the one that is needed."""
    with pytest.raises(SqliteTooOldError, match=r"3\.51\.3 or later"):
        require_sound_sqlite(version)


def test_a_sound_sqlite_is_taken() -> None:
    """The first version without the bug, and later ones, are good."""
    require_sound_sqlite((3, 51, 3))
    require_sound_sqlite((4, 0, 0))


def test_a_folder_without_a_register_is_told(tmp_path: Path) -> None:
    """The sentence names the folder and the command that makes one."""
    with pytest.raises(RegisterMissingError, match="amnesty init"):
        open_register(tmp_path, "bronwen", "made-up passphrase of bronwen")


def test_a_register_is_never_made_over_another(
    office: Office, create: Callable[..., None]
) -> None:
    """Any part of a register keeps a new one out, and stays as it is."""
    for kept in ("register.db", "keys.json", "recovery.json"):
        before = (office.folder / kept).read_bytes()
        with pytest.raises(RegisterExistsError):
            create(office.folder)
        assert (office.folder / kept).read_bytes() == before
        (office.folder / kept).unlink()


def test_a_register_is_begun_by_two_people(
    create: Callable[..., None], tmp_path: Path
) -> None:
    """One person in both roles, and a short passphrase, leave no folder behind."""
    folder = tmp_path / "new"
    passphrase = "a made-up passphrase"
    with pytest.raises(AccountExistsError):
        create(folder, supervisor=(" NERYS", passphrase))
    with pytest.raises(AccountExistsError):
        create(folder, supervisor=("Recovery  Code", passphrase))
    with pytest.raises(PassphraseTooShortError):
        create(folder, supervisor=("idris", "short"))
    assert not folder.exists()


@pytest.mark.parametrize("length", [0, 10])
def test_a_cut_file_is_no_register(office: Office, length: int) -> None:
    """A file that cannot hold a register is named."""
    database(office).write_bytes(database(office).read_bytes()[:length])
    with pytest.raises(NotARegisterError, match=r"register\.db is not a register"):
        office.open("bronwen")


def test_a_plain_database_is_no_register(office: Office) -> None:
    """Somebody else's database in the register's place is not touched."""
    database(office).unlink()
    with sqlite3.connect(database(office)) as foreign:
        foreign.execute("CREATE TABLE theirs (id)")
    foreign.close()
    before = database(office).read_bytes()
    with pytest.raises(NotARegisterError):
        office.open("bronwen")
    assert database(office).read_bytes() == before


@pytest.mark.parametrize("keep", [4096, 5000, 40960])
def test_a_truncated_register_is_damaged(office: Office, keep: int) -> None:
    """A register that lost its end is told as damage, whatever the passphrase."""
    database(office).write_bytes(database(office).read_bytes()[:keep])
    with pytest.raises(RegisterDamagedError, match="restore the register"):
        office.open("bronwen")


def test_another_registers_file_is_damaged(
    office: Office, create: Callable[..., None], tmp_path: Path
) -> None:
    """A database of other keys does not open with these."""
    create(tmp_path / "other")
    database(office).write_bytes((tmp_path / "other" / "register.db").read_bytes())
    with pytest.raises(RegisterDamagedError):
        office.open("bronwen")


@pytest.mark.parametrize("place", [0, 100, 4100, -100])
def test_a_flipped_bit_is_damage(office: Office, place: int) -> None:
    """One bit in a page that is read is told as damage."""
    content = bytearray(database(office).read_bytes())
    for page in range(0, len(content), 4096):
        content[(page + place) % len(content)] ^= 1
    database(office).write_bytes(bytes(content))
    with pytest.raises(RegisterDamagedError):
        office.open("bronwen")


@pytest.mark.parametrize("found", ["0000", "9999", "none"])
def test_another_versions_register_is_told(office: Office, found: str) -> None:
    """Both schemas are named, and nothing is read."""
    statement = "UPDATE alembic_version SET version_num = :found"
    if found == "none":
        statement = "DROP TABLE alembic_version"
    with office.open("nerys").transaction() as transaction:
        transaction.session.execute(text(statement), {"found": found})
        transaction.session.commit()
    with pytest.raises(
        AnotherSchemaError, match=f"schema {found} .* schema {REVISION}"
    ):
        office.open("bronwen")


@pytest.mark.parametrize("office", ["file", "server"], indirect=True)
def test_another_version_that_comes_meanwhile_is_told(
    request: pytest.FixtureRequest, office: Office, log: Callable[..., None]
) -> None:
    """Who has the register open when another version changes it writes no more."""
    clerk = office.open("bronwen")
    with clerk.transaction() as transaction:
        log(transaction)
    engine, _ = office.open("nerys").opened()
    server = read_server(office.folder)
    if server is not None:
        postgres: Postgres = request.getfixturevalue("postgres")
        name = make_url(server.url).database
        assert name is not None
        engine = engine_on(postgres.url(name), server, wait=5)
        request.addfinalizer(engine.dispose)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with (
        pytest.raises(AnotherSchemaError, match="schema 9999"),
        clerk.transaction() as transaction,
    ):
        log(transaction)


def test_another_registers_key_file_opens_nothing(
    office: Office, create: Callable[..., object], tmp_path: Path
) -> None:
    """With the same names and passphrases too; the sentence blames no passphrase."""
    create(tmp_path / "other")
    other = (tmp_path / "other" / "keys.json").read_bytes()
    own = office.key_file.read_bytes()
    office.key_file.write_bytes(other)
    with pytest.raises(KeyFileOfAnotherError, match=r"keys\.json is of another"):
        office.open("idris")
    office.key_file.write_bytes(own)
    office.open("idris")


def test_a_closed_register_has_no_keys(office: Office) -> None:
    """After closing nothing can be read, not even by an access that was kept."""
    register = office.open("bronwen")
    with register.transaction() as transaction:
        access = transaction.access
    register.close()
    assert list(access.keyring) == []
    with pytest.raises(RegisterClosedError), register.transaction():
        pass


def test_a_transaction_that_is_over_is_over(office: Office) -> None:
    """Nothing is read or written through it any more, unlogged."""
    with office.open("bronwen").transaction() as transaction:
        pass
    with pytest.raises(Exception, match="permanently closed"):
        transaction.authority()


def test_names_are_told_for_the_sign_in_screen(office: Office) -> None:
    """Everybody's name is there, in order, and the recovery code's is not."""
    assert account_names(office.folder) == [
        *("bronwen", "gareth", "idris", "kofi", "linh", "nerys", "padraig")
    ]


def test_opening_imports_nothing_that_it_does_not_need(office: Office) -> None:
    """Neither Alembic nor a screen nor a paper is imported to open a register."""
    program = (
        "import sys; from pathlib import Path; from db.register import open_register;"
        f"r = open_register(Path({str(office.folder)!r}), 'bronwen',"
        f" {office.passphrase('bronwen')!r}); r.close();"
        "heavy = {'alembic', 'textual', 'rich', 'reportlab', 'psycopg', 'segno'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
