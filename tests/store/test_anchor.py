"""An older register in the place of the newer is found by who saw the newer."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.anchor import RegisterRolledBackError
from db.audit.head import HEAD
from db.register import open_register
from db.tables import EventRow, HeadRow, NodeRow
from db.upkeep.backup import write_backup
from db.upkeep.restoring import Restorer, restore_backup
from tests.store.conftest import CHEAP, FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Log = Callable[..., None]

REFUSED = "not the register that this computer saw last"
MADE_AT = "2026-11-24T09:30:00+00:00"


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    """Return where this computer remembers registers."""
    return tmp_path / "state" / "anchors"


@pytest.fixture
def sign_in(office: Office, anchors: Path) -> Callable[..., SqlRegister]:
    """Return what opens the register as this computer does."""

    def open_as(name: str = "bronwen") -> SqlRegister:
        register = open_register(
            office.folder, name, office.passphrase(name), cost=CHEAP, anchors=anchors
        )
        office.stack.callback(register.close)
        return register

    return open_as


@pytest.fixture
def work(sign_in: Callable[..., SqlRegister], log: Log) -> Callable[..., None]:
    """Return what signs in, does a few things that are logged, and signs out."""

    def work_as(name: str = "bronwen", acts: int = 3) -> None:
        register = sign_in(name)
        for _ in range(acts):
            with register.transaction() as transaction:
                log(transaction)
        register.close()

    return work_as


def change_log(
    register: SqlRegister, act: Callable[[SqlTransaction, HeadRow], None]
) -> None:
    """Change the log as the holder of the common keys could, and close."""
    with register.transaction() as transaction:
        row = transaction.session.execute(select(HeadRow)).scalar_one()
        act(transaction, row)
        transaction.session.commit()
        transaction.must_note = False
    register.close()


def test_a_register_that_went_on_is_opened(
    work: Callable[..., None], sign_in: Callable[..., SqlRegister]
) -> None:
    """Whoever works, however much or little, opens it again and again."""
    for name, acts in (("bronwen", 20), ("linh", 0), ("nerys", 1), ("padraig", 40)):
        work(name, acts)
    sign_in("idris")


def test_an_older_file_in_its_place_is_refused(
    office: Office,
    anchors: Path,
    work: Callable[..., None],
    sign_in: Callable[..., SqlRegister],
) -> None:
    """All keys fit and every row is genuine; without the anchor it would open."""
    work()
    older = office.folder.with_name("older.db")
    shutil.copyfile(office.folder / "register.db", older)
    work()
    shutil.copyfile(older, office.folder / "register.db")
    for name in ("bronwen", "idris", "nerys"):
        with pytest.raises(RegisterRolledBackError, match=REFUSED) as refused:
            sign_in(name)
    [file] = anchors.iterdir()
    assert str(file) in str(refused.value)
    office.open("kofi").close()
    file.unlink()
    sign_in("bronwen")


def test_a_log_that_went_another_way_is_refused(
    office: Office,
    work: Callable[..., None],
    sign_in: Callable[..., SqlRegister],
    log: Log,
) -> None:
    """An older file that grew longer since, elsewhere, does not begin the same."""
    older = office.folder.with_name("older.db")
    shutil.copyfile(office.folder / "register.db", older)
    work(acts=3)
    shutil.copyfile(older, office.folder / "register.db")
    elsewhere = office.open("bronwen")
    for _ in range(6):
        with elsewhere.transaction() as transaction:
            log(transaction)
    elsewhere.close()
    with pytest.raises(RegisterRolledBackError, match="are others"):
        sign_in("bronwen")


def test_the_last_events_do_not_go_unseen(
    office: Office,
    work: Callable[..., None],
    sign_in: Callable[..., SqlRegister],
) -> None:
    """Cut off with a head that fits, they are missed where they were seen."""
    kept = office.open("kofi")
    with kept.transaction() as transaction:
        row = transaction.session.execute(select(HeadRow)).scalar_one()
        size, head = row.version, transaction.open(row, Compartment.COMMON, HEAD)
    kept.close()
    work()

    def cut(transaction: SqlTransaction, row: HeadRow) -> None:
        transaction.run(delete(EventRow).where(col(EventRow.sequence) > size))
        full = col(NodeRow.place) >= size >> 4
        transaction.run(delete(NodeRow).where(col(NodeRow.level) == 1, full))
        row.version = size
        transaction.seal(row, Compartment.COMMON, HEAD, head)

    change_log(office.open("kofi"), cut)
    with pytest.raises(RegisterRolledBackError, match=f"has {size} events"):
        sign_in("bronwen")


def test_a_restored_backup_is_opened_and_then_remembered(
    office: Office,
    tmp_path: Path,
    work: Callable[..., None],
    sign_in: Callable[..., SqlRegister],
) -> None:
    """Two people put it back and the log tells so, so no computer refuses it."""
    file = tmp_path / "one.backup"
    write_backup(office.open("nerys"), file, made_at=MADE_AT)
    office.stack.close()
    work(acts=30)
    people = [
        Restorer(name=name, passphrase=office.passphrase(name))
        for name in ("idris", "nerys")
    ]
    done = restore_backup(
        file,
        office.folder,
        (people[0], people[1]),
        clock=FixedClock(),
        reason="The register was damaged by water.",
    )
    assert done.lost == 30
    sign_in("bronwen").close()
    work()
    sign_in("bronwen").close()


def test_an_old_restoring_excuses_no_later_older_file(
    office: Office,
    tmp_path: Path,
    sign_in: Callable[..., SqlRegister],
    log: Log,
) -> None:
    """A copy that tells of a restoring before what was seen is refused."""
    file = tmp_path / "one.backup"
    write_backup(office.open("nerys"), file, made_at=MADE_AT)
    office.stack.close()
    first, second = (
        Restorer(name=name, passphrase=office.passphrase(name))
        for name in ("idris", "nerys")
    )
    restore_backup(file, office.folder, (first, second), clock=FixedClock())
    older = office.folder.with_name("older.db")
    shutil.copyfile(office.folder / "register.db", older)
    register = sign_in("bronwen")
    with register.transaction() as transaction:
        log(transaction)
        [noted] = transaction.noted
        later = replace(noted.event, at=noted.event.at + timedelta(days=1))
        transaction.noted[:] = [replace(noted, event=later)]
    register.close()
    shutil.copyfile(older, office.folder / "register.db")
    with pytest.raises(RegisterRolledBackError):
        sign_in("bronwen")


def test_a_restoring_that_is_not_in_the_tree_excuses_nothing(
    office: Office,
    work: Callable[..., None],
    sign_in: Callable[..., SqlRegister],
) -> None:
    """A row slipped in among the events does not follow to the log's root."""
    older = office.folder.with_name("older.db")
    shutil.copyfile(office.folder / "register.db", older)
    work()
    shutil.copyfile(older, office.folder / "register.db")

    def slip_in(transaction: SqlTransaction, row: HeadRow) -> None:
        sequence = col(EventRow.sequence)
        kept = select(EventRow.__table__).where(sequence == row.version)
        event = dict(transaction.run(kept).mappings().one())
        leaf = '{"act":"RESTORE","at":"2099-01-01T00:00:00+00:00"}'
        if transaction.access.member.name == "kofi":
            changed = update(EventRow).where(sequence == row.version)
            transaction.run(changed.values(leaf=leaf))
        else:
            event |= {"sequence": row.version + 1, "leaf": leaf}
            transaction.run(insert(EventRow), event)

    for name in ("gareth", "kofi"):
        change_log(office.open(name), slip_in)
        with pytest.raises(RegisterRolledBackError):
            sign_in("bronwen")


