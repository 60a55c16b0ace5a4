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
from amnesty.papers.card_sides import limits_of, period_said
from amnesty.repeating import repeated
from amnesty.services.papers.drawing import wording_of
from amnesty.services.papers.issuing import STANDING
from amnesty.services.papers.letter_reading import require_said
from amnesty.services.papers.reading_back import in_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.wording import Wording
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
        wording = wording_of(register, card, desk.house)
        pdf = draw_card(
            card,
            wording=wording,
            qr=qr_modules(text),
            check_code=code,
        )
        _require_code(pdf, text)
        require_card(pdf, card, wording, code)
        prints = register.count_print(number)
        register.append(
            desk.note(
                Verb.DISCLOSURE, Act.PRINT, issued.registration, print=str(prints)
            )
        )
    return pdf


def _require_code(pdf: bytes, text: str) -> None:
    try:
        codes = read_codes(pdf)
    except BadInputError:
        raise PaperDiffersError("the QR code") from None
    if codes != (text,):
        raise PaperDiffersError("the QR code")


def require_card(pdf: bytes, card: Certificate, wording: Wording, code: str) -> None:
    """Refuse a sheet that does not say in words what was signed.

    Raises:
        PaperDiffersError: a field is missing or another; it says which.
    """
    require_said(pdf, _fields(card, wording, code))


def _fields(
    card: Certificate, wording: Wording, code: str
) -> Iterator[tuple[str, str]]:
    """Yield what each field of a card is called, and how it is printed."""

    def labelled(key: str, value: str) -> str:
        return in_all(wording.catalogues, lambda one: one(key)) + value

    def each(say: Callable[[Catalogue], str]) -> str:
        return in_all(wording.catalogues, say)

    grower = "grower" if card.patient else "holder"
    born = labelled("certificate.born", "")
    # A name that could go on is compared with the label after it.
    yield "the holder", labelled(f"certificate.{grower}", card.holder) + born
    yield "the date of birth", born + each(lambda one: one.day(card.date_of_birth))
    if card.patient:
        yield "the patient", labelled("certificate.patient", card.patient)
    yield "the dates", each(lambda one: period_said(card, one))
    limits = (labelled(f"certificate.{key}", number) for key, number in limits_of(card))
    yield "the limits", "".join(limits) + each(lambda one: one("common.grams"))
    yield "the number", labelled("certificate.number_short", card.number)
    yield "the check code", labelled("certificate.check_code", code)
    yield "the telephone", labelled("paper.ring_any_time", wording.telephone)
