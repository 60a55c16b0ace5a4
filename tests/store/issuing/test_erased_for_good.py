"""When the epoch is destroyed in which somebody was erased, no old copy reads them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Compartment
from amnesty.errors.backup import BackupEpochGoneError
from amnesty.errors.erasing import RegistrationErasedError
from db.admission import sign_in
from db.audit.replaying import replay
from db.engines.engine import open_engine
from db.erasures import read_erasures
from db.keyring.database_key import file_key
from db.rewrapping import rewrap
from db.rotating import retire, rotate
from db.sealing import UnopenedError
from db.tables import RegistrationRow
from db.upkeep.backup import read_backup, write_backup
from tests.store.conftest import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.keyring.keys import Keyring
    from tests.store.conftest import Office
    from tests.store.issuing.conftest import Asking

    Erase = Callable[[Registration], bool]

PARTS = (Compartment.IDENTITY, Compartment.CLINICAL, Compartment.GROWING)


@pytest.fixture
def rotated(office: Office) -> Callable[[], None]:
    """Return what rotates the keys, moves everything, and destroys the old ones."""

    def rotate_all() -> None:
        office.stack.close()
        register = office.open("idris")
        rotate(register, clock=FixedClock())
        rewrap(register, clock=FixedClock())
        register.give_newest_key()
        retire(register, clock=FixedClock())
        office.stack.close()

    return rotate_all


def keys_now(office: Office) -> Keyring:
    """Return all keys that a supervisor has."""
    return sign_in(office.key_file, "idris", office.passphrase("idris")).keyring


def wrapped_keys(office: Office, kept: Registration) -> dict[Compartment, bytes]:
    """Return a registration's wrapped keys, as any copy of this day has them."""
    with office.open("idris").transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        return {part: getattr(row, f"{part.value}_key") for part in PARTS}


def test_no_copy_from_before_can_be_opened(
    *,
    office: Office,
    kept: Registration,
    erase: Erase,
    rotated: Callable[[], None],
) -> None:
    """Neither an old file, nor an old backup, nor a wrapped key out of either."""
    wrapped = wrapped_keys(office, kept)
    old = office.folder.with_name("old.db")
    backup = office.folder.with_name("old.backup")
    write_backup(office.open("idris"), backup, made_at="2026-11-24T09:30:00Z")
    office.stack.close()
    shutil.copy(office.folder / "register.db", old)
    before = keys_now(office)
    for part, message in wrapped.items():
        assert before.data_key(part, kept.id, message)
    assert read_backup(backup, before)
    erase(kept)
    rotated()
    after = keys_now(office)
    for part, message in wrapped.items():
        with pytest.raises(UnopenedError):
            after.data_key(part, kept.id, message)
    with pytest.raises(BackupEpochGoneError):
        read_backup(backup, after)
    assert file_key(old, before).epoch == 1
    for keys in after.epochs(Compartment.COMMON):
        engine = open_engine(old, keys.database)
        with pytest.raises(Exception, match="not a database"):
            engine.connect()
        engine.dispose()


def test_a_rotation_keeps_what_an_erasure_left(
    *,
    office: Office,
    kept: Registration,
    erase: Erase,
    rotated: Callable[[], None],
) -> None:
    """The tombstone and the list of erasures go on under the new keys."""
    erase(kept)
    rotated()
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
    assert read_erasures(office.folder, keys_now(office)) == {kept.id}
    with (
        pytest.raises(RegistrationErasedError),
        office.open("bronwen").transaction() as transaction,
    ):
        transaction.registration(kept.number)


def test_answers_outlive_a_rotation(
    *,
    issue: Callable[..., IssuedCertificate],
    asking: Callable[[], Asking],
    rotated: Callable[[], None],
) -> None:
    """Police are answered by the same rows, which no rotation has to seal again."""
    issued = issue()
    before = asking().number(issued.certificate.number)
    rotated()
    assert before is not None
    assert asking().number(issued.certificate.number) == before
