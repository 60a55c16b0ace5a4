"""Setting up the demonstration's register: authority, agreement, staff and patients."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.cli.demonstration.people import People
from amnesty.cli.output import write_file
from amnesty.cli.police.publish import write_publication
from amnesty.cli.wiring import open_desk
from amnesty.domain.agreement import Agreement
from amnesty.domain.authority import Authority
from amnesty.domain.identifiers import DEMONSTRATION_GSS
from amnesty.domain.london import london_day
from amnesty.domain.staff import Role
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.authority.staffing import grant_account, propose_account
from amnesty.services.desk import Desk
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.police.publishing import publish
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)
from amnesty.services.trust.signing import make_signing_keys
from db.creating import Scale, create_register
from db.keyring.slots import Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSPHRASE = "made-up demonstration"  # noqa: S105 - printed on the screen, on purpose
ADMINISTRATOR, SUPERVISOR, CLERK = "Nerys", "Idris", "Bronwen"
SECOND_SUPERVISOR = "Gareth"

_COST = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
"""Little: the passphrase stands on the screen, so nobody has to guess it."""
_PROPOSED = {CLERK: Role.CLERK, SECOND_SUPERVISOR: Role.SUPERVISOR}

_THRESHOLD = 3
"""Grams a day above which the policy wants a second approver."""
_DRAFT_EVERY = 4
"""Of so many, one is a draft, one waits for a decision, the rest are decided."""
_APPROVED = (2, 3)
_ISSUED_EVERY = 40
"""Of so many, those two hold a certificate already."""


@dataclass(frozen=True, kw_only=True)
class Folders:
    """What a demonstration leaves behind."""

    out: Path

    @property
    def register(self) -> Path:
        """The encrypted register."""
        return self.out / "register"

    @property
    def police(self) -> Path:
        """The daily police file."""
        return self.out / "police"

    @property
    def roots(self) -> Path:
        """The demonstration's own roots."""
        return self.out / "roots.cbor"


@dataclass(frozen=True, kw_only=True)
class Desks:
    """The desks of the demonstration's staff, open side by side."""

    supervisor: Desk
    second_supervisor: Desk
    clerk: Desk


def found_authority(folders: Folders) -> None:
    """Create the register of a made-up authority, with its keys and four accounts."""
    clock = SystemClock()
    today = london_day(clock.now())
    create_register(
        folders.register,
        authority=_authority(today),
        agreements=(_agreement(today),),
        policy=load_policy(DEFAULT_POLICY),
        administrator=(ADMINISTRATOR, PASSPHRASE),
        supervisor=(SUPERVISOR, PASSPHRASE),
        clock=clock,
        scale=Scale(cost=_COST),
        chance=os.urandom,
    )
    with _open(folders, ADMINISTRATOR) as administrator:
        for name, role in _PROPOSED.items():
            propose_account(administrator, name, role, PASSPHRASE, handed_out=False)
    with _open(folders, SUPERVISOR) as supervisor:
        founding = make_signing_keys(supervisor)
        for name in _PROPOSED:
            grant_account(supervisor, name)
    write_file(folders.roots, founding.roots_file, mode=0o644)


@contextmanager
def open_desks(folders: Folders) -> Iterator[Desks]:
    """Open the desks of both supervisors and of the clerk."""
    with ExitStack() as stack:
        desks = [
            stack.enter_context(_open(folders, name))
            for name in (SUPERVISOR, SECOND_SUPERVISOR, CLERK)
        ]
        yield Desks(supervisor=desks[0], second_supervisor=desks[1], clerk=desks[2])


def register_people(
    desks: Desks, *, count: int, seed: int, step: Callable[[int], None]
) -> None:
    """Register made-up patients: drafts, submitted, approved and active ones."""
    people = People(seed=seed, today=desks.clerk.today())
    for row, raw in enumerate(people.answers(count)):
        kept = register_patient(desks.clerk, read_answers(desks.clerk, raw))
        if row % _DRAFT_EVERY:
            submit_registration(desks.clerk, kept.number)
        is_one_approval_enough = Fraction(raw["need.grams_a_day"]) <= _THRESHOLD
        if row % _DRAFT_EVERY in _APPROVED and is_one_approval_enough:
            approve_registration(desks.supervisor, kept.number)
            if row % _ISSUED_EVERY in _APPROVED:
                issue_certificate(desks.supervisor, kept.number)
        step(row + 1)


def publish_to(folders: Folders, supervisor: Desk) -> None:
    """Publish the daily police file."""
    write_publication(folders.police, publish(supervisor))


def _authority(today: date) -> Authority:
    return Authority(
        gss=DEMONSTRATION_GSS,
        name="Penmaen Borough Council (made up)",
        name_cy="Cyngor Bwrdeistref Penmaen (dychmygol)",
        force="Llanfair Constabulary (made up)",
        telephone="01632 960 999",
        address=("1 Town Square", "Penmaen"),
        starts_on=today - timedelta(days=365),
        is_demonstration=True,
    )


def _agreement(today: date) -> Agreement:
    return Agreement(
        reference="PEN-DEMO-1",
        force="Llanfair Constabulary (made up)",
        prosecutor=None,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=700),
        text=(
            "Made-up agreement for the demonstration: a patient who keeps within "
            "these limits is not arrested or prosecuted for what they allow."
        ),
    )


@contextmanager
def _open(folders: Folders, name: str) -> Iterator[Desk]:
    desk = open_desk(folders.register, name, PASSPHRASE, cost=_COST, anchored=False)
    try:
        yield desk
    finally:
        desk.register.close()
