"""A backup holds all that stands, is readable to its keys alone, and shows damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Compartment
from amnesty.errors.backup import (
    AnotherRegistersBackupError,
    BackupDamagedError,
    BackupEpochGoneError,
    BackupExistsError,
    NotABackupError,
)
from amnesty.errors.register import DiskFullError
from db.engines.server import SNAPSHOT
from db.keyring.keys import CompartmentKeys, Keyring
from db.upkeep.backup import read_backup, records_of, write_backup
from db.upkeep.copying import Digests, digests_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

MADE_AT = "2026-11-24T09:30:00+00:00"


@pytest.fixture
def people(keep: Keep, person: Person) -> list[Registration]:
    """Return some patients who are registered."""
    return [keep(person(f"Ada Number{place}")) for place in range(5)]


@pytest.fixture
def file(office: Office, people: list[Registration], tmp_path: Path) -> Path:
    """Return a backup that the administrator made."""
    assert people
    write_backup(office.open("nerys"), tmp_path / "one.backup", made_at=MADE_AT)
    return tmp_path / "one.backup"


def keyring_of(register: SqlRegister) -> Keyring:
    """Return the keys of somebody who has the register open."""
    return register.opened()[1].keyring


def test_every_row_is_in_it_as_it_stands(office: Office, file: Path) -> None:
    """The digests of the backup's rows are those of the register's."""
    clerk = office.open("bronwen")
    copied = Digests()
    for record in records_of(file, keyring_of(clerk)):
        if isinstance(record, tuple):
            copied.count(*record)
    engine, _ = clerk.opened()
    with engine.connect().execution_options(**{SNAPSHOT: True}) as connection:
        stands = digests_of(connection)
    assert copied.sums == {name: one for name, one in stands.sums.items() if one}
    assert copied.rows["registration"] == 5


def test_others_work_while_it_is_written(
    *,
    office: Office,
    people: list[Registration],
    keep: Keep,
    person: Person,
    tmp_path: Path,
) -> None:
    """Whoever registers meanwhile does not wait, and is in the next backup."""
    kept = []

    def step(_done: int, _total: int) -> None:
        if not kept:
            kept.append(keep(person("Bea Lord")))

    first, second = tmp_path / "1", tmp_path / "2"
    register = office.open("nerys", wait=0.1)
    before = write_backup(register, first, made_at=MADE_AT, step=step)
    after = write_backup(register, second, made_at=MADE_AT)
    assert before.rows["registration"] == len(people)
    assert after.rows["registration"] == len(people) + 1
    assert after.events == before.events + 1


def test_only_its_owner_reads_the_file(file: Path) -> None:
    """Nothing in it is readable, and nobody else may even try."""
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    for needle in (b"Ada", b"Number", b"registration", b"alembic", b"Penmaen"):
        assert needle not in content
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]


def test_a_backup_replaces_no_file(office: Office, file: Path) -> None:
    """Not even another backup."""
    before = file.read_bytes()
    with pytest.raises(BackupExistsError, match=r"one\.backup"):
        write_backup(office.open("nerys"), file, made_at=MADE_AT)
    assert file.read_bytes() == before


def test_a_cut_is_noticed_wherever_it_is(office: Office, file: Path) -> None:
    """Whatever is missing at the end, between chunks too, it is no whole backup."""
    keyring = keyring_of(office.open("bronwen"))
    content = file.read_bytes()
    ends = set(range(0, len(content), 997)) | _borders(content)
    for end in sorted(ends - {len(content)}):
        file.write_bytes(content[:end])
        with pytest.raises((BackupDamagedError, NotABackupError)):
            read_backup(file, keyring)
    file.write_bytes(content + b"\0")
    with pytest.raises(BackupDamagedError):
        read_backup(file, keyring)
    file.write_bytes(content)
    assert read_backup(file, keyring).rows["registration"] == 5


def test_a_flipped_bit_is_noticed_wherever_it_is(office: Office, file: Path) -> None:
    """The header is bound to every chunk, and so is each chunk's place."""
    keyring = keyring_of(office.open("bronwen"))
    content = file.read_bytes()
    header = content.index(b"\n")
    for place in (*range(0, header, 7), *range(header, len(content), 1499)):
        flipped = bytearray(content)
        flipped[place] ^= 1
        file.write_bytes(flipped)
        with pytest.raises(
            (
                *(BackupDamagedError, NotABackupError),
                *(AnotherRegistersBackupError, BackupEpochGoneError),
            )
        ):
            read_backup(file, keyring)


def test_chunks_cannot_change_places(office: Office, file: Path) -> None:
    """Two chunks that are swapped, or one that stands twice, are refused."""
    keyring = keyring_of(office.open("bronwen"))
    content = file.read_bytes()
    first, second, third, *_ = sorted(_borders(content))
    one, other = content[first:second], content[second:third]
    for changed in (other + one, one + one + other, other):
        file.write_bytes(content[:first] + changed + content[third:])
        with pytest.raises(BackupDamagedError):
            read_backup(file, keyring)


def test_another_registers_keys_do_not_open_it(
    create: Callable[[Path], object], file: Path, tmp_path: Path
) -> None:
    """It is told apart from damage."""
    from tests.store.conftest import Office as Other

    create(tmp_path / "other")
    other = Other(folder=tmp_path / "other", recovery_code="")
    with other.stack:
        keyring = keyring_of(other.open("idris"))
        with pytest.raises(AnotherRegistersBackupError, match="another register"):
            read_backup(file, keyring)


def test_a_backup_dies_with_its_epoch(office: Office, file: Path) -> None:
    """Who holds only later keys cannot read it: so erasing reaches backups too."""
    keyring = keyring_of(office.open("bronwen"))
    later = CompartmentKeys(
        bytes(32), register=keyring.register, compartment=Compartment.COMMON, epoch=2
    )
    with pytest.raises(BackupEpochGoneError, match="epoch 1"):
        read_backup(file, Keyring(keyring.register, [later]))


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"[]\n", b"x" * 9999])
def test_something_else_is_no_backup(
    office: Office, tmp_path: Path, content: bytes
) -> None:
    """Any other file is told by its first line."""
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(NotABackupError):
        read_backup(file, keyring_of(office.open("bronwen")))


def test_a_full_disk_leaves_no_part(
    office: Office,
    people: list[Registration],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A backup is whole, or there is none."""
    assert people

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("db.upkeep.stream.os.fsync", refuse)
        with pytest.raises(DiskFullError):
            write_backup(office.open("nerys"), tmp_path / "one", made_at=MADE_AT)
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []


def _borders(content: bytes) -> set[int]:
    """Return where the chunks begin, and the end of the last."""
    at = content.index(b"\n") + 1
    found = {at}
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big") & 0x7FFFFFFF
        at += 4 + length + 16
        found.add(at)
    return found
