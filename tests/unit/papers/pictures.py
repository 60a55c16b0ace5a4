"""`make pictures`: the pictures of `docs/papers.md`, of made-up people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from amnesty.credential.claims import encode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.token import check_code, qr_text
from amnesty.domain.certificate import (
    Certificate,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    GssCode,
    new_certificate_number,
)
from amnesty.papers.card import draw_card
from amnesty.papers.catalogue import Catalogue, Tongue, standard_catalogue
from amnesty.papers.certificate import draw_certificate
from amnesty.papers.letter import Letter, draw_letter
from amnesty.papers.wording import Wording, certificate_wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

HERE = Path(__file__).parents[3] / "docs" / "pictures"
DOTS_AN_INCH = 60
GREYS = 32
"""Colours kept in a file: enough to look at, and a third of the size."""
NAMES = {Tongue.ENGLISH: "Penmaen Council", Tongue.WELSH: "Cyngor Penmaen"}
ENGLISH, BOTH = (Tongue.ENGLISH,), (Tongue.WELSH, Tongue.ENGLISH)

CERTIFICATE = Certificate(
    number=new_certificate_number(bytes(range(RANDOM_BYTES_NEEDED))),
    issuer=GssCode("E06999999"),
    form=Form.CERTIFICATE,
    holder="Siân Llŷr ap Gwŷn",
    date_of_birth=date(1970, 3, 27),
    patient=None,
    place="14 Canal Row, Penmaen",
    postcode="ZZ1 4AB",
    setting=Setting.INDOOR,
    indoor=PlantLimits(flowering=4, plants=8),
    outdoor=None,
    stock_grams=330,
    carry_grams=45,
    policy="uk-55g@1",
    agreement=CertifiedAgreement(reference="PEN-26-3", force="Penmaen Police"),
    valid_from=date(2026, 11, 24),
    valid_to=date(2027, 9, 30),
    issued_at=datetime(2026, 11, 24, 10, 15, 30, tzinfo=UTC),
    slot=StatusSlot(uri="ic:29q3", index=1234),
    token_id=bytes(16),
)
CARD = replace(
    CERTIFICATE,
    form=Form.CARD,
    place=None,
    postcode=None,
    setting=None,
    stock_grams=None,
)
BAGS = ("flower: 31 g net, 35 g gross, 31 g dried [A-0001]", "2 × flowering [A-0002]")
LETTERS: dict[str, dict[str, Any]] = {
    "acknowledgement": {},
    "undertaking": {
        "clauses": ("I will hand in anything above the limits that I was given.",),
        "signatures": ("Siân Llŷr ap Gwŷn",),
    },
    "receipt": {
        "to": (),
        "details": (("receipt", "H-7KQF-2MXN-9DTB"), ("items", BAGS)),
        "signatures": ("Siân Llŷr ap Gwŷn", "Bronwen Hughes", "Gareth Evans"),
    },
    "destruction": {
        "to": (),
        "details": (
            ("receipt", "H-7KQF-2MXN-9DTB"),
            ("destroyed", date(2026, 11, 26)),
            ("method", "denatured, then burnt"),
            ("destroyed_items", BAGS),
            ("witnesses", ("Owain Prys, controlled drugs liaison officer",)),
        ),
        "signatures": ("Mair Rees", "Owain Prys"),
    },
    "transport": {
        "to": (),
        "details": (
            ("patient", "Siân Llŷr ap Gwŷn"),
            ("when", "26 November 2026, 14:00"),
            ("from", "14 Canal Row, Penmaen"),
            ("where", "Town Hall, Penmaen"),
            ("expected", BAGS),
        ),
    },
    "appointment": {"details": (("when", "26 November 2026, 14:00"),)},
    "renewal90": {},
    "renewal30": {},
    "renewal7": {},
    "approval": {"details": (("number", "R-7KQF-2MXN-9DTB"),)},
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
    "access": {"details": (("number", "R-7KQF-2MXN-9DTB"),)},
    "count": {"to": (), "details": (("certificate", ("1: C-7KQF-2MXN-9DTB",)),)},
}


def _wording(certificate: Certificate, tongues: tuple[Tongue, ...]) -> Wording:
    return certificate_wording(
        catalogues=[standard_catalogue(one) for one in tongues],
        names=NAMES,
        force="Penmaen Police",
        telephone="01632 960123",
        agreement=certificate.agreement,
        agreement_text="Who grows no more than they need is not arrested for it.",
    )


def _certificate(*tongues: Tongue, **changes: object) -> bytes:
    certificate = replace(CERTIFICATE, **changes)
    payload = encode_claims(certificate)
    return draw_certificate(
        certificate,
        wording=_wording(certificate, tongues),
        qr=qr_modules(qr_text(bytes(111) + payload)),
        check_code=check_code(payload),
    )


def _card() -> bytes:
    payload = encode_claims(CARD)
    return draw_card(
        CARD,
        wording=_wording(CARD, ENGLISH),
        qr=qr_modules(qr_text(bytes(111) + payload)),
        check_code=check_code(payload),
    )


def _filled(tongue: Tongue) -> Catalogue:
    return standard_catalogue(tongue).filled(
        authority=NAMES[tongue], force="Penmaen Police", telephone="01632 960123"
    )


def _letter(kind: str) -> bytes:
    given: dict[str, Any] = {
        "to": ("Siân Llŷr ap Gwŷn", "14 Canal Row", "Penmaen", "ZZ1 4AB"),
        **LETTERS[kind],
    }
    return draw_letter(
        Letter(
            kind=kind,
            catalogues=(_filled(Tongue.ENGLISH),),
            names=NAMES,
            sender=("Town Hall, 1 Square, Penmaen ZZ1 1AA",),
            day=date(2026, 11, 26),
            made_at=0,
            values={
                "patient": "Siân Llŷr ap Gwŷn",
                "valid_to": date(2027, 2, 24),
                "until": date(2026, 12, 24),
                "version": "1",
                "certificates": "1",
                "sheets": "1",
            },
            **given,
        )
    )


PAPERS: dict[str, Callable[[], bytes]] = {
    "certificate": lambda: _certificate(*ENGLISH),
    "certificate-welsh": lambda: _certificate(*BOTH),
    "certificate-specimen": lambda: _certificate(*ENGLISH, agreement=None),
    "card": _card,
    **{kind: lambda kind=kind: _letter(kind) for kind in LETTERS},  # type: ignore[misc] # a kind of its own for each
}


@cache
def pictures(name: str) -> tuple[Image, ...]:
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
