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
from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.check import site_allowances
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_certificate_number
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.life import make_move
from amnesty.domain.registration import Move, State
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import (
    AlreadyIssuedError,
    EvidenceTooOldError,
    WhichSiteError,
)
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.growing.checking import require_nothing_blocks
from amnesty.services.growing.journalling import open_site_of
from amnesty.services.papers.certifying import Issuance, certificate_for
from amnesty.services.papers.drawing import draw_and_read_back
from amnesty.services.trust.signing import ready_tokens, signing_key

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site
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
def issue_certificate(
    desk: Desk, number: RegistrationNumber, *, site: int | None = None
) -> IssuedPaper:
    """Issue the certificate of an approved registration, or of one of its sites.

    With several sites each has its own, which states that site and its share of the
    limits, and nothing of the others. The page is drawn from the bytes that were
    signed, read back and compared before the transaction ends: if any step fails,
    nothing is kept and nothing leaves.

    Raises:
        AlreadyIssuedError: a certificate stands for it; it says which.
        MoveNotPossibleError: the registration is not approved.
        FindingsOpenError: a check finds more than is permitted, or something missing.
        WhichSiteError: it has more than one site, and none is named.
        NoSuchSiteError: it has no such site.
        CertificateTooLongError: name and address are too long for the code.
        NoGlyphError: no font has a character of the name or the address.
        PaperDiffersError: the page does not say what was signed.
        RuleBrokenError: the certificate key may not sign today (`signing_key`).
    """
    require(desk.member, Act.ISSUE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        registration = register.registration(number)
        place = _place_of(registration, site)
        _require_none_stands(register, registration, place)
        moved = _activated(desk, registration)
        require_nothing_blocks(
            register, registration, desk.today(), move=Move.ACTIVATE.value
        )
        certificate = certificate_of(desk, register, registration, place)
        issued = sign_for(
            certificate, registration, signing_key(desk, register, KeyUse.CERTIFICATE)
        )
        pdf = draw_and_read_back(register, issued, house=desk.house)
        kept = register.save_registration(moved)
        register.add_certificate(issued)
        register.count_print(certificate.number)
        register.append(
            desk.note(Verb.DISCLOSURE, Act.ISSUE, kept.id, number=certificate.number)
        )
    return IssuedPaper(issued=issued, pdf=pdf)


def _place_of(registration: Registration, site: int | None) -> int:
    """Return which site is meant, counted from 0."""
    places = registration.growing.open_sites
    if site is None:
        if len(places) != 1:
            raise WhichSiteError(len(places))
        return places[0]
    open_site_of(registration, site)
    return site


def _require_none_stands(
    register: Transaction, registration: Registration, place: int
) -> None:
    growing = registration.growing
    for issued in register.certificates_of(registration.id):
        if issued.status not in STANDING:
            continue
        is_only = growing.open_sites == (place,)
        if is_only or is_of_site(issued.certificate, growing.sites[place]):
            raise AlreadyIssuedError(issued.certificate.number)


def is_of_site(certificate: Certificate, site: Site) -> bool:
    """Return whether a certificate states a site's address."""
    address = site.address
    return (certificate.place, certificate.postcode) == (
        address.place,
        address.postcode,
    )


def _activated(desk: Desk, registration: Registration) -> Registration:
    """Return the registration as it is once a certificate stands for it.

    The first of several activates it; the others leave it as it is.
    """
    several = len(registration.growing.open_sites) > 1
    if several and registration.state in {State.ACTIVE, State.RENEWAL_PENDING}:
        return registration
    return make_move(registration, Move.ACTIVATE, by=desk.member, at=desk.now())


def certificate_of(
    desk: Desk, register: Transaction, registration: Registration, place: int
) -> Certificate:
    """Return what is certified of a registration under today's policy and agreement.

    Raises:
        EvidenceTooOldError: no days are set on which it is valid.
    """
    if registration.valid_from is None or registration.valid_to is None:
        raise EvidenceTooOldError
    identity, growing = registration.identity, registration.growing
    return certificate_for(
        identity,
        growing.sites[place],
        permitted=site_allowances(registration.clinical, growing, register.policy())[
            place
        ],
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
