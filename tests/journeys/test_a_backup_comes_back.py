"""A backup made, checked, and put back, by commands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.conftest import PASSPHRASES

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran


def restore(office: Office, file: str) -> Ran:
    """Put a backup back as the supervisor, with the administrator."""
    second = ("--second", "nerys", "--second-passphrase-fd", "{fd}")
    feed = f"{PASSPHRASES['nerys']}\n"
    return office.run_as("idris", "restore", file, *second, feed=feed)


def test_a_register_is_lost_and_comes_back(office: Office) -> None:
    """Backed up by the administrator, deleted, restored by two people."""
    made = office.run_as(
        "nerys", "backup", "make", "--to", str(office.folder), "--json"
    )
    assert made.code == 0, made.err
    file = made.json["file"]
    checked = office.run_as("nerys", "backup", "verify", file)
    assert checked.code == 0
    assert "is whole" in checked.out
    (office.register / "register.db").unlink()
    alone = office.run_as("idris", "restore", file)
    assert (alone.code, "--second" in alone.err) == (2, True)
    done = restore(office, file)
    assert done.code == 0, done.err
    assert "Restored" in done.out
    again = restore(office, file)
    assert again.code == 5
    assert "older than the register: 1 event" in again.err


def test_a_clerk_makes_no_backup(office: Office) -> None:
    """Who may not is told, and no file is left."""
    refused = office.run_as("bronwen", "backup", "make", "--to", str(office.folder))
    assert refused.code == 1
    assert "may not make a backup" in refused.err
    assert not list(office.folder.glob("*.backup"))
