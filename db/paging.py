"""Lists of registrations, a page at a time, from where the page before ended.

No page is found by counting from the start, so that the last page of a long list costs
what the first one does.
"""

from __future__ import annotations

import heapq
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from db.glimpses import GlimpsedRow, glimpsed, open_glimpse, row_of
from db.searching import Searching
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from amnesty.domain.registration import State
    from amnesty.domain.searched import Summary

_valid_to = col(RegistrationRow.valid_to)
_row_id = col(RegistrationRow.id)


class Paging(Searching):
    """The part of a transaction that lists registrations."""

    def listed(
        self,
        states: Sequence[State],
        *,
        limit: int,
        until: date | None = None,
        after: Summary | None = None,
        backwards: bool = False,
    ) -> tuple[Summary, ...]:
        """Return registrations in the states, the earliest to expire first.

        Args:
            states: those to list.
            limit: how many at most.
            until: only those that expire by this day.
            after: the line where the page before ended; None for the first page.
            backwards: the page that ends before `after`; without one, the last page.
        """
        self.must_note = True
        parts = tuple(_parts(until, after, backwards=backwards))
        each = [
            self._page_of(one, parts, limit=limit, backwards=backwards)
            for one in states
        ]
        rows = list(heapq.merge(*each, key=_place_of, reverse=backwards))[:limit]
        if backwards:
            rows.reverse()
        keyring = self.access.keyring
        return tuple(self.summary_of(row, open_glimpse(row, keyring)) for row in rows)

    def how_many(self, states: Sequence[State], *, until: date | None = None) -> int:
        """Return how many registrations are in the states, and expire by a day."""
        asked = select(func.count()).select_from(RegistrationRow)
        asked = asked.where(
            self._mine(), col(RegistrationRow.state).in_([one.value for one in states])
        )
        if until is not None:
            asked = asked.where(_valid_to <= until)
        return int(self.run(asked).scalar_one())

    def _mine(self) -> ColumnElement[bool]:
        """Return what the index of states begins with."""
        return col(RegistrationRow.authority_id) == self.access.authority_id

    def _page_of(
        self,
        state: State,
        parts: Sequence[ColumnElement[bool]],
        *,
        limit: int,
        backwards: bool,
    ) -> list[GlimpsedRow]:
        """Return a page of one state, in the order in which it is read."""
        found: list[GlimpsedRow] = []
        for part in reversed(parts) if backwards else parts:
            place = (_valid_to, _row_id)
            order = [one.desc() for one in place] if backwards else place
            asked = (
                glimpsed()
                .where(self._mine(), col(RegistrationRow.state) == state.value, part)
                .order_by(*order)
                .limit(limit - len(found))
            )
            found.extend(map(row_of, self.run(asked)))
            if len(found) == limit:
                break
        return found


def _parts(
    until: date | None, after: Summary | None, *, backwards: bool
) -> Iterator[ColumnElement[bool]]:
    """Yield what to look for: those with a last day first, then those without.

    Apart, because no index of a database gives both in one order.
    """
    dated = _valid_to.is_not(None) if until is None else _valid_to <= until
    undated = _valid_to.is_(None)
    if after is None:
        yield dated
    elif after.valid_to is not None:
        yield and_(dated, _beyond(after, backwards=backwards))
    elif backwards:
        yield dated
    if until is not None:
        return
    if after is None or (after.valid_to is not None and not backwards):
        yield undated
    elif after.valid_to is None:
        yield and_(undated, _row_id < after.id if backwards else _row_id > after.id)


def _beyond(after: Summary, *, backwards: bool) -> ColumnElement[bool]:
    day, last = after.valid_to, after.id
    if backwards:
        return or_(_valid_to < day, and_(_valid_to == day, _row_id < last))
    return or_(_valid_to > day, and_(_valid_to == day, _row_id > last))


def _place_of(row: GlimpsedRow) -> tuple[bool, date, int]:
    """Return a row's place in a list, with its id as the database orders it."""
    signed = row.id - (row.id >> 63 << 64)
    return row.valid_to is None, row.valid_to or date.max, signed
