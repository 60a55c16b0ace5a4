"""Why a patient is registered, and how much they need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction


class EvidenceKind(Enum):
    """Which document a clerk saw."""

    SUMMARY_CARE_RECORD = "Summary Care Record page"
    SPECIALIST_LETTER = "specialist's letter"
    CLINIC_LETTER = "clinic letter"
    PRESCRIPTION = "prescription copy"


class NeedBasis(Enum):
    """Where the grams a day come from."""

    STATED = "stated by the evidence"
    DECLARED = "declared by the patient"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One document seen by a clerk; neither it nor a diagnosis is kept."""

    kind: EvidenceKind
    issuer: str
    """The clinic, surgery or hospital."""
    issuers_number: str = ""
    issued_on: date
    valid_to: date
    """The last day, at most 12 months after it was issued."""
    seen_by: str
    """The account name of who saw the original."""
    seen_on: date

    def is_in_date_on(self, day: date) -> bool:
        """Return whether the evidence covers the day."""
        return self.issued_on <= day <= self.valid_to


@dataclass(frozen=True, kw_only=True)
class Need:
    """Grams of dried flower, or its equivalent, a day."""

    grams_a_day: Fraction
    basis: NeedBasis


@dataclass(frozen=True, kw_only=True)
class FormerNeed:
    """A need that a renewal replaced, and the day from which it held."""

    on: date
    need: Need


@dataclass(frozen=True, kw_only=True)
class Affordability:
    """The declaration that a private prescription cannot be afforded."""

    declared_on: date
    monthly_price: Fraction
    """Pounds a month, as quoted to the patient."""


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What a registration is to go on with, until a supervisor decides on it."""

    asked_on: date
    evidence: tuple[Evidence, ...]
    need: Need
    affordability: Affordability
