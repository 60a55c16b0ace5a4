"""The closed answer to an officer's question: does this certificate stand today?"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.domain.certificate import Certificate


class Verdict(Enum):
    """Every answer there is; a neutral "not found" is not among them."""

    VALID = "VALID"
    VALID_RENEWAL_PENDING = "VALID – RENEWAL PENDING"
    VALID_WINDING_DOWN = "VALID – WINDING DOWN"
    SPECIMEN = "SPECIMEN"
    NOT_COVERED_HERE = "NOT COVERED HERE"
    NOT_YET_VALID = "NOT YET VALID"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    SUPERSEDED = "SUPERSEDED"
    NOT_GENUINE = "NOT GENUINE"
    UNKNOWN_ISSUER = "UNKNOWN ISSUER"
    NOT_ISSUED = "NOT ISSUED"
    CANNOT_BE_CONFIRMED = "CANNOT BE CONFIRMED"

    def __bool__(self) -> NoReturn:
        """Refuse `if verdict:`, which would accept every answer."""
        msg = "Compare a verdict with a member."
        raise TypeError(msg)


class Answer(NamedTuple):
    """A verdict with all that an officer needs to act on it."""

    verdict: Verdict
    sentence: str
    """What the verdict means, and why."""
    next_step: str
    """What to do now; policy data of the force."""
    status_as_of: datetime | None
    """The age of the status list that was asked, UTC; None where none was."""
    certificate: Certificate | None
    """The signed content; None unless its signature and content hold."""
    hypothetical_at: datetime | None = None
    """The instant asked about, where it is not now."""
