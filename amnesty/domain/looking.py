"""Who did what, as the audit log tells it to auditors and to whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from amnesty.domain.staff import Act, Role, StaffId


@dataclass(frozen=True, kw_only=True)
class Look:
    """One event about a registration."""

    event: int
    at: datetime
    by: StaffId
    role: Role
    verb: str
    act: str
    refused: bool
    registration: int | None
    """None for a question of police, which names no registration."""
    detail: Mapping[str, str]
    leaf: str
    salt: bytes
    """With it, whoever is told can see that the leaf is about them."""
    alarm: str = ""
    """What an auditor should look at; empty where it is nothing of the kind."""
    is_forgotten: bool = False
    """Whether its detail, with the salt, was taken out as the record was erased."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which events are looked for in the log; all of them where nothing is said."""

    by: StaffId | None = None
    acts: frozenset[Act] = frozenset()
    """One of these; none is any."""
    refused: bool = False
    """Only what was tried and not done."""
    alarms: bool = False
    """Only what an auditor should look at."""
    on: date | None = None
    """Only of one day, UTC as the log has it."""


@dataclass(frozen=True, kw_only=True)
class LogCheck:
    """What came of comparing the whole register with its log."""

    events: int
    differences: tuple[str, ...]
    """What does not follow from the log, one line a thing."""
