"""A registration with several sites: a certificate for each, with its share."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.event import Event, Verb
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Act
from amnesty.errors.rules import (
    AlreadyIssuedError,
    CardOfSeveralSitesError,
    NoSuchSiteError,
    WhichSiteError,
)
from amnesty.policies import load_policy
from amnesty.services.authority.governing import set_policy
from amnesty.services.desk import Desk
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.papers.reissuing import issue_card, replace_lost
from amnesty.services.trust.signing import make_signing_keys
from tests.store.conftest import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]


@pytest.fixture
def desk(supervisor: SqlRegister) -> Desk:
    """Return a supervisor's desk, where two sites are allowed."""
    made = Desk(register=supervisor, clock=FixedClock(), chance=os.urandom)
    make_signing_keys(made)
    set_policy(made, replace(load_policy("uk-55g"), version=2, sites=2))
    return made


@pytest.fixture
def patient(
    desk: Desk, keep: Keep, make_registration: Callable[[], Registration]
) -> Registration:
    """Return an approved patient with two sites, no plants at the second."""
    made = make_registration()
    (home,) = made.growing.sites
    shed = replace(home.address, lines=("Plot 7, the allotments",))
    second = replace(home, address=shed, plants=(), stock=())
    first = replace(home, plants=home.plants[1:], stock=())
    growing = replace(made.growing, sites=(first, second))
    day = desk.today()
    return keep(
        replace(
            made,
            growing=growing,
            state=State.APPROVED,
            valid_from=day,
            valid_to=day.replace(month=12),
        )
    )


def test_each_site_has_its_certificate_and_its_share(
    desk: Desk, patient: Registration
) -> None:
    """Together they make the whole, which a clerk sees; each states its own alone."""
    one = issue_certificate(desk, patient.number, site=0).issued.certificate
    other = issue_certificate(desk, patient.number, site=1).issued.certificate
    assert one.indoor is not None
    assert other.indoor is not None
    assert (one.indoor.flowering, other.indoor.flowering) == (2, 2)
    assert (one.stock_grams, other.stock_grams) == (165, 165)
    assert one.place != other.place
    assert other.place is not None
    assert "allotments" in other.place
    with desk.transaction() as register:
        kept = register.registration(patient.number)
        register.append(desk_note(desk, kept))
    assert kept.state is State.ACTIVE


def desk_note(desk: Desk, kept: Registration) -> Event:
    """Return the event of a look at a record."""
    return desk.note(Verb.CONSULTATION, Act.READ, kept.id)


def test_a_site_is_named_and_has_one(desk: Desk, patient: Registration) -> None:
    """Without a site nothing is issued, twice for one neither, nor for a third."""
    with pytest.raises(WhichSiteError, match="2 sites"):
        issue_certificate(desk, patient.number)
    with pytest.raises(NoSuchSiteError):
        issue_certificate(desk, patient.number, site=2)
    issue_certificate(desk, patient.number, site=1)
    with pytest.raises(AlreadyIssuedError):
        issue_certificate(desk, patient.number, site=1)


def test_a_lost_one_is_replaced_and_a_card_is_refused(
    desk: Desk, patient: Registration
) -> None:
    """The new one is for the same site; a card could not say for which."""
    issue_certificate(desk, patient.number, site=0)
    lost = issue_certificate(desk, patient.number, site=1).issued.certificate
    again = replace_lost(desk, lost.number).issued.certificate
    assert (again.place, again.stock_grams) == (lost.place, lost.stock_grams)
    with pytest.raises(CardOfSeveralSitesError):
        issue_card(desk, patient.number)
