"""Issuing a certificate: signed, drawn, read back and verified, or nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.credential.claims import TOKEN_ID_SIZE
from amnesty.credential.cose import parse_sign1
from amnesty.credential.keys import P256Key
from amnesty.credential.token import (
    payload_hash,
    payload_of,
    sign_certificate,
)
from amnesty.domain.agreement import agreement_in_force
from amnesty.domain.allowance import allowance
from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_certificate_number
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.life import make_move
from amnesty.domain.registration import Move
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import (
    AlreadyIssuedError,
    EvidenceTooOldError,
    SharesNotSetError,
)
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.certifying import Issuance, certificate_for
from amnesty.services.checking import require_nothing_blocks
from amnesty.services.drawing import draw_and_read_back
from amnesty.services.signing import ready_tokens, signing_key

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.ports import Signer, Transaction
    from amnesty.services.desk import Desk

STANDING = frozenset(
    {
        CertificateStatus.VALID,
        CertificateStatus.RENEWAL_PENDING,
        CertificateStatus.WINDING_DOWN,
    }
)


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """An issued certificate and its page."""

    issued: IssuedCertificate
    pdf: bytes


@repeated
def issue_certificate(desk: Desk, number: RegistrationNumber) -> IssuedPaper:
    """Issue the certificate of an approved registration.

    The page is drawn from the bytes that were signed, read back and compared before
    the transaction ends: if any step fails, nothing is kept and nothing leaves.

    Raises:
        AlreadyIssuedError: a certificate stands for it; it says which.
        MoveNotPossibleError: the registration is not approved.
        FindingsOpenError: a check finds more than is permitted, or something missing.
        SharesNotSetError: it has more than one site.
        CertificateTooLongError: name and address are too long for the code.
        NoGlyphError: no font has a character of the name or the address.
        PaperDiffersError: the page does not say what was signed.
        RuleBrokenError: the certificate key may not sign today (`signing_key`).
    """
    require(desk.member, Act.ISSUE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        registration = register.registration(number)
        _require_none_stands(register, registration)
        moved = make_move(registration, Move.ACTIVATE, by=desk.member, at=desk.now())
        _require_ready(desk, register, registration)
        certificate = _certificate(desk, register, registration)
        issued = sign_for(
            certificate, registration, signing_key(desk, register, KeyUse.CERTIFICATE)
        )
        pdf = draw_and_read_back(register, issued.token, house=desk.house)
        kept = register.save_registration(moved)
        register.add_certificate(issued)
        register.count_print(certificate.number)
        register.append(
            desk.note(Verb.DISCLOSURE, Act.ISSUE, kept.id, number=certificate.number)
        )
    return IssuedPaper(issued=issued, pdf=pdf)


def _require_none_stands(register: Transaction, registration: Registration) -> None:
    for issued in register.certificates_of(registration.id):
        if issued.status in STANDING:
            raise AlreadyIssuedError(issued.certificate.number)


def _require_ready(
    desk: Desk, register: Transaction, registration: Registration
) -> None:
    sites = registration.growing.sites
    if len(sites) != 1:
        raise SharesNotSetError(len(sites))
    require_nothing_blocks(
        register, registration, desk.today(), move=Move.ACTIVATE.value
    )


def _certificate(
    desk: Desk, register: Transaction, registration: Registration
) -> Certificate:
    """Return what is certified of a registration under today's policy and agreement."""
    if registration.valid_from is None or registration.valid_to is None:
        raise EvidenceTooOldError
    identity, growing = registration.identity, registration.growing
    return certificate_for(
        identity,
        growing.sites[0],
        permitted=allowance(
            registration.clinical.need.grams_a_day,
            growing.sites[0].setting,
            register.policy(),
        ),
        issuer=register.authority().gss,
        agreement=agreement_in_force(register.agreements(), desk.today()),
        valid_from=registration.valid_from,
        valid_to=registration.valid_to,
        issuance=Issuance(
            number=new_certificate_number(desk.chance(RANDOM_BYTES_NEEDED)),
            slot=register.take_slot(Form.CERTIFICATE),
            token_id=desk.chance(TOKEN_ID_SIZE),
            issued_at=desk.now(),
        ),
    )


def sign_for(
    certificate: Certificate, registration: Registration, key: Signer
) -> IssuedCertificate:
    """Sign a registration's certificate, and check that the signature holds."""
    token = sign_certificate(certificate, key)
    x, y = key.public_point
    parse_sign1(token).check(P256Key(x=x, y=y))
    return IssuedCertificate(
        registration=registration.id,
        certificate=certificate,
        token=token,
        payload_hash=payload_hash(payload_of(token)),
        status=CertificateStatus.VALID,
    )
