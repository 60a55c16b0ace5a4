"""Registering a patient, declaring what grows and is held, and submitting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_registration_number
from amnesty.domain.life import CLOSED, make_move
from amnesty.domain.recount import Happened, recounted
from amnesty.domain.registration import (
    Application,
    Move,
    Registration,
    RegistrationId,
    State,
    Step,
)
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import MoveNotPossibleError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import with_dues
from amnesty.services.growing.journalling import (
    has_journal,
    site_of,
    with_site,
    write_down,
)
from amnesty.services.intake.application import read_application, read_declaration
from amnesty.services.papers.certifying import require_certifiable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.journal import Because
    from amnesty.domain.plants import PlantBatch
    from amnesty.domain.stock import StockItem
    from amnesty.services.desk import Desk

_ID_BYTES = 8


@repeated
def read_answers(desk: Desk, raw: Mapping[str, str]) -> Application:
    """Return the application that typed answers make, without keeping anything.

    Raises:
        ProblemsError: with every problem, in the order of the form.
    """
    require(desk.member, Act.REGISTER)
    with desk.transaction() as register:
        policy = register.policy()
        application = read_application(
            raw,
            today=desk.today(),
            by=desk.member,
            staff={one.member.name: one.member.id for one in register.accounts()},
            need_limits=(policy.least_need, policy.most_need),
        )
        require_certifiable(register, application, desk.today())
    return application


@repeated
def register_patient(desk: Desk, application: Application) -> Registration:
    """Keep an application as a new registration, a draft, and return it.

    Raises:
        AlreadyRegisteredError: a registration stands with this health number.
    """
    require(desk.member, Act.REGISTER)
    draft = draft_of(desk, application)
    with desk.transaction() as register:
        kept = register.add_registration(with_dues(register, draft, desk.today()))
        register.append(desk.note(Verb.COLLECTION, Act.REGISTER, kept.id))
    return kept


def draft_of(desk: Desk, application: Application) -> Registration:
    """Return an application as a draft with a new number, without keeping it."""
    member, at = desk.member, desk.now()
    received = Step(
        move=Move.RECEIVE,
        state=State.DRAFT,
        by=member.id,
        by_name=member.name,
        at=at,
    )
    return Registration(
        id=RegistrationId(int.from_bytes(desk.chance(_ID_BYTES), "big")),
        number=new_registration_number(desk.chance(RANDOM_BYTES_NEEDED)),
        state=State.DRAFT,
        version=0,
        identity=application.identity,
        clinical=replace(application.clinical, steps=(received,)),
        growing=application.growing,
    )


@repeated
def change_draft(
    desk: Desk, registration: Registration, application: Application
) -> Registration:
    """Replace what a draft declares; its number and its steps stay.

    Raises:
        MoveNotPossibleError: it is no draft any more.
        ChangedByAnotherError: somebody else changed it meanwhile.
    """
    require(desk.member, Act.EDIT)
    if registration.state is not State.DRAFT:
        raise MoveNotPossibleError(
            registration.number, registration.state.value, "change"
        )
    changed = with_answers(registration, application)
    with desk.transaction() as register:
        kept = register.save_registration(with_dues(register, changed, desk.today()))
        register.append(desk.note(Verb.ALTERATION, Act.EDIT, kept.id, what="draft"))
    return kept


def with_answers(registration: Registration, application: Application) -> Registration:
    """Return the registration with what its form asks; what it never asks stays."""
    clinical, growing = application.clinical, application.growing
    before = registration.identity
    return replace(
        registration,
        identity=replace(
            application.identity, related=before.related, photograph=before.photograph
        ),
        clinical=replace(
            registration.clinical,
            evidence=clinical.evidence,
            need=clinical.need,
            affordability=clinical.affordability,
        ),
        growing=replace(
            registration.growing,
            undertaking=growing.undertaking,
            sites=growing.sites,
            caretaker=growing.caretaker,
        ),
    )


@repeated
def declare(
    desk: Desk,
    number: RegistrationNumber,
    raw: Mapping[str, str],
    *,
    site: int,
    because: Because | None = None,
) -> Registration:
    """Have the plants and stock declared at a site be those typed.

    Before the decision they replace what was declared; from then on what must have
    happened is written down.

    Args:
        desk: who declares it for the patient.
        number: the registration.
        raw: the rows as typed, by paths such as `sites.0.plants.1.count`.
        site: which site, counted from 0.
        because: why there are fewer plants, if there are.

    Raises:
        ProblemsError: with every problem of the rows.
        WhyFewerError: there are fewer plants, and nobody said why.
        MoveNotPossibleError: the registration is closed.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.EDIT)
    today = desk.today()
    plants, stock = read_declaration(raw, site=site, today=today)
    with desk.transaction() as register:
        registration = register.registration(number)
        if registration.state in CLOSED:
            raise MoveNotPossibleError(number, registration.state.value, "change")
        if has_journal(registration):
            declared = site_of(registration, site)
            happened = recounted(declared, plants, stock, today=today, because=because)
            first = registration.first_valid_from or today
            kept = write_down(
                desk,
                register,
                registration,
                # What is said to be older was overlooked when the account began.
                [Happened(max(on, first), what) for on, what in happened],
                site=site,
            )
        else:
            changed = with_declared(registration, site, plants=plants, stock=stock)
            kept = register.save_registration(with_dues(register, changed, today))
        register.append(desk.note(Verb.ALTERATION, Act.EDIT, kept.id, what="declared"))
    return kept


def with_declared(
    registration: Registration,
    site: int,
    *,
    plants: tuple[PlantBatch, ...],
    stock: tuple[StockItem, ...],
) -> Registration:
    """Return the registration with other plants and stock at one site.

    Raises:
        NoSuchSiteError: there is no such site.
    """
    declared = site_of(registration, site)
    return with_site(registration, site, replace(declared, plants=plants, stock=stock))


@repeated
def submit_registration(desk: Desk, number: RegistrationNumber) -> Registration:
    """Submit a draft for a supervisor to decide.

    Raises:
        MoveNotPossibleError: it is no draft.
    """
    require(desk.member, Act.SUBMIT)
    with desk.transaction() as register:
        moved = make_move(
            register.registration(number), Move.SUBMIT, by=desk.member, at=desk.now()
        )
        kept = register.save_registration(moved)
        register.append(desk.note(Verb.ALTERATION, Act.SUBMIT, kept.id))
    return kept