def test_what_is_remembered_says_nothing(
    anchors: Path, work: Callable[..., None]
) -> None:
    """The file is small, its owner's alone, and sealed."""
    work()
    [file] = anchors.iterdir()
    content = file.read_bytes()
    assert len(content) < 512
    assert b"size" not in content
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spoilt", [b"", b"nonsense", bytes(9000)])
def test_a_spoilt_anchor_is_made_anew(
    anchors: Path,
    work: Callable[..., None],
    spoilt: bytes,
) -> None:
    """It stops nobody from working, and nobody could do more with it than remove it."""
    work()
    [file] = anchors.iterdir()
    before = file.read_bytes()
    file.write_bytes(spoilt)
    work()
    assert len(file.read_bytes()) == len(before)


def test_work_goes_on_where_nothing_can_be_remembered(
    anchors: Path, work: Callable[..., None]
) -> None:
    """A state folder that cannot be made keeps nobody from the register."""
    anchors.parent.write_text("a file where a folder should be")
    work()
    work()


def test_who_saw_less_does_not_forget_what_another_saw(
    office: Office,
    sign_in: Callable[..., SqlRegister],
    work: Callable[..., None],
) -> None:
    """Of two programs on one computer, the one that closes last sets nothing back."""
    early = sign_in("linh")
    work()
    older = office.folder.with_name("older.db")
    early.close()
    shutil.copyfile(office.folder / "register.db", older)
    work()
    shutil.copyfile(older, office.folder / "register.db")
    with pytest.raises(RegisterRolledBackError):
        sign_in("bronwen")
