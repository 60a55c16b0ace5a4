"""Correcting a draft: its answers come back as they were typed, and are read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated
from amnesty.services.intake.typed import answers_of
from amnesty.services.registrations.registering import change_draft, read_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.evidence import Evidence
    from amnesty.domain.registration import Application, Registration
    from amnesty.services.desk import Desk


@repeated
def typed_answers(desk: Desk, registration: Registration) -> dict[str, str]:
    """Return a registration's answers as they would be typed into the form."""
    require(desk.member, Act.EDIT)
    with desk.transaction() as register:
        staff = {one.member.id: one.member.name for one in register.accounts()}
        note = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="answers")
        register.append(note)
    return answers_of(registration, staff)


def read_correction(
    desk: Desk, registration: Registration, raw: Mapping[str, str]
) -> Application:
    """Return the application that corrected answers make.

    Evidence that was not touched keeps who saw it.

    Raises:
        ProblemsError: with every problem, in the order of the form.
    """
    application = read_answers(desk, raw)
    seen = {_unseen(one): one.seen_by for one in registration.clinical.evidence}
    evidence = tuple(
        replace(one, seen_by=seen.get(_unseen(one), one.seen_by))
        for one in application.clinical.evidence
    )
    clinical = replace(application.clinical, evidence=evidence)
    return replace(application, clinical=clinical)


def correct_draft(
    desk: Desk, registration: Registration, application: Application
) -> Registration:
    """Keep a corrected draft under its number.

    Raises:
        ChangedByAnotherError: somebody else changed it meanwhile; nothing was kept.
    """
    return change_draft(desk, registration, application)


def _unseen(evidence: Evidence) -> Evidence:
    return replace(evidence, seen_by="")
