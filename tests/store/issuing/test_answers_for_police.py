"""What police are told is true from the moment at which the desk decides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update
from sqlmodel import col

from amnesty.domain.address import Address
from amnesty.domain.answer import TOLD_AT_ADDRESS, Matches, Typed
from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.identifiers import Postcode
from amnesty.domain.registration import State, WindingDown
from amnesty.domain.verdict import Verdict
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import EventMissingError
from amnesty.services.desk import Desk
from amnesty.services.registrations.deciding import (
    reinstate_registration,
    revoke_registration,
    suspend_registration,
    withdraw_registration,
)
from db.tables import AnswerRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.issuing.conftest import Asking

    Issue = Callable[..., IssuedCertificate]
    Log = Callable[..., None]

DAY = date(2026, 12, 24)
SITE = Address(lines=("14, Canal Row",), town="PENMAEN", postcode=Postcode("ZZ1 4AB"))
"""The site of the tests' registration, as somebody else may write it."""


@pytest.fixture
def desk(supervisor: SqlRegister) -> Desk:
    """Return a supervisor's desk."""

    class Clock:
        def now(self) -> datetime:
            return datetime(2026, 11, 25, 10, 0, tzinfo=UTC)

    return Desk(register=supervisor, clock=Clock(), chance=bytes)


@pytest.fixture
def active(kept: Registration, supervisor: SqlRegister, log: Log) -> Registration:
    """Return the registration as it is once its certificate was issued."""
    with supervisor.transaction() as transaction:
        saved = transaction.save_registration(replace(kept, state=State.ACTIVE))
        log(transaction, kept.id)
    return saved


def test_a_number_is_answered(police: Asking, issue: Issue) -> None:
    """Status, dates and limits are told; who and where is not among them."""
    issued = issue()
    told = police.number(issued.certificate.number)
    assert told is not None
    assert told.standing.verdict(DAY) is Verdict.VALID
    assert told.standing.indoor == issued.certificate.indoor
    assert told.standing.stock_grams == 330
    assert told.standing.valid_to == date(2027, 9, 30)
    assert told.matches == Matches()
    assert not {"holder", "patient", "place", "postcode"} & vars(told.standing).keys()


def test_a_wrong_number_is_answered_by_nothing(police: Asking, issue: Issue) -> None:
    """A number that was never issued has no answer, however near it is to another."""
    number = issue().certificate.number
    for wrong in (number[:-1], f"{number}2", number.lower(), "", "C-2222-2222-2222"):
        assert police.number(wrong) is None


@pytest.mark.parametrize("status", CertificateStatus)
def test_every_status_is_told_at_once(
    *,
    police: Asking,
    issue: Issue,
    supervisor: SqlRegister,
    log: Log,
    status: CertificateStatus,
) -> None:
    """Whatever sets a certificate's status sets the answers in the same transaction."""
    issued = issue()
    with supervisor.transaction() as transaction:
        transaction.set_status(issued.certificate.number, status)
        log(transaction)
    told = police.number(issued.certificate.number)
    assert told is not None
    assert told.standing.status is status
    at = police.address(SITE)
    assert (at is not None) == (status in TOLD_AT_ADDRESS)
    if at is not None:
        assert [one.standing for one in at.certificates] == [told.standing]


def test_a_status_that_was_rolled_back_is_not_told(
    police: Asking, issue: Issue, supervisor: SqlRegister
) -> None:
    """An answer is kept with the decision or not at all."""
    issued = issue()
    with (
        pytest.raises(EventMissingError),
        supervisor.transaction() as transaction,
    ):
        transaction.set_status(issued.certificate.number, CertificateStatus.REVOKED)
    assert police.verdict(issued) is Verdict.VALID


def test_every_decision_of_the_desk_reaches_police(
    police: Asking, issue: Issue, desk: Desk, active: Registration
) -> None:
    """Suspended, reinstated and revoked: the answer says so after each."""
    issued = issue()
    suspend_registration(desk, active.number, reasons="made up")
    assert police.verdict(issued) is Verdict.SUSPENDED
    assert police.address(SITE) is not None
    reinstate_registration(desk, active.number, reasons="made up")
    assert police.verdict(issued) is Verdict.VALID
    revoke_registration(desk, active.number, reasons="made up", heard_on=DAY)
    assert police.verdict(issued) is Verdict.REVOKED
    assert police.address(SITE) is None


