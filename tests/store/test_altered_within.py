"""A row whose tags and version are as logged, and whose rest is not, is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from amnesty.domain.certificate import Form
from db.audit.replaying import replay
from tests.store.issuing.conftest import signed_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

_OTHER = "(SELECT max(id) FROM registration WHERE id <> certificate.registration_id)"
_BYTE = "substr(growing, 1, 60) || x'00' || substr(growing, 62)"
CHANGES = {
    "its state": "registration SET state = 'active'",
    "its last day": "registration SET valid_to = '2099-01-01'",
    "its key, taken away": "registration SET identity_key = x''",
    "its key, for another part": "registration SET clinical_key = identity_key",
    "a byte of its message": f"registration SET growing = CAST({_BYTE} AS BLOB)",
    "whose certificate it is": f"certificate SET registration_id = {_OTHER}",
    "whether it is revoked": "slot SET status = 1 - status",
}
OF_THE_REGISTER = {
    "which policy is in force": "policy SET place = place + 1",
    "a detail": "event SET sealed = x'' WHERE sequence = 2",
}


@pytest.fixture
def kept(
    supervisor: SqlRegister,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    log: Callable[..., None],
) -> None:
    """Keep two people, and a certificate of the first."""
    first, _ = keep(person("Ada Lord")), keep(person("Bea Lord"))
    with supervisor.transaction() as transaction:
        slot = transaction.take_slot(Form.CERTIFICATE)
        transaction.add_certificate(signed_for(first, slot))
        log(transaction, first.id)


def told(register: SqlRegister, log: Callable[..., None], *changes: str) -> set[str]:
    """Return what a replay says of rows, once it was changed below the program."""
    with register.transaction() as transaction:
        for change in changes:
            transaction.session.execute(text(f"UPDATE {change}"))
        log(transaction)
    with register.transaction() as transaction:
        found = replay(transaction).differences
        log(transaction)
    return {f"{one.table} {one.what}" for one in found}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_supervisor_is_told_of_every_column(
    supervisor: SqlRegister, log: Callable[..., None], change: str
) -> None:
    """None of it is in the leaf; it does not open, and before it is asked for."""
    assert told(supervisor, log) == set()
    (what,) = told(supervisor, log, change)
    assert what.endswith("was altered within")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("change", OF_THE_REGISTER.values(), ids=OF_THE_REGISTER)
def test_an_auditor_is_told_of_what_they_hold_keys_of(
    office: Office, log: Callable[..., None], change: str
) -> None:
    """The register's own rows, and the details of events."""
    auditor = office.open("linh")
    assert told(auditor, log) == set()
    (what,) = told(auditor, log, change)
    assert what in {"policy was altered within", "event has another detail"}


@pytest.mark.usefixtures("kept")
def test_whom_no_search_finds_is_named(
    supervisor: SqlRegister, log: Callable[..., None]
) -> None:
    """Taken out of those who wait for their search words, which no leaf tells of."""
    assert told(supervisor, log) == set()
    with supervisor.transaction() as transaction:
        transaction.session.execute(text("DELETE FROM pending"))
        log(transaction)
    assert told(supervisor, log) == {"registration is found by no search"}
