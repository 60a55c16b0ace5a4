"""Who looked at a record, as the audit log tells it to whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from amnesty.domain.staff import Role, StaffId


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
