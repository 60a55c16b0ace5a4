"""A caretaker's time, and by what right a site is held: written down, not certified."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from amnesty.domain.event import Verb
from amnesty.domain.finding import FindingKind, Standing
from amnesty.domain.registration import Move
from amnesty.domain.site import Tenure
from amnesty.domain.staff import Act
from amnesty.errors import ProblemsError
from amnesty.errors.changing import (
    CaretakerEndsError,
    NoCaretakerError,
    NothingChangesError,
)
from amnesty.services.desk import Desk
from amnesty.services.growing.checking import check_one
from amnesty.services.registrations.arranging import (
    appoint_caretaker,
    change_tenure,
    end_caretaker,
)
from amnesty.services.registrations.history import read_history
from db.audit.log import open_detail
from db.tables import EventRow

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.growing.conftest import Days

CARETAKER = {
    "caretaker.full_name": "Aled Made-Up",
    "caretaker.telephone": "01632 960123",
    "caretaker.starts_on": "24 11 2026",
    "caretaker.reason": "in hospital",
}


def test_a_caretakers_time_begins_and_ends(
    desk: Desk, patient: Registration, days: Days
) -> None:
    """Both days are kept, the history says who and when, and no more than that."""
    named = appoint_caretaker(desk, patient.number, CARETAKER)
    assert named.growing.caretaker is not None
    assert named.growing.caretaker.ends_on is None
    assert named.growing.sites == patient.growing.sites
    with pytest.raises(NothingChangesError):
        appoint_caretaker(desk, patient.number, CARETAKER)
    with pytest.raises(CaretakerEndsError, match="24 November 2026"):
        end_caretaker(desk, patient.number, on=date(2026, 11, 20))
    days.on += timedelta(days=3)
    ended = end_caretaker(desk, patient.number)
    assert ended.growing.caretaker is not None
    assert ended.growing.caretaker.ends_on == days.on
    days.on += timedelta(days=1)
    with pytest.raises(NoCaretakerError):
        end_caretaker(desk, patient.number)
    assert [step.move for step in ended.steps[-2:]] == [Move.ARRANGE] * 2
    told = [
        line for past in read_history(desk, patient.number) for line in past.changes
    ]
    assert any("Caretaker, to: nothing → 27 November 2026" in one for one in told)
    with pytest.raises(ProblemsError, match="caretaker's full name"):
        appoint_caretaker(desk, patient.number, {})


def test_the_log_names_no_caretaker(
    desk: Desk, supervisor: SqlRegister, days: Days, patient: Registration
) -> None:
    """It outlives an erasure; the step that names them goes with the record."""
    named = appoint_caretaker(desk, patient.number, CARETAKER)
    assert "Aled Made-Up" in named.steps[-1].reasons
    reader = Desk(register=supervisor, clock=days, chance=os.urandom)
    with supervisor.transaction() as work:
        keyring, session = work.access.keyring, work.session
        kept = [
            repr(open_detail(row, keyring))
            for row in session.execute(select(EventRow)).scalars()
        ]
        work.append(reader.note(Verb.CONSULTATION, Act.READ_AUDIT))
    assert any("ARRANGE" in detail for detail in kept)
    assert not [detail for detail in kept if "Aled" in detail or "960123" in detail]


def test_a_consent_that_is_gone_is_found(desk: Desk, patient: Registration) -> None:
    """Another tenure wants the owner's consent; what is certified is not touched."""
    rented = change_tenure(
        desk, patient.number, {"sites.0.tenure": "private tenant"}, site=0
    )
    (site,) = rented.growing.sites
    assert site.tenure is Tenure.PRIVATE_TENANT
    assert site.plants == patient.growing.sites[0].plants
    (finding,) = check_one(desk, patient.number).of(FindingKind.CONSENT)
    assert finding.outcome is Standing.MISSING
    seen = {"sites.0.owner_consent_seen_on": "23 11 2026"}
    change_tenure(desk, patient.number, seen, site=0)
    (finding,) = check_one(desk, patient.number).of(FindingKind.CONSENT)
    assert finding.outcome is Standing.MET
    with pytest.raises(ProblemsError, match="leave it out"):
        change_tenure(desk, patient.number, {"sites.0.setting": "outdoor"}, site=0)
    with pytest.raises(NothingChangesError):
        change_tenure(desk, patient.number, seen, site=0)
