"""Drawing a page from signed bytes, and reading it back before anyone gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.claims import decode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.token import check_code, payload_of, qr_text
from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.catalogue import Catalogue, Tongue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.house import house_catalogue
from amnesty.papers.wording import certificate_wording, policy_texts
from amnesty.services.papers.photographing import photograph_for
from amnesty.services.papers.reading_back import require_same

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.agreement import Agreement
    from amnesty.domain.authority import Authority
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.issued import IssuedCertificate
    from amnesty.papers.design import Page
    from amnesty.papers.wording import Wording
    from amnesty.ports import Transaction

_WALES = "W"
"""How the GSS codes of authorities in Wales begin."""


def draw_and_read_back(
    register: Transaction,
    issued: IssuedCertificate,
    *,
    house: Path | None = None,
    copy: int | None = None,
) -> bytes:
    """Return the page of a signed certificate, which says what was signed.

    Everything printed comes from the signed bytes themselves and from the agreement
    that they name. The finished file is rendered, its codes are read, and its text is
    compared with the signed bytes field by field.

    Raises:
        NoGlyphError: no font has a character of the name or the address.
        NoRoomError: a field does not fit, however small.
        PaperDiffersError: a code or a field on the page is not what was signed.
    """
    page, text = signed_page(register, issued, house=house, copy=copy)
    pdf = draw_page(page)
    require_same(pdf, page, text)
    return pdf


def signed_page(
    register: Transaction,
    issued: IssuedCertificate,
    *,
    house: Path | None = None,
    copy: int | None = None,
) -> tuple[Page, str]:
    """Return all that a signed certificate shows, and the text of its code.

    Only a photograph is not signed: it is of the record, and of who is named there.
    """
    payload = payload_of(issued.token)
    text = qr_text(issued.token, register.authority().verify_address)
    certificate = decode_claims(payload)
    photograph = photograph_for(register, issued.registration, certificate)
    page = certificate_page(
        certificate,
        wording=wording_of(register, certificate, house),
        qr=qr_modules(text),
        check_code=check_code(payload),
        copy=copy,
        photograph=photograph.content if photograph else None,
    )
    return page, text


def catalogues_of(register: Transaction, house: Path | None) -> tuple[Catalogue, ...]:
    """Return the texts of an authority's papers; in Wales both, and Welsh first."""
    english = house_catalogue(Tongue.ENGLISH, house)
    if not is_in_wales(register.authority()):
        return (english,)
    return house_catalogue(Tongue.WELSH, house), english


def is_in_wales(authority: Authority) -> bool:
    """Return whether an authority writes in Welsh and English."""
    return authority.gss.startswith(_WALES)


def names_of(authority: Authority) -> dict[Tongue, str]:
    """Return an authority's name in each language."""
    return {
        Tongue.ENGLISH: authority.name,
        Tongue.WELSH: authority.name_cy or authority.name,
    }


def wording_of(
    register: Transaction, certificate: Certificate, house: Path | None
) -> Wording:
    """Return what a paper says beside its signed bytes, of the agreement they name."""
    authority = register.authority()
    agreement = _agreement(register, certificate)
    texts = policy_texts(register.policy().texts)
    return certificate_wording(
        catalogues=[one.worded(texts) for one in catalogues_of(register, house)],
        names=names_of(authority),
        force=authority.force,
        telephone=authority.telephone,
        agreement=certificate.agreement,
        agreement_text=agreement.text if agreement else "",
        changes_law=agreement.changes_law if agreement else False,
        marked_specimen=authority.is_demonstration,
    )


def _agreement(register: Transaction, certificate: Certificate) -> Agreement | None:
    """Return the agreement that the signed bytes name, with its text."""
    if certificate.agreement is None:
        return None
    for agreement in register.agreements():
        if agreement.certified == certificate.agreement:
            return agreement
    raise PaperDiffersError("the agreement")
