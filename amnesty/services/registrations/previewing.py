"""What would follow from answers that are not kept yet: checks, and who is alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.amounts import Amount
from amnesty.domain.check import check
from amnesty.domain.event import Verb
from amnesty.domain.finding import Finding, Report
from amnesty.domain.searched import Query, Summary
from amnesty.domain.staff import Act, require
from amnesty.domain.what_if import amounts_at, findings_at
from amnesty.errors import Problem, ProblemsError
from amnesty.repeating import repeated
from amnesty.services.intake.application import read_declaration
from amnesty.services.registrations.registering import with_declared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.plants import PlantBatch
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Application, Registration
    from amnesty.domain.stock import StockItem
    from amnesty.services.desk import Desk

_ALIKE = 5
"""As many as a clerk looks at."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a site's amounts would be with the rows as they are typed now."""

    before: tuple[Amount, ...]
    """As they are kept."""
    after: tuple[Amount, ...]
    """With every row that can be read."""
    findings: tuple[Finding, ...]
    """Plants and stock of the site, with what to do."""
    unread: tuple[Problem, ...]
    """The first problem of each row that cannot be read, and so is not counted."""


@repeated
def preview_check(desk: Desk, application: Application) -> Report:
    """Return the check that a registration of this application would have.

    It looks for other registrations at each site, which is a search, and logged.
    """
    require(desk.member, Act.REGISTER)
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, asked="sites"))
        return check(
            application.clinical,
            application.growing,
            policy=register.policy(),
            today=desk.today(),
            households=[
                1 + len(set(found))
                for found in register.registrations_at(
                    [site.address for site in application.growing.sites]
                )
            ],
        )


@repeated
def find_alike(desk: Desk, application: Application) -> tuple[Summary, ...]:
    """Return registrations of the same name and date of birth, best first.

    A patient holds one registration, and names are spelt in more than one way, so a
    clerk looks before registering; looking is a search, and is logged as one.
    """
    require(desk.member, Act.SEARCH)
    patient = application.identity.patient
    query = Query(
        names=tuple(patient.full_name.split()), date_of_birth=patient.date_of_birth
    )
    with desk.transaction() as register:
        asked = "names, date_of_birth"
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, asked=asked))
        return register.find(query, limit=_ALIKE).summaries


def propose(
    registration: Registration,
    raw: Mapping[str, str],
    *,
    site: int,
    policy: Policy,
    today: date,
) -> Proposal:
    """Return what the rows typed for a site would make of its amounts.

    Every row is read by itself, so that one half-typed row hides no other.

    Args:
        registration: as it is kept.
        raw: the rows as typed, by paths such as `sites.0.plants.1.count`.
        site: which site, counted from 0.
        policy: the profile to check under.
        today: the day of the check.
    """
    plants, stock, unread = _read_rows(raw, site=site, today=today)
    proposed = with_declared(registration, site, plants=plants, stock=stock)
    return Proposal(
        before=amounts_at(registration, site, policy),
        after=amounts_at(proposed, site, policy),
        findings=findings_at(proposed, site, policy, today),
        unread=unread,
    )


def _read_rows(
    raw: Mapping[str, str], *, site: int, today: date
) -> tuple[tuple[PlantBatch, ...], tuple[StockItem, ...], tuple[Problem, ...]]:
    plants: list[PlantBatch] = []
    stock: list[StockItem] = []
    unread: list[Problem] = []
    for fields in _by_row(raw).values():
        try:
            batches, items = read_declaration(fields, site=site, today=today)
        except ProblemsError as error:
            unread.append(error.problems[0])
        else:
            plants.extend(batches)
            stock.extend(items)
    return tuple(plants), tuple(stock), tuple(unread)


def _by_row(raw: Mapping[str, str]) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for path, text in raw.items():
        rows.setdefault(path.rpartition(".")[0], {})[path] = text
    return rows
