"""Issuing once more: cards, lost certificates under a new number, and reprints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.credential.claims import TOKEN_ID_SIZE
from amnesty.credential.qr import qr_file
from amnesty.credential.scanning import read_codes
from amnesty.credential.token import qr_text
from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_certificate_number
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import (
    AlreadyIssuedError,
    CardHasNoPageError,
    CardOfSeveralSitesError,
    CertificateNotActiveError,
    NoStandingCertificateError,
    PaperDiffersError,
)
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.papers.certifying import as_card
from amnesty.services.papers.drawing import draw_and_read_back
from amnesty.services.papers.issuing import STANDING, IssuedPaper, is_of_site, sign_for
from amnesty.services.trust.signing import ready_tokens, signing_key

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class IssuedCode:
    """An issued wallet card, or a certificate, and the text of its code."""

    issued: IssuedCertificate
    text: str


@repeated
def issue_card(desk: Desk, number: RegistrationNumber) -> IssuedCode:
    """Issue the wallet card that goes with a registration's certificate.

    It says what the certificate says but for the place, and has a slot of its own.

    Raises:
        NoStandingCertificateError: no certificate stands for the registration.
        AlreadyIssuedError: a card stands for it.
        PaperDiffersError: the code does not read as what was signed.
    """
    require(desk.member, Act.ISSUE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        registration = register.registration(number)
        places = registration.growing.open_sites
        if len(places) > 1:
            raise CardOfSeveralSitesError(len(places))
        standing = _standing(register, registration)
        if Form.CARD in standing:
            raise AlreadyIssuedError(standing[Form.CARD].certificate.number)
        if Form.CERTIFICATE not in standing:
            raise NoStandingCertificateError(number)
        certificate = standing[Form.CERTIFICATE].certificate
        issued = issue_like(desk, register, registration, as_card(certificate))
        text = _code_read_back(register, issued)
    return IssuedCode(issued=issued, text=text)


@repeated
def replace_lost(desk: Desk, number: CertificateNumber) -> IssuedPaper | IssuedCode:
    """Issue a lost certificate or card anew, under a new number; the old one ends.

    Raises:
        NoSuchCertificateError: there is none with this number.
        CertificateNotActiveError: it does not stand any more.
        PaperDiffersError: the page does not say what was signed.
    """
    require(desk.member, Act.ISSUE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        lost = register.certificate(number)
        _require_standing(lost)
        registration = register.registration_by_id(lost.registration)
        issued = issue_like(desk, register, registration, lost.certificate, lost.status)
        register.set_status(number, CertificateStatus.SUPERSEDED)
        return paper_of(desk, register, issued)


@repeated
def reissue_rectified(
    desk: Desk, number: CertificateNumber
) -> CertificateNumber | None:
    """Issue what stands anew, with who and where as the record has them now.

    Limits, dates and agreement stay as they were decided, and so does a suspension.
    None where it says all this already: nobody's paper is ended that is right.

    Raises:
        CertificateNotActiveError: it does not stand any more.
        PaperDiffersError: the page does not say what was signed.
    """
    require(desk.member, Act.ISSUE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        old = register.certificate(number)
        if old.status is not CertificateStatus.SUSPENDED:
            _require_standing(old)
        registration = register.registration_by_id(old.registration)
        identity = registration.identity
        address = _site_of(register, registration, old.certificate).address
        is_card = old.certificate.form is Form.CARD
        like = replace(
            old.certificate,
            holder=identity.holder,
            date_of_birth=identity.holders_date_of_birth,
            patient=identity.patient.full_name if identity.grower else None,
            place=None if is_card else address.place,
            postcode=None if is_card else address.postcode,
        )
        if like == old.certificate:
            register.append(desk.note(Verb.CONSULTATION, Act.ISSUE, old.registration))
            return None
        issued = issue_like(desk, register, registration, like, old.status)
        register.set_status(number, CertificateStatus.SUPERSEDED)
        paper_of(desk, register, issued)
    return issued.certificate.number


@repeated
def print_again(desk: Desk, number: CertificateNumber) -> IssuedPaper:
    """Draw an issued certificate once more, from the bytes that were signed.

    What was printed before is marked as a duplicate, with its number.

    Raises:
        NoSuchCertificateError: there is none with this number.
        CertificateNotActiveError: it does not stand any more.
        CardHasNoPageError: it is a card.
        PaperDiffersError: the page does not say what was signed.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        issued = _counted(desk, register, number)
        if issued.certificate.form is Form.CARD:
            raise CardHasNoPageError(number)
        copy = issued.prints - 1 or None
        pdf = draw_and_read_back(register, issued, house=desk.house, copy=copy)
    return IssuedPaper(issued=issued, pdf=pdf)


