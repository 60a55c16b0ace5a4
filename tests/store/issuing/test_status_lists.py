"""Every certificate has its own slot for ever; the lists say how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from amnesty.domain.certificate import (
    CertificateStatus,
    Form,
    StatusSlot,
)
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import (
    NumberTakenError,
)
from db.tables import SlotRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]
    Issue = Callable[..., IssuedCertificate]
    Signed = Callable[[StatusSlot], IssuedCertificate]
    Asking = Callable[[SqlTransaction], object]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CAPACITY = 64
ROOM = CAPACITY * 7 // 8


def statuses(register: SqlRegister, log: Log) -> dict[int, CertificateStatus]:
    """Return the statuses in the published list of certificates, by their slots."""
    with register.transaction() as transaction:
        lists = transaction.status_lists()
        log(transaction)
    entries = [e for one in lists if one.form is Form.CERTIFICATE for e in one.entries]
    return {entry.index: entry.status for entry in entries}


def test_a_status_flipped_in_the_table_is_noticed(
    supervisor: SqlRegister, clerk: SqlRegister, log: Log, issue: Issue
) -> None:
    """Nobody revives a certificate, or revokes one, by writing in the database."""
    issued = issue()
    with supervisor.transaction() as transaction:
        flipped = update(SlotRow).values(status=CertificateStatus.REVOKED.value)
        transaction.run(flipped)
        log(transaction)
    asked: list[Asking] = [
        lambda transaction: transaction.certificate(issued.certificate.number),
        lambda transaction: transaction.status_lists(),
    ]
    for asking in asked:
        with (
            pytest.raises(RowAlteredError, match="table slot"),
            clerk.transaction() as transaction,
        ):
            asking(transaction)


def test_each_form_has_a_list_of_its_own(
    clerk: SqlRegister, log: Log, issue: Issue
) -> None:
    """Certificates and cards have their own slots, hashes and secret fillers."""
    paper, card = issue(Form.CERTIFICATE), issue(Form.CARD)
    with clerk.transaction() as transaction:
        lists = {one.form: one for one in transaction.status_lists()}
        log(transaction)
    assert lists.keys() == set(Form)
    for issued in (paper, card):
        found = lists[issued.certificate.form]
        assert found.uri == issued.certificate.slot.uri
        assert found.capacity == CAPACITY
        [entry] = found.entries
        assert entry.index == issued.certificate.slot.index
        assert entry.payload_hash == issued.payload_hash
    assert len({one.uri for one in lists.values()}) == 2
    assert len({one.filler_seed for one in lists.values()}) == 2


def test_a_full_list_is_followed_by_another(supervisor: SqlRegister, log: Log) -> None:
    """When seven eighths are taken a new list begins, as long as the one before."""
    with supervisor.transaction() as transaction:
        slots = [transaction.take_slot(Form.CARD) for _ in range(ROOM + 5)]
        lists = [one for one in transaction.status_lists() if one.form is Form.CARD]
        log(transaction)
    assert len({(slot.uri, slot.index) for slot in slots}) == len(slots)
    assert [slot.uri for slot in slots[:ROOM]] == [slots[0].uri] * ROOM
    assert {slot.uri for slot in slots[ROOM:]} == {
        one.uri for one in lists if one.uri != slots[0].uri
    }
    assert {one.capacity for one in lists} == {CAPACITY}
    assert all(0 <= slot.index < CAPACITY for slot in slots)


def test_a_slot_without_a_certificate_is_not_published(
    supervisor: SqlRegister, log: Log
) -> None:
    """A slot that was taken and never filled reads as one that was not issued."""
    with supervisor.transaction() as transaction:
        transaction.take_slot(Form.CERTIFICATE)
        log(transaction)
    assert statuses(supervisor, log) == {}


def test_a_slot_and_a_number_serve_one_certificate(
    supervisor: SqlRegister, log: Log, issue: Issue, signed: Signed
) -> None:
    """A second certificate in a slot, or with a number, is refused."""
    issued = issue()
    with (
        pytest.raises(NumberTakenError, match="place in the status list"),
        supervisor.transaction() as transaction,
    ):
        transaction.add_certificate(signed(issued.certificate.slot))
    with (
        pytest.raises(NumberTakenError, match="certificate number"),
        supervisor.transaction() as transaction,
    ):
        transaction.add_certificate(
            renumbered(issued, transaction.take_slot(Form.CERTIFICATE))
        )
    with (
        pytest.raises(ValueError, match="slot is taken before"),
        supervisor.transaction() as transaction,
    ):
        transaction.add_certificate(signed(StatusSlot(uri="ic:none", index=1)))
    assert len(statuses(supervisor, log)) == 1


def test_a_status_changes_and_the_bytes_stay(
    clerk: SqlRegister, supervisor: SqlRegister, log: Log, issue: Issue
) -> None:
    """What stands changes in the certificate and in the list; the token does not."""
    issued, other = issue(), issue()
    with supervisor.transaction() as transaction:
        transaction.set_status(issued.certificate.number, CertificateStatus.REVOKED)
        log(transaction)
    with clerk.transaction() as transaction:
        found = transaction.certificate(issued.certificate.number)
        log(transaction)
    assert found.status is CertificateStatus.REVOKED
    assert replace(found, status=issued.status, version=0) == issued
    assert statuses(clerk, log) == {
        issued.certificate.slot.index: CertificateStatus.REVOKED,
        other.certificate.slot.index: CertificateStatus.VALID,
    }


def renumbered(issued: IssuedCertificate, slot: StatusSlot) -> IssuedCertificate:
    """Return the same certificate in another slot."""
    return replace(issued, certificate=replace(issued.certificate, slot=slot))
