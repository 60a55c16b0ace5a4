"""A page is read back before anyone gets it, and a difference names its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import CertifiedAgreement, PlantLimits, Setting
from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.catalogue import Tongue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.services.papers.reading_back import require_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.design import Page, QrModules
    from amnesty.papers.wording import Wording

BOTH = (Tongue.WELSH, Tongue.ENGLISH)
CODE = "R64J-TYB0"


@pytest.fixture
def shown(
    certificate: Certificate, worded: Callable[..., Wording], qr: QrModules
) -> Callable[..., Page]:
    """Return what a certificate with some of its fields changed shows."""

    def make(*tongues: Tongue, code: str = CODE, **changes: object) -> Page:
        changed = replace(certificate, **changes)
        wording = worded(changed, *tongues)
        return certificate_page(changed, wording=wording, qr=qr, check_code=code)

    return make


@pytest.mark.parametrize("tongues", [(Tongue.ENGLISH,), BOTH])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"patient": "Nguyễn Thị Ánh"},
        {"agreement": None},
        {"holder": "W" * 120},
        {"holder": "Adébáyọ̀ Ọ̀ṣun", "place": "Flat 12, " * 18 + "Penmaen"},
        {"setting": Setting.BOTH, "outdoor": PlantLimits(flowering=10, plants=20)},
        {"stock_grams": 14_250, "postcode": None},
    ],
)
def test_a_true_page_passes(
    tongues: tuple[Tongue, ...],
    changes: dict[str, object],
    shown: Callable[..., Page],
    qr_text: str,
) -> None:
    """Whatever its fields, a page that says what was signed is handed out."""
    page = shown(*tongues, **changes)
    require_same(draw_page(page), page, qr_text)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"holder": "Siân Llŷr ap Gwyn"}, "the holder"),
        ({"date_of_birth": date(1970, 3, 28)}, "the date of birth"),
        ({"patient": "Somebody Else"}, "the holder"),
        ({"place": "15 Canal Row, Penmaen"}, "the address"),
        ({"postcode": None}, "the address"),
        ({"setting": Setting.OUTDOOR}, "the address"),
        ({"indoor": PlantLimits(flowering=4, plants=11)}, "the plants in flower"),
        ({"indoor": PlantLimits(flowering=5, plants=12)}, "the plants in all"),
        ({"stock_grams": 414}, "the grams kept"),
        ({"carry_grams": 450}, "the grams carried"),
        ({"number": "C-7KQF-2MXN-9DTC"}, "the number"),
        ({"code": "R64J-TYB1"}, "the check code"),
        ({"valid_to": date(2027, 10, 1)}, "the dates"),
        ({"valid_from": date(2026, 11, 23)}, "the dates"),
        ({"policy": "uk-55g@2"}, "the policy"),
        ({"issuer": "E06999998"}, "the issue"),
        (
            {"agreement": CertifiedAgreement(reference="P-2", force="Penmaen Police")},
            "the agreement",
        ),
    ],
)
def test_a_page_that_says_anything_else_is_stopped_by_name(
    changes: dict[str, object], field: str, shown: Callable[..., Page], qr_text: str
) -> None:
    """Every field of the signed bytes is compared, and the one that differs is told."""
    pdf = draw_page(shown())
    with pytest.raises(PaperDiffersError, match=f": {field} on the finished page"):
        require_same(pdf, shown(**changes), qr_text)


def test_a_code_that_says_anything_else_is_stopped(
    shown: Callable[..., Page], qr_text: str
) -> None:
    """Both sides' codes are read; one that differs or is missing stops the paper."""
    page = shown()
    with pytest.raises(PaperDiffersError, match="the QR code"):
        require_same(draw_page(page), page, f"{qr_text[:-1]}0")
    blind = replace(page, qr=tuple((True,) * 57 for _ in range(57)))
    with pytest.raises(PaperDiffersError, match="the QR code"):
        require_same(draw_page(blind), page, qr_text)


def test_a_photograph_that_is_not_the_one_kept_is_noticed(
    shown: Callable[..., Page], qr_text: str, face: bytes
) -> None:
    """One too many, one too few, and another one: each stops the issue."""
    page = shown()
    pictured = replace(page, photograph=face)
    pdf, plain = draw_page(pictured), draw_page(page)
    require_same(pdf, pictured, qr_text)
    for drawn, meant in (
        (pdf, page),
        (plain, pictured),
        (pdf, replace(page, photograph=face + b"\0")),
    ):
        with pytest.raises(PaperDiffersError, match="the photograph"):
            require_same(drawn, meant, qr_text)
