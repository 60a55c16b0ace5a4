"""What no reader can notice, since every row is as the program once wrote it.

Each is an old state put back, a row taken out, or one slipped in again. The sealed
messages open, so it is the audit log's replay that has to find them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.domain.certificate import CertificateStatus
from db.tables import (
    AgreementRow,
    AnswerRow,
    CertificateRow,
    DestructionRow,
    EntryRow,
    HandInRow,
    RegistrationRow,
    SlotRow,
    StaffRow,
    TokenRow,
)
from tests.store.attacks.conftest import put_back, remove, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import SQLModel

    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.attacks.conftest import World
    from tests.store.conftest import Office

    Log = Callable[..., None]
    Attack = Callable[[Office, World, Log], None]


def edited(register: SqlRegister, change: Callable[[SqlTransaction], None]) -> None:
    """Change rows and keep that, with no event: as with an editor, the file open."""
    with register.transaction() as transaction:
        change(transaction)


def seen(register: SqlRegister, table: type[SQLModel]) -> list[dict[str, Any]]:
    """Return a table's rows, to be put back later."""
    with register.transaction() as transaction:
        return rows_of(transaction, table)


def revoke(register: SqlRegister, world: World, log: Log) -> None:
    """Revoke the first patient's certificate, as a supervisor does."""
    with register.transaction() as transaction:
        number = world.first.issued.certificate.number
        transaction.set_status(number, CertificateStatus.REVOKED)
        log(transaction)


def rolled_back(table: type[SQLModel]) -> Attack:
    """Return what puts back the rows of before a revocation."""

    def roll_back(office: Office, world: World, log: Log) -> None:
        register = office.open("idris")
        before = seen(register, table)
        revoke(register, world, log)
        for row in before:
            edited(register, lambda work, row=row: put_back(work, table, row))

    return roll_back


def rolled_back_registration(office: Office, world: World, log: Log) -> None:
    """Undo a change of a registration."""
    register = office.open("idris")
    [row] = [
        row
        for row in seen(register, RegistrationRow)
        if row["id"] == world.first.registration.id
    ]
    with register.transaction() as transaction:
        kept = transaction.registration(world.first.registration.number)
        transaction.save_registration(kept)
        log(transaction)
    edited(register, lambda work: put_back(work, RegistrationRow, row))


def slipped_in(office: Office, world: World, log: Log) -> None:
    """Put an answer back that a revocation took away: the one at the address."""
    register = office.open("idris")
    before = {row["id"]: row for row in seen(register, AnswerRow)}
    for target in (world.first, world.second):
        with register.transaction() as transaction:
            number = target.issued.certificate.number
            transaction.set_status(number, CertificateStatus.REVOKED)
            log(transaction)
    after = {row["id"] for row in seen(register, AnswerRow)}
    [gone] = before.keys() - after
    edited(register, lambda work: put_back(work, AnswerRow, before[gone]))


def removed(table: type[SQLModel]) -> Attack:
    """Return what deletes one row that no other row needs to open."""

    def remove_one(office: Office, _world: World, _log: Log) -> None:
        register = office.open("idris")
        row = seen(register, table)[-1]
        edited(register, lambda work: remove(work, table, row))

    return remove_one


def removed_account(office: Office, _world: World, _log: Log) -> None:
    """Delete the row of a member of staff, who then cannot sign in."""
    record, _ = office.record("kofi")
    register = office.open("idris")
    [row] = [
        row for row in seen(register, StaffRow) if row["id"] == record.slot.account
    ]
    edited(register, lambda work: remove(work, StaffRow, row))


FOR_THE_REPLAY: dict[str, Attack] = {
    "roll back a registration": rolled_back_registration,
    "roll back a revoked slot": rolled_back(SlotRow),
    "roll back an answer": rolled_back(AnswerRow),
    "slip an answer in": slipped_in,
    "delete an answer": removed(AnswerRow),
    "delete a hand-in": removed(HandInRow),
    "delete an entry": removed(EntryRow),
    "delete a record of destruction": removed(DestructionRow),
    "delete a certificate": removed(CertificateRow),
    "delete an agreement": removed(AgreementRow),
    "delete an account": removed_account,
    "delete a token": removed(TokenRow),
}
"""Each leaves a register that opens, and that is not what the log says."""
