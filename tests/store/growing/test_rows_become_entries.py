"""What a clerk changes in the rows on screen becomes what happened."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.journal import Because
from amnesty.domain.plants import Stage, Which
from amnesty.errors.growing import WhyFewerError
from amnesty.services.growing.plants_and_stock import harvest, read_account
from amnesty.services.registrations.registering import declare

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tests.store.growing.conftest import Days

ROWS = {
    "sites.0.plants.0.cultivar": "Blue Dale",
    "sites.0.plants.0.stage": "flowering",
    "sites.0.plants.0.since": "1 11 2026",
    "sites.0.plants.1.count": "2",
    "sites.0.plants.1.stage": "vegetative",
    "sites.0.plants.1.since": "1 11 2026",
    "sites.0.stock.0.form": "dried",
    "sites.0.stock.0.grams": "120.5",
    "sites.0.stock.0.weighed_on": "20 11 2026",
    "sites.0.stock.0.origin": "home grown",
}


def test_rows_that_are_changed_on_screen_become_entries(
    desk: Desk, patient: Registration
) -> None:
    """One plant fewer asks why; with its reason the journal has it, once."""
    fewer = ROWS | {"sites.0.plants.0.count": "2"}
    with pytest.raises(WhyFewerError, match="1 flowering plant, Blue Dale"):
        declare(desk, patient.number, fewer, site=0)
    declare(desk, patient.number, fewer, site=0, because=Because.DESTROYED)
    again = declare(desk, patient.number, fewer, site=0)
    account = read_account(desk, patient.number)
    kinds = [entry.what.kind for entry in account.entries]
    assert kinds == ["opened", "plants gone"]
    assert again.growing.sites[0].plants[0].count == 2


def test_a_row_that_is_left_alone_stays_what_it_was(
    desk: Desk, patient: Registration, days: Days
) -> None:
    """The day of the harvest is on no row, and is not lost by saving the form."""
    which = Which(stage=Stage.FLOWERING)
    grown = harvest(
        desk,
        patient.number,
        which,
        count=3,
        fresh_grams=Fraction(400),
        on=days.on,
        site=0,
    )
    rows = {path: text for path, text in ROWS.items() if ".plants.0." not in path} | {
        "sites.0.stock.1.form": "fresh",
        "sites.0.stock.1.grams": "400",
        "sites.0.stock.1.weighed_on": "24 11 2026",
        "sites.0.stock.1.origin": "home grown",
    }
    kept = declare(desk, patient.number, rows, site=0)
    assert kept.growing.sites[0].stock == grown.growing.sites[0].stock
    assert len(read_account(desk, patient.number).entries) == 2
