"""The printed A4 certificate: the paper that carries the signed QR code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.errors.papers import AgreementMismatchError, QrShapeError
from amnesty.papers.design import ACROSS, MARGIN, RED, Page
from amnesty.papers.facts import certificate_facts
from amnesty.papers.fitting import TOP, Laid, fitted
from amnesty.papers.fonts import Face, has_marks, is_own, printable
from amnesty.papers.guilloche import ground
from amnesty.papers.ink import HEIGHT, WIDTH
from amnesty.papers.seal import SEAL, seal, seal_name
from amnesty.papers.sheet import Sheet
from amnesty.papers.squares import deflated
from amnesty.papers.written import drawing

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.fitting import Placed
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

TITLE: Final = "Certificate"
"""What the file and the print job are called: it names nobody and nothing."""

_LEAST_MODULES: Final = 21
_MOST_MODULES: Final = 97
"""More would be too fine to read in 35 mm."""
_GROUND: Final = "ground"
_MICRO_OFF: Final = 3.4
"""Points from the text to the finest lines, above and below it."""


def draw_page(page: Page) -> bytes:
    """Return a certificate's file, dated by its issue: the same for the same page.

    Raises:
        NoRoomError: A field does not fit, however small.
    """
    laid = fitted(page)
    sheet = Sheet(
        title=TITLE,
        author=page.wording.authority,
        made_at=page.facts.issued_at,
        languages=page.wording.languages,
    )
    draw_laid(sheet, page, laid)
    return sheet.finish()


def certificate_page(
    certificate: Certificate,
    *,
    wording: Wording,
    qr: QrModules,
    check_code: str,
    copy: int | None = None,
    photograph: bytes | None = None,
) -> Page:
    """Return all that a certificate shows, checked so far as it can be undrawn.

    Args:
        certificate: What was signed; every printed value comes from it.
        wording: What else the page says, of the same agreement.
        qr: The modules of the QR code of the signed bytes, without a quiet zone.
        check_code: What an officer without a scanner reads out.
        copy: The number of a duplicate; None for what is printed first.
        photograph: A JPEG of the holder, where there is one: it is not signed.

    Raises:
        PaperError: The page cannot be printed in full, legibly and truly.
    """
    if certificate.agreement != wording.agreement:
        raise AgreementMismatchError(
            certificate.agreement.reference if certificate.agreement else None,
            wording.agreement.reference if wording.agreement else None,
        )
    rows = len(qr)
    if not _LEAST_MODULES <= rows <= _MOST_MODULES or {*map(len, qr)} != {rows}:
        raise QrShapeError(rows, _LEAST_MODULES, _MOST_MODULES)
    return Page(
        facts=certificate_facts(certificate),
        wording=_printable_wording(wording),
        qr=qr,
        check_code=printable(check_code, Face.CODE, field="the check code"),
        copy=copy,
        photograph=photograph,
    )


def _printable_wording(wording: Wording) -> Wording:
    """Return the wording composed, after a check that all of it can be printed."""
    for one in wording.catalogues:
        _require_printable(one)
    return replace(
        wording,
        names={
            tongue: printable(name, Face.STRONG, field="the authority’s name")
            for tongue, name in wording.names.items()
        },
        telephone=printable(wording.telephone, Face.CODE, field="the telephone number"),
        agreement_text=printable(
            wording.agreement_text, Face.TEXT, field="the agreement’s text"
        ),
    )


def _require_printable(catalogue: Catalogue) -> None:
    for key, text in catalogue.of("certificate"):
        printable(text, Face.TEXT, field=f"the text {key}")


def draw_laid(sheet: Sheet, page: Page, laid: Laid) -> None:
    """Draw both sides of a certificate, the first on the sheet's open page."""
    if not sheet.keeps(_GROUND):
        sheet.keep(_GROUND, drawing(ground(), (0, 0, WIDTH, HEIGHT)))
    name = seal_name(page.facts.number)
    if not sheet.keeps(name):
        half = SEAL / 2 + 1
        drawn = deflated(seal(page.facts.number))
        sheet.keep(name, drawing(drawn, (-half, -half, half, half)))
    at = WIDTH - MARGIN - SEAL / 2
    with sheet.element("Sect"):
        _draw_side(sheet, page, laid.front)
        sheet.decorate(name, left=at, top=TOP + SEAL / 2)
        sheet.turn()
        _draw_side(sheet, page, laid.back)


def _draw_side(sheet: Sheet, page: Page, side: Placed) -> None:
    sheet.decorate(_GROUND)
    tops = (TOP - _MICRO_OFF, HEIGHT - TOP + _MICRO_OFF)
    sheet.micro(_micro(page), left=MARGIN, tops=tops, width=ACROSS)
    for top, box in side:
        box.draw(sheet, left=MARGIN, top=top)
    if page.is_marked:
        word = page.wording.catalogues[0]("certificate.specimen")
        sheet.across(word, colour=RED, strength=0.14)


def _micro(page: Page) -> str:
    """Return what the finest lines say: number and name, where the font has it."""
    name = page.facts.holder
    is_simple = is_own(name, Face.STRONG) and not has_marks(name)
    known = f" {name}" if is_simple else ""
    return f"{page.facts.number}{known} · ".upper()
