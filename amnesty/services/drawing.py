"""Drawing a page from signed bytes, and reading it back before anyone gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.claims import decode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.scanning import read_codes
from amnesty.credential.token import check_code, payload_of, qr_text
from amnesty.errors import BadInputError
from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.certificate import draw_certificate
from amnesty.papers.wording import certificate_wording, with_policy_texts
from amnesty.papers.wording_file import standard_sentences

if TYPE_CHECKING:
    from amnesty.domain.agreement import Agreement
    from amnesty.domain.certificate import Certificate
    from amnesty.papers.wording import Wording
    from amnesty.ports import Transaction


def draw_and_read_back(register: Transaction, token: bytes) -> bytes:
    """Return the page of a signed certificate, whose codes read as they must.

    Everything printed comes from the signed bytes themselves and from the agreement
    that they name.

    Raises:
        NoGlyphError: no font has a character of the name or the address.
        PaperDiffersError: a code on the page is not what was signed.
    """
    payload = payload_of(token)
    text = qr_text(token, register.authority().verify_address)
    certificate = decode_claims(payload)
    pdf = draw_certificate(
        certificate,
        wording=_wording(register, certificate),
        qr=qr_modules(text),
        check_code=check_code(payload),
    )
    try:
        codes = read_codes(pdf)
    except BadInputError:
        raise PaperDiffersError("the QR code") from None
    if codes != (text,):
        raise PaperDiffersError("the QR code")
    return pdf


def _wording(register: Transaction, certificate: Certificate) -> Wording:
    authority = register.authority()
    agreement = _agreement(register, certificate)
    return certificate_wording(
        sentences=with_policy_texts(standard_sentences(), register.policy().texts),
        authority=authority.name,
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
