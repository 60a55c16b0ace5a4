"""What a killed program left beside the file is taken in when somebody signs in."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.searched import Query
from db.folder import DATABASE
from tests.store.office import Office, note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister


@pytest.mark.parametrize("is_long", [True, False])
def test_a_long_log_is_taken_in(
    *,
    office: Office,
    clerk: SqlRegister,
    person: Callable[..., Registration],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_long: bool,
) -> None:
    """After signing in the file alone has everybody; a short log is left as it was."""
    if is_long:
        monkeypatch.setattr("db.engines.place._LONG_LOG", 0)
    draft = person("Ada Made-Up")
    with clerk.transaction() as transaction:
        transaction.add_registration(draft)
        note(transaction)
    # As it is on the disk, with its log, when everybody is killed.
    left = Office(folder=tmp_path / "left", recovery_code="")
    shutil.copytree(office.folder, left.folder)
    assert (left.folder / f"{DATABASE}-wal").stat().st_size
    with left.stack:
        left.open("bronwen")
        alone = Office(folder=tmp_path / "alone", recovery_code="")
        shutil.copytree(
            left.folder, alone.folder, ignore=shutil.ignore_patterns("*-wal", "*-shm")
        )
    with alone.stack:
        assert _is_found(alone.open("bronwen"), draft.number) is is_long


def _is_found(register: SqlRegister, number: RegistrationNumber) -> bool:
    with register.transaction() as transaction:
        found = transaction.find(Query(registration_number=number), limit=1)
        note(transaction)
    return bool(found.total)
