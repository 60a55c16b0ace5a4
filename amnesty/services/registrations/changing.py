"""Another grower, another site, a site closed: asked for, decided, with new papers.

Whoever asks may not approve. What was issued is superseded and never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.asked import Asked, ClosingAsked, GrowerAsked, SiteAsked
from amnesty.domain.dates import age_on
from amnesty.domain.event import Verb
from amnesty.domain.life import make_move
from amnesty.domain.registration import Application, Growing, Move, Registration
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_optional_line
from amnesty.errors.changing import (
    ChangeWaitsError,
    GrowerNeededError,
    LastSiteError,
    NoChangeWaitsError,
    PatientGrowsError,
    SameSiteError,
    SiteNotEmptyError,
)
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.growing.checking import AMOUNTS, require_nothing_blocks, with_dues
from amnesty.services.growing.journalling import open_site_of
from amnesty.services.intake.parts import grower_from, new_site_from
from amnesty.services.intake.people import ADULT
from amnesty.services.papers.certifying import require_certifiable
from amnesty.services.papers.issuing import IssuedPaper
from amnesty.services.papers.reissuing import IssuedCode
from amnesty.services.registrations.anew import issue_anew
from amnesty.services.registrations.carrying import as_asked, carried_out
from amnesty.services.registrations.deciding import LONGEST_REASONS
from amnesty.services.registrations.winding_down import what_is_held
from amnesty.services.trust.signing import ready_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.event import Event
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A registration after a change was approved, and the papers that it issued."""

    registration: Registration
    papers: tuple[IssuedPaper | IssuedCode, ...]


@repeated
def ask_for_grower(
    desk: Desk, number: RegistrationNumber, raw: Mapping[str, str]
) -> Registration:
    """Ask that another adult grows for the patient.

    Args:
        desk: who asks for the patient.
        number: the registration.
        raw: the answers, by paths such as `grower.full_name`.

    Raises:
        ProblemsError: with every problem of the answers.
        FindingsOpenError: they grow for as many patients as the policy allows.
        ChangeWaitsError, MoveNotPossibleError: as `ask_for_site`.
    """
    require(desk.member, Act.SUBMIT)
    grower = grower_from(raw, today=desk.today())
    with desk.transaction() as register:
        before = register.registration(number)
        return _ask(desk, register, before, GrowerAsked(grower=grower))


@repeated
def ask_for_patient_to_grow(desk: Desk, number: RegistrationNumber) -> Registration:
    """Ask that the designated grower ends, and the patient grows.

    Raises:
        PatientGrowsError: nobody else grows.
        GrowerNeededError: the patient is under 18.
        ChangeWaitsError, MoveNotPossibleError: as `ask_for_site`.
    """
    require(desk.member, Act.SUBMIT)
    with desk.transaction() as register:
        before = register.registration(number)
        if before.identity.grower is None:
            raise PatientGrowsError(number)
        if age_on(before.identity.patient.date_of_birth, desk.today()) < ADULT:
            raise GrowerNeededError
        return _ask(desk, register, before, GrowerAsked(grower=None))


@repeated
def ask_for_site(
    desk: Desk,
    number: RegistrationNumber,
    raw: Mapping[str, str],
    *,
    instead_of: int | None = None,
) -> Registration:
    """Ask for one more site, or for one that takes the place of another.

    Args:
        desk: who asks for the patient.
        number: the registration.
        raw: the answers, by paths such as `sites.0.setting`.
        instead_of: the site that moves there with all that is in it, counted from 0;
            with the same address it is the setting that changes.

    Raises:
        ProblemsError: with every problem of the answers.
        FindingsOpenError: the policy allows no more sites, or not this one.
        ChangeWaitsError: another change waits to be decided.
        MoveNotPossibleError: the registration is not active.
        NoSuchSiteError, SiteClosedError: there is no such site to take over.
    """
    require(desk.member, Act.SUBMIT)
    site = new_site_from(raw, today=desk.today())
    with desk.transaction() as register:
        before = register.registration(number)
        if instead_of is not None:
            open_site_of(before, instead_of)
        what = SiteAsked(site=site, instead_of=instead_of)
        return _ask(desk, register, before, what)


@repeated
def ask_to_close_site(
    desk: Desk, number: RegistrationNumber, *, site: int, to: int | None = None
) -> Registration:
    """Ask that nothing is grown any more at one of several sites.

    Args:
        desk: who asks for the patient.
        number: the registration.
        site: which site, counted from 0.
        to: the site that what is there goes to; None where nothing is there.

    Raises:
        SiteNotEmptyError: its plants and stock are not accounted for.
        LastSiteError: it is the only one.
        SameSiteError: it would go where it is.
        NoSuchSiteError, SiteClosedError: there is no such site.
        ChangeWaitsError, MoveNotPossibleError: as `ask_for_site`.
    """
    require(desk.member, Act.SUBMIT)
    with desk.transaction() as register:
        before = register.registration(number)
        what = ClosingAsked(site=site, to=to)
        _require_closable(before, what)
        return _ask(desk, register, before, what)


