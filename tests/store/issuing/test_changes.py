"""Another grower, another site, a site closed: asked for, decided, with new papers."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.event import Event, Verb
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.registration import Move, Registration, State
from amnesty.domain.staff import Act
from amnesty.errors import ProblemsError
from amnesty.errors.changing import (
    ChangeWaitsError,
    LastSiteError,
    NoChangeWaitsError,
    PatientGrowsError,
    SameSiteError,
    SiteClosedError,
    SiteNotEmptyError,
)
from amnesty.errors.rules import (
    FindingsOpenError,
    ReasonsMissingError,
    RoleMayNotError,
    SamePersonError,
)
from amnesty.policies import load_policy
from amnesty.services.authority.governing import set_policy
from amnesty.services.desk import Desk
from amnesty.services.growing.plants_and_stock import add_plants, read_account
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.registrations.changing import (
    approve_change,
    ask_for_grower,
    ask_for_patient_to_grow,
    ask_for_site,
    ask_to_close_site,
    refuse_change,
)
from amnesty.services.registrations.searching import open_record
from amnesty.services.trust.signing import make_signing_keys
from tests.store.conftest import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import RegistrationNumber
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

GROWER = {
    "grower.full_name": "Mair Made-Up",
    "grower.date_of_birth": "3 5 1980",
    "grower.address.line_1": "2 Quay Row",
    "grower.address.town": "Penmaen",
    "grower.address.postcode": "ZZ1 4AB",
}
SHED = {
    "sites.0.address.line_1": "Plot 7, the allotments",
    "sites.0.setting": "indoor",
    "sites.0.locked": "yes",
    "sites.0.tenure": "owner",
    "sites.0.landlord_risk_explained": "yes",
    "sites.0.electrical_and_fire_declared": "yes",
    "sites.0.under_18s_in_household": "no",
    "sites.0.locked_storage": "yes",
}


def _desk(register: SqlRegister) -> Desk:
    return Desk(register=register, clock=FixedClock(), chance=os.urandom)


@pytest.fixture
def supervisor_desk(supervisor: SqlRegister) -> Desk:
    """Return a supervisor's desk; one grower serves one patient, who has one site."""
    made = _desk(supervisor)
    make_signing_keys(made)
    policy = load_policy("uk-55g")
    set_policy(made, replace(policy, version=2, patients_of_a_grower=1))
    return made


@pytest.fixture
def desk(clerk: SqlRegister) -> Desk:
    """Return the clerk's desk."""
    return _desk(clerk)


def approved(made: Registration, desk: Desk) -> Registration:
    """Return a patient who is approved and not issued a certificate yet."""
    day = desk.today()
    return replace(
        made,
        state=State.APPROVED,
        valid_from=day,
        valid_to=day.replace(month=12),
    )


@pytest.fixture
def patient(
    supervisor_desk: Desk, keep: Keep, make_registration: Callable[[], Registration]
) -> Registration:
    """Return an active patient with a certificate: 3 in flower, 2 young, 120.5 g."""
    kept = keep(approved(make_registration(), supervisor_desk))
    issue_certificate(supervisor_desk, kept.number)
    return kept


@pytest.fixture
def other(keep: Keep, person: Person, desk: Desk) -> Registration:
    """Return an active patient at another address."""
    made = replace(approved(person("Somebody Else"), desk), state=State.ACTIVE)
    (site,) = made.growing.sites
    address = replace(site.address, lines=("3 Quay Row",))
    growing = replace(made.growing, sites=(replace(site, address=address),))
    return keep(replace(made, growing=growing))


def standing(desk: Desk, number: RegistrationNumber) -> list[Certificate]:
    """Return the certificates that stand."""
    record = open_record(desk, number)
    return [
        one.certificate
        for one in record.certificates
        if one.status is CertificateStatus.VALID
    ]


def test_a_move_takes_everything_along(
    desk: Desk, supervisor_desk: Desk, patient: Registration
) -> None:
    """The old site stays until it is approved; then no plant and no gram is missing."""
    before = read_account(desk, patient.number).days[-1:]
    asked = ask_for_site(desk, patient.number, SHED, instead_of=0)
    assert asked.growing.open_sites == (0,)
    assert asked.growing.asked is not None
    assert asked.growing.asked.words.endswith("in the place of site 1")
    (old,) = standing(desk, patient.number)
    changed = approve_change(supervisor_desk, patient.number)
    left, new = changed.registration.growing.sites
    assert changed.registration.growing.open_sites == (1,)
    assert not left.plants
    assert not left.stock
    assert new.plants == patient.growing.sites[0].plants
    assert new.stock == patient.growing.sites[0].stock
    (paper,) = standing(desk, patient.number)
    assert paper.place == "Plot 7, the allotments"
    assert (paper.indoor, paper.stock_grams) == (old.indoor, old.stock_grams)
    account = read_account(desk, patient.number)
    assert account.days[-1].expected == 120.5
    assert [one.expected for one in before] in ([], [120.5])
    batch = PlantBatch(cultivar="", count=1, stage=Stage.SEEDLING, since=desk.today())
    with pytest.raises(SiteClosedError, match="Site 1 was closed"):
        add_plants(desk, patient.number, batch, site=0)
    add_plants(desk, patient.number, batch, site=1)
    moves = [step.move for step in changed.registration.steps[-2:]]
    assert moves == [Move.ASK_FOR_CHANGE, Move.APPROVE_CHANGE]


