"""What a check says: findings, each with what was compared and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amnesty.domain.allowance import Allowance
from amnesty.domain.excess import Outcome


class FindingKind(Enum):
    """What a finding is about."""

    NEED = "need"
    SECOND_APPROVER = "second approver"
    EVIDENCE = "evidence"
    UNDERTAKING = "undertaking"
    SITES = "sites"
    SETTINGS = "indoors and outdoors at once"
    TURN = "indoors or outdoors in turn"
    CONSENT = "owner's consent"
    HOUSEHOLDS = "registrations at the site"
    GROWER = "patients of the grower"
    PLANTS = "plants"
    STOCK = "stock"
    FORECAST = "forecast"


class Standing(Enum):
    """How a requirement stands that is not an amount."""

    MET = "met"
    NOTED = "to be noted"
    """It asks for something later, and stops nothing now."""
    MISSING = "must be put right before approval"


_BLOCKING = frozenset(
    {Standing.MISSING, Outcome.HAND_IN_DUE, Outcome.OVERDUE, Outcome.REFER}
)
_FINE = frozenset({Standing.MET, Outcome.WITHIN, Outcome.WITHIN_TOLERANCE})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One result of a check."""

    kind: FindingKind
    site: int | None = None
    """Which site, counted from 0; None where it is about the whole registration."""
    outcome: Outcome | Standing
    compared: str
    """What was found, as `500 g`."""
    with_: str
    """What it was compared with, as `limit 450 g`."""
    working: tuple[str, ...] = ()
    """The sum, line by line, where there is one."""
    sentence: str
    next_step: str = ""
    """What to do; empty where there is nothing to do."""
    due_on: date | None = None
    """The last day to hand in, where something is to be handed in."""

    @property
    def blocks(self) -> bool:
        """Whether it has to be put right, or handed in, before an approval."""
        return self.outcome in _BLOCKING

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to do or to know anything."""
        return self.outcome in _FINE


@dataclass(frozen=True, kw_only=True)
class Report:
    """All findings of one check, those about the whole registration first."""

    policy: str
    """Id and version of the profile it was checked under."""
    checked_on: date
    allowances: tuple[Allowance, ...]
    """What each site may hold: its share, where there are several."""
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of an approval."""
        return tuple(finding for finding in self.findings if finding.blocks)

    def of(self, kind: FindingKind, site: int | None = None) -> tuple[Finding, ...]:
        """Return the findings of one kind, at one site where it is named."""
        return tuple(
            finding
            for finding in self.findings
            if finding.kind is kind and site in (None, finding.site)
        )
