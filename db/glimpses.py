"""What a list or a search needs to know of a patient, and no more of it is read.

Of the identity part alone, and of that only who is meant and what a line shows: making
the whole value of it costs more than opening it. Whoever opens the record reads it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.identifiers import HealthNumber, Postcode, RegistrationNumber
from amnesty.domain.staff import Compartment, StaffId
from amnesty.errors.register import RowAlteredError
from db.sealed_row import bounds_to
from db.sealing import Codec, UnopenedError
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

    from db.keyring.keys import Keyring


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where a patient lives, as far as a line says it."""

    town: str
    postcode: Postcode | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Who a patient is."""

    full_name: str
    date_of_birth: date
    home: Home
    health_number: HealthNumber | None = None
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeenIdentity:
    """A patient, and who alone may open their record."""

    patient: Seen
    restricted_to: tuple[StaffId, ...] = ()
    related: tuple[StaffId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Glimpse:
    """What is read of the identity part."""

    number: RegistrationNumber
    identity: SeenIdentity


class GlimpsedRow(NamedTuple):
    """The columns of a registration's row that are needed for it."""

    id: int
    authority_id: int
    version: int
    state: str
    valid_from: date | None
    valid_to: date | None
    identity_key: bytes
    identity: bytes


_GLIMPSE = Codec(Glimpse)
_COLUMNS = [col(getattr(RegistrationRow, name)) for name in GlimpsedRow._fields]
_IDENTITY = Compartment.IDENTITY


def glimpsed() -> Select[tuple[object, ...]]:
    """Return the question for rows, to be narrowed down; of none that was erased."""
    return select(*_COLUMNS)


def row_of(found: Row[tuple[object, ...]]) -> GlimpsedRow:
    """Return a row that was found."""
    return GlimpsedRow._make(found)


def open_glimpse(row: GlimpsedRow, keyring: Keyring) -> Glimpse:
    """Return what a list or a search needs to know.

    Raises:
        RowAlteredError: the row is not as it was written.
        CompartmentClosedError: the reader does not hold the identity compartment.
    """
    bound = bounds_to(RegistrationRow, row._asdict(), [_IDENTITY.value])[0]
    try:
        key = keyring.data_key(_IDENTITY, row.id, row.identity_key)
        return _GLIMPSE.read(key.open(row.identity, bound))
    except UnopenedError:
        raise RowAlteredError(RegistrationRow.table()) from None
