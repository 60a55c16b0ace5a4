"""The local authority that keeps the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amnesty.domain.identifiers import GssCode


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One authority; councils are merged and recoded, so it is dated."""

    gss: GssCode
    name: str
    name_cy: str | None = None
    """The Welsh name, where there is one."""
    force: str
    """The territorial police force of the area."""
    telephone: str
    """Answers day and night: an officer checks by voice."""
    address: tuple[str, ...] = ()
    """Where patients call and write, line by line."""
    starts_on: date
    successor: GssCode | None = None
    """The authority that took over its registrations."""
    verify_address: str = ""
    """Web address before `#` in the QR; empty by default, so that the QR is digits."""
    is_demonstration: bool = False
    """A made-up authority: every paper says SPECIMEN whatever its agreement."""
