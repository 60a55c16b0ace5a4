"""How long the page of a certificate takes, after the first one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter

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
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.certificate import draw_certificate
from amnesty.papers.wording import certificate_wording

LIMIT_SECONDS = 0.04
ROUNDS = 15
_ENVELOPE = bytes(111)

_AGREEMENT = CertifiedAgreement(reference="PEN-1", force="Llanfair Constabulary")
_CERTIFICATE = Certificate(
    number=new_certificate_number(bytes(RANDOM_BYTES_NEEDED)),
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
    agreement=_AGREEMENT,
    valid_from=date(2026, 11, 24),
    valid_to=date(2027, 9, 30),
    issued_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    slot=StatusSlot(uri="ic:29q3", index=65_537),
    token_id=bytes(16),
)


def main() -> None:
    """Print the median of several pages, against the limit."""
    _draw()
    seconds = [_draw() for _ in range(ROUNDS)]
    print(
        json.dumps(
            {
                "name": "certificate_vs_limit",
                "value": round(median(seconds) / LIMIT_SECONDS, 2),
                "unit": "ratio",
                "against": "40 ms a certificate",
            }
        )
    )


def _draw() -> float:
    payload = encode_claims(_CERTIFICATE)
    wording = certificate_wording(
        catalogues=[standard_catalogue(Tongue.ENGLISH)],
        names={Tongue.ENGLISH: "Penmaen Council"},
        force=_AGREEMENT.force,
        telephone="01632960100",
        agreement=_AGREEMENT,
        agreement_text="Who keeps within these limits is not arrested for them.",
        changes_law=False,
        marked_specimen=False,
    )
    modules = qr_modules(qr_text(_ENVELOPE + payload))
    begun = perf_counter()
    draw_certificate(
        _CERTIFICATE, wording=wording, qr=modules, check_code=check_code(payload)
    )
    return perf_counter() - begun


if __name__ == "__main__":
    main()
