"""A register with two patients, and what somebody with an editor does to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import and_, delete, insert, select, text, update

from amnesty.domain.certificate import Form
from amnesty.domain.identifiers import HealthNumber
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.registration import Registration
from amnesty.domain.staff import Compartment
from amnesty.errors import NotFoundError
from amnesty.errors.register import RegisterFailedError, RowAlteredError
from amnesty.errors.server import ServerRightError
from amnesty.errors.store import GrantForgedError
from tests.store.hand_in.test_hand_ins import destroyed, received
from tests.store.issuing.conftest import signed_for
from tests.store.test_journals import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import SQLModel

    from db.register import SqlRegister
    from db.transaction import SqlTransaction

PEOPLE = (
    ("Siân Llŷr", HealthNumber("9990000018")),
    ("Wojciech Wójcik", HealthNumber("9990000026")),
)


REFUSALS = (
    *(RowAlteredError, GrantForgedError, RegisterFailedError, NotFoundError),
    ServerRightError,
)
"""A row that does not open, a grant that proves nothing, a parent that is not there.

A server's own fence refuses a row of another authority before anybody reads it.
"""


class UnnoticedError(Exception):
    """What was done to the rows was not noticed by whoever read them."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One patient of the register under attack."""

    registration: Registration
    issued: IssuedCertificate


@dataclass(frozen=True, kw_only=True)
class World:
    """The register under attack, as it stands."""

    first: Target
    second: Target


@pytest.fixture
def world(
    supervisor: SqlRegister,
    person: Callable[..., Registration],
    log: Callable[..., None],
) -> World:
    """Return two patients, each with a certificate, a hand-in and their tokens."""
    targets = []
    for name, number in PEOPLE:
        with supervisor.transaction() as transaction:
            kept = transaction.add_registration(person(name, health_number=number))
            issued = signed_for(kept, transaction.take_slot(Form.CERTIFICATE))
            transaction.add_certificate(issued)
            hand_in = received()
            transaction.add_hand_in(kept.id, hand_in)
            transaction.add_hand_in(kept.id, destroyed(hand_in))
            transaction.add_entries(kept.id, [opened()])
            log(transaction, kept.id)
        targets.append(Target(registration=kept, issued=issued))
    with supervisor.transaction() as transaction:
        transaction.keep_secret(Compartment.POLICE, "made up", b"secret")
        transaction.set_policy(transaction.policy())
        transaction._write_batch()
        log(transaction)
    return World(first=targets[0], second=targets[1])


def read_after(
    register: SqlRegister,
    world: World,
    attack: Callable[[SqlTransaction], None],
    read: Callable[[SqlTransaction, World], Any],
) -> None:
    """Attack rows and read them, in a transaction of which nothing is kept.

    Raises:
        UnnoticedError: the reader took them for good.
    """
    with register.transaction() as transaction:
        attack(transaction)
        read(transaction, world)
        raise UnnoticedError


def rows_of(transaction: SqlTransaction, table: type[SQLModel]) -> list[dict[str, Any]]:
    """Return a table's rows as the database has them."""
    columns = select(*table.__table__.columns)  # type: ignore[attr-defined] # every table has one
    return [dict(row) for row in transaction.run(columns).mappings()]


def overwrite(
    transaction: SqlTransaction,
    table: type[SQLModel],
    row: dict[str, Any],
    **changes: object,
) -> None:
    """Change a row as somebody with an editor would, who minds no parent."""
    if transaction.session.get_bind().dialect.name == "sqlite":
        transaction.run(text("PRAGMA defer_foreign_keys = ON"))
    transaction.run(update(table).where(_is(table, row)).values(**changes))


def remove(
    transaction: SqlTransaction, table: type[SQLModel], row: dict[str, Any]
) -> None:
    """Delete a row as somebody with an editor would."""
    transaction.run(delete(table).where(_is(table, row)))


def put_back(
    transaction: SqlTransaction, table: type[SQLModel], row: dict[str, Any]
) -> None:
    """Have a row be as it was before."""
    changed = transaction.run(update(table).where(_is(table, row)).values(**row))
    if not changed.rowcount:
        transaction.run(insert(table), row)


def _is(table: type[SQLModel], row: dict[str, Any]) -> Any:  # noqa: ANN401 - a clause of SQL
    keys = table.__table__.primary_key.columns  # type: ignore[attr-defined] # every table has one
    return and_(*(key == row[key.name] for key in keys))
