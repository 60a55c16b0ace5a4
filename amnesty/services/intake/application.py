"""From typed answers to an application, parsed at the edge, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.evidence import Renewal
from amnesty.domain.quantity import LEAST_NEED, MOST_NEED_TO_REGISTER
from amnesty.domain.registration import Application, Clinical, Growing, Identity
from amnesty.services.intake.answers import Answers
from amnesty.services.intake.needs import (
    read_affordability,
    read_evidence,
    read_need,
    read_undertaking,
)
from amnesty.services.intake.people import (
    read_caretaker,
    read_grower,
    read_patient,
    read_representative,
    require_adults,
    require_signer,
)
from amnesty.services.intake.sites import read_plants, read_site, read_stock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from amnesty.domain.plants import PlantBatch
    from amnesty.domain.staff import StaffId, StaffMember
    from amnesty.domain.stock import StockItem

_RENEWED = ("evidence", "need", "affordability")


def read_application(
    raw: Mapping[str, str],
    *,
    today: date,
    by: StaffMember,
    staff: Mapping[str, StaffId],
    need_limits: tuple[Fraction, Fraction] = (LEAST_NEED, MOST_NEED_TO_REGISTER),
) -> Application:
    """Return the application that the answers make.

    Args:
        raw: what was typed, by field path.
        today: the day on which it is read.
        by: the clerk who saw the evidence.
        staff: the accounts by name, for a restricted record.
        need_limits: the least and the most grams a day that the policy takes.

    Raises:
        ProblemsError: with every problem of the form, in its order.
    """
    answers = Answers(raw, today)
    identity = _identity(answers, today, staff)
    clinical = Clinical(
        evidence=tuple(
            read_evidence(answers, row, by.name)
            for row in answers.rows("evidence") or [0]
        ),
        need=read_need(answers, need_limits),
        affordability=read_affordability(answers),
    )
    growing = Growing(
        undertaking=read_undertaking(answers),
        sites=tuple(read_site(answers, row) for row in answers.rows("sites") or [0]),
        caretaker=read_caretaker(answers),
    )
    answers.finish()
    return Application(identity=identity, clinical=clinical, growing=growing)


def read_renewal(
    raw: Mapping[str, str],
    *,
    today: date,
    by: StaffMember,
    need_limits: tuple[Fraction, Fraction],
) -> Renewal:
    """Return what a renewal is asked with: evidence, need and affordability.

    Raises:
        ProblemsError: with every problem of the answers.
    """
    answers = Answers(raw, today)
    for path in raw:
        if path.partition(".")[0] not in _RENEWED:
            answers.add(path, f"A renewal does not change “{path}”: leave it out.")
    evidence = tuple(
        read_evidence(answers, row, by.name) for row in answers.rows("evidence") or [0]
    )
    renewal = Renewal(
        asked_on=today,
        evidence=evidence,
        need=read_need(answers, need_limits),
        affordability=read_affordability(answers),
    )
    answers.finish()
    return renewal


def read_declaration(
    raw: Mapping[str, str], *, site: int, today: date
) -> tuple[tuple[PlantBatch, ...], tuple[StockItem, ...]]:
    """Return the plants and the stock that are declared at one site.

    Raises:
        ProblemsError: with every problem of the rows.
    """
    answers = Answers(raw, today)
    plants = read_plants(answers, site)
    stock = read_stock(answers, site)
    answers.finish()
    return plants, stock


def _identity(answers: Answers, today: date, staff: Mapping[str, StaffId]) -> Identity:
    patient = read_patient(answers)
    representative = read_representative(answers)
    grower = read_grower(answers, today)
    require_adults(
        answers, today, patient=patient, representative=representative, grower=grower
    )
    require_signer(answers, representative)
    return Identity(
        patient=patient,
        representative=representative,
        grower=grower,
        restricted_to=_restricted_to(answers, staff),
        safeguarding=answers.optional_line("safeguarding"),
    )


def _restricted_to(
    answers: Answers, staff: Mapping[str, StaffId]
) -> tuple[StaffId, ...]:
    names = [part.strip() for part in answers.text("restricted_to").split(";")]
    unknown = [name for name in names if name and name not in staff]
    if unknown:
        answers.add("restricted_to", f"There is no account named {unknown[0]}")
    return tuple(staff[name] for name in names if name in staff)
