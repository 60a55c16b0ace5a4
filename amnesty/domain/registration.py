"""One patient's case with one authority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import NewType

from amnesty.domain.asked import Asked
from amnesty.domain.due import HandInDue
from amnesty.domain.evidence import (
    Affordability,
    Evidence,
    FormerNeed,
    Need,
    Renewal,
)
from amnesty.domain.identifiers import ReceiptNumber, RegistrationNumber
from amnesty.domain.patient import Patient
from amnesty.domain.photograph import Photograph
from amnesty.domain.representative import Caretaker, DesignatedGrower, Representative
from amnesty.domain.site import Site
from amnesty.domain.staff import StaffId

RegistrationId = NewType("RegistrationId", int)
"""Random 64 bits: says nothing of order or number."""


class State(Enum):
    """Where a registration stands in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACTIVE = "active"
    RENEWAL_PENDING = "renewal pending"
    EXPIRED = "expired"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    DECEASED = "deceased"
    TRANSFERRED = "transferred"
    WINDING_DOWN = "winding down"


class Move(Enum):
    """Every step in a registration's life; the value completes "you cannot …"."""

    RECEIVE = "receive"
    SUBMIT = "submit"
    SEND_BACK = "send back"
    APPROVE_FIRST = "approve, as the first of two,"
    APPROVE = "approve"
    REFUSE = "refuse"
    ACTIVATE = "issue a certificate for"
    ASK_FOR_RENEWAL = "ask for the renewal of"
    RENEW_FIRST = "renew, as the first of two,"
    RENEW = "renew"
    REFUSE_RENEWAL = "refuse the renewal of"
    ARRANGE = "change the arrangements of"
    ASK_FOR_CHANGE = "ask for a change of"
    APPROVE_CHANGE = "approve the change of"
    REFUSE_CHANGE = "refuse the change of"
    TAKE_BACK_RENEWAL = "take back the renewal of"
    TAKE_BACK_CHANGE = "take back the change of"
    EXPIRE = "end"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    RECORD_DEATH = "record the death on"
    TRANSFER = "transfer"
    WIND_DOWN = "wind down"
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One move that was made, by whom and why."""

    move: Move
    state: State
    """The state it led to."""
    by: StaffId
    by_name: str
    at: datetime
    reasons: str = ""
    heard_on: date | None = None
    """The day on which the patient was heard, where the move needs it."""


@dataclass(frozen=True, kw_only=True)
class Undertaking:
    """The signed agreement to declare truly and to hand in anything above need."""

    version: str
    signed_on: date
    signed_by: str
    """`patient` or `representative`."""
    signature_seen: bool


@dataclass(frozen=True, kw_only=True)
class WindingDown:
    """The time between a registration's end and its closing."""

    until: date
    contact: str
    telephone: str
    ends_as: State


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who: the identity compartment."""

    patient: Patient
    representative: Representative | None = None
    grower: DesignatedGrower | None = None
    """None where the patient grows."""
    restricted_to: tuple[StaffId, ...] = ()
    """The only staff who open the record; empty for all who may."""
    related: tuple[StaffId, ...] = ()
    """Staff of the patient's own household or family: they never open the record."""
    safeguarding: str = ""
    """A referral with its legal basis."""
    photograph: Photograph | None = None
    """Of whoever grows, to be printed on the certificate, where there is one."""

    @property
    def holder(self) -> str:
        """The full name of the person who grows and whom the certificate names."""
        return self.grower.full_name if self.grower else self.patient.full_name

    @property
    def holders_date_of_birth(self) -> date:
        """The date of birth that goes with `holder`."""
        grower = self.grower
        return grower.date_of_birth if grower else self.patient.date_of_birth


@dataclass(frozen=True, kw_only=True)
class Clinical:
    """Why and how much, with the case's steps: the clinical compartment."""

    evidence: tuple[Evidence, ...]
    need: Need
    affordability: Affordability
    steps: tuple[Step, ...] = ()
    renewal: Renewal | None = None
    """What is asked for and not decided yet."""
    needs_before: tuple[FormerNeed, ...] = ()
    """What was needed before each renewal, the oldest first."""


@dataclass(frozen=True, kw_only=True)
class Growing:
    """Where and what: the growing compartment."""

    undertaking: Undertaking | None
    sites: tuple[Site, ...]
    caretaker: Caretaker | None = None
    winding_down: WindingDown | None = None
    dues: tuple[HandInDue, ...] = ()
    """What checks found to be handed in, the oldest first; closed ones stay."""
    open_hand_ins: tuple[ReceiptNumber, ...] = ()
    """Hand-ins that are appointed, or held and still to be passed on."""
    asked: Asked | None = None
    """A change of what is certified that waits to be decided."""

    @property
    def open_sites(self) -> tuple[int, ...]:
        """The places, counted from 0, of the sites that are not closed."""
        return tuple(
            place for place, site in enumerate(self.sites) if site.closed_on is None
        )


@dataclass(frozen=True, kw_only=True)
class Application:
    """What a patient declares, before it has a number."""

    identity: Identity
    clinical: Clinical
    growing: Growing


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A patient's case; a change makes a new value, the store raises its version."""

    id: RegistrationId
    number: RegistrationNumber
    state: State
    version: int
    """0 until first kept."""
    valid_from: date | None = None
    """The day of the decision, or of the last renewal; None before a decision."""
    valid_to: date | None = None
    """The last day, inclusive: the evidence's, 12 months after the decision at most."""
    identity: Identity
    clinical: Clinical
    growing: Growing

    @property
    def steps(self) -> tuple[Step, ...]:
        """The moves made so far, oldest first."""
        return self.clinical.steps

    @property
    def first_valid_from(self) -> date | None:
        """The day of the first decision, whatever was renewed since."""
        before = self.clinical.needs_before
        return before[0].on if before else self.valid_from

    def after(self, step: Step) -> Registration:
        """Return the registration with one more step, in that step's state."""
        clinical = replace(self.clinical, steps=(*self.steps, step))
        return replace(self, state=step.state, clinical=clinical)
