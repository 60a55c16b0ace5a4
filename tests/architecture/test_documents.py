"""The documents that are made from the program, or name its tests, are current."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from amnesty.services.rights.processing import dpia_page, record_page
from tests.making_sbom import bill

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ASVS = (DOCS / "asvs.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| V([\d.]+) \| (\d) \| ([^|]+) \| ([^|]+) \|$", ASVS, re.MULTILINE
)
LEVELS = (
    "22 1111122223 112222222223 222 123",
    "122 112 12223 23",
    "3 113 12223 11222233 11122333 3 22333",
    "12233 23333 22 1222",
    "2 112333 113 222",
    "122 111111112222 11223333 112233 22222333 2223 33 2222",
    "222 1111 22 11222 223 22",
    "1233 1123 133 23",
    "111 1222",
    "22 223 22223 1111122222233333 22222 22 222",
    "2233 22233 11233 1222 23 23 33",
    "12233 11 22223",
    "2333 222223 2233 1222233",
    "22 12223333 122",
    "12233 12233 1222222 3333",
    "2 22222 2222 222 2223",
    "23 22223333 22",
)
"""The levels of ASVS 5.0.0: a line a chapter, a word a section, a digit each."""
NAMED = sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", ASVS)))


def test_every_requirement_of_the_standard_has_a_row() -> None:
    """All 345 of the seventeen chapters, each once, in order, with its level."""
    wanted = [
        (f"{chapter}.{section}.{number}", level)
        for chapter, sections in enumerate(LEVELS, 1)
        for section, levels in enumerate(sections.split(), 1)
        for number, level in enumerate(levels, 1)
    ]
    assert len(wanted) == 345
    assert [(number, level) for number, level, _, _ in ROWS] == wanted


def test_a_row_has_a_test_or_a_reason() -> None:
    """Nothing is claimed without either; what is not met says so first."""
    reasons = re.compile(
        r"Reason: |Not applicable: |Not met|Level 3(, (in part|not met))?: "
    )
    bare = [
        number
        for number, _, about, held in ROWS
        if not about or not ("::" in held or reasons.match(held))
    ]
    assert not bare


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
    threat_model = (DOCS / "threat-model.md").read_text("utf-8")
    assert (DOCS / "dpia.md").read_text("utf-8") == dpia_page(threat_model)


def test_the_bill_of_materials_is_of_the_pins() -> None:
    """Every pin with its version, in CycloneDX; else `make sbom` was forgotten."""
    text = (DOCS / "sbom.cdx.json").read_text("utf-8")
    assert text == bill()
    pins = (ROOT / "requirements" / "run.txt").read_text("utf-8").count("==")
    assert len(json.loads(text)["components"]) >= min(pins, 20)


def test_the_map_names_files_that_are_there() -> None:
    """Without a folder a name stands for a file beside what was named before it."""
    missing = []
    for row in (DOCS / "architecture.md").read_text("utf-8").splitlines():
        beside = ROOT
        for name in re.findall(r"`([\w/.-]+(?:\.py|\.toml|\.md|/))`", row):
            places = (ROOT, ROOT / "amnesty", DOCS, beside)
            found = [place / name for place in places if (place / name).exists()]
            if found:
                beside = found[0] if found[0].is_dir() else found[0].parent
            else:
                missing.append(name)
    assert not missing
