"""THC is typed as the label has it, and told in milligrams."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.errors import ProblemsError
from amnesty.services.intake.application import read_declaration
from tui import record_view

if TYPE_CHECKING:
    from datetime import date

OIL = {
    "sites.0.stock.0.form": "liquid",
    "sites.0.stock.0.grams": "30",
    "sites.0.stock.0.weighed_on": "20 11 2026",
    "sites.0.stock.0.origin": "home grown",
    "sites.0.stock.0.thc_percent": "4.5 %",
}


def test_an_oils_thc_follows_from_its_label(today: date) -> None:
    """30 g at 4.5 % are 1,350 mg, on screen too; without a label nothing is said."""
    _, (oil,) = read_declaration(OIL, site=0, today=today)
    assert oil.thc_milligrams == Fraction(1350)
    assert record_view._thc(oil) == ", 4.5 % THC = 1350 mg"
    bare = {**OIL, "sites.0.stock.0.thc_percent": ""}
    _, (unsaid,) = read_declaration(bare, site=0, today=today)
    assert unsaid.thc_milligrams is None
    assert not record_view._thc(unsaid)


@pytest.mark.parametrize("typed", ["101", "-1", "4.567", "strong"])
def test_what_is_no_percentage_is_refused(today: date, typed: str) -> None:
    """Above the whole, below nothing, too fine, or no number."""
    with pytest.raises(ProblemsError):
        read_declaration(
            {**OIL, "sites.0.stock.0.thc_percent": typed}, site=0, today=today
        )