def test_a_withdrawal_at_the_desk_reaches_police(
    *,
    police: Asking,
    issue: Issue,
    clerk: SqlRegister,
    desk: Desk,
    active: Registration,
) -> None:
    """A clerk too keeps the answers true."""
    issued = issue()
    withdraw_registration(replace(desk, register=clerk), active.number)
    assert police.verdict(issued) is Verdict.REVOKED


def test_drafts_have_no_answer(
    police: Asking, kept: Registration, supervisor: SqlRegister
) -> None:
    """What was not issued is answered as if it were not there at all."""
    assert police.number(kept.number) is None
    assert police.address(kept.growing.sites[0].address) is None
    with supervisor.transaction() as transaction:
        count = transaction.run(select(func.count()).select_from(AnswerRow)).scalar()
    assert count == 0


def test_winding_down_is_told_with_its_last_day(
    *,
    police: Asking,
    issue: Issue,
    supervisor: SqlRegister,
    log: Log,
    active: Registration,
) -> None:
    """Police see until when, and a longer time when the desk gives one."""
    issued = issue()
    saved = active
    for until in (date(2027, 1, 5), date(2027, 2, 5)):
        winding_down = WindingDown(
            until=until, contact="Ada Lord", telephone="", ends_as=State.WITHDRAWN
        )
        growing = replace(saved.growing, winding_down=winding_down)
        with supervisor.transaction() as transaction:
            status = CertificateStatus.WINDING_DOWN
            if saved is active:
                transaction.set_status(issued.certificate.number, status)
            saved = transaction.save_registration(replace(saved, growing=growing))
            log(transaction)
        assert police.verdict(issued, until) is Verdict.VALID_WINDING_DOWN
        assert police.verdict(issued, date(2027, 2, 6)) is Verdict.EXPIRED


def test_several_certificates_at_one_address(
    *,
    police: Asking,
    issue: Issue,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    supervisor: SqlRegister,
    log: Log,
) -> None:
    """Each is told, oldest first, and one that ends leaves the others."""
    numbers = []
    for month in (11, 10, 12):
        registration = keep(person("Wojciech Wójcik"))
        begins = date(2026, month, 1)
        issued = issue(registration=registration, valid_from=begins)
        numbers.append(issued.certificate.number)
    told = police.address(SITE)
    assert told is not None
    in_order = [numbers[1], numbers[0], numbers[2]]
    assert [one.number for one in told.certificates] == in_order
    with supervisor.transaction() as transaction:
        transaction.set_status(numbers[0], CertificateStatus.SUPERSEDED)
        log(transaction)
    told = police.address(SITE)
    assert told is not None
    assert [one.number for one in told.certificates] == [numbers[1], numbers[2]]


def test_a_card_tells_no_address(police: Asking, issue: Issue) -> None:
    """A card names no site: its number is answered, and no address leads to it."""
    issued = issue(Form.CARD)
    told = police.number(issued.certificate.number, Typed(site=SITE))
    assert told is not None
    assert told.matches == Matches()
    assert police.address(SITE) is None


def test_answers_are_made_for_older_certificates(
    police: Asking, issue: Issue, supervisor: SqlRegister, log: Log
) -> None:
    """A register older than the answers gets them, as its certificates stand."""
    issued = issue()
    with supervisor.transaction() as transaction:
        transaction.set_status(issued.certificate.number, CertificateStatus.SUSPENDED)
        transaction.drop_answers(issued.certificate)
        log(transaction)
    assert police.number(issued.certificate.number) is None
    with supervisor.transaction() as transaction:
        assert transaction.make_answers() == 1
        log(transaction)
    assert police.verdict(issued) is Verdict.SUSPENDED


@pytest.mark.parametrize("column", ["version", "id", "sealed"])
def test_an_altered_answer_is_refused(
    police: Asking, issue: Issue, supervisor: SqlRegister, column: str
) -> None:
    """No column can be changed, and no answer be put in another's place."""
    asked, other = issue(), issue()
    with supervisor.transaction() as transaction:
        number, another = (
            transaction._about_number(one.certificate.number).row_id
            for one in (asked, other)
        )
        row = transaction.session.get_one(AnswerRow, another)
        here = col(AnswerRow.id) == number
        if column == "id":
            transaction.run(delete(AnswerRow).where(here))
            here = col(AnswerRow.id) == another
        changes = {"version": 2, "id": number, "sealed": row.sealed}
        changed = update(AnswerRow).where(here)
        transaction.run(changed.values({column: changes[column]}))
    with pytest.raises(RowAlteredError, match="table answer"):
        police.number(asked.certificate.number)
