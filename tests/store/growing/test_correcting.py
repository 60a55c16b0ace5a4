"""Drafts are corrected, forms kept, acts taken back, and nobody's change is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.hand_in import Corrected
from amnesty.domain.plants import Stage
from amnesty.domain.registration import Move, Registration, State
from amnesty.errors.rules import TooLateToTakeBackError
from amnesty.errors.store import ChangedByAnotherError
from amnesty.services.hand_in.appointing import Agreed, list_hand_ins, open_hand_in
from amnesty.services.hand_in.passing_on import PuttingRight, correct
from amnesty.services.hand_in.receiving import receive_hand_in
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.registrations.correcting import (
    correct_draft,
    read_correction,
    typed_answers,
)
from amnesty.services.registrations.keeping_forms import drop_form, keep_form, kept_form
from amnesty.services.registrations.rectifying import restrict
from amnesty.services.registrations.registering import (
    declare,
    read_answers,
    register_patient,
    submit_registration,
)
from amnesty.services.registrations.searching import open_record
from amnesty.services.registrations.undoing import (
    take_back_declaration,
    take_back_submission,
)
from amnesty.services.registrations.watching import as_it_was_read
from tests.store.hand_in.counter import presented

if TYPE_CHECKING:
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk
    from db.register import SqlRegister
    from tests.store.conftest import Office

_NEW_PLANTS = {
    "sites.0.plants.0.count": "1",
    "sites.0.plants.0.stage": "seedling",
    "sites.0.plants.0.since": "1 11 2026",
}


class _Ticking:
    """A clock that a test sets to the second."""

    at = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant."""
        return self.at


@pytest.fixture
def draft(desk: Desk, registration_file: dict[str, Any]) -> Registration:
    """Return a draft that was typed into the form."""
    answers = answers_from_json(json.dumps(registration_file))
    return register_patient(desk, read_answers(desk, answers))


def test_answers_come_back_as_they_were_read(desk: Desk, draft: Registration) -> None:
    """Typed in again unchanged, the answers of a draft make the same application."""
    raw = typed_answers(desk, draft)
    again = read_correction(desk, draft, raw)
    assert again.identity == draft.identity
    assert replace(again.clinical, steps=draft.steps) == draft.clinical
    assert replace(again.growing, dues=draft.growing.dues) == draft.growing


def test_a_corrected_draft_keeps_who_saw_the_evidence(
    desk: Desk, office: Office, draft: Registration
) -> None:
    """What another clerk corrects is kept; what they did not touch stays as seen."""
    other = replace(desk, register=office.open("kofi"))
    raw = typed_answers(other, draft) | {"patient.full_name": "Siân ap Gwŷn"}
    kept = correct_draft(other, draft, read_correction(other, draft, raw))
    assert kept.identity.patient.full_name == "Siân ap Gwŷn"
    assert kept.clinical.evidence == draft.clinical.evidence
    assert kept.number == draft.number
    with pytest.raises(ChangedByAnotherError):
        correct_draft(desk, draft, read_correction(desk, draft, raw))


def test_a_corrected_draft_keeps_what_the_form_never_asks(
    desk: Desk, supervisor: SqlRegister, draft: Registration
) -> None:
    """Relatives stay locked out, and an appointment stays on the list of hand-ins."""
    restrict(
        replace(desk, register=supervisor),
        draft.number,
        named="",
        related="kofi",
        reason="his sister",
    )
    agreed = Agreed(site=0, on=desk.today(), at=None, place="Counter", whom="Siân")
    course, before = open_hand_in(desk, draft.number, agreed)
    raw = typed_answers(desk, before) | {"patient.full_name": "Siân ap Gwŷn"}
    kept = correct_draft(desk, before, read_correction(desk, before, raw))
    assert kept.identity.related == before.identity.related != ()
    assert kept.growing == before.growing
    assert [one.course.number for one in list_hand_ins(desk)] == [course.number]


def test_before_the_decision_a_corrected_hand_in_leaves_the_form_too(
    desk: Desk, second: StaffMember, draft: Registration
) -> None:
    """What was handed in of a draft, and its correction, both leave the declaration."""
    put = presented()
    receipt, _ = receive_hand_in(desk, draft.number, put, second=second)
    for what, tag, now in (
        (Corrected.NET, "A1", "32 grams"),
        (Corrected.COUNT, "A1-P", "3"),
    ):
        right = PuttingRight(what=what, seal_tag=tag, now=now, because="Scale was off")
        correct(desk, receipt.receipt, right)
    (left,) = open_record(desk, draft.number).registration.growing.sites
    assert sum(one.grams for one in left.stock) == Fraction(241, 2) - 32
    assert [one.stage for one in left.plants] == [Stage.VEGETATIVE]


