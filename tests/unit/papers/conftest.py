"""A made-up certificate, its wording and its QR code, and eyes to read the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import segno
from PIL import Image

from amnesty.domain.certificate import Certificate, CertifiedAgreement, PlantLimits
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.photograph import HIGH, WIDE
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.reading import spoken_pages
from amnesty.papers.wording import Wording, certificate_wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

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


@pytest.fixture(scope="session")
def face() -> bytes:
    """A photograph as a record keeps it."""
    picture = BytesIO()
    Image.linear_gradient("L").resize((WIDE, HIGH)).save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
def certificate(world: ModuleType) -> Certificate:
    """A patient's certificate, indoors, under a made-up agreement."""
    made: Certificate = world.certificate(
        number=CertificateNumber("C-7KQF-2MXN-9DTB"),
        date_of_birth=date(1970, 3, 27),
        indoor=PlantLimits(flowering=5, plants=11),
        agreement=CertifiedAgreement(reference="PEN-26-3", force="Penmaen Police"),
        valid_from=date(2026, 11, 24),
        issued_at=datetime(2026, 11, 24, 10, 15, 30, tzinfo=UTC),
    )
    return made


@pytest.fixture
def worded() -> Callable[..., Wording]:
    """Make the wording for a certificate."""

    def make(
        certificate: Certificate,
        *tongues: Tongue,
        **changes: object,
    ) -> Wording:
        tongues = tongues or (Tongue.ENGLISH,)
        given: dict[str, Any] = {
            "catalogues": [standard_catalogue(one) for one in tongues],
            "names": {
                Tongue.ENGLISH: "Penmaen Council",
                Tongue.WELSH: "Cyngor Penmaen",
            },
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
        copy: int | None = None,
        tongues: tuple[Tongue, ...] = (Tongue.ENGLISH,),
        photograph: bytes | None = None,
        **changes: object,
    ) -> bytes:
        changed = replace(certificate, **changes)
        return draw_page(
            certificate_page(
                changed,
                wording=wording or worded(changed, *tongues),
                qr=qr,
                check_code="R64J-TYB0",
                copy=copy,
                photograph=photograph,
            )
        )

    return make


@pytest.fixture(scope="session")
def read_text() -> Callable[[bytes], str]:
    """Read what both sides say, in the order of their tags."""
    return lambda pdf: " ".join(spoken_pages(pdf))


@pytest.fixture(scope="session")
def render() -> Callable[..., Image.Image]:
    """Render a page of a file, in dots an inch."""

    def make(pdf: bytes, dots: float, number: int = 0) -> Image.Image:
        page = pypdfium2.PdfDocument(pdf)[number]
        picture: Image.Image = page.render(scale=dots / 72).to_pil()
        return picture

    return make
