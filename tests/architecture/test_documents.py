"""The documents that are made from the program, or name its tests, are current."""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from amnesty.services.processing import dpia_page, record_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ASVS = (DOCS / "asvs.md").read_text("utf-8")
ROWS = re.findall(r"^\| V([\d.]+) \| ([^|]+) \| ([^|]+) \|$", ASVS, re.MULTILINE)
SECTIONS = (5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3)
"""How many sections each chapter of ASVS 5.0 has."""
NAMED = sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", ASVS)))


def test_every_section_of_the_standard_has_a_row() -> None:
    """All seventeen chapters, each section once, in order."""
    wanted = [
        f"{chapter}.{section}"
        for chapter, many in enumerate(SECTIONS, 1)
        for section in range(1, many + 1)
    ]
    assert [number for number, _, _ in ROWS] == wanted


@pytest.mark.parametrize(("number", "about", "held"), ROWS)
def test_a_row_has_a_test_or_a_reason(number: str, about: str, held: str) -> None:
    """Nothing is claimed without either."""
    assert about
    assert "::" in held or held.startswith(("Reason: ", "Not applicable: ")), number


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there(named: str) -> None:
    """A test that is renamed or dropped takes its row along, or fails here."""
    file, _, name = named.partition("::")
    text = (ROOT / "tests" / file).read_text("utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)


def test_the_fifteen_risks_each_name_a_test() -> None:
    """Fifteen, numbered, none without what holds it."""
    text = (DOCS / "threat-model.md").read_text("utf-8")
    risks = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in risks] == list(range(1, 16))
    assert all("::" in held for _, held in risks)


def test_the_record_of_processing_is_what_the_models_say() -> None:
    """A new field, role, act or rule is in the record, or `make sbom` was forgotten."""
    assert (DOCS / "record-of-processing.md").read_text("utf-8") == record_page()
    assert (DOCS / "dpia.md").read_text("utf-8") == dpia_page()


def test_the_bill_of_materials_is_of_the_pins() -> None:
    """Every pin with its version, in CycloneDX; else `make sbom` was forgotten."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        making = import_module("making_sbom")
    finally:
        sys.path.remove(str(ROOT / "tests"))
    text = (DOCS / "sbom.cdx.json").read_text("utf-8")
    assert text == making.bill()
    pins = (ROOT / "requirements" / "run.txt").read_text("utf-8").count("==")
    assert len(json.loads(text)["components"]) >= min(pins, 20)
