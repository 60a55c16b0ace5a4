"""Goes through all registrations, a page at a time, in an order that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select
from sqlmodel import col

from amnesty.domain.registration import RegistrationId
from db.in_states import in_states, indexed
from db.records import open_named, open_rest
from db.registrations import Registrations
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.registration import Registration, State


class Walking(Registrations):
    """The part of a transaction that goes through registrations."""

    def registrations_after(
        self, last: RegistrationId | None, states: Sequence[State], *, limit: int
    ) -> tuple[tuple[Registration, ...], RegistrationId | None]:
        """Return a page of registrations in the states, and where it ends.

        Restricted records whose reader is not named are left out. The end is None when
        there is no more.
        """
        self.must_note = True
        row_id = col(RegistrationRow.id)
        asked = (
            select(RegistrationRow)
            .where(in_states(states))
            .order_by(row_id)
            .limit(limit)
        )
        if last is not None:
            asked = asked.where(row_id > last)
        elif self._are_fewer(limit, states):
            # The index finds a few at once; going by id, every row would be read.
            asked = asked.where(indexed(self.access, states))
        rows = self.session.execute(asked).scalars().all()
        keyring = self.access.keyring
        opened = ((row, open_named(row, keyring)) for row in rows)
        page = tuple(
            open_rest(row, named, keyring)
            for row, named in opened
            if self.may_open(named.identity)
        )
        if len(rows) < limit:
            return page, None
        return page, RegistrationId(rows[-1].id)

    def _are_fewer(self, limit: int, states: Sequence[State]) -> bool:
        some = select(literal(1)).where(indexed(self.access, states)).limit(limit)
        counted = select(func.count()).select_from(some.subquery())
        return int(self.session.execute(counted).scalar_one()) < limit
