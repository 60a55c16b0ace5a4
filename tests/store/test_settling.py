"""When a server goes away at a commit, the act is kept once, or its doer is told."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.rules import AlreadyIssuedError
from amnesty.errors.server import (
    KeptAfterAllError,
    OutcomeUnknownError,
    ServerGoneError,
)
from amnesty.repeating import TRIES
from amnesty.services.hand_in.receiving import receive_hand_in
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)
from amnesty.services.registrations.searching import find_registrations
from amnesty.services.trust.signing import make_signing_keys
from db.audit.replaying import replay
from tests.faults.trials.judging import counted
from tests.faults.trials.work import one_gram, people
from tests.store.losing import Lost
from tests.store.office import Office, note

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Application
    from amnesty.services.desk import Desk
    from tests.store.losing import Losing

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)

EITHER = pytest.mark.parametrize("when", list(Lost))


def application(desk: Desk, seed: int = 1) -> Application:
    """Return what somebody applies for who has no number that is refused twice."""
    return read_answers(desk, {**next(people(seed)), "patient.health_number": ""})


def more(office: Office, before: Counter[str]) -> dict[str, int]:
    """Return what there is more of than before, in a register that is whole."""
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)
    return dict(counted(office.open("gareth")) - before)


def approved(at: Callable[[str], Losing]) -> RegistrationNumber:
    """Return the number of a registration that waits for its certificate."""
    clerk, supervisor = at("bronwen").desk, at("idris").desk
    make_signing_keys(supervisor)
    number = register_patient(clerk, application(clerk)).number
    submit_registration(clerk, number)
    return approve_registration(supervisor, number).number


@EITHER
def test_a_registration_is_kept_once(
    office: Office, at: Callable[[str], Losing], when: Lost
) -> None:
    """Kept, it succeeds as if nothing had happened; not kept, it is done again."""
    before, clerk = counted(office.open("gareth")), at("bronwen")
    applied = application(clerk.desk)
    clerk.lose(when)
    kept = register_patient(clerk.desk, applied)
    assert len(clerk.waited) == (0 if when is Lost.AFTER else 1)
    assert more(office, before) == {"registered": 1}
    assert find_registrations(clerk.desk, kept.number).total == 1


@EITHER
def test_a_certificate_and_a_hand_in_are_kept_once(
    office: Office, at: Callable[[str], Losing], when: Lost
) -> None:
    """The paper and the receipt in hand are those that the register keeps."""
    number = approved(at)
    before, supervisor, clerk = counted(office.open("gareth")), at("idris"), at("kofi")
    supervisor.lose(when)
    paper = issue_certificate(supervisor.desk, number).issued.certificate
    clerk.lose(when)
    second = office.open("gareth").member
    received, _ = receive_hand_in(clerk.desk, number, one_gram("A1"), second=second)
    assert more(office, before) == {"issued": 1, "handed in": 1}
    with office.open("gareth").transaction() as transaction:
        kept = transaction.registration(number)
        papers = transaction.certificates_of(kept.id)
        hand_ins = transaction.hand_ins_of(kept.id)
        note(transaction)
    assert [one.certificate.number for one in papers] == [paper.number]
    assert [one.receipt for one in hand_ins] == [received.receipt]


@EITHER
def test_what_cannot_be_told_is_said_plainly(
    office: Office, at: Callable[[str], Losing], when: Lost
) -> None:
    """Then whoever presses again does it once, or is told that it was done."""
    before, clerk = counted(office.open("gareth")), at("bronwen")
    applied = application(clerk.desk)
    clerk.lose(when, for_good=True)
    with pytest.raises(OutcomeUnknownError, match="not known whether it was kept"):
        register_patient(clerk.desk, applied)
    with pytest.raises(ServerGoneError, match="Nothing was kept"):
        register_patient(clerk.desk, applied)
    assert len(clerk.waited) == TRIES - 1
    clerk.find_again()
    find_registrations(clerk.desk, "nobody")
    if when is Lost.AFTER:
        with pytest.raises(KeptAfterAllError, match="not done a second time"):
            register_patient(clerk.desk, applied)
    else:
        register_patient(clerk.desk, applied)
    assert more(office, before) == {"registered": 1}


@EITHER
def test_a_hand_in_pressed_again_is_received_once(
    office: Office, at: Callable[[str], Losing], when: Lost
) -> None:
    """What was taken off is taken off once, and the next hand-in is its own."""
    number = approved(at)
    before, clerk = counted(office.open("gareth")), at("kofi")
    second = office.open("gareth").member
    clerk.lose(when, for_good=True)
    with pytest.raises(OutcomeUnknownError):
        receive_hand_in(clerk.desk, number, one_gram("A1"), second=second)
    clerk.find_again()
    pressed = 0
    with suppress(KeptAfterAllError):
        receive_hand_in(clerk.desk, number, one_gram("A1"), second=second)
        pressed += 1
    assert pressed == (0 if when is Lost.AFTER else 1)
    assert more(office, before) == {"handed in": 1}
    receive_hand_in(clerk.desk, number, one_gram("A2"), second=second)
    assert more(office, before) == {"handed in": 2}


@EITHER
def test_a_certificate_pressed_again_is_issued_once(
    office: Office, at: Callable[[str], Losing], when: Lost
) -> None:
    """Who cannot issue it twice is told that it was kept, and not a broken rule."""
    number = approved(at)
    before, supervisor = counted(office.open("gareth")), at("idris")
    supervisor.lose(when, for_good=True)
    with pytest.raises(OutcomeUnknownError):
        issue_certificate(supervisor.desk, number)
    supervisor.find_again()
    if when is Lost.AFTER:
        with pytest.raises(KeptAfterAllError):
            issue_certificate(supervisor.desk, number)
        with pytest.raises(AlreadyIssuedError):
            issue_certificate(supervisor.desk, number)
    else:
        issue_certificate(supervisor.desk, number)
    assert more(office, before) == {"issued": 1}
