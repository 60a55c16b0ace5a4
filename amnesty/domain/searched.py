"""What is looked for in the register, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amnesty.domain.identifiers import (
    CertificateNumber,
    HealthNumber,
    Postcode,
    RegistrationNumber,
)
from amnesty.domain.registration import Registration, RegistrationId, State


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to find: all that is given must match. Empty finds nothing."""

    names: tuple[str, ...] = ()
    """Words of a name, as typed: each matches a name's start, sound or spelling."""
    date_of_birth: date | None = None
    year_of_birth: int | None = None
    postcode: Postcode | None = None
    health_number: HealthNumber | None = None
    registration_number: RegistrationNumber | None = None
    certificate_number: CertificateNumber | None = None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One line of a list or of what was found."""

    id: RegistrationId
    number: RegistrationNumber
    state: State
    valid_to: date | None
    full_name: str
    """Empty where the record is restricted and the reader is not named on it."""
    date_of_birth: date | None
    town: str
    postcode: str
    restricted: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of what matches, best first, and how many match in all, or more."""

    summaries: tuple[Summary, ...]
    total: int
    may_be_more: bool = False


def summary_of(registration: Registration) -> Summary:
    """Return the line of a registration that its reader may open."""
    patient = registration.identity.patient
    return Summary(
        id=registration.id,
        number=registration.number,
        state=registration.state,
        valid_to=registration.valid_to,
        full_name=patient.full_name,
        date_of_birth=patient.date_of_birth,
        town=patient.home.town,
        postcode=patient.home.postcode or "",
        restricted=bool(registration.identity.restricted_to),
    )
