"""Journals of growing sites: an entry is kept as it was written, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.journal import Entry
from amnesty.domain.staff import Compartment
from db.hand_ins import HandIns
from db.records import data_key, open_with_key
from db.sealing import Codec
from db.tables import EntryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.registration import RegistrationId

_ENTRY = Codec(Entry)


class Journals(HandIns):
    """The part of a transaction that keeps what happens at a site."""

    def add_entries(
        self, registration: RegistrationId, entries: Sequence[Entry]
    ) -> None:
        """Keep entries of a registration's journal; they are never changed."""
        access = self.access
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, access.keyring
        )
        rows = [
            EntryRow(
                id=self.new_id(),
                authority_id=access.authority_id,
                registration_id=registration,
            )
            for _ in entries
        ]
        for row, entry in zip(rows, entries, strict=True):
            row.sealed = key.seal(_ENTRY.write(entry), row.bound(), access.chance)
        self.keep_new(EntryRow, [row.columns() for row in rows])

    def entries_of(self, registration: RegistrationId) -> tuple[Entry, ...]:
        """Return a registration's journal, in the order in which it was written."""
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, self.access.keyring
        )
        asked = select(EntryRow).where(col(EntryRow.registration_id) == registration)
        rows = self.session.execute(asked).scalars()
        found = [open_with_key(row, "sealed", key, _ENTRY) for row in rows]
        return tuple(sorted(found, key=lambda entry: entry.sequence))
