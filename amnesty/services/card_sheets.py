"""The sheet from which a wallet card is cut, drawn from its signed bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.claims import decode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.scanning import read_codes
from amnesty.credential.token import check_code, payload_of, qr_text
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.errors import BadInputError
from amnesty.errors.rules import CertificateNotActiveError, PaperDiffersError
from amnesty.papers.card import draw_card
from amnesty.papers.reading import spoken_pages
from amnesty.repeating import repeated
from amnesty.services.drawing import wording_of
from amnesty.services.issuing import STANDING

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.services.desk import Desk


@repeated
def print_card(desk: Desk, number: CertificateNumber) -> bytes:
    """Return the sheet of a card that stands, read back, and count the print.

    Raises:
        NoSuchCertificateError: there is none with this number.
        CertificateNotActiveError: it does not stand any more.
        NotACardError: it is a certificate.
        PaperDiffersError: the sheet does not say what was signed.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        issued = register.certificate(number)
        if issued.status not in STANDING:
            status = issued.status.name.lower().replace("_", " ")
            raise CertificateNotActiveError(number, status)
        payload = payload_of(issued.token)
        text = qr_text(issued.token, register.authority().verify_address)
        card, code = decode_claims(payload), check_code(payload)
        pdf = draw_card(
            card,
            wording=wording_of(register, card, desk.house),
            qr=qr_modules(text),
            check_code=code,
        )
        _require_same(pdf, card, text, code)
        prints = register.count_print(number)
        register.append(
            desk.note(
                Verb.DISCLOSURE, Act.PRINT, issued.registration, print=str(prints)
            )
        )
    return pdf


def _require_same(pdf: bytes, card: Certificate, text: str, code: str) -> None:
    try:
        codes = read_codes(pdf)
    except BadInputError:
        raise PaperDiffersError("the QR code") from None
    if codes != (text,):
        raise PaperDiffersError("the QR code")
    said = "".join("".join(spoken_pages(pdf)).split())
    fields = {
        "the holder": card.holder,
        "the number": card.number,
        "the check code": code,
        "the grams carried": str(card.carry_grams),
    }
    for field, value in fields.items():
        if "".join(value.split()) not in said:
            raise PaperDiffersError(field)
