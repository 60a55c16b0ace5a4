"""Which rows hang on an older epoch than the newest, and on which keys they hang."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, func, or_, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from db.records import ERASED
from db.tables import (
    AgreementRow,
    AuthorityRow,
    CharterRow,
    DestructionRow,
    PolicyRow,
    PublicationRow,
    RegistrationRow,
    SecretRow,
    SlotRow,
    StaffRow,
    StatusListRow,
    VocabularyRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from db.sealed_row import SealedRow
    from db.transaction import SqlTransaction

PARTS = (Compartment.IDENTITY, Compartment.CLINICAL, Compartment.GROWING)
OF_THE_REGISTER: dict[type[SealedRow], Compartment | None] = {
    AuthorityRow: Compartment.COMMON,
    CharterRow: Compartment.COMMON,
    StaffRow: Compartment.COMMON,
    AgreementRow: Compartment.COMMON,
    PolicyRow: Compartment.COMMON,
    PublicationRow: Compartment.COMMON,
    SecretRow: None,
    StatusListRow: Compartment.GROWING,
    SlotRow: Compartment.GROWING,
    DestructionRow: Compartment.GROWING,
    VocabularyRow: Compartment.IDENTITY,
}
"""Which compartment's key seals them; None where the row names it.

The head moves with every event, answers hang on their root, the rest on another key.
"""

KINDS: tuple[type[SealedRow], ...] = (RegistrationRow, *OF_THE_REGISTER)


def rows_behind(transaction: SqlTransaction) -> int:
    """Return how many rows still hang on an older epoch."""
    total = 0
    for kind in KINDS:
        asked = select(func.count()).select_from(kind)
        total += transaction.run(asked.where(_behind(transaction, kind))).scalar_one()
    return total


def next_behind(
    transaction: SqlTransaction,
    kind: type[SealedRow],
    columns: Sequence[Any],
    *,
    after: int | None,
    batch: int,
) -> Sequence[Any]:
    """Return columns of the next rows behind, in the order of their ids."""
    asked = select(*columns).where(_behind(transaction, kind))
    if after is not None:
        asked = asked.where(col(kind.id) > after)
    return transaction.run(asked.order_by(col(kind.id)).limit(batch)).all()


def _behind(transaction: SqlTransaction, kind: type[SealedRow]) -> ColumnElement[bool]:
    """Return what is true of rows that hang on an older epoch."""
    newest = transaction.access.keyring.keys(Compartment.COMMON).epoch
    named = newest.to_bytes(2, "big")

    def is_behind(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 # a column
        epoch = func.substr(column, 2, 2, type_=LargeBinary)
        return (func.length(column) > 0) & (epoch != named)

    if kind is not RegistrationRow:
        return is_behind(col(kind.sealed))  # type: ignore[attr-defined] # of all these
    keys = (getattr(RegistrationRow, f"{part.value}_key") for part in PARTS)
    buried = (col(RegistrationRow.state) == ERASED) & is_behind(
        col(RegistrationRow.identity)
    )
    return or_(*map(is_behind, keys), buried)
