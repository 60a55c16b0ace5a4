"""Who acts for a patient, grows for them or looks after their plants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amnesty.domain.address import Address


class Capacity(Enum):
    """By what right a representative acts."""

    PARENT = "parental responsibility"
    ATTORNEY = "lasting power of attorney"
    DEPUTY = "deputy appointed by the court"
    GUARDIAN = "guardian or welfare attorney in Scotland"
    APPOINTEE = "other authority seen"


@dataclass(frozen=True, kw_only=True)
class Representative:
    """The person who acts for a patient, and the document that says so."""

    full_name: str
    capacity: Capacity
    document: str
    """What was seen, as `order of 3 May 2026`; not a copy of it."""
    document_seen_on: date
    telephone: str = ""
    address: Address | None = None
    may_sign: bool = True


@dataclass(frozen=True, kw_only=True)
class DesignatedGrower:
    """One adult who grows for the patient; the paper names both."""

    full_name: str
    date_of_birth: date
    address: Address


@dataclass(frozen=True, kw_only=True)
class Caretaker:
    """Who looks after the plants while the patient is in hospital or prison."""

    full_name: str
    telephone: str
    starts_on: date
    ends_on: date | None = None
    reason: str

    def may_still_act(self, today: date) -> bool:
        """Whether their time is not over."""
        return self.ends_on is None or today <= self.ends_on
