"""What the audit log records of every act, reads and searches included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from amnesty.domain.registration import RegistrationId
from amnesty.domain.staff import Act, StaffMember


class Verb(Enum):
    """The words of the Data Protection Act 2018, section 62."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One act on the register; its detail is sealed so that only auditors read it."""

    at: datetime
    by: StaffMember
    verb: Verb
    act: Act
    registration: RegistrationId | None = None
    refused: bool = False
    """Whether the act was tried and not done."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """What stands in clear, in coded words that name nobody: an alarm, for example."""
    detail: Mapping[str, str] = field(default_factory=dict)
