"""A made-up certificate, its wording and its QR code, and eyes to read the page."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import segno

from amnesty.domain.certificate import (
    Certificate,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import CertificateNumber, GssCode, Postcode
from amnesty.papers.certificate import draw_certificate
from amnesty.papers.wording import Wording, certificate_wording
from amnesty.papers.wording_file import standard_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from amnesty.papers.squares import QrModules

QR_TEXT = "31415" * 180
"""As many digits as a token of 360 bytes has."""


@pytest.fixture(scope="session")
def qr_text() -> str:
    """The text that the QR code holds."""
    return QR_TEXT


@pytest.fixture(scope="session")
def qr() -> QrModules:
    """The modules of the QR code, without a quiet zone."""
    code = segno.make(QR_TEXT, mode="numeric", error="m", boost_error=False, mask=3)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


@pytest.fixture
def certificate() -> Certificate:
    """A patient's certificate, indoors, under a made-up agreement."""
    return Certificate(
        number=CertificateNumber("C-7KQF-2MXN-9DTB"),
        issuer=GssCode("E06999999"),
        form=Form.CERTIFICATE,
        holder="Siân Llŷr ap Gwŷn",
        date_of_birth=date(1970, 3, 27),
        patient=None,
        place="14 Canal Row, Penmaen",
        postcode=Postcode("ZZ1 4AB"),
        setting=Setting.INDOOR,
        indoor=PlantLimits(flowering=5, plants=11),
        outdoor=None,
        stock_grams=413,
        carry_grams=45,
        policy="uk-55g@1",
        agreement=CertifiedAgreement(reference="PEN-26-3", force="Penmaen Police"),
        valid_from=date(2026, 11, 24),
        valid_to=date(2027, 9, 30),
        issued_at=datetime(2026, 11, 24, 10, 15, 30, tzinfo=UTC),
        slot=StatusSlot(uri="ic:29q3", index=1234),
        token_id=bytes(16),
    )


@pytest.fixture
def worded() -> Callable[..., Wording]:
    """Make the wording for a certificate."""

    def make(certificate: Certificate, **changes: object) -> Wording:
        given: dict[str, Any] = {
            "sentences": standard_sentences(),
            "authority": "Penmaen Council",
            "force": "Penmaen Police",
            "telephone": "01632 960123",
            "agreement": certificate.agreement,
            "agreement_text": "Who grows no more than they need is not arrested.",
        }
        return certificate_wording(**{**given, **changes})

    return make


@pytest.fixture
def draw(
    certificate: Certificate, qr: QrModules, worded: Callable[..., Wording]
) -> Callable[..., bytes]:
    """Draw the certificate with some of its fields changed."""

    def make(
        *,
        wording: Wording | None = None,
        at_epoch: int | None = None,
        **changes: object,
    ) -> bytes:
        changed = replace(certificate, **changes)
        return draw_certificate(
            changed,
            wording=wording or worded(changed),
            qr=qr,
            check_code="R64J-TYB0",
            at_epoch=at_epoch,
        )

    return make


@pytest.fixture(scope="session")
def read_text() -> Callable[[bytes], str]:
    """Read the text of a file's only page, composed, each space and line end alike."""

    def read(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
        return " ".join(unicodedata.normalize("NFC", text).split())

    return read


@pytest.fixture(scope="session")
def render() -> Callable[[bytes, int], Image]:
    """Render a file's only page, in dots an inch."""

    def make(pdf: bytes, dots: int) -> Image:
        page = pypdfium2.PdfDocument(pdf)[0]
        picture: Image = page.render(scale=dots / 72).to_pil()
        return picture

    return make