@repeated
def code_again(desk: Desk, number: CertificateNumber) -> IssuedCode:
    """Return the code of an issued certificate or card once more.

    Raises:
        NoSuchCertificateError: there is none with this number.
        CertificateNotActiveError: it does not stand any more.
        PaperDiffersError: the code does not read as what was signed.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        issued = _counted(desk, register, number)
        text = _code_read_back(register, issued)
    return IssuedCode(issued=issued, text=text)


def _site_of(
    register: Transaction, registration: Registration, old: Certificate
) -> Site:
    """Return the site that a certificate is for, though its address was put right.

    That is the one which states the address, else the one that no other states.
    """
    growing = registration.growing
    sites = [growing.sites[place] for place in growing.open_sites]
    for site in sites:
        if is_of_site(old, site):
            return site
    others = [
        one.certificate
        for one in register.certificates_of(registration.id)
        if one.status in STANDING and one.certificate.number != old.number
    ]
    free = (site for site in sites if not any(is_of_site(one, site) for one in others))
    return next(free, sites[0])


def _counted(
    desk: Desk, register: Transaction, number: CertificateNumber
) -> IssuedCertificate:
    """Count one more print of what stands."""
    issued = register.certificate(number)
    _require_standing(issued)
    prints = register.count_print(number)
    register.append(
        desk.note(Verb.DISCLOSURE, Act.PRINT, issued.registration, print=str(prints))
    )
    return replace(issued, prints=prints)


def _require_standing(issued: IssuedCertificate) -> None:
    if issued.status not in STANDING:
        status = issued.status.name.lower().replace("_", " ")
        raise CertificateNotActiveError(issued.certificate.number, status)


def _standing(
    register: Transaction, registration: Registration
) -> dict[Form, IssuedCertificate]:
    return {
        one.certificate.form: one
        for one in register.certificates_of(registration.id)
        if one.status in STANDING
    }


def issue_like(  # noqa: PLR0917 - what is kept, for whom, and how it stands
    desk: Desk,
    register: Transaction,
    registration: Registration,
    like: Certificate,
    status: CertificateStatus = CertificateStatus.VALID,
) -> IssuedCertificate:
    """Sign and keep what says the same as another, in a slot of its own."""
    certificate = replace(
        like,
        number=new_certificate_number(desk.chance(RANDOM_BYTES_NEEDED)),
        slot=register.take_slot(like.form),
        token_id=desk.chance(TOKEN_ID_SIZE),
        issued_at=desk.now(),
    )
    key = signing_key(desk, register, KeyUse.CERTIFICATE)
    issued = replace(sign_for(certificate, registration, key), status=status, prints=1)
    register.add_certificate(issued)
    register.append(
        desk.note(
            Verb.DISCLOSURE, Act.ISSUE, registration.id, number=certificate.number
        )
    )
    return issued


def paper_of(
    desk: Desk, register: Transaction, issued: IssuedCertificate
) -> IssuedPaper | IssuedCode:
    """Draw what was issued, and read it back."""
    if issued.certificate.form is Form.CARD:
        return IssuedCode(issued=issued, text=_code_read_back(register, issued))
    pdf = draw_and_read_back(register, issued, house=desk.house)
    return IssuedPaper(issued=issued, pdf=pdf)


def _code_read_back(register: Transaction, issued: IssuedCertificate) -> str:
    """Return the text of a card's code, which a picture of it reads as."""
    text = qr_text(issued.token, register.authority().verify_address)
    if read_codes(qr_file(text, "png")) != (text,):
        raise PaperDiffersError("the QR code")
    return text
