"""The auditor signs, checks and proves, by commands alone."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

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


def test_all_that_was_done_with_a_registration_is_proved(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """By its number a supervisor gets a proof of each event; an auditor cannot ask."""
    number = office.registered(registration_file, office.folder / "one.json")
    out = office.folder / "proof.tlog-proof"
    asked = ("audit", "prove", number, "--out", str(out), "--json")
    proved = office.run_as("idris", *asked)
    assert proved.code == 0, proved.err
    events = proved.json["events"]
    assert json.loads(events[0]["leaf"])["act"] == "REGISTER"
    for one in events:
        file = out.with_name(f"proof-{one['event']}.tlog-proof")
        assert file.with_suffix(".leaf.json").read_text() == one["leaf"]
        assert one["checkpoint"] in file.read_text()
    refused = office.run_as("ann", "audit", "prove", number)
    assert (refused.code, refused.err.count("\n")) == (1, 1), refused.err
    unknown = office.run_as("idris", "audit", "prove", "twelve")
    assert (unknown.code, unknown.err.count("\n")) == (2, 1), unknown.err


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
