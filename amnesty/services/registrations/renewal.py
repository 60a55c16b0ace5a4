"""Renewing a registration: asked for in time, decided by another, with new papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.evidence import FormerNeed
from amnesty.domain.life import make_move, next_approval
from amnesty.domain.registration import Move, Registration, State
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_optional_line
from amnesty.errors.changing import ChangeWaitsError
from amnesty.errors.renewal import RenewalAskedError, RenewalTooLateError
from amnesty.errors.rules import EvidenceTooOldError, MoveNotPossibleError
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.growing.checking import AMOUNTS, require_nothing_blocks, with_dues
from amnesty.services.intake.application import read_renewal
from amnesty.services.papers.issuing import IssuedPaper
from amnesty.services.papers.reissuing import IssuedCode
from amnesty.services.registrations.anew import issue_anew
from amnesty.services.registrations.deciding import (
    LONGEST_REASONS,
    approvals_needed,
    set_statuses,
    with_validity,
)
from amnesty.services.trust.signing import ready_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.event import Event
    from amnesty.domain.evidence import Renewal
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """A renewal after an approval, and the papers that it issued."""

    registration: Registration
    papers: tuple[IssuedPaper | IssuedCode, ...]
    """The certificate first; none after the first of two approvals."""


@repeated
def ask_for_renewal(
    desk: Desk, number: RegistrationNumber, answers: Mapping[str, str]
) -> Registration:
    """Ask for the renewal of an active registration, with new evidence and need.

    Until it is decided the certificates stay valid, past their last day too, and what
    is permitted stays what it was. While it is suspended it is asked for as well, so
    that nobody's time to ask runs out meanwhile; it is decided once it is reinstated.

    Raises:
        ProblemsError: the answers cannot be read; with every problem.
        RenewalTooLateError: its last day is over.
        EvidenceTooOldError: none of the evidence is in date.
        MoveNotPossibleError: it is neither active nor suspended.
        RenewalAskedError: one that was asked for before the suspension waits.
        ChangeWaitsError: another change waits to be decided first.
    """
    require(desk.member, Act.SUBMIT)
    today = desk.today()
    with desk.transaction() as register:
        registration = register.registration(number)
        policy = register.policy()
        renewal = read_renewal(
            answers,
            today=today,
            by=desk.member,
            need_limits=(policy.least_need, policy.most_need),
        )
        moved = make_move(
            registration, Move.ASK_FOR_RENEWAL, by=desk.member, at=desk.now()
        )
        if registration.clinical.renewal is not None:
            raise RenewalAskedError(number)
        if registration.growing.asked is not None:
            raise ChangeWaitsError(number, registration.growing.asked.words)
        if registration.valid_to is not None and today > registration.valid_to:
            raise RenewalTooLateError(number, in_words(registration.valid_to))
        if not any(one.is_in_date_on(today) for one in renewal.evidence):
            raise EvidenceTooOldError
        clinical = replace(moved.clinical, renewal=renewal)
        kept = register.save_registration(replace(moved, clinical=clinical))
        if kept.state is State.RENEWAL_PENDING:
            set_statuses(register, kept, CertificateStatus.RENEWAL_PENDING)
        register.append(_note(desk, kept, Act.SUBMIT, Move.ASK_FOR_RENEWAL))
    return kept


@repeated
def renew_registration(desk: Desk, number: RegistrationNumber) -> Renewed:
    """Approve a renewal that another person asked for, and issue the new papers.

    They are valid from today and take the place of those before. A need above the
    threshold wants two approvals. What is above a lower need is to be handed in.

    Raises:
        SamePersonError: the member asked for it, or approved it already.
        MoveNotPossibleError: no renewal waits.
        FindingsOpenError: a check found what must be put right first.
        PaperDiffersError: a page does not say what was signed.
    """
    require(desk.member, Act.APPROVE)
    ready_tokens(desk, KeyUse.CERTIFICATE)
    with desk.transaction() as register:
        registration = register.registration(number)
        renewal = registration.clinical.renewal
        if renewal is None:
            state = registration.state.value
            raise MoveNotPossibleError(number, state, Move.RENEW.value)
        renewed = with_renewal(registration, renewal)
        policy = register.policy()
        move = next_approval(
            registration, approvals_needed=approvals_needed(renewed, policy)
        )
        require_nothing_blocks(
            register, renewed, desk.today(), move=Move.RENEW.value, but=AMOUNTS
        )
        if move is Move.RENEW_FIRST:
            first = make_move(registration, move, by=desk.member, at=desk.now())
            kept = register.save_registration(first)
            papers: tuple[IssuedPaper | IssuedCode, ...] = ()
        else:
            moved = make_move(renewed, move, by=desk.member, at=desk.now())
            dated = with_validity(moved, policy, desk.today())
            due = with_dues(register, dated, desk.today())
            kept = register.save_registration(due)
            papers = issue_anew(desk, register, kept)
        register.append(_note(desk, kept, Act.APPROVE, move))
    return Renewed(registration=kept, papers=papers)


@repeated
def refuse_renewal(
    desk: Desk, number: RegistrationNumber, *, reasons: str, heard_on: date
) -> Registration:
    """Refuse a renewal after the patient was heard; the registration runs to its end.

    Need, evidence, papers and the last day are as they were before it was asked for.

    Raises:
        SamePersonError: the member asked for it, or approved it already.
        ReasonsMissingError: no reasons were given.
        MoveNotPossibleError: no renewal waits.
    """
    require(desk.member, Act.REFUSE)
    reasons = clean_optional_line(reasons, "reasons", longest=LONGEST_REASONS)
    with desk.transaction() as register:
        moved = make_move(
            register.registration(number),
            Move.REFUSE_RENEWAL,
            by=desk.member,
            at=desk.now(),
            reasons=reasons,
            heard_on=heard_on,
        )
        clinical = replace(moved.clinical, renewal=None)
        kept = register.save_registration(replace(moved, clinical=clinical))
        set_statuses(register, kept, CertificateStatus.VALID)
        register.append(_note(desk, kept, Act.REFUSE, Move.REFUSE_RENEWAL))
    return kept


def _note(desk: Desk, kept: Registration, act: Act, move: Move) -> Event:
    return desk.note(Verb.ALTERATION, act, kept.id, move=move.name)


def with_renewal(registration: Registration, renewal: Renewal) -> Registration:
    """Return the registration with what was asked for, and what it had before."""
    clinical, before = registration.clinical, registration.clinical.needs_before
    if registration.valid_from is not None:
        former = FormerNeed(on=registration.valid_from, need=clinical.need)
        before = (*before, former)
    return replace(
        registration,
        clinical=replace(
            clinical,
            evidence=(*clinical.evidence, *renewal.evidence),
            need=renewal.need,
            affordability=renewal.affordability,
            renewal=None,
            needs_before=before,
        ),
    )
