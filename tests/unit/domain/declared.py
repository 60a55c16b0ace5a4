"""Evidence, an undertaking and a site in which no check finds a fault."""

from __future__ import annotations

from datetime import date

from amnesty.domain.address import Address
from amnesty.domain.certificate import Setting
from amnesty.domain.evidence import Evidence, EvidenceKind
from amnesty.domain.identifiers import Postcode
from amnesty.domain.registration import Undertaking
from amnesty.domain.site import Site, Tenure

TODAY = date(2026, 11, 24)

EVIDENCE = Evidence(
    kind=EvidenceKind.CLINIC_LETTER,
    issuer="Penmaen Pain Clinic",
    issued_on=date(2026, 10, 1),
    valid_to=date(2027, 9, 30),
    seen_by="bethan",
    seen_on=date(2026, 11, 20),
)
UNDERTAKING = Undertaking(
    version="1",
    signed_on=date(2026, 11, 20),
    signed_by="patient",
    signature_seen=True,
)
SITE = Site(
    address=Address(lines=("14 Canal Row",), postcode=Postcode("ZZ1 4AB")),
    setting=Setting.INDOOR,
    locked=True,
    tenure=Tenure.OWNER,
    landlord_risk_explained=True,
    electrical_and_fire_declared=True,
    under_18s_in_household=False,
    locked_storage=True,
)
