"""The made-up patient of the told life, who holds more than the need permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_DECLARED = {
    "patient.full_name": "Siân Llŷr ap Gwŷn",
    "patient.date_of_birth": "27 Mawrth 1970",
    "patient.photo_identity": "passport",
    "patient.home.line_1": "14 Canal Row",
    "patient.home.town": "Penmaen",
    "patient.home.postcode": "ZZ1 4AB",
    "patient.telephone": "07700 900123",
    "patient.holds_no_other": "yes",
    "evidence.0.kind": "specialist's letter",
    "evidence.0.issuer": "Penmaen Pain Clinic",
    "need.grams_a_day": "1.5",
    "need.basis": "stated by the evidence",
    "affordability.monthly_price": "240",
    "undertaking.signed_by": "patient",
    "undertaking.signature_seen": "yes",
    "sites.0.address.line_1": "14 Canal Row",
    "sites.0.address.town": "Penmaen",
    "sites.0.address.postcode": "ZZ1 4AB",
    "sites.0.setting": "indoor",
    "sites.0.locked": "yes",
    "sites.0.tenure": "owner",
    "sites.0.landlord_risk_explained": "yes",
    "sites.0.electrical_and_fire_declared": "yes",
    "sites.0.under_18s_in_household": "no",
    "sites.0.locked_storage": "yes",
    "sites.0.plants.0.cultivar": "Blue Dale",
    "sites.0.plants.0.count": "4",
    "sites.0.plants.0.stage": "flowering",
    "sites.0.stock.0.form": "dried",
    "sites.0.stock.0.grams": "452.5",
    "sites.0.stock.0.origin": "home grown",
}
_TODAY = (
    "evidence.0.issued_on",
    "evidence.0.seen_on",
    "affordability.declared_on",
    "undertaking.signed_on",
    "sites.0.plants.0.since",
    "sites.0.stock.0.weighed_on",
)
_EVIDENCE_YEARS = 1


def over_the_limit(today: date) -> dict[str, str]:
    """Return the answers of a made-up patient with too much dried flower."""
    typed = f"{today.day} {today.month} {today.year}"
    last = f"{min(today.day, 28)} {today.month} {today.year + _EVIDENCE_YEARS}"
    return {
        **_DECLARED,
        **dict.fromkeys(_TODAY, typed),
        "evidence.0.valid_to": last,
    }
