"""What police are told to a certificate's number, or to an address; never who it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amnesty.domain.address import Address
from amnesty.domain.certificate import (
    Certificate,
    CertificateStatus,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
)
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.verdict import Verdict

TOLD_AT_ADDRESS = frozenset(
    {
        CertificateStatus.VALID,
        CertificateStatus.RENEWAL_PENDING,
        CertificateStatus.WINDING_DOWN,
        CertificateStatus.SUSPENDED,
    }
)
"""A certificate that has ended says nothing about who lives at the address now."""

_ENDED = {
    CertificateStatus.REVOKED: Verdict.REVOKED,
    CertificateStatus.SUSPENDED: Verdict.SUSPENDED,
    CertificateStatus.SUPERSEDED: Verdict.SUPERSEDED,
}
_STANDING = {
    CertificateStatus.VALID: Verdict.VALID,
    CertificateStatus.RENEWAL_PENDING: Verdict.VALID_RENEWAL_PENDING,
    CertificateStatus.WINDING_DOWN: Verdict.VALID_WINDING_DOWN,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a certificate stands, until when, and what it permits; it names nobody."""

    status: CertificateStatus
    form: Form
    valid_from: date
    """The first day, Europe/London."""
    valid_to: date
    """The last day, inclusive, Europe/London."""
    until: date | None = None
    """The last day of winding down; None where it does not wind down."""
    setting: Setting | None
    indoor: PlantLimits | None
    outdoor: PlantLimits | None
    stock_grams: int | None
    carry_grams: int
    agreement: CertifiedAgreement | None
    """None makes it a specimen."""

    def verdict(self, day: date, *, force: str | None = None) -> Verdict:
        """Return the answer on a day, weighed as the verifier weighs what it finds.

        The force is the one that asks, where it is known.
        """
        if self.status in _ENDED:
            return _ENDED[self.status]
        if day < self.valid_from:
            return Verdict.NOT_YET_VALID
        if self._is_over(day):
            return Verdict.EXPIRED
        if self.agreement is None:
            return Verdict.SPECIMEN
        if force is not None and force.casefold() != self.agreement.force.casefold():
            return Verdict.NOT_COVERED_HERE
        return _STANDING[self.status]

    def _is_over(self, day: date) -> bool:
        """Return whether the last day has passed; a renewal in time has none yet."""
        if self.status is CertificateStatus.VALID:
            return day > self.valid_to
        return self.until is not None and day > self.until


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What an officer was told or reads, to be compared; None where not asked."""

    name: str | None = None
    date_of_birth: date | None = None
    site: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Matches:
    """Whether what was typed agrees with the certificate; None where not asked.

    One wrong detail in 256 agrees by chance: what is kept for comparing is so short
    that no search through names or birthdays can turn it back into the right one.
    """

    name: bool | None = None
    date_of_birth: bool | None = None
    site: bool | None = None

    @property
    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What was typed to compare, each with match or no match."""
        return tuple(
            (name.replace("_", " ").capitalize(), "match" if one else "no match")
            for name, one in vars(self).items()
            if one is not None
        )


@dataclass(frozen=True, kw_only=True)
class AnswerToNumber:
    """What a certificate's number is answered with."""

    number: CertificateNumber
    standing: Standing
    matches: Matches


@dataclass(frozen=True, kw_only=True)
class AtAddress:
    """One certificate for a site at the address that was asked for."""

    number: CertificateNumber
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class AnswerToAddress:
    """What an address is answered with: a registered site, with its certificates."""

    addresses: tuple[Address, ...]
    """As it is registered, of the ways to spell it; several where homes differ."""
    certificates: tuple[AtAddress, ...]
    """At least one; the oldest first."""


def standing_of(
    certificate: Certificate, status: CertificateStatus, until: date | None
) -> Standing:
    """Return what police are told of a certificate that stands so."""
    return Standing(
        status=status,
        form=certificate.form,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        until=until if status is CertificateStatus.WINDING_DOWN else None,
        setting=certificate.setting,
        indoor=certificate.indoor,
        outdoor=certificate.outdoor,
        stock_grams=certificate.stock_grams,
        carry_grams=certificate.carry_grams,
        agreement=certificate.agreement,
    )
