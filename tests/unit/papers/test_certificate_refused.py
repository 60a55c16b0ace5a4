"""A certificate that cannot be printed in full, legibly and truly is not printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Certificate, Form
from amnesty.errors.papers import (
    AgreementMismatchError,
    NoGlyphError,
    NoRoomError,
    NotForThisPaperError,
    QrShapeError,
    StackedMarksError,
)
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.certificate import certificate_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

LONG_NAME = "Maximiliana Wolfeschlegelsteinhausen " * 5
LONG_PLACE = "Flat 12, The Old Maltings, 14 Canal Row, Penmaen Uchaf, " * 4


@pytest.mark.parametrize(
    ("name", "code_point", "named"),
    [
        ("محمد علي", "U+0645", "ARABIC LETTER MEEM"),
        ("মোহাম্মদ", "U+09AE", "BENGALI LETTER MA"),
        ("陈伟", "U+9648", "CJK UNIFIED IDEOGRAPH-9648"),
        ("Siân \u202eLlŷr", "U+202E", "RIGHT-TO-LEFT OVERRIDE"),
        ("Siân\u200dLlŷr", "U+200D", "ZERO WIDTH JOINER"),
        ("Siân\x07", "U+0007", "a character without a name"),
        ("Siân 🌿", "U+1F33F", "HERB"),
    ],
)
def test_a_character_without_a_sign_is_refused_by_name(
    name: str, code_point: str, named: str, draw: Callable[..., bytes]
) -> None:
    """No box and no gap is ever printed: the character is named instead."""
    with pytest.raises(NoGlyphError) as refused:
        draw(holder=name)
    assert str(refused.value).startswith(
        f"The patient’s name has {code_point} ({named}), which cannot be printed."
    )


def test_the_field_with_the_character_is_named(draw: Callable[..., bytes]) -> None:
    """A clerk learns which field to look at."""
    with pytest.raises(NoGlyphError, match=r"^The growing address has U"):
        draw(place="14 陈 Row")
    with pytest.raises(NoGlyphError, match=r"^The grower’s name has U"):
        draw(holder="陈", patient="Siân")
    with pytest.raises(NoGlyphError, match=r"^The patient’s name has U"):
        draw(holder="Siân", patient="陈")


def test_marks_piled_on_a_letter_are_refused(draw: Callable[..., bytes]) -> None:
    """Accents without end cannot be stacked into the lines above."""
    with pytest.raises(StackedMarksError, match=r"^The patient’s name has a letter"):
        draw(holder="Z\u0336\u0337\u0338algo")


def test_what_does_not_fit_is_refused_by_name(
    draw: Callable[..., bytes], certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """Nothing is cut off: the longest field is named."""
    long = worded(certificate, agreement_text="It was agreed at length. " * 200)
    with pytest.raises(NoRoomError, match=r"^The agreement’s text is too long"):
        draw(wording=long)
    with pytest.raises(NoRoomError, match=r"^The growing address is too long"):
        draw(place=LONG_PLACE * 9)
    with pytest.raises(NoRoomError, match=r"^The patient’s name is too long"):
        draw(holder=LONG_NAME * 20)
    with pytest.raises(NoRoomError, match=r"^The grower’s name is too long"):
        draw(holder=LONG_NAME * 20, patient="Siân")
    with pytest.raises(NoRoomError, match=r"^The patient’s name is too long"):
        draw(holder="Siân", patient=LONG_NAME * 20)
    many = standard_catalogue(Tongue.ENGLISH).worded(
        {"certificate.condition_rules.2": "Keep it. " * 500}
    )
    with pytest.raises(NoRoomError, match=r"condition_rules\.2 is too long"):
        draw(wording=worded(certificate, catalogues=[many]))
    with pytest.raises(NoRoomError, match=r"^The telephone number is too long"):
        draw(wording=worded(certificate, telephone="01632 960123 " * 3))


def test_the_wording_of_another_agreement_is_refused(
    draw: Callable[..., bytes], certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """The text under the title is that of the agreement in the signed bytes."""
    other = worded(certificate, agreement=None)
    with pytest.raises(AgreementMismatchError, match=r"PEN-26-3, but .* no agreement"):
        draw(wording=other)
    with pytest.raises(AgreementMismatchError, match=r"no agreement, but .* PEN-26-3"):
        draw(wording=worded(certificate), agreement=None)


def test_a_card_is_not_printed_as_a_certificate(draw: Callable[..., bytes]) -> None:
    """What was signed for a card names no place, so the A4 page is refused."""
    with pytest.raises(NotForThisPaperError, match="where the plants grow"):
        draw(form=Form.CARD)


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("place", "where the plants grow"),
        ("setting", "whether plants grow indoors or outdoors"),
        ("indoor", "how many plants may stand"),
        ("stock_grams", "how much may be kept"),
    ],
)
def test_a_certificate_with_a_hole_is_refused(
    field: str, missing: str, draw: Callable[..., bytes]
) -> None:
    """No page is printed with an empty field."""
    with pytest.raises(NotForThisPaperError, match=missing):
        draw(**{field: None})


@pytest.mark.parametrize("rows", [0, 20, 98])
def test_a_code_too_coarse_or_too_fine_is_refused(
    rows: int, certificate: Certificate, worded: Callable[..., Wording]
) -> None:
    """A code that a telephone could not read is not printed."""
    dark = tuple((True,) * rows for _ in range(rows))
    with pytest.raises(QrShapeError, match=f"has {rows} rows"):
        certificate_page(
            certificate, wording=worded(certificate), qr=dark, check_code="R64J-TYB0"
        )


def test_a_code_that_is_not_square_is_refused(
    certificate: Certificate, worded: Callable[..., Wording], qr: QrModules
) -> None:
    """A row that lost a module is noticed."""
    with pytest.raises(QrShapeError, match="must be square"):
        certificate_page(
            certificate,
            wording=worded(certificate),
            qr=(qr[0][:-1], *qr[1:]),
            check_code="R64J-TYB0",
        )
