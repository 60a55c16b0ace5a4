"""Who looks after the plants, and by what right a site is held: nothing certified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.life import make_move
from amnesty.domain.registration import Move
from amnesty.domain.staff import Act, require
from amnesty.errors.changing import (
    CaretakerEndsError,
    NoCaretakerError,
    NothingChangesError,
)
from amnesty.repeating import repeated
from amnesty.services.growing.checking import with_dues
from amnesty.services.growing.journalling import open_site_of, with_site
from amnesty.services.intake.parts import caretaker_from, tenure_from
from amnesty.services.intake.typed import answers_of
from amnesty.services.registrations.differences import differences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.representative import Caretaker
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@repeated
def appoint_caretaker(
    desk: Desk, number: RegistrationNumber, raw: Mapping[str, str]
) -> Registration:
    """Name who looks after the plants while the patient is away, from when to when.

    Args:
        desk: who writes it down.
        number: the registration.
        raw: the answers, by paths such as `caretaker.full_name`.

    Raises:
        ProblemsError: with every problem of the answers.
        NothingChangesError: the record says this already.
        MoveNotPossibleError: the registration is not decided yet, or closed.
    """
    require(desk.member, Act.EDIT)
    caretaker = caretaker_from(raw, today=desk.today())
    with desk.transaction() as register:
        before = register.registration(number)
        return _keep(desk, register, before, _with_caretaker(before, caretaker))


@repeated
def end_caretaker(
    desk: Desk, number: RegistrationNumber, *, on: date | None = None
) -> Registration:
    """End a caretaker's time, on a day or today.

    Raises:
        NoCaretakerError: nobody looks after the plants now, or will.
        CaretakerEndsError: the day is before the first one.
        NothingChangesError: it ends on that day already.
    """
    require(desk.member, Act.EDIT)
    today = desk.today()
    last = on or today
    with desk.transaction() as register:
        before = register.registration(number)
        caretaker = before.growing.caretaker
        if caretaker is None or not caretaker.may_still_act(today):
            raise NoCaretakerError(number)
        if last < caretaker.starts_on:
            raise CaretakerEndsError(in_words(caretaker.starts_on))
        ended = _with_caretaker(before, replace(caretaker, ends_on=last))
        return _keep(desk, register, before, ended)


@repeated
def change_tenure(
    desk: Desk, number: RegistrationNumber, raw: Mapping[str, str], *, site: int
) -> Registration:
    """Write down by what right a site is held now, consent and safety with it.

    Args:
        desk: who writes it down.
        number: the registration.
        raw: the answers that change, by paths such as `sites.0.tenure`.
        site: which site, counted from 0.

    Raises:
        ProblemsError: with every problem of the answers.
        NothingChangesError: the record says this already.
        NoSuchSiteError, SiteClosedError: there is no such site, or not any more.
        MoveNotPossibleError: the registration is not decided yet, or closed.
    """
    require(desk.member, Act.EDIT)
    with desk.transaction() as register:
        before = register.registration(number)
        held = tenure_from(
            raw,
            open_site_of(before, site),
            site,
            kept=answers_of(before, {}),
            today=desk.today(),
        )
        return _keep(desk, register, before, with_site(before, site, held))


def _with_caretaker(before: Registration, caretaker: Caretaker) -> Registration:
    return replace(before, growing=replace(before.growing, caretaker=caretaker))


def _keep(
    desk: Desk, register: Transaction, before: Registration, changed: Registration
) -> Registration:
    """Keep a change with its step and its event; no paper says any of it."""
    found = "; ".join(str(one) for one in differences(before, changed))
    if not found:
        raise NothingChangesError
    moved = make_move(
        changed, Move.ARRANGE, by=desk.member, at=desk.now(), reasons=found
    )
    kept = register.save_registration(with_dues(register, moved, desk.today()))
    # What changed stands in the step alone, for the log outlives an erasure.
    register.append(
        desk.note(Verb.ALTERATION, Act.EDIT, kept.id, move=Move.ARRANGE.name)
    )
    return kept
