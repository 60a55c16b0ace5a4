"""Made-up people and fixed days that every test may use."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

TODAY = date(2026, 11, 24)

FILE: dict[str, Any] = {
    "patient": {
        "full_name": "Siân Llŷr ap Gwŷn",
        "date_of_birth": "27 3 1970",
        "health_number": "999 000 0018",
        "photo_identity": "passport",
        "home": {
            "line_1": "14 Canal Row",
            "town": "Penmaen",
            "postcode": "ZZ1 4AB",
        },
        "telephone": "07700 900123",
        "holds_no_other": True,
    },
    "evidence": [
        {
            "kind": "specialist's letter",
            "issuer": "Penmaen Pain Clinic",
            "issued_on": "1 10 2026",
            "valid_to": "30 9 2027",
            "seen_on": "20 11 2026",
        }
    ],
    "need": {"grams_a_day": "1.5", "basis": "stated by the evidence"},
    "affordability": {"monthly_price": "240", "declared_on": "20 11 2026"},
    "undertaking": {
        "signed_on": "20 11 2026",
        "signed_by": "patient",
        "signature_seen": True,
    },
    "sites": [
        {
            "address": {
                "line_1": "14 Canal Row",
                "town": "Penmaen",
                "postcode": "ZZ1 4AB",
            },
            "setting": "indoor",
            "locked": True,
            "tenure": "owner",
            "landlord_risk_explained": True,
            "electrical_and_fire_declared": True,
            "under_18s_in_household": False,
            "locked_storage": True,
            "plants": [
                {
                    "cultivar": "Blue Dale",
                    "count": 3,
                    "stage": "flowering",
                    "since": "1 11 2026",
                },
                {"count": 2, "stage": "vegetative", "since": "1 11 2026"},
            ],
            "stock": [
                {
                    "form": "dried",
                    "grams": "120.5",
                    "weighed_on": "20 11 2026",
                    "origin": "home grown",
                }
            ],
        }
    ],
}


@pytest.fixture
def today() -> date:
    """Return the fixed day of the tests."""
    return TODAY


@pytest.fixture
def registration_file() -> dict[str, Any]:
    """Return a whole registration file, to change one thing in."""
    return copy.deepcopy(FILE)
