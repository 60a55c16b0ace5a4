"""What the threat model promises is held by a test that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"
NAMED = sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", PAGE.read_text("utf-8"))))


def test_promises_are_many() -> None:
    """The page names its tests in the one way that is looked for here."""
    assert len(NAMED) > 20


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there(named: str) -> None:
    """A test that is renamed or dropped takes its promise along, or fails here."""
    file, _, name = named.partition("::")
    text = (ROOT / "tests" / file).read_text("utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)