def test_before_the_decision_what_was_weighed_since_stays(
    desk: Desk, second: StaffMember, draft: Registration
) -> None:
    """A form that was put right after the receipt says what was left by then."""
    clock = _Ticking()
    later = replace(desk, clock=clock)
    receipt, _ = receive_hand_in(later, draft.number, presented(), second=second)
    clock.at += timedelta(days=2)
    weighed = {
        "sites.0.stock.0.form": "dried",
        "sites.0.stock.0.grams": "80",
        "sites.0.stock.0.weighed_on": "25 11 2026",
        "sites.0.stock.0.origin": "home grown",
    }
    declare(later, draft.number, _NEW_PLANTS | weighed, site=0)
    right = PuttingRight(
        what=Corrected.NET, seal_tag="A1", now="32", because="Scale was off"
    )
    course = correct(later, receipt.receipt, right)
    (left,) = open_record(later, draft.number).registration.growing.sites
    assert [one.grams for one in left.stock] == [80]
    stands = course.as_it_stands()
    assert stands is not None
    assert stands.dried_grams == 32


def test_a_half_filled_form_is_found_again_by_its_typist(
    desk: Desk, office: Office
) -> None:
    """Kept for one member of staff, replaced by the next, gone when it is dropped."""
    assert kept_form(desk) is None
    keep_form(desk, {"patient.full_name": "Si"})
    keep_form(desk, {"patient.full_name": "Siân"})
    found = kept_form(desk)
    assert found is not None
    assert found.answers == {"patient.full_name": "Siân"}
    assert found.at == desk.now()
    assert kept_form(replace(desk, register=office.open("kofi"))) is None
    drop_form(desk)
    assert kept_form(desk) is None


def test_a_submission_is_taken_back_at_once_or_not(
    desk: Desk, office: Office, draft: Registration
) -> None:
    """By whoever submitted it, within seconds; then it is a draft with its steps."""
    clock = _Ticking()
    mine = replace(desk, clock=clock)
    submit_registration(mine, draft.number)
    with pytest.raises(TooLateToTakeBackError):
        take_back_submission(replace(mine, register=office.open("kofi")), draft.number)
    back = take_back_submission(mine, draft.number)
    assert back.state is State.DRAFT
    assert [one.move for one in back.steps][-2:] == [Move.SUBMIT, Move.SEND_BACK]
    submit_registration(mine, draft.number)
    clock.at += timedelta(seconds=31)
    with pytest.raises(TooLateToTakeBackError):
        take_back_submission(mine, draft.number)


def test_a_declaration_is_taken_back_while_nothing_followed(
    desk: Desk, draft: Registration
) -> None:
    """Plants and stock are as they were; a change since then forbids it."""
    declare(desk, draft.number, _NEW_PLANTS, site=0)
    back = take_back_declaration(desk, draft, site=0)
    assert back.growing == draft.growing
    declare(desk, draft.number, _NEW_PLANTS, site=0)
    with pytest.raises(ChangedByAnotherError):
        take_back_declaration(desk, draft, site=0)


def test_after_the_decision_nothing_is_taken_back(
    desk: Desk, patient: Registration
) -> None:
    """An entry of the journal stays: only another entry follows it."""
    with pytest.raises(TooLateToTakeBackError):
        take_back_declaration(desk, patient, site=0)


def test_an_act_on_a_record_that_changed_is_refused(
    desk: Desk, office: Office, draft: Registration
) -> None:
    """Submitting what another clerk changed meanwhile keeps nothing; anew it does."""
    shown = open_record(desk, draft.number).registration
    other = replace(desk, register=office.open("kofi"))
    declare(other, draft.number, _NEW_PLANTS, site=0)
    with pytest.raises(ChangedByAnotherError):
        submit_registration(as_it_was_read(desk, shown), draft.number)
    again = open_record(desk, draft.number).registration
    assert again.state is State.DRAFT
    kept = submit_registration(as_it_was_read(desk, again), draft.number)
    assert kept.state is State.SUBMITTED
