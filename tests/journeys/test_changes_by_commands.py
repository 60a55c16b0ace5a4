"""What changes after the decision, by commands: each part from a file of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Office


@pytest.fixture
def patient(office: Office, registration_file: dict[str, Any]) -> str:
    """Return the number of a registration with a certificate."""
    file = office.folder / "patient.json"
    file.write_text(json.dumps(registration_file), encoding="utf-8")
    number: str = office.run_as("bronwen", "register", str(file), "--json").json[
        "number"
    ]
    office.run_as("bronwen", "submit", number)
    office.run_as("idris", "approve", number)
    first = office.run_as(
        "idris", "issue", number, "--out", str(office.folder / "first.pdf")
    )
    assert first.code == 0, first.err
    return number


def part(office: Office, content: dict[str, Any]) -> str:
    """Return a file with one part of the form."""
    file: Path = office.folder / "part.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return str(file)


def test_a_year_brings_changes(
    office: Office, patient: str, registration_file: dict[str, Any]
) -> None:
    """A caretaker, a tenancy, a refused grower, and a move with its new certificate."""
    caretaker = {
        "full_name": "Aled Made-Up",
        "telephone": "01632 960123",
        "starts_on": "1 12 2026",
        "reason": "in hospital",
    }
    named = office.run_as(
        "bronwen", "change", "caretaker", patient, part(office, caretaker)
    )
    assert "Caretaker, full name: nothing → Aled Made-Up" in named.out
    early = office.run_as("bronwen", "change", "caretaker", patient, "--end")
    assert "began on 1 December 2026" in early.err
    both = office.run_as("bronwen", "change", "caretaker", patient)
    assert "Name a file for a new caretaker, or say --end." in both.err
    rented = part(
        office, {"tenure": "private tenant", "owner_consent_seen_on": "2 11 2026"}
    )
    kept = office.run_as("bronwen", "change", "tenure", patient, rented)
    assert kept.code == 0, kept.err
    grower = {
        "full_name": "Mair Made-Up",
        "date_of_birth": "3 5 1980",
        "address": registration_file["patient"]["home"],
    }
    asked = office.run_as("idris", "change", "grower", patient, part(office, grower))
    assert "Mair Made-Up, born 3 May 1980, grows for the patient" in asked.out
    out = office.folder / "second.pdf"
    approve = ("change", "approve", patient, "--out", str(out))
    assert "another supervisor must approve" in office.run_as("idris", *approve).err
    assert (
        "so only they can"
        in office.run_as("bronwen", "change", "take-back", patient).err
    )
    back = office.run_as("idris", "change", "take-back", patient)
    assert "Nothing waits any more" in back.out, back.err
    office.run_as("idris", "change", "grower", patient, part(office, grower))
    refused = office.run_as(
        "gareth", "change", "refuse", patient, "--reason", "No longer asked for"
    )
    assert refused.code == 0, refused.err
    (site,) = registration_file["sites"]
    moved = {name: what for name, what in site.items() if name not in HELD}
    moved["address"] = {"line_1": "Plot 7, the allotments"}
    office.run_as(
        *("bronwen", "change", "site", patient, part(office, moved)),
        *("--instead-of", "1"),
    )
    approved = office.run_as("gareth", *approve)
    assert approved.code == 0, approved.err
    assert out.read_bytes().startswith(b"%PDF")
    shown = office.run_as("bronwen", "show", patient, "--json").json
    assert shown["sites"][-1] == "Plot 7, the allotments"
    only = office.run_as("bronwen", "change", "close-site", patient, "--site", "2")
    assert "This is the only site" in only.err


HELD = ("plants", "stock")
