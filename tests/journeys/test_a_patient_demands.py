"""A patient's rights by commands: disclosure, rectification, complaints, erasure."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


def test_a_patients_rights_by_command(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """What is disclosed is checked outside; then it is put right, and erased by two."""
    number = office.registered(registration_file, office.folder / "one.json")
    pdf = str(office.folder / "c.pdf")
    assert office.run_as("idris", "issue", number, "--out", pdf).code == 0
    out = office.folder / "disclosed"
    told = office.run_as("idris", "disclose", number, "--out", str(out), "--json")
    assert told.code == 0, told.err
    data = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert told.json["looks"] == len(data["who_looked"]) >= 4
    event = data["who_looked"][0]["event"]
    proof = out / "proofs" / f"event-{event}"
    checked = subprocess.run(
        [
            *(sys.executable, "-I", str(out / "check_log.py"), "proof"),
            *(f"{proof}.tlog-proof", f"{proof}.leaf.json", "--key", data["log_key"]),
        ],
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    again = office.run_as("idris", "disclose", number, "--out", str(out))
    assert (again.code, "not empty" in again.err) == (2, True)

    change = ("--change", "patient.full_name=Siân Llŷr", "--reason", "misspelt")
    done = office.run_as("idris", "rectify", number, *change, "--json")
    assert done.code == 0, done.err
    assert len(done.json["reissued"]) == 1

    made = office.run_as("bronwen", "complaint", "add", "slow", "--about", number)
    complaint = made.out.split()[1]
    assert office.run_as("bronwen", "complaint", "answer", complaint, "sorry").code == 0
    listed = office.run_as("bronwen", "complaint", "list", "--json").json
    assert [one["answered"] for one in listed["complaints"]] == [True]

    refused = office.run_as("idris", "erase", "propose", number)
    assert (refused.code, "End it first" in refused.err) == (1, True)
    assert office.run_as("bronwen", "withdraw", number).code == 0
    assert office.run_as("idris", "erase", "propose", number).code == 0
    assert number in office.run_as("gareth", "erase", "list").out
    erased = office.run_as("gareth", "erase", "confirm", number)
    assert "Its keys are destroyed" in erased.out
    assert "erased" in office.run_as("idris", "show", number).err
    assert office.run_as("idris", "erase", "propose", "--due").code == 0
    breach = ("--since", "2020-01-01T00:00", "--until", "2099-01-01T00:00")
    found = office.run_as(
        "idris", "breach", *breach, "--found", "2026-11-24T09:00", "--json"
    )
    assert found.json["erased"] == 1
    known = office.run_as("idris", "breaches", "list", "--json").json["breaches"]
    assert [one["number"] for one in known] == [found.json["breach"]]
    told = office.run_as("idris", "breaches", "reported", found.json["breach"].lower())
    assert told.out == f"Breach {found.json['breach']} is reported.\n"
    assert "  reported " in office.run_as("idris", "breaches", "list").out
    assert office.run_as("ann", "audit", "verify").code == 0
