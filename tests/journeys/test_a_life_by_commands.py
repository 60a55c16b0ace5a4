"""From a bare folder to a revoked certificate, by the commands of the README."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Office, Ran


def write(folder: Path, data: dict[str, Any]) -> str:
    """Write a registration file and return its path."""
    path = folder / "patient.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def verified(office: Office, source: str, *more: str) -> Ran:
    """Verify a source against what was published."""
    return office.run(
        *("verify", source, "--bundle", str(office.folder / "police")),
        *("--roots", str(office.register / "roots.cbor"), "--json", *more),
    )


def publish(office: Office) -> None:
    """Publish the daily police file."""
    done = office.run_as("idris", "publish", "--to", str(office.folder / "police"))
    assert done.code == 0, done.err


def test_a_whole_life(office: Office, registration_file: dict[str, Any]) -> None:
    """Register, be refused over the limit, hand in, approve, issue, verify, revoke."""
    registration_file["sites"][0]["stock"][0]["grams"] = "500"
    kept = office.run_as(
        "bronwen", "register", write(office.folder, registration_file), "--json"
    )
    assert kept.code == 0, kept.err
    number = kept.json["number"]
    pdf = str(office.folder / "certificate.pdf")

    found = office.run_as("kofi", "find", "gwyn sian", "--json")
    assert [one["number"] for one in found.json["registrations"]] == [number]

    assert office.run_as("bronwen", "submit", number).code == 0
    refused = office.run_as("idris", "approve", number)
    assert refused.code == 1
    assert "Hand in" in refused.err

    received = office.hand_in(
        *("bronwen", number, "--item", "dried=180/175@S-1", "--place", "Counter"),
        *("--identity-seen", "--signature-seen", "--json"),
        second="kofi",
    )
    assert received.code == 0, received.err
    assert received.json["receipt"].startswith("H-")
    shown = office.run_as("bronwen", "show", number, "--json").json
    assert not [one for one in shown["findings"] if one["blocks"]]

    early = office.run_as("idris", "issue", number, "--out", pdf)
    assert early.code == 1
    assert "you cannot issue a certificate for it" in early.err
    assert office.run_as("idris", "approve", number).code == 0
    by_clerk = office.run_as("bronwen", "issue", number, "--out", pdf)
    assert by_clerk.code == 1
    issued = office.run_as("idris", "issue", number, "--out", pdf, "--json")
    assert issued.code == 0, issued.err

    publish(office)
    answer = verified(office, pdf)
    assert (answer.code, answer.json["verdict"]) == (0, "VALID")
    assert answer.json["certificate"]["number"] == issued.json["number"]
    assert answer.json["certificate"]["name"] == "Siân Llŷr ap Gwŷn"

    again = office.run_as("bronwen", "reprint", issued.json["number"], "--out", pdf)
    assert again.code == 0, again.err
    assert verified(office, pdf).json["verdict"] == "VALID"

    revoked = office.run_as("idris", "revoke", number, "--reason", "Made-up reason")
    assert revoked.code == 0, revoked.err
    assert verified(office, pdf).json["verdict"] == "VALID"
    publish(office)
    answer = verified(office, pdf)
    assert (answer.code, answer.json["verdict"]) == (1, "REVOKED")


def test_without_an_agreement_every_paper_is_a_specimen(
    office_without_agreement: Office, registration_file: dict[str, Any]
) -> None:
    """The signed bytes name no agreement, and every verifier says SPECIMEN."""
    office = office_without_agreement
    file = write(office.folder, registration_file)
    number = office.run_as("bronwen", "register", file, "--json").json["number"]
    pdf = str(office.folder / "certificate.pdf")
    for who, job in (("bronwen", "submit"), ("idris", "approve")):
        assert office.run_as(who, job, number).code == 0
    issued = office.run_as("gareth", "issue", number, "--out", pdf, "--json")
    assert issued.json["specimen"] is True
    publish(office)
    answer = verified(office, pdf)
    assert (answer.code, answer.json["verdict"]) == (1, "SPECIMEN")


def test_a_high_need_wants_two_supervisors(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Above 3 g a day one approval is not enough, nor are two by one person."""
    registration_file["need"]["grams_a_day"] = "3.5"
    file = write(office.folder, registration_file)
    number = office.run_as("bronwen", "register", file, "--json").json["number"]
    assert office.run_as("bronwen", "submit", number).code == 0
    once = office.run_as("idris", "approve", number, "--json")
    assert once.json["state"] == "submitted"
    assert office.run_as("idris", "approve", number).code == 1
    twice = office.run_as("gareth", "approve", number, "--json")
    assert twice.json["state"] == "approved"


def test_a_verifier_needs_no_register_and_little_time(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """A fresh process verifies the PDF; without lists it cannot confirm."""
    file = write(office.folder, registration_file)
    number = office.run_as("bronwen", "register", file, "--json").json["number"]
    pdf = str(office.folder / "certificate.pdf")
    for who, job in (("bronwen", "submit"), ("idris", "approve")):
        assert office.run_as(who, job, number).code == 0
    assert office.run_as("idris", "issue", number, "--out", pdf).code == 0
    publish(office)
    command = [sys.executable, "-m", "amnesty.cli.main", "verify", pdf, "--json"]
    unlisted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert unlisted.returncode == 4, unlisted.stderr
    assert json.loads(unlisted.stdout)["verdict"] == "CANNOT BE CONFIRMED"
    command += ["--bundle", str(office.folder / "police")]
    command += ["--roots", str(office.register / "roots.cbor")]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert listed.returncode == 0, listed.stderr


def test_what_was_sent_back_is_put_right(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """A draft takes a corrected file; what is submitted does not."""
    file = write(office.folder, registration_file)
    number = office.run_as("bronwen", "register", file, "--json").json["number"]
    assert office.run_as("bronwen", "submit", number).code == 0
    assert office.run_as("bronwen", "register", file, "--change", number).code == 1
    back = office.run_as("idris", "send-back", number, "--reason", "Wrong need")
    assert back.code == 0, back.err
    registration_file["need"]["grams_a_day"] = "2"
    file = write(office.folder, registration_file)
    put_right = office.run_as("bronwen", "register", file, "--change", number)
    assert put_right.code == 0, put_right.err
    shown = office.run_as("bronwen", "show", number, "--json").json
    assert (shown["need_grams_a_day"], shown["state"]) == ("2", "draft")
