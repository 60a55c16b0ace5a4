"""Opens every row whose keys the reader holds, so that one altered within is found.

A leaf has a row's version and its tags. What else stands in a row is bound to its
messages, which do not open where a column, a key or a byte of them was changed. Answers
for police alone are left out: they open with the question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.behind import OF_THE_REGISTER
from db.records import ERASED, PARTS, data_key, open_tombstone
from db.sealing import UnopenedError
from db.tables import CertificateRow, EntryRow, HandInRow, RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.keyring.keys import Keyring
    from db.sealed_row import SealedRow
    from db.work import Work

_BATCH = 500
_OWNED = (CertificateRow, HandInRow, EntryRow)


def unopened_rows(work: Work) -> Iterator[SealedRow]:
    """Yield the rows that do not open, of those whose keys the reader holds."""
    keyring = work.access.keyring
    yield from _that_fail(work, RegistrationRow, _open_registration)
    for kind, compartment in OF_THE_REGISTER.items():
        if compartment is None or keyring.holds(compartment):
            yield from _that_fail(work, kind, _open_own(compartment))
    if keyring.holds(Compartment.GROWING):
        for owned in _OWNED:
            yield from _owned_that_fail(work, owned)


def _that_fail(
    work: Work, kind: type[SealedRow], opens: Callable[[SealedRow, Keyring], None]
) -> Iterator[SealedRow]:
    keyring = work.access.keyring
    asked = select(kind).execution_options(yield_per=_BATCH)
    for row in work.session.execute(asked).scalars():
        try:
            opens(row, keyring)
        except (UnopenedError, RowAlteredError):
            yield row


def _open_registration(row: SealedRow, keyring: Keyring) -> None:
    assert isinstance(row, RegistrationRow)  # noqa: S101 - the table that is asked for
    if row.state == ERASED:
        open_tombstone(row, keyring)
        return
    for part in PARTS:
        if keyring.holds(part):
            sealed: bytes = getattr(row, part.value)
            data_key(row, part, keyring).open(sealed, row.bound(part.value))


def _open_own(compartment: Compartment | None) -> Callable[[SealedRow, Keyring], None]:
    """Return what opens a row that belongs to no registration."""

    def opens(row: SealedRow, keyring: Keyring) -> None:
        under = compartment or Compartment(row.compartment)  # type: ignore[attr-defined] # of a secret
        if keyring.holds(under):
            keyring.open(under, row.sealed, row.bound())  # type: ignore[attr-defined] # of all these

    return opens


def _owned_that_fail(
    work: Work, kind: type[CertificateRow | HandInRow | EntryRow]
) -> Iterator[SealedRow]:
    """Yield the rows of registrations that do not open with their owner's key.

    Those of one that was erased open for nobody, and those of one whose own row does
    not open are told with it.
    """
    owner = col(kind.registration_id)
    asked = select(kind, RegistrationRow).join(
        RegistrationRow, owner == col(RegistrationRow.id)
    )
    asked = asked.where(col(RegistrationRow.state) != ERASED).order_by(owner)
    rows = work.session.execute(asked.execution_options(yield_per=_BATCH))
    own, key = None, None
    for row, registration in rows:
        if own != registration.id:
            own, key = registration.id, None
            try:
                key = data_key(registration, Compartment.GROWING, work.access.keyring)
            except RowAlteredError:
                continue
        if key is None:
            continue
        try:
            key.open(row.sealed, row.bound())
        except UnopenedError:
            yield row
