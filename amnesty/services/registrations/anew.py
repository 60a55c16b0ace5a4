"""Issuing anew what stood, after a decision that its papers do not say yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act
from amnesty.ports import KeyUse
from amnesty.services.papers.certifying import as_card
from amnesty.services.papers.drawing import draw_and_read_back
from amnesty.services.papers.issuing import (
    STANDING,
    IssuedPaper,
    certificate_of,
    is_of_site,
    sign_for,
)
from amnesty.services.papers.reissuing import IssuedCode, issue_like, paper_of
from amnesty.services.trust.signing import signing_key

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


def issue_anew(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    *,
    new: int | None = None,
) -> tuple[IssuedPaper | IssuedCode, ...]:
    """Issue what stood anew, of each site and the card; those before are superseded.

    Args:
        desk: whose key signs.
        register: the transaction.
        registration: as it was decided.
        new: the place of a site that had no certificate and gets one.
    """
    stood = [
        one.certificate
        for one in register.certificates_of(registration.id)
        if one.status in STANDING
    ]
    for before in stood:
        register.set_status(before.number, CertificateStatus.SUPERSEDED)
    places, sites = registration.growing.open_sites, registration.growing.sites
    papers: list[IssuedPaper | IssuedCode] = [
        _certificate_anew(desk, register, registration, place)
        for place in places
        if place == new
        or len(places) == 1
        or any(is_of_site(before, sites[place]) for before in stood)
    ]
    if len(places) == 1 and any(before.form is Form.CARD for before in stood):
        like = as_card(papers[0].issued.certificate)
        card = issue_like(desk, register, registration, like)
        papers.append(paper_of(desk, register, card))
    return tuple(papers)


def _certificate_anew(
    desk: Desk, register: Transaction, registration: Registration, place: int
) -> IssuedPaper:
    certificate = certificate_of(desk, register, registration, place)
    key = signing_key(desk, register, KeyUse.CERTIFICATE)
    issued = sign_for(certificate, registration, key)
    pdf = draw_and_read_back(register, issued, house=desk.house)
    register.add_certificate(issued)
    register.count_print(certificate.number)
    register.append(
        desk.note(
            Verb.DISCLOSURE, Act.ISSUE, registration.id, number=certificate.number
        )
    )
    return IssuedPaper(issued=issued, pdf=pdf)
