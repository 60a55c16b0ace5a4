"""Checking what is declared against what the policy in force allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.check import check
from amnesty.errors.rules import FindingsOpenError

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.finding import Report
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction


def check_registration(
    register: Transaction, registration: Registration, today: date
) -> Report:
    """Return a fresh check of a registration, households at its sites counted."""
    return check(
        registration.clinical,
        registration.growing,
        policy=register.policy(),
        today=today,
        households=[
            len({registration.id, *register.registrations_at(site.address)})
            for site in registration.growing.sites
        ],
    )


def require_nothing_blocks(
    register: Transaction, registration: Registration, today: date, *, move: str
) -> None:
    """Refuse a move while a finding stands in its way.

    Raises:
        FindingsOpenError: with the sentence and the next step of each.
    """
    report = check_registration(register, registration, today)
    if report.blocking:
        raise FindingsOpenError(
            registration.number,
            move,
            tuple(
                f"{finding.sentence} {finding.next_step}".strip()
                for finding in report.blocking
            ),
        )
