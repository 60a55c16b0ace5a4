"""Whatever becomes of a certificate, the next police file says so."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.roots import parse_roots
from amnesty.credential.token import payload_hash, payload_of, qr_text, sign_certificate
from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.registration import State, WindingDown
from amnesty.domain.staff import StaffId
from amnesty.domain.verdict import Verdict
from amnesty.ports import KeyUse
from amnesty.services.desk import Desk
from amnesty.services.papers.certifying import as_card
from amnesty.services.police.publishing import publish
from amnesty.services.trust.signing import make_signing_keys, roots_file, signing_key
from amnesty.services.verifying.steps import verify
from tests.store.conftest import FixedClock
from tests.store.issuing.conftest import signed_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

TOLD = {
    CertificateStatus.SUSPENDED: Verdict.SUSPENDED,
    CertificateStatus.VALID: Verdict.VALID,
    CertificateStatus.RENEWAL_PENDING: Verdict.VALID_RENEWAL_PENDING,
    CertificateStatus.WINDING_DOWN: Verdict.VALID_WINDING_DOWN,
    CertificateStatus.REVOKED: Verdict.REVOKED,
    CertificateStatus.SUPERSEDED: Verdict.SUPERSEDED,
}


@dataclass(frozen=True)
class DaysLater:
    """A clock that stands still some days after the tests' own day."""

    days: int

    def now(self) -> datetime:
        """Return its instant."""
        return FixedClock().now() + timedelta(days=self.days)


@pytest.fixture
def desk(supervisor: SqlRegister) -> Desk:
    """Return a supervisor's desk, with signing keys."""
    desk = Desk(register=supervisor, clock=FixedClock(), chance=secrets.token_bytes)
    make_signing_keys(desk)
    return desk


def issue(
    desk: Desk, kept: Registration, log: Callable[..., None], form: Form
) -> IssuedCertificate:
    """Issue a signed certificate or card."""
    with desk.register.transaction() as register:
        made = signed_for(kept, register.take_slot(form), form=form)
        certificate = replace(
            made.certificate, issuer=register.authority().gss, issued_at=desk.now()
        )
        if form is Form.CARD:
            certificate = as_card(certificate)
        token = sign_certificate(
            certificate, signing_key(desk, register, KeyUse.CERTIFICATE)
        )
        issued = replace(
            made,
            certificate=certificate,
            token=token,
            payload_hash=payload_hash(payload_of(token)),
        )
        register.add_certificate(issued)
        log(register, kept.id)
    return issued


def published(desk: Desk, log: Callable[..., None]) -> Bundle:
    """Publish, and take in what was published."""
    files = publish(desk)
    with desk.register.transaction() as register:
        roots = parse_roots(roots_file(register))
        log(register)
    return read_bundle(files, roots=roots, now=desk.now())


@pytest.mark.parametrize("form", list(Form))
def test_the_next_police_file_says_what_became_of_it(
    desk: Desk, kept: Registration, log: Callable[..., None], form: Form
) -> None:
    """Every status in turn, of a certificate and of a card; no other one moves."""
    one, other = (issue(desk, kept, log, form) for _ in range(2))
    for status, verdict in TOLD.items():
        with desk.register.transaction() as register:
            register.set_status(one.certificate.number, status)
            log(register, kept.id)
        bundle = published(desk, log)
        for issued, expected in ((one, verdict), (other, Verdict.VALID)):
            answer = verify(qr_text(issued.token), bundle=bundle, now=desk.now())
            assert answer.verdict is expected, answer.sentence
    assert set(TOLD) == set(CertificateStatus)


def test_a_winding_down_that_is_over_ends_though_the_record_is_closed_to_us(
    desk: Desk, kept: Registration, log: Callable[..., None]
) -> None:
    """Who publishes need not be named on a record, and is not shown whose it is."""
    issued = issue(desk, kept, log, Form.CERTIFICATE)
    winding_down = WindingDown(
        until=desk.today(),
        contact="Mair Made-Up",
        telephone="01632 960111",
        ends_as=State.DECEASED,
    )
    closed_to_us = replace(
        kept,
        state=State.WINDING_DOWN,
        growing=replace(kept.growing, winding_down=winding_down),
        identity=replace(kept.identity, restricted_to=(StaffId(7),)),
    )
    with desk.register.transaction() as register:
        register.set_status(issued.certificate.number, CertificateStatus.WINDING_DOWN)
        register.save_registration(closed_to_us)
        log(register, kept.id)
    for day, verdict in ((0, Verdict.VALID_WINDING_DOWN), (1, Verdict.REVOKED)):
        then = replace(desk, clock=DaysLater(day))
        bundle = published(then, log)
        answer = verify(qr_text(issued.token), bundle=bundle, now=then.now())
        assert answer.verdict is verdict, answer.sentence


def test_a_publication_has_a_higher_number_each_time(
    desk: Desk, log: Callable[..., None]
) -> None:
    """Of the file and of its list of keys; and the log's checkpoint is in it."""
    bundles = [published(desk, log) for _ in range(3)]
    numbers = [bundle.manifest.sequence for bundle in bundles]
    assert numbers == sorted(set(numbers))
    assert [bundle.trust.sequence for bundle in bundles] == numbers
    assert all("checkpoint.txt" in bundle.others for bundle in bundles)
