"""Lists of registrations, a page at a time, from where the page before ended.

No page is found by counting from the start, so that the last page of a long list costs
what the first one does.
"""

from __future__ import annotations

import heapq
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlmodel import col

from db.glimpses import GlimpsedRow, glimpsed, open_glimpse, row_of
from db.in_states import indexed
from db.searching import Searching
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, ColumnElement, Executable

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
        parts = _parts(until, after, backwards=backwards)
        given = {
            "authority": self.access.authority_id,
            "until": until,
            "day": after and after.valid_to,
            "last": after and after.id,
        }
        each = [
            self._page_of(parts, {**given, "state": one.value}, limit) for one in states
        ]
        rows = list(heapq.merge(*each, key=_place_of, reverse=backwards))[:limit]
        if backwards:
            rows.reverse()
        keyring = self.access.keyring
        return tuple(self.summary_of(row, open_glimpse(row, keyring)) for row in rows)

    def how_many(self, states: Sequence[State], *, until: date | None = None) -> int:
        """Return how many registrations are in the states, and expire by a day."""
        asked = select(func.count()).select_from(RegistrationRow)
        asked = asked.where(indexed(self.access, states))
        if until is not None:
            asked = asked.where(_valid_to <= until)
        return int(self.run(asked).scalar_one())

    def _page_of(
        self, parts: Sequence[_Part], given: dict[str, object], limit: int
    ) -> list[GlimpsedRow]:
        """Return a page of one state, in the order in which it is read."""
        found: list[GlimpsedRow] = []
        for part in parts:
            given["at_most"] = limit - len(found)
            found.extend(map(row_of, self.run(_asked(part), given)))
            if len(found) == limit:
                break
        return found


class _Part(NamedTuple):
    """Which lines of a state: those with a last day and those without, apart.

    No index of a database gives both in one order.
    """

    is_dated: bool
    has_end: bool = False
    """Whether only those count that expire by a day."""
    goes_on: bool = False
    """Whether only those count that are beyond a line."""
    backwards: bool = False


def _parts(
    until: date | None, after: Summary | None, *, backwards: bool
) -> list[_Part]:
    """Return what to look for, in the order in which it is read."""
    ends, is_dated = until is not None, after is not None and after.valid_to is not None
    dated = _Part(is_dated=True, has_end=ends, goes_on=is_dated, backwards=backwards)
    on = after is not None and not is_dated
    undated = _Part(is_dated=False, goes_on=on, backwards=backwards)
    if backwards:
        parts = [dated] if is_dated else [undated, dated]
    else:
        parts = [undated] if on else [dated, undated]
    return [part for part in parts if part.is_dated or not ends]


@cache
def _asked(part: _Part) -> Executable:
    """Return the question for a part, which takes longer to make than to ask."""
    asked = glimpsed().where(
        col(RegistrationRow.authority_id) == bindparam("authority"),
        col(RegistrationRow.state) == bindparam("state"),
    )
    if not part.is_dated:
        asked = asked.where(_valid_to.is_(None))
    elif part.has_end:
        asked = asked.where(_valid_to <= bindparam("until"))
    else:
        asked = asked.where(_valid_to.is_not(None))
    if part.goes_on:
        asked = asked.where(_beyond(part))
    place = (_valid_to, _row_id)
    order = [one.desc() for one in place] if part.backwards else place
    return asked.order_by(*order).limit(bindparam("at_most", type_=Integer))


def _beyond(part: _Part) -> ColumnElement[bool]:
    day: BindParameter[date] = bindparam("day")
    last: BindParameter[int] = bindparam("last")
    later = _row_id < last if part.backwards else _row_id > last
    if not part.is_dated:
        return later
    other = _valid_to < day if part.backwards else _valid_to > day
    return or_(other, and_(_valid_to == day, later))


def _place_of(row: GlimpsedRow) -> tuple[bool, date, int]:
    """Return a row's place in a list, with its id as the database orders it."""
    signed = row.id - (row.id >> 63 << 64)
    return row.valid_to is None, row.valid_to or date.max, signed