@repeated
def approve_change(desk: Desk, number: RegistrationNumber) -> Changed:
    """Approve a change that another person asked for, and issue the papers anew.

    Raises:
        NoChangeWaitsError: there is none.
        SamePersonError: the member asked for it.
        FindingsOpenError: a check found what must be put right first.
        SiteNotEmptyError: something came to the site that is to be closed.
        PaperDiffersError: a page does not say what was signed.
    """
    require(desk.member, Act.APPROVE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        before = register.registration(number)
        what = _waiting(before).what
        if isinstance(what, ClosingAsked):
            _require_closable(before, what)
        moved = make_move(before, Move.APPROVE_CHANGE, by=desk.member, at=desk.now())
        after = as_asked(moved, what, desk.today())
        _require_allowed(register, after, desk.today(), Move.APPROVE_CHANGE)
        done = carried_out(desk, register, moved, what)
        kept = register.save_registration(with_dues(register, done, desk.today()))
        new = len(kept.growing.sites) - 1 if isinstance(what, SiteAsked) else None
        papers = issue_anew(desk, register, kept, new=new)
        register.append(_note(desk, kept, Act.APPROVE, Move.APPROVE_CHANGE))
    return Changed(registration=kept, papers=papers)


@repeated
def refuse_change(
    desk: Desk, number: RegistrationNumber, *, reasons: str
) -> Registration:
    """Refuse a change that was asked for; all stays as it is.

    Raises:
        NoChangeWaitsError: there is none.
        ReasonsMissingError: no reasons were given.
    """
    require(desk.member, Act.REFUSE)
    reasons = clean_optional_line(reasons, "reasons", longest=LONGEST_REASONS)
    with desk.transaction() as register:
        before = register.registration(number)
        _waiting(before)
        moved = make_move(
            before,
            Move.REFUSE_CHANGE,
            by=desk.member,
            at=desk.now(),
            reasons=reasons,
        )
        growing = replace(moved.growing, asked=None)
        kept = register.save_registration(replace(moved, growing=growing))
        register.append(_note(desk, kept, Act.REFUSE, Move.REFUSE_CHANGE))
    return kept


def _ask(
    desk: Desk,
    register: Transaction,
    before: Registration,
    what: GrowerAsked | SiteAsked | ClosingAsked,
) -> Registration:
    waits = before.growing.asked
    if waits is not None:
        raise ChangeWaitsError(before.number, waits.words)
    member, today = desk.member, desk.today()
    asked = Asked(what=what, by=member.id, by_name=member.name, on=today)
    moved = make_move(
        before, Move.ASK_FOR_CHANGE, by=member, at=desk.now(), reasons=asked.words
    )
    after = as_asked(moved, what, today)
    _require_paper_fits(register, after, what, today)
    _require_allowed(register, after, today, Move.ASK_FOR_CHANGE)
    growing = replace(moved.growing, asked=asked)
    kept = register.save_registration(replace(moved, growing=growing))
    register.append(_note(desk, kept, Act.SUBMIT, Move.ASK_FOR_CHANGE))
    return kept


def _require_allowed(
    register: Transaction, after: Registration, today: date, move: Move
) -> None:
    """Refuse what the policy would not let stand; amounts are handed in after it."""
    require_nothing_blocks(register, after, today, move=move.value, but=AMOUNTS)


def _require_paper_fits(
    register: Transaction,
    after: Registration,
    what: GrowerAsked | SiteAsked | ClosingAsked,
    today: date,
) -> None:
    """Refuse a name or an address that no certificate could carry."""
    if isinstance(what, ClosingAsked):
        return
    shown = (what.site,) if isinstance(what, SiteAsked) else after.growing.sites
    application = Application(
        identity=after.identity,
        clinical=after.clinical,
        growing=Growing(undertaking=None, sites=shown),
    )
    require_certifiable(register, application, today)


def _require_closable(before: Registration, what: ClosingAsked) -> None:
    site = open_site_of(before, what.site)
    if before.growing.open_sites == (what.site,):
        raise LastSiteError
    if what.to == what.site:
        raise SameSiteError(what.site + 1)
    if what.to is not None:
        open_site_of(before, what.to)
    elif held := what_is_held([site]):
        raise SiteNotEmptyError(what.site + 1, held)


def _waiting(registration: Registration) -> Asked:
    asked = registration.growing.asked
    if asked is None:
        raise NoChangeWaitsError(registration.number)
    return asked


def _note(desk: Desk, kept: Registration, act: Act, move: Move) -> Event:
    return desk.note(Verb.ALTERATION, act, kept.id, move=move.name)
