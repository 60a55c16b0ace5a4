"""What was issued stays as it was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from sqlmodel import col

from amnesty.domain.certificate import (
    Form,
    StatusSlot,
)
from amnesty.domain.searched import Query
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import (
    CompartmentClosedError,
    NoSuchCertificateError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]
    Issue = Callable[..., IssuedCertificate]
    Signed = Callable[[StatusSlot], IssuedCertificate]
    Asking = Callable[[SqlTransaction], object]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CAPACITY = 64
ROOM = CAPACITY * 7 // 8


def test_a_certificate_comes_back_byte_for_byte(
    clerk: SqlRegister, log: Log, issue: Issue
) -> None:
    """The signed bytes, the hash and every field are those that were issued."""
    issued = issue()
    with clerk.transaction() as transaction:
        found = transaction.certificate(issued.certificate.number)
        log(transaction)
    assert found == replace(issued, version=1)


def test_certificates_of_a_registration_are_in_order(
    clerk: SqlRegister, log: Log, issue: Issue, kept: Registration
) -> None:
    """The oldest is first, whichever was kept first."""
    third, first, second = issue(days=3), issue(days=1), issue(days=2)
    with clerk.transaction() as transaction:
        found = transaction.certificates_of(kept.id)
        log(transaction)
    in_order = [one.certificate.number for one in (first, second, third)]
    assert [one.certificate.number for one in found] == in_order


def test_an_unknown_certificate_is_told(clerk: SqlRegister, signed: Signed) -> None:
    """The number that was asked for is named."""
    number = signed(StatusSlot(uri="ic:2222", index=0)).certificate.number
    with (
        pytest.raises(NoSuchCertificateError, match=number),
        clerk.transaction() as transaction,
    ):
        transaction.certificate(number)


def test_a_certificate_number_finds_its_registration(
    clerk: SqlRegister, log: Log, issue: Issue, kept: Registration
) -> None:
    """The number on a paper leads to the record."""
    asked = Query(certificate_number=issue().certificate.number)
    with clerk.transaction() as transaction:
        [found] = transaction.find(asked, limit=5).summaries
        none = transaction.find(replace(asked, names=("other",)), limit=5)
        log(transaction)
    assert found.id == kept.id
    assert none.total == 0


def test_prints_are_counted(clerk: SqlRegister, log: Log, issue: Issue) -> None:
    """Every print counts, and nothing else of the certificate changes."""
    issued = issue()
    for expected in (1, 2, 3):
        with clerk.transaction() as transaction:
            assert transaction.count_print(issued.certificate.number) == expected
            log(transaction)
    with clerk.transaction() as transaction:
        found = transaction.certificate(issued.certificate.number)
        log(transaction)
    assert found == replace(issued, version=4, prints=3)


@pytest.mark.parametrize("name", ["nerys", "padraig", "linh"])
def test_certificates_are_closed_to_who_reads_no_patients(
    office: Office, issue: Issue, kept: Registration, name: str
) -> None:
    """Not even the police account opens certificates: they name who grows."""
    number = issue().certificate.number
    asked: list[Asking] = [
        lambda transaction: transaction.certificate(number),
        lambda transaction: transaction.certificates_of(kept.id),
        lambda transaction: transaction.status_lists(),
        lambda transaction: transaction.take_slot(Form.CARD),
    ]
    for asking in asked:
        with (
            pytest.raises(CompartmentClosedError),
            office.open(name).transaction() as transaction,
        ):
            asking(transaction)


def test_a_message_of_another_certificate_opens_nothing(
    supervisor: SqlRegister, log: Log, issue: Issue, kept: Registration
) -> None:
    """Two certificates of one registration cannot change places."""
    first, second = issue(), issue()
    with supervisor.transaction() as transaction:
        rows = [
            transaction._row(issued.certificate.number) for issued in (first, second)
        ]
        moved = update(type(rows[0])).where(col(type(rows[0]).id) == rows[0].id)
        transaction.run(moved.values(sealed=rows[1].sealed))
        log(transaction)
    with (
        pytest.raises(RowAlteredError),
        supervisor.transaction() as transaction,
    ):
        transaction.certificates_of(kept.id)
