"""The printed A4 certificate: the paper that carries the signed QR code."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from amnesty.errors.papers import AgreementMismatchError, NoRoomError, QrShapeError
from amnesty.papers.design import MARGIN, RED, SCALES, Page, Scale
from amnesty.papers.facts import certificate_facts
from amnesty.papers.fonts import Face, printable
from amnesty.papers.frame import draw_frame
from amnesty.papers.ink import HEIGHT, MM
from amnesty.papers.sections import sections
from amnesty.papers.sheet import Sheet
from amnesty.papers.wording import Sentences

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.papers.boxes import Box
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

TITLE: Final = "Certificate"
"""What the file and the print job are called: it names nobody and nothing."""

_TOP: Final = 12.5 * MM
"""From the paper's edge to the text, above and below."""
_ROOM: Final = HEIGHT - 2 * _TOP
_WIDEST_GAP: Final = 5.0
"""What a page with room to spare adds to each gap, at most."""
_USUAL_LETTERS: Final = (
    ("authority’s name", 40),
    ("name", 40),
    ("address", 80),
    ("agreement’s text", 300),
    ("_steps", 350),
    ("_rules", 350),
)
"""What a field has room for without trouble, by a part of what it is called."""
_USUAL_SENTENCE: Final = 170
_LEAST_MODULES: Final = 21
_MOST_MODULES: Final = 97
"""More would be too fine to read in 35 mm."""


def draw_certificate(
    certificate: Certificate,
    *,
    wording: Wording,
    qr: QrModules,
    check_code: str,
    at_epoch: int | None = None,
) -> bytes:
    """Return the certificate as the bytes of a PDF file, always the same for the same.

    Args:
        certificate: What was signed; every printed value comes from it.
        wording: What else the page says, of the same agreement.
        qr: The modules of the QR code of the signed bytes, without a quiet zone.
        check_code: What an officer without a scanner reads out.
        at_epoch: When the file says it was made, in seconds since 1970; None stands
            for the instant of issue.

    Raises:
        PaperError: The page cannot be printed in full, legibly and truly.
    """
    page = _page(certificate, wording, qr, check_code)
    boxes, gap = _fitted(page)
    issued_at = int(certificate.issued_at.timestamp())
    sheet = Sheet(
        title=TITLE,
        author=page.wording.authority,
        made_at=issued_at if at_epoch is None else at_epoch,
    )
    draw_frame(sheet)
    top = _TOP
    for box in boxes:
        box.draw(sheet, left=MARGIN, top=top)
        top += box.height + gap
    if certificate.is_specimen or wording.marked_specimen:
        sheet.across(page.wording.sentences.specimen, colour=RED, strength=0.16)
    return sheet.finish()


def _page(
    certificate: Certificate, wording: Wording, qr: QrModules, check_code: str
) -> Page:
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
    )


def _printable_wording(wording: Wording) -> Wording:
    """Return the wording composed, after a check that all of it can be printed."""
    return replace(
        wording,
        authority=printable(
            wording.authority, Face.STRONG, field="the authority’s name"
        ),
        telephone=printable(wording.telephone, Face.CODE, field="the telephone number"),
        agreement_text=printable(
            wording.agreement_text, Face.TEXT, field="the agreement’s text"
        ),
        law=printable(wording.law, Face.STRONG, field="the wording’s sentence law"),
        sentences=_printable_sentences(wording.sentences),
    )


def _printable_sentences(sentences: Sentences) -> Sentences:
    changes: dict[str, str | tuple[str, ...]] = {}
    for each in fields(Sentences):
        field = f"the wording’s sentence {each.name}"
        value = getattr(sentences, each.name)
        changes[each.name] = (
            printable(value, Face.TEXT, field=field)
            if isinstance(value, str)
            else tuple(printable(one, Face.TEXT, field=field) for one in value)
        )
    return Sentences(**changes)  # type: ignore[arg-type] # the fields' own values


def _fitted(page: Page) -> tuple[tuple[Box, ...], float]:
    """Return the sections at the largest scale that fits, and the gap between them."""
    # A smaller scale is never higher, so the first that fits is found by halving.
    first = bisect_left(SCALES, 0.0, key=lambda scale: _spare(page, scale))
    if first == len(SCALES):
        raise NoRoomError(_longest_field(page))
    scale = SCALES[first]
    boxes = sections(page, scale)
    between = _spare_of(boxes, scale) / (len(boxes) - 1)
    return boxes, scale.gap + min(between, _WIDEST_GAP)


def _spare(page: Page, scale: Scale) -> float:
    return _spare_of(sections(page, scale), scale)


def _spare_of(boxes: tuple[Box, ...], scale: Scale) -> float:
    """Return the height left when the sections stand at the scale's own gap."""
    gaps = scale.gap * (len(boxes) - 1)
    return _ROOM - sum(box.height for box in boxes) - gaps


def _longest_field(page: Page) -> str:
    """Return the field to shorten: that which exceeds its usual length the most."""
    facts, wording = page.facts, page.wording
    lengths = {
        "the patient’s name": facts.patient or "",
        # Where there is no grower, the holder is the patient.
        "the grower’s name" if facts.patient else "the patient’s name": facts.holder,
        "the growing address": facts.address,
        "the authority’s name": wording.authority,
        "the agreement’s text": wording.agreement_text,
        **{
            f"the wording’s sentence {each.name}": "".join(
                getattr(wording.sentences, each.name)
            )
            for each in fields(wording.sentences)
        },
    }
    return max(lengths, key=lambda field: _excess(field, lengths[field]))


def _excess(field: str, text: str) -> float:
    return len(text) / next(
        (usual for part, usual in _USUAL_LETTERS if part in field), _USUAL_SENTENCE
    )
