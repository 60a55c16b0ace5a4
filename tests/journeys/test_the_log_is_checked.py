"""The auditor signs, checks and proves, by commands alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


def test_signed_kept_and_checked_later(office: Office) -> None:
    """A checkpoint that was kept apart holds after more was done."""
    kept = office.folder / "checkpoint.txt"
    made = office.run_as("ann", "audit", "checkpoint", "--out", str(kept))
    assert made.code == 0, made.err
    checked = office.run_as("ann", "audit", "verify", "--since", str(kept))
    assert checked.code == 0, checked.err
    assert "Every row follows" in checked.out
    assert "that were signed for" in checked.out
    proved = office.run_as("ann", "audit", "prove", "1", "--json")
    assert '"act":"SET_UP"' in proved.json["leaf"]
    for asked in ("0", "99999"):
        assert office.run_as("ann", "audit", "prove", asked).code in (1, 2)
    kept.write_text("something else")
    refused = office.run_as("ann", "audit", "verify", "--since", str(kept))
    assert (refused.code, refused.err.count("\n")) == (2, 1)


def test_a_clerk_does_not_read_the_log(office: Office) -> None:
    """Who may not is told so."""
    for job in ("checkpoint", "verify", "prove"):
        more = ["1"] if job == "prove" else []
        refused = office.run_as("bronwen", "audit", job, *more)
        assert (refused.code, "audit trail" in refused.err) == (1, True)


def test_an_older_copy_is_not_opened(office: Office) -> None:
    """Put in the register's place, it is refused in one sentence, by any command."""
    database = office.register / "register.db"
    older = office.folder / "older.db"
    shutil.copyfile(database, older)
    assert office.run_as("ann", "audit", "checkpoint").code == 0
    shutil.copyfile(older, database)
    for job in (("audit", "verify"), ("staff", "list")):
        refused = office.run_as("ann", *job)
        assert (refused.code, refused.err.count("\n")) == (5, 1), refused.err
        assert "not the register that this computer saw last" in refused.err
