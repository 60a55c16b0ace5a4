"""Taking back at once what was just done, where the act allows it.

A submission and a declaration before the decision can be taken back for a few seconds
by whoever did them. Decisions, certificates, receipts and entries of a journal cannot:
others may rely on them already.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import TooLateToTakeBackError
from amnesty.errors.store import ChangedByAnotherError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import with_dues
from amnesty.services.growing.journalling import has_journal, site_of
from amnesty.services.registrations.registering import with_declared

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

UNDO_SECONDS = 20
_UNDO = timedelta(seconds=UNDO_SECONDS)
_SLACK = timedelta(seconds=10)
"""For what it takes to press the key and to reach the register."""


@repeated
def take_back_submission(desk: Desk, number: RegistrationNumber) -> Registration:
    """Make a registration that was just submitted a draft again.

    Raises:
        TooLateToTakeBackError: somebody else submitted it, or it was long ago, or
            something was done since.
    """
    require(desk.member, Act.SUBMIT)
    with desk.transaction() as register:
        registration = register.registration(number)
        last = registration.steps[-1]
        is_mine = last.move is Move.SUBMIT and last.by == desk.member.id
        if not is_mine or desk.now() - last.at > _UNDO + _SLACK:
            raise TooLateToTakeBackError
        step = Step(
            move=Move.SEND_BACK,
            state=State.DRAFT,
            by=desk.member.id,
            by_name=desk.member.name,
            at=desk.now(),
            reasons="Taken back by whoever submitted it",
        )
        kept = register.save_registration(registration.after(step))
        note = desk.note(Verb.ALTERATION, Act.SUBMIT, kept.id, what="taken back")
        register.append(note)
    return kept


@repeated
def take_back_declaration(
    desk: Desk, before: Registration, *, site: int
) -> Registration:
    """Put back the plants and stock that a site had before the last change.

    Args:
        desk: who takes it back.
        before: the registration as it was kept before the change.
        site: which site, counted from 0.

    Raises:
        TooLateToTakeBackError: it is decided since: entries are never taken back.
        ChangedByAnotherError: something else was changed as well.
    """
    require(desk.member, Act.EDIT)
    was = site_of(before, site)
    with desk.transaction() as register:
        registration = register.registration(before.number)
        if has_journal(registration):
            raise TooLateToTakeBackError
        if registration.version != before.version + 1:
            raise ChangedByAnotherError
        changed = with_declared(registration, site, plants=was.plants, stock=was.stock)
        growing = replace(changed.growing, dues=before.growing.dues)
        kept = register.save_registration(
            with_dues(register, replace(changed, growing=growing), desk.today())
        )
        note = desk.note(Verb.ALTERATION, Act.EDIT, kept.id, what="taken back")
        register.append(note)
    return kept
