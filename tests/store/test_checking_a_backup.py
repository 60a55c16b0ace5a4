"""A backup is checked against the log in it: what was altered before shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from amnesty.errors.backup import BackupDamagedError
from db.upkeep.backup import write_backup
from db.upkeep.checking import check_backup
from tests.store.on_a_server import MADE_AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from tests.store.office import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]


def test_rows_of_a_backup_follow_from_its_log(
    office: Office, keep: Keep, person: Person, tmp_path: Path
) -> None:
    """Whoever makes backups sees so, and nothing of the rows is left behind."""
    keep(person("Ada Lord"))
    administrator, file = office.open("nerys"), tmp_path / "one"
    made = write_backup(administrator, file, made_at=MADE_AT)
    found, replayed = check_backup(administrator, file)
    assert found == made
    assert replayed.size == made.events
    assert replayed.differences == ()
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BackupDamagedError):
        check_backup(administrator, file)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM pending; DELETE FROM registration", "was removed"),
        ("DELETE FROM event WHERE sequence = 2", "do not lead to its head"),
    ],
)
def test_what_was_altered_before_the_backup_is_told(
    *,
    office: Office,
    keep: Keep,
    person: Person,
    tmp_path: Path,
    statement: str,
    what: str,
) -> None:
    """The stream is whole whoever made it; the log tells whether its rows are true."""
    keep(person("Ada Lord"))
    clerk = office.open("bronwen")
    engine, _ = clerk.opened()
    with engine.begin() as connection:
        for one in statement.split("; "):
            connection.execute(text(one))
    file = tmp_path / "one"
    write_backup(clerk, file, made_at=MADE_AT)
    _, replayed = check_backup(clerk, file)
    assert any(what in str(one) for one in replayed.differences)
