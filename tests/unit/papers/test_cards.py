"""Wallet cards: archivable, foldable, never saying where, never cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import page as judge
import pypdfium2
import pytest
import segno
import zxingcpp
from PIL import ImageChops

from amnesty.domain.certificate import Form
from amnesty.errors.papers import NoRoomError, NotACardError
from amnesty.papers.card import draw_card
from amnesty.papers.card_sides import CARD
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.ink import MM
from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.wording import Wording

BOTH = (Tongue.WELSH, Tongue.ENGLISH)
CARD_TEXT = "27182" * 100


@pytest.fixture
def card(certificate: Certificate) -> Certificate:
    """Return what a card says: all but where."""
    without = {"place": None, "postcode": None, "setting": None, "stock_grams": None}
    return replace(certificate, form=Form.CARD, **without)


def drawn_card(card: Certificate, wording: Wording) -> bytes:
    """Draw a card with a code of its own."""
    code = segno.make(CARD_TEXT, mode="numeric", error="m", boost_error=False, mask=3)
    qr = tuple(tuple(map(bool, row)) for row in code.matrix)
    return draw_card(card, wording=wording, qr=qr, check_code="R64J-TYB0")


@pytest.mark.parametrize("tongues", [(Tongue.ENGLISH,), BOTH])
def test_a_card_never_says_where_and_its_code_is_read(
    tongues: tuple[Tongue, ...],
    card: Certificate,
    worded: Callable[..., Wording],
    render: Callable[..., Image],
) -> None:
    """It is archivable, its own code reads, and it has nothing of the address."""
    pdf = drawn_card(card, worded(card, *tongues))
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []
    (said,) = spoken_pages(pdf)
    for wanted in ("Siân Llŷr ap Gwŷn", "C-7KQF-2MXN-9DTB", "R64J-TYB0", "01632"):
        assert wanted in said
    unread = standard_catalogue(Tongue.WELSH)("common.draft_welsh")
    assert (unread in said) is (Tongue.WELSH in tongues)
    for where in ("Canal", "Penmaen,", "ZZ1"):
        assert where not in said
    codes = zxingcpp.read_barcodes(render(pdf, 200))
    assert [code.text for code in codes] == [CARD_TEXT]


def test_a_card_for_a_grower_fits_in_two_languages(
    card: Certificate, worded: Callable[..., Wording]
) -> None:
    """Two names, two languages: nothing is under six points, and nothing left out."""
    granted = replace(card, patient="Nguyễn Thị Ánh Thanh Mai")
    (said,) = spoken_pages(drawn_card(granted, worded(granted, *BOTH)))
    for wanted in ("Siân Llŷr ap Gwŷn", "Nguyễn Thị Ánh Thanh Mai", "24 Tachwedd 2026"):
        assert wanted in said


def test_each_half_of_a_specimen_says_so(
    card: Certificate, worded: Callable[..., Wording], render: Callable[..., Image]
) -> None:
    """Cut from its sheet, a card still says that it is none; its code is read."""
    drawn = render(drawn_card(card, worded(card, marked_specimen=True)), 100)
    red, green, _ = drawn.split()
    pink = ImageChops.subtract(red, green).point(lambda more: 255 * (more > 20))
    half = drawn.width // 2
    # Beside the code, which stays clear, there is room for part of the word.
    for left, part in ((0, 0.6), (half, 0.3)):
        box = pink.crop((left, 0, left + half, drawn.height)).getbbox()
        assert box is not None
        assert box[2] - box[0] > CARD[0] / 72 * 100 * part
    assert len(zxingcpp.read_barcodes(drawn.resize((1654, 2339)))) == 1


def test_a_card_folds_to_the_size_of_a_bank_card(
    card: Certificate, worded: Callable[..., Wording]
) -> None:
    """Two halves of 85.6 by 53.98 mm stand side by side."""
    assert (CARD[0] / MM, CARD[1] / MM) == pytest.approx((85.6, 53.98))
    drawn = pypdfium2.PdfDocument(drawn_card(card, worded(card)))[0]
    boxes = [one.get_bounds() for one in drawn.get_objects() if one.type == 2]
    wide = [b for b in boxes if abs(b[2] - b[0] - CARD[0]) < 2]
    assert len(wide) >= 2
    assert max(b[2] for b in wide) - min(b[0] for b in wide) == pytest.approx(
        2 * CARD[0], abs=2
    )


def test_a_card_that_would_say_where_or_not_fit_is_refused(
    certificate: Certificate, card: Certificate, worded: Callable[..., Wording]
) -> None:
    """A certificate is no card, and a name is never cut."""
    with pytest.raises(NotACardError):
        drawn_card(certificate, worded(certificate))
    endless = replace(card, holder="Maximiliana Wolfeschlegelsteinhausen " * 12)
    with pytest.raises(NoRoomError, match="name on the card"):
        drawn_card(endless, worded(endless))
