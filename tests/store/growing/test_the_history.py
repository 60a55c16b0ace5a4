"""What happened to a record is told in one order, with what each act changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.registration import Registration, State
from amnesty.services.growing.plants_and_stock import add_plants
from amnesty.services.registrations.differences import differences
from amnesty.services.registrations.history import read_history

if TYPE_CHECKING:
    from amnesty.services.desk import Desk
    from tests.store.growing.conftest import Days


def test_what_came_and_went_is_told_the_newest_first(
    desk: Desk, patient: Registration, days: Days
) -> None:
    """An entry says what was added, by whom; the steps of the case stand below it."""
    batch = PlantBatch(
        cultivar="Blue Dale", count=2, stage=Stage.SEEDLING, since=days.on
    )
    add_plants(desk, patient.number, batch, site=0)
    told = read_history(desk, patient.number)
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)
    (added,) = (one for one in told if "plants added" in one.what)
    assert added.changes == ("+ 2 seedlings, Blue Dale",)
    assert added.by == desk.member.name


def test_differences_are_in_the_words_of_the_form(patient: Registration) -> None:
    """What changed is named as the form names it, with what it was and is now."""
    person = replace(patient.identity.patient, telephone="07700 900999")
    (site,) = patient.growing.sites
    first, *rest = site.plants
    plants = (replace(first, count=first.count + 1), *rest)
    now = replace(
        patient,
        state=State.SUSPENDED,
        identity=replace(patient.identity, patient=person),
        growing=replace(patient.growing, sites=(replace(site, plants=plants),)),
    )
    found = [str(one) for one in differences(patient, now)]
    assert found == [
        "State: active → suspended",
        "Contact, telephone: 07700 900123 → 07700 900999",
        f"Site 1, Plants 1, how many: {first.count} → {first.count + 1}",
    ]
    assert differences(patient, patient) == ()
