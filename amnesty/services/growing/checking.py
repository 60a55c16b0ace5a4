"""Checking what is declared against what the policy in force allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.check import check
from amnesty.domain.due import dues_after
from amnesty.domain.event import Verb
from amnesty.domain.finding import FindingKind
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import FindingsOpenError
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from amnesty.domain.finding import Report
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.journal import HandedIn, HandInCorrected
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

AMOUNTS = frozenset({FindingKind.PLANTS, FindingKind.STOCK})
"""What a decision may leave to be handed in after it."""


def check_registration(
    register: Transaction, registration: Registration, today: date
) -> Report:
    """Return a fresh check of a registration, households at its sites counted."""
    policy = register.policy()
    [report] = check_many(register, [registration], today, policy=policy)
    return report


def check_many(
    register: Transaction,
    registrations: Sequence[Registration],
    today: date,
    *,
    policy: Policy,
) -> list[Report]:
    """Return a fresh check of each registration, all sites looked up at once."""
    return checks_of(register, registrations, today, policy=policy)()


def checks_of(
    register: Transaction,
    registrations: Sequence[Registration],
    today: date,
    *,
    policy: Policy,
) -> Callable[[], list[Report]]:
    """Return what checks registrations, and asks nothing of the register any more."""
    each = [(one.id, site) for one in registrations for site in one.growing.sites]
    at_sites = register.registrations_at(
        [site.address for _, site in each], but=[own for own, _ in each]
    )
    growers = [one.identity.grower for one in registrations]
    by_growers = register.grown_by([one for one in growers if one is not None])

    def checks() -> list[Report]:
        found, grown = iter(at_sites), iter(by_growers)
        return [
            check(
                one.clinical,
                one.growing,
                policy=policy,
                today=today,
                households=[len({one.id, *next(found)}) for _ in one.growing.sites],
                grown_for=len({one.id, *next(grown)}) if one.identity.grower else None,
            )
            for one in registrations
        ]

    return checks


@repeated
def check_one(desk: Desk, number: RegistrationNumber) -> Report:
    """Return a fresh check of a registration, which is logged as a look at it."""
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        report = check_registration(register, registration, desk.today())
        note = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="check")
        register.append(note)
    return report


def with_dues(
    register: Transaction,
    registration: Registration,
    today: date,
    *,
    handed_in: HandedIn | HandInCorrected | None = None,
    site: int | None = None,
) -> Registration:
    """Return the registration with what a fresh check finds to be handed in.

    Args:
        register: the transaction.
        registration: as it is about to be kept.
        today: the day of the check.
        handed_in: what it follows, if anything was.
        site: where that came from.
    """
    report = check_registration(register, registration, today)
    return due_after(registration, report, handed_in=handed_in, site=site)


def due_after(
    registration: Registration,
    report: Report,
    *,
    handed_in: HandedIn | HandInCorrected | None = None,
    site: int | None = None,
) -> Registration:
    """Return the registration with what is due after a check; itself if no change."""
    growing = registration.growing
    dues = dues_after(growing.dues, report, handed_in=handed_in, site=site)
    if dues == growing.dues:
        return registration
    return replace(registration, growing=replace(growing, dues=dues))


def require_nothing_blocks(
    register: Transaction,
    registration: Registration,
    today: date,
    *,
    move: str,
    but: Collection[FindingKind] = (),
) -> None:
    """Refuse a move while a finding stands in its way.

    Args:
        register: the transaction.
        registration: as it is checked.
        today: the day of the check.
        move: what is to be done, for the refusal's sentence.
        but: findings that do not stand in this move's way.

    Raises:
        FindingsOpenError: with the sentence and the next step of each.
    """
    report = check_registration(register, registration, today)
    blocking = [one for one in report.blocking if one.kind not in but]
    if blocking:
        raise FindingsOpenError(
            registration.number,
            move,
            tuple(
                f"{finding.sentence} {finding.next_step}".strip()
                for finding in blocking
            ),
        )
