"""Finds the events of one registration: leaves name nobody, and only details tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.store import NoSuchRegistrationError
from db.audit.forgetting import forgotten_by
from db.audit.log import open_detail
from db.keyring.tokens import numbered
from db.registrations import NUMBER
from db.tables import EventRow

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from db.keyring.details import Opened
    from db.transaction import SqlTransaction

_AT_ONCE = 2_000


def events_of(transaction: SqlTransaction, number: RegistrationNumber) -> list[int]:
    """Return the numbers of a registration's events, the first one first.

    Raises:
        CompartmentClosedError: the reader cannot tell whose a number is, or cannot open
            the details of events.
        NoSuchRegistrationError: there is none with this number.
        RowAlteredError: an event is not as it was written.
    """
    owner = transaction.owner_of(Compartment.IDENTITY, numbered(NUMBER, number))
    if owner is None:
        raise NoSuchRegistrationError(number)
    transaction.must_note = True
    keyring = transaction.access.keyring
    opened: Opened = {}
    events = transaction.session.execute(
        select(EventRow)
        .order_by(col(EventRow.sequence))
        .execution_options(yield_per=_AT_ONCE)
    )
    erased = forgotten_by(transaction)
    return [
        event.sequence
        for event in events.scalars()
        if open_detail(event, keyring, opened).registration == owner
        or erased.get(event.sequence) == owner
    ]
