"""Certificates as signing would leave them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import (
    Certificate,
    CertificateStatus,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    CertificateNumber,
    GssCode,
    new_certificate_number,
)
from amnesty.domain.issued import IssuedCertificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.address import Address
    from amnesty.domain.answer import AnswerToAddress, AnswerToNumber, Typed
    from amnesty.domain.registration import Registration
    from amnesty.domain.verdict import Verdict
    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]
    Issue = Callable[..., IssuedCertificate]
    Asking = Callable[[SqlTransaction], object]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = date(2026, 12, 24)
CAPACITY = 64
ROOM = CAPACITY * 7 // 8


@pytest.fixture
def kept(keep: Keep, person: Person) -> Registration:
    """Return a registration that certificates are issued for."""
    return keep(person("Si\u00e2n Ll\u0177r"))


@pytest.fixture
def issue(supervisor: SqlRegister, log: Log, kept: Registration) -> Issue:
    """Return what issues a certificate, as a supervisor does."""

    def issue_one(
        form: Form = Form.CERTIFICATE,
        days: int = 0,
        registration: Registration = kept,
        **certified: Any,  # noqa: ANN401 - fields of a certificate, by name
    ) -> IssuedCertificate:
        with supervisor.transaction() as transaction:
            slot = transaction.take_slot(form)
            issued = signed_for(registration, slot, form=form, days=days)
            certificate = replace(issued.certificate, **certified)
            issued = replace(issued, certificate=certificate)
            transaction.add_certificate(issued)
            log(transaction, registration.id)
        return issued

    return issue_one


def signed_for(
    kept: Registration,
    slot: StatusSlot,
    *,
    form: Form = Form.CERTIFICATE,
    days: int = 0,
) -> IssuedCertificate:
    """Return a certificate for a registration, as signing would leave it."""
    token = secrets.token_bytes(340)
    address = kept.growing.sites[0].address
    on_card = form is Form.CARD
    return IssuedCertificate(
        registration=kept.id,
        certificate=Certificate(
            number=new_certificate_number(secrets.token_bytes(RANDOM_BYTES_NEEDED)),
            issuer=GssCode("E06999999"),
            form=form,
            holder=kept.identity.holder,
            date_of_birth=kept.identity.holders_date_of_birth,
            patient=None,
            place=None if on_card else address.place,
            postcode=None if on_card else address.postcode,
            setting=None if on_card else Setting.INDOOR,
            indoor=PlantLimits(flowering=4, plants=8),
            outdoor=None,
            stock_grams=330,
            carry_grams=45,
            policy="uk-55g@1",
            agreement=CertifiedAgreement(reference="PEN-1", force="Llanfair"),
            valid_from=date(2026, 11, 24),
            valid_to=date(2027, 9, 30),
            issued_at=NOW + timedelta(days=days),
            slot=slot,
            token_id=secrets.token_bytes(16),
        ),
        token=token,
        payload_hash=hashlib.sha256(token[10:-64]).digest(),
        status=CertificateStatus.VALID,
    )


@pytest.fixture
def signed(kept: Registration) -> Callable[..., IssuedCertificate]:
    """Return what makes a certificate for a registration, without keeping it."""

    def make(slot: StatusSlot) -> IssuedCertificate:
        return signed_for(kept, slot)

    return make


class Asking:
    """A police officer at the register."""

    def __init__(self, register: SqlRegister, log: Log) -> None:
        """Take the register as a police account has it open."""
        self.register = register
        self.log = log

    def number(
        self, number: str, typed: Typed | None = None, /
    ) -> AnswerToNumber | None:
        """Ask about a number."""
        with self.register.transaction() as transaction:
            told = transaction.answer_to_number(CertificateNumber(number), typed)
            self.log(transaction)
        return told

    def address(self, address: Address) -> AnswerToAddress | None:
        """Ask about an address."""
        with self.register.transaction() as transaction:
            told = transaction.answer_to_address(address)
            self.log(transaction)
        return told

    def verdict(self, issued: IssuedCertificate, day: date = DAY) -> Verdict:
        """Return the verdict on a certificate, by its number."""
        told = self.number(issued.certificate.number)
        assert told is not None
        return told.standing.verdict(day)


@pytest.fixture
def asking(office: Office, log: Log) -> Callable[[], Asking]:
    """Return what signs an officer in, who holds police and common keys alone."""
    return lambda: Asking(office.open("padraig"), log)


@pytest.fixture
def police(asking: Callable[[], Asking]) -> Asking:
    """Return an officer who is signed in."""
    return asking()


@pytest.fixture
def erase(office: Office, log: Log) -> Callable[[Registration], bool]:
    """Return what erases a registration, as a supervisor does who signs in for it."""

    def erase_one(registration: Registration) -> bool:
        register = office.open("idris")
        with register.transaction() as transaction:
            done = transaction.erase(registration.id, erased_on=NOW.date())
            log(transaction, registration.id)
        register.close()
        return done

    return erase_one
