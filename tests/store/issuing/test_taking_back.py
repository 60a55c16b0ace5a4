"""What waits is taken back by who asked; a suspension takes nobody's time to ask."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.registration import Move, Registration, State
from amnesty.errors.changing import NoChangeWaitsError, NotYoursToTakeBackError
from amnesty.errors.renewal import (
    RenewalAskedError,
    RenewalHoldsError,
    RenewalTooLateError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.services.desk import Desk
from amnesty.services.intake.typed import answers_of
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.registrations.changing import approve_change, ask_for_grower
from amnesty.services.registrations.deciding import (
    reinstate_registration,
    suspend_registration,
)
from amnesty.services.registrations.renewal import ask_for_renewal, renew_registration
from amnesty.services.registrations.searching import open_record
from amnesty.services.registrations.taking_back import may_take_back, take_back
from amnesty.services.trust.signing import make_signing_keys
from tests.store.growing.conftest import Days

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister
    from tests.store.office import Office

GROWER = {
    "grower.full_name": "Mair Made-Up",
    "grower.date_of_birth": "3 5 1980",
    "grower.address.line_1": "2 Quay Row",
    "grower.address.town": "Penmaen",
    "grower.address.postcode": "ZZ1 4AB",
}
_RENEWED = ("evidence", "need", "affordability")


@pytest.fixture
def days() -> Days:
    """Return a clock that a test sets."""
    return Days()


@pytest.fixture
def decider(supervisor: SqlRegister, days: Days) -> Desk:
    """Return a supervisor's desk, with keys to sign with."""
    made = Desk(register=supervisor, clock=days, chance=os.urandom)
    make_signing_keys(made)
    return made


@pytest.fixture
def desk(clerk: SqlRegister, days: Days) -> Desk:
    """Return the clerk's desk."""
    return Desk(register=clerk, clock=days, chance=os.urandom)


@pytest.fixture
def patient(
    decider: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
    days: Days,
) -> Registration:
    """Return an active patient with a certificate, valid for thirty days."""
    made = replace(
        make_registration(),
        state=State.APPROVED,
        valid_from=days.on,
        valid_to=days.on + timedelta(days=30),
    )
    kept = keep(made)
    issue_certificate(decider, kept.number)
    return kept


def ask(desk: Desk, patient: Registration) -> Registration:
    """Ask for a renewal with what was declared before."""
    typed = answers_of(patient, {})
    parts = {path: text for path, text in typed.items() if path.startswith(_RENEWED)}
    return ask_for_renewal(desk, patient.number, parts)


def stands(desk: Desk, patient: Registration) -> tuple[State, CertificateStatus]:
    """Return how the registration and its one certificate stand."""
    record = open_record(desk, patient.number)
    (issued,) = record.certificates
    return record.registration.state, issued.status


def test_who_asked_for_a_change_takes_it_back(
    desk: Desk, decider: Desk, patient: Registration
) -> None:
    """Nothing waits any more, and the record tells who asked and took it back."""
    with pytest.raises(NoChangeWaitsError):
        take_back(desk, patient.number)
    asked = ask_for_grower(desk, patient.number, GROWER)
    assert may_take_back(asked, desk.member)
    assert not may_take_back(asked, decider.member)
    with pytest.raises(NotYoursToTakeBackError, match="bronwen asked for it"):
        take_back(decider, patient.number)
    taken = take_back(desk, patient.number)
    assert taken.growing.asked is None
    assert taken.identity == asked.identity
    assert [one.move for one in taken.steps[-2:]] == [
        Move.ASK_FOR_CHANGE,
        Move.TAKE_BACK_CHANGE,
    ]
    assert stands(desk, patient) == (State.ACTIVE, CertificateStatus.VALID)
    with pytest.raises(NoChangeWaitsError):
        approve_change(decider, patient.number)
    ask_for_grower(desk, patient.number, GROWER)
    approve_change(decider, patient.number)


def test_a_renewal_is_taken_back_in_time_alone(
    desk: Desk, patient: Registration, days: Days
) -> None:
    """The last day holds again; once it is over a renewal that waits is decided."""
    ask(desk, patient)
    taken = take_back(desk, patient.number)
    assert taken.clinical.renewal is None
    assert taken.valid_to == patient.valid_to
    assert stands(desk, patient) == (State.ACTIVE, CertificateStatus.VALID)
    ask(desk, patient)
    days.on += timedelta(days=31)
    with pytest.raises(RenewalHoldsError, match="24 December 2026"):
        take_back(desk, patient.number)
    assert stands(desk, patient)[0] is State.RENEWAL_PENDING


def test_a_renewal_waits_through_a_suspension(
    desk: Desk, decider: Desk, office: Office, *, patient: Registration, days: Days
) -> None:
    """Asked for before or meanwhile, it is decided once it is reinstated.

    It was received in time, so it keeps valid what is reinstated after the last day.
    """
    suspend_registration(decider, patient.number, reasons="made up")
    with pytest.raises(NoChangeWaitsError):
        take_back(desk, patient.number)
    asked = ask(desk, patient)
    assert asked.state is State.SUSPENDED
    with pytest.raises(RenewalAskedError, match="reinstated"):
        ask(desk, patient)
    assert stands(desk, patient)[1] is CertificateStatus.SUSPENDED
    assert take_back(desk, patient.number).state is State.SUSPENDED
    ask(desk, patient)
    days.on += timedelta(days=40)
    reinstate_registration(decider, patient.number, reasons="made up")
    pending = (State.RENEWAL_PENDING, CertificateStatus.RENEWAL_PENDING)
    assert stands(desk, patient) == pending
    suspend_registration(decider, patient.number, reasons="made up")
    reinstate_registration(decider, patient.number, reasons="made up")
    assert stands(desk, patient) == pending
    renewed = renew_registration(decider, patient.number)
    assert renewed.registration.state is State.ACTIVE
    assert renewed.registration.valid_from == days.on
    police = Desk(register=office.open("padraig"), clock=days, chance=os.urandom)
    with pytest.raises(RoleMayNotError):
        take_back(police, patient.number)


def test_who_never_asked_is_told_what_there_is(
    desk: Desk, decider: Desk, patient: Registration, days: Days
) -> None:
    """Reinstated after the last day with no renewal, it winds down and begins anew."""
    suspend_registration(decider, patient.number, reasons="made up")
    days.on += timedelta(days=31)
    reinstate_registration(decider, patient.number, reasons="made up")
    with pytest.raises(RenewalTooLateError, match="Wind it down, and register"):
        ask(desk, patient)
