"""From a registration back to the answers that make it, as they would be typed."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words
from amnesty.domain.quantity import readable_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amnesty.domain.address import Address
    from amnesty.domain.registration import Application, Registration
    from amnesty.domain.site import Site
    from amnesty.domain.staff import StaffId

_PATIENT = (
    "full_name",
    "date_of_birth",
    "health_number",
    "photo_identity",
    "telephone",
    "email",
    "language",
    "privacy_notice",
    "holds_no_other",
)
_CONTACT = ("post", "telephone", "email", "note")
_REPRESENTATIVE = (
    "full_name",
    "capacity",
    "document",
    "document_seen_on",
    "telephone",
    "may_sign",
)
_EVIDENCE = ("kind", "issuer", "issuers_number", "issued_on", "valid_to", "seen_on")
_UNDERTAKING = ("version", "signed_on", "signed_by", "signature_seen")
_SITE = (
    "setting",
    "locked",
    "tenure",
    "owner_consent_seen_on",
    "landlord_risk_explained",
    "electrical_and_fire_declared",
    "under_18s_in_household",
    "locked_storage",
)
_BATCH = ("cultivar", "count", "stage", "since")
_STOCK = ("form", "grams", "weighed_on", "origin", "thc_percent")
_CARETAKER = ("full_name", "telephone", "starts_on", "ends_on", "reason")


def answers_of(
    registration: Registration | Application, staff: Mapping[StaffId, str]
) -> dict[str, str]:
    """Return the answers that a registration was read from, by field path.

    Args:
        registration: what is declared.
        staff: the names of the accounts, for a restricted record.
    """
    pairs = (
        *_identity(registration, staff),
        *_clinical(registration),
        *_growing(registration),
    )
    return {path: text for path, text in pairs if text}


def _identity(
    registration: Registration | Application, staff: Mapping[StaffId, str]
) -> Iterator[tuple[str, str]]:
    identity = registration.identity
    patient = identity.patient
    yield from _named("patient", patient, _PATIENT)
    yield "patient.also_known_as", "; ".join(patient.also_known_as)
    yield from _address("patient.home", patient.home)
    yield from _address("patient.letters", patient.letters)
    yield from _named("patient.safe_contact", patient.safe_contact, _CONTACT)
    yield from _named("representative", identity.representative, _REPRESENTATIVE)
    grower = identity.grower
    yield from _named("grower", grower, ("full_name", "date_of_birth"))
    yield from _address("grower.address", grower.address if grower else None)
    names = (staff.get(one, "") for one in identity.restricted_to)
    yield "restricted_to", "; ".join(names)
    yield "safeguarding", identity.safeguarding


def _clinical(registration: Registration | Application) -> Iterator[tuple[str, str]]:
    clinical = registration.clinical
    for row, one in enumerate(clinical.evidence):
        yield from _named(f"evidence.{row}", one, _EVIDENCE)
    yield from _named("need", clinical.need, ("grams_a_day", "basis"))
    yield from _named(
        "affordability", clinical.affordability, ("monthly_price", "declared_on")
    )


def _growing(registration: Registration | Application) -> Iterator[tuple[str, str]]:
    growing = registration.growing
    yield from _named("undertaking", growing.undertaking, _UNDERTAKING)
    for row, site in enumerate(growing.sites):
        yield from _site(f"sites.{row}", site)
    yield from _named("caretaker", growing.caretaker, _CARETAKER)


def _site(at: str, site: Site) -> Iterator[tuple[str, str]]:
    yield from _address(f"{at}.address", site.address)
    yield from _named(at, site, _SITE)
    for row, batch in enumerate(site.plants):
        yield from _named(f"{at}.plants.{row}", batch, _BATCH)
    for row, item in enumerate(site.stock):
        yield from _named(f"{at}.stock.{row}", item, _STOCK)


def _address(at: str, address: Address | None) -> Iterator[tuple[str, str]]:
    if address is None:
        return
    for row, line in enumerate(address.lines, start=1):
        yield f"{at}.line_{row}", line
    yield from _named(at, address, ("town", "postcode", "uprn"))


def _named(at: str, value: object, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    for name in names:
        yield f"{at}.{name}", _text(getattr(value, name))


def _text(value: object) -> str:
    """Return one answer as it would be typed; nothing for what was not given."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case date():
            return in_words(value)
        case Fraction():
            return readable_text(value)
        case _:
            return str(value)
