"""`make pictures`: the pictures of `docs/papers.md`, of made-up people."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image, ImageDraw

from amnesty.credential.claims import encode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.token import check_code, qr_text
from amnesty.domain.hand_in import HandInPlants, HandInStock
from amnesty.domain.photograph import HIGH, WIDE
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, Weight
from amnesty.papers.card import draw_card
from amnesty.papers.catalogue import Catalogue, Tongue, standard_catalogue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.items import bag_said, plants_said, weight_said
from amnesty.papers.letter import Letter, draw_letter
from amnesty.papers.wording import Wording, certificate_wording
from amnesty.services.papers.portraits import portrait
from tests.vectors.making import world

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate

ROOT = Path(__file__).parents[3]
HERE = ROOT / "docs" / "pictures"
DOTS_AN_INCH = 60
GREYS = 32
"""Colours kept in a file: enough to look at, and a third of the size."""
NAMES = {Tongue.ENGLISH: "Penmaen Council", Tongue.WELSH: "Cyngor Penmaen"}
ENGLISH, BOTH = (Tongue.ENGLISH,), (Tongue.WELSH, Tongue.ENGLISH)

CERTIFICATE, CARD = world.certificate(), world.card()

BAGS = (
    HandInStock(
        form=StockForm.DRIED,
        gross_grams=Fraction(35),
        net_grams=Fraction(31),
        seal_tag="A-0001",
    ),
    HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag="A-0002"),
)


def _bags(one: Catalogue) -> tuple[str, ...]:
    return tuple(bag_said(bag, one) for bag in BAGS)


def _brought(one: Catalogue) -> tuple[str, ...]:
    dried = Weight(form=StockForm.DRIED, grams=Fraction(31))
    return weight_said(dried, one), plants_said(2, "flowering", one)


NUMBER = "R-7KQF-2MXN-9DTB"
RECEIVED = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
LETTERS: dict[str, dict[str, Any]] = {
    "acknowledgement": {},
    "undertaking": {
        "clauses": ("I will hand in anything above the limits that I was given.",),
        "signatures": ("Siân Llŷr ap Gwŷn",),
    },
    "receipt": {
        "to": (),
        "details": (
            ("receipt", "H-7KQF-2MXN-9DTB"),
            ("number", NUMBER),
            ("received", RECEIVED),
            ("place", "Town Hall, Penmaen"),
            ("brought_by", "Siân Llŷr ap Gwŷn"),
            ("identity", lambda one: one("common.yes")),
            ("items", _bags),
            ("received_by", "Bronwen Hughes"),
            ("second", "Gareth Evans"),
            (
                "passed_on",
                lambda one: (
                    one("item.passed_on", officer="PC Quirk 4471", force=world.FORCE),
                    f"{one.day(RECEIVED.date())}, 14:10",
                ),
            ),
            ("police_reference", "LC/26/0417"),
        ),
        "signatures": ("Siân Llŷr ap Gwŷn", "Bronwen Hughes", "Gareth Evans"),
    },
    "destruction": {
        "to": (),
        "details": (
            ("certificate", "D-7KQF-2MXN-9DTB"),
            ("receipt", "H-7KQF-2MXN-9DTB"),
            ("destroyed", datetime(2026, 11, 27, 9, 30, tzinfo=UTC)),
            ("place", "Depot, Penmaen"),
            ("method", "denatured, then burnt"),
            ("destroyed_items", _bags),
            ("destroyed_by", "Mair Rees"),
            ("witnesses", ("Owain Prys, controlled drugs liaison officer",)),
        ),
        "signatures": ("Mair Rees", "Owain Prys"),
    },
    "transport": {
        "to": (),
        "details": (
            ("patient", "Siân Llŷr ap Gwŷn"),
            ("expected", _brought),
            ("when", lambda one: f"{one.day(RECEIVED.date())}, 14:00"),
            ("from", "14 Canal Row, Penmaen"),
            ("to", "Town Hall, Penmaen"),
            ("whom", "Front counter"),
            ("number", NUMBER),
            ("hand_in", "H-7KQF-2MXN-9DTB"),
            ("ring", "01632 960123"),
        ),
    },
    "appointment": {
        "details": (
            ("when", lambda one: f"{one.day(RECEIVED.date())}, 14:00"),
            ("where", "Town Hall, Penmaen"),
            ("whom", "Front counter"),
            ("from", "14 Canal Row, Penmaen"),
            ("patient", "Siân Llŷr ap Gwŷn"),
            ("expected", _brought),
            ("number", NUMBER),
            ("hand_in", "H-7KQF-2MXN-9DTB"),
        ),
    },
    "renewal90": {},
    "renewal30": {},
    "renewal7": {},
    "approval": {"details": (("valid_to", date(2027, 9, 30)),)},
    "refusal": {
        "details": (
            ("reasons", "The evidence is older than twelve months."),
            ("heard", date(2026, 11, 12)),
        )
    },
    "revocation": {
        "details": (
            ("reasons", "Plants were found at another address."),
            ("heard", date(2026, 11, 12)),
        )
    },
    "closing": {"to": ("Mair Gwŷn",)},
    "access": {},
    "count": {
        "to": (),
        "details": (
            (
                "certificates",
                tuple(f"{4700 + at}: C-7KQF-2MXN-9DTB" for at in range(25)),
            ),
        ),
    },
}


_WITHOUT_REFERENCE = {"receipt", "destruction", "transport", "appointment", "count"}
"""What says its numbers itself, or has none."""


def _wording(certificate: Certificate, tongues: tuple[Tongue, ...]) -> Wording:
    return certificate_wording(
        catalogues=[standard_catalogue(one) for one in tongues],
        names=NAMES,
        force=world.FORCE,
        telephone="01632 960123",
        agreement=certificate.agreement,
        agreement_text="Who grows no more than they need is not arrested for it.",
    )


def face() -> bytes:
    """Return a photograph of nobody: a head and shoulders, drawn."""
    picture = Image.new("L", (2 * WIDE, 2 * HIGH), 214)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 470, 500, 1000), fill=70)
    draw.rectangle((230, 400, 330, 560), fill=150)
    draw.ellipse((150, 110, 410, 470), fill=168)
    draw.pieslice((140, 80, 420, 400), 180, 360, fill=48)
    for left in (210, 310):
        draw.ellipse((left, 270, left + 40, 300), fill=40)
    draw.arc((220, 330, 340, 410), 20, 160, fill=60, width=8)
    made = BytesIO()
    picture.save(made, "PNG")
    return b64decode(portrait(made.getvalue()))


def _certificate(
    *tongues: Tongue, photograph: bytes | None = None, **changes: object
) -> bytes:
    certificate = replace(CERTIFICATE, **changes)
    payload = encode_claims(certificate)
    return draw_page(
        certificate_page(
            certificate,
            wording=_wording(certificate, tongues),
            qr=qr_modules(qr_text(bytes(111) + payload)),
            check_code=check_code(payload),
            photograph=photograph,
        )
    )


def _card(*tongues: Tongue) -> bytes:
    payload = encode_claims(CARD)
    return draw_card(
        CARD,
        wording=_wording(CARD, tongues),
        qr=qr_modules(qr_text(bytes(111) + payload)),
        check_code=check_code(payload),
    )


def _filled(tongue: Tongue) -> Catalogue:
    return standard_catalogue(tongue).filled(
        authority=NAMES[tongue], force=world.FORCE, telephone="01632 960123"
    )


def _letter(kind: str, *tongues: Tongue) -> bytes:
    given: dict[str, Any] = {
        "reference": "" if kind in _WITHOUT_REFERENCE else NUMBER,
        "to": ("Siân Llŷr ap Gwŷn", "14 Canal Row", "Penmaen", "ZZ1 4AB"),
        **LETTERS[kind],
    }
    return draw_letter(
        Letter(
            kind=kind,
            catalogues=tuple(map(_filled, tongues)),
            names=NAMES,
            sender=("Town Hall, 1 Square, Penmaen ZZ1 1AA",),
            day=date(2026, 11, 26),
            made_at=0,
            values={
                "patient": "Siân Llŷr ap Gwŷn",
                "valid_to": date(2027, 2, 24),
                "until": date(2026, 12, 24),
                "version": "1",
                "certificates": "25",
                "sheets": "25",
                "run": "12",
            },
            **given,
        )
    )


PAPERS: dict[str, Callable[[], bytes]] = {
    "certificate": lambda: _certificate(*ENGLISH),
    "certificate-welsh": lambda: _certificate(*BOTH),
    "certificate-specimen": lambda: _certificate(*ENGLISH, agreement=None),
    "certificate-photograph": lambda: _certificate(*BOTH, photograph=face()),
    "card": lambda: _card(*ENGLISH),
    "card-welsh": lambda: _card(*BOTH),
    **{kind: lambda kind=kind: _letter(kind, *ENGLISH) for kind in LETTERS},  # type: ignore[misc] # a kind of its own for each
    "receipt-welsh": lambda: _letter("receipt", *BOTH),
}


@cache
def pictures(name: str) -> tuple[Image.Image, ...]:
    """Return a picture of each page of a paper."""
    document = pypdfium2.PdfDocument(PAPERS[name]())
    return tuple(
        page.render(scale=DOTS_AN_INCH / 72).to_pil().convert("RGB")
        for page in document
    )


def main() -> None:
    """Write all pictures anew."""
    for name in PAPERS:
        for side, picture in enumerate(pictures(name), start=1):
            small = picture.quantize(GREYS)
            small.save(HERE / f"{name}-{side}.png", optimize=True)


if __name__ == "__main__":
    main()