def test_police_are_told_at_the_new_address_alone(
    desk: Desk, supervisor_desk: Desk, patient: Registration
) -> None:
    """Nobody finds the site that was left, nor is it counted for its next tenant."""
    old = patient.growing.sites[0].address
    ask_for_site(desk, patient.number, SHED, instead_of=0)
    changed = approve_change(supervisor_desk, patient.number)
    new = changed.registration.growing.sites[1].address
    (number,) = [one.issued.certificate.number for one in changed.papers]
    with supervisor_desk.transaction() as register:
        assert register.registrations_at([old, new]) == ((), (patient.id,))
        register.append(noted(supervisor_desk))
    with supervisor_desk.transaction() as register:
        here = register.answer_to_address(new)
        there = register.answer_to_address(old)
        register.append(noted(supervisor_desk))
    assert here is not None
    assert [one.number for one in here.certificates] == [number]
    assert there is None


def noted(desk: Desk) -> Event:
    """Return the event of a look."""
    return desk.note(Verb.CONSULTATION, Act.READ)


def test_another_grower_is_named_on_the_paper(
    desk: Desk, supervisor_desk: Desk, *, patient: Registration, other: Registration
) -> None:
    """Whoever asked may not approve; a second patient of one grower is refused."""
    ask_for_grower(desk, patient.number, GROWER)
    with pytest.raises(RoleMayNotError):
        approve_change(desk, patient.number)
    with pytest.raises(ChangeWaitsError, match="Mair Made-Up"):
        ask_for_site(desk, patient.number, SHED, instead_of=0)
    changed = approve_change(supervisor_desk, patient.number)
    (paper,) = standing(desk, patient.number)
    assert (paper.holder, paper.patient) == (
        "Mair Made-Up",
        patient.identity.patient.full_name,
    )
    assert changed.registration.growing.asked is None
    with pytest.raises(FindingsOpenError, match=r"grows for 2 patients\. Limit: 1"):
        ask_for_grower(desk, other.number, GROWER)
    ask_for_patient_to_grow(supervisor_desk, patient.number)
    with pytest.raises(SamePersonError):
        approve_change(supervisor_desk, patient.number)
    refuse_change(supervisor_desk, patient.number, reasons="Asked for by mistake")
    with pytest.raises(NoChangeWaitsError):
        refuse_change(supervisor_desk, patient.number, reasons="Twice")


def test_a_site_of_two_is_closed(
    desk: Desk, supervisor_desk: Desk, patient: Registration
) -> None:
    """What is there goes to the other one, whose paper says the whole again."""
    two = replace(load_policy("uk-55g"), version=3, sites=2)
    set_policy(supervisor_desk, two)
    (whole,) = standing(desk, patient.number)
    ask_for_site(desk, patient.number, SHED)
    both = approve_change(supervisor_desk, patient.number)
    assert [one.issued.certificate.stock_grams for one in both.papers] == [165, 165]
    with pytest.raises(SiteNotEmptyError, match=r"Site 1 still has 5 plants and 120"):
        ask_to_close_site(desk, patient.number, site=0)
    with pytest.raises(SameSiteError):
        ask_to_close_site(desk, patient.number, site=0, to=0)
    ask_to_close_site(desk, patient.number, site=0, to=1)
    changed = approve_change(supervisor_desk, patient.number)
    (paper,) = standing(desk, patient.number)
    assert (paper.place, paper.stock_grams) == (
        "Plot 7, the allotments",
        whole.stock_grams,
    )
    assert changed.registration.growing.sites[1].plants
    with pytest.raises(LastSiteError):
        ask_to_close_site(desk, patient.number, site=1)


def test_what_may_not_be_asked_is_refused(
    desk: Desk, supervisor_desk: Desk, patient: Registration
) -> None:
    """One site more than the policy allows, plants at a site that is not approved."""
    with pytest.raises(FindingsOpenError, match=r"has 2 sites\. Limit: 1"):
        ask_for_site(desk, patient.number, SHED)
    with pytest.raises(PatientGrowsError):
        ask_for_patient_to_grow(desk, patient.number)
    with pytest.raises(NoChangeWaitsError):
        approve_change(supervisor_desk, patient.number)
    with pytest.raises(ProblemsError, match="leave it out"):
        ask_for_site(desk, patient.number, {**SHED, "sites.0.plants.0.count": "2"})
    with pytest.raises(ProblemsError, match="Enter"):
        ask_for_grower(desk, patient.number, {})
    young = {**GROWER, "grower.date_of_birth": "3 5 2015"}
    with pytest.raises(ProblemsError, match="must be 18 or over"):
        ask_for_grower(desk, patient.number, young)
    ask_for_grower(desk, patient.number, GROWER)
    with pytest.raises(ReasonsMissingError):
        refuse_change(supervisor_desk, patient.number, reasons=" ")
