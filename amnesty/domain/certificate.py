"""What is certified: the value behind the signed bytes and the printed page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from amnesty.domain.identifiers import CertificateNumber, GssCode


class Setting(Enum):
    """Where plants grow at a site."""

    INDOOR = "indoor"
    OUTDOOR = "outdoor"
    BOTH = "both"
    """Indoor and outdoor in turn, never at the same time (SOR/2018-144 s.326)."""

    @property
    def in_words(self) -> str:
        """Return it as people are told."""
        return "indoor and outdoor in turn" if self is Setting.BOTH else self.value


class Form(Enum):
    """Which paper carries the signed bytes."""

    CERTIFICATE = "certificate"
    CARD = "card"
    """A wallet card: photographed and lost, so it never says where."""


class CertificateStatus(Enum):
    """How a certificate stands; the value is its code in the status list.

    0 to 2 are the Token Status List's own, 12 to 14 of its application range.
    """

    VALID = 0
    REVOKED = 1
    """Also withdrawn, deceased, and wound down once that is over."""
    SUSPENDED = 2
    SUPERSEDED = 12
    """Also transferred to another authority."""
    RENEWAL_PENDING = 13
    WINDING_DOWN = 14


class PlantLimits(NamedTuple):
    """How many plants may stand at a site in one period."""

    flowering: int
    """Plants in flower, at most."""
    plants: int
    """Plants in all: in flower and young together, at most."""


class CertifiedAgreement(NamedTuple):
    """The agreement that a certificate rests on, as the signed bytes name it."""

    reference: str
    force: str


@dataclass(frozen=True, kw_only=True)
class StatusSlot:
    """The place where a certificate's status stands in the published lists."""

    uri: str
    """The list's name, as `ic:29q3`."""
    index: int
    """Random within the list, never used twice."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """One signed statement for one site; what was issued is never rewritten."""

    number: CertificateNumber
    issuer: GssCode
    form: Form
    holder: str
    """The full name of the person who may grow, NFC."""
    date_of_birth: date
    """The holder's."""
    patient: str | None
    """The patient's full name where the holder is a designated grower, else None."""
    place: str | None
    """The site's address in one line; None on a card."""
    postcode: str | None
    """None on a card, and for a site without a postal address."""
    setting: Setting | None
    """None on a card."""
    indoor: PlantLimits | None
    outdoor: PlantLimits | None
    stock_grams: int | None
    """Dried equivalent that may be kept at the site; None on a card."""
    carry_grams: int
    """Dried equivalent that may be carried, whole grams."""
    policy: str
    """Id and version of the policy profile, as `uk-55g@1`."""
    agreement: CertifiedAgreement | None
    """None makes the paper a specimen: every verifier answers so."""
    valid_from: date
    """The first day, Europe/London."""
    valid_to: date
    """The last day, inclusive, Europe/London."""
    issued_at: datetime
    """UTC, whole seconds."""
    slot: StatusSlot
    token_id: bytes
    """16 random bytes: nobody can guess the signed bytes from a name and address."""

    @property
    def is_specimen(self) -> bool:
        """Whether no agreement in force stands behind the paper."""
        return self.agreement is None
