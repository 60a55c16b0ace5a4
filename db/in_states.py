"""Which registrations are in some states, and how the index of states finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_
from sqlmodel import col

from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from amnesty.domain.registration import State
    from db.work import Access


def in_states(states: Sequence[State]) -> ColumnElement[bool]:
    """Return what holds of rows in the states, for who goes by their id."""
    return col(RegistrationRow.state).in_([one.value for one in states])


def indexed(access: Access, states: Sequence[State]) -> ColumnElement[bool]:
    """Return the same with what the index begins with, without which it is not used."""
    mine = col(RegistrationRow.authority_id) == access.authority_id
    return and_(mine, in_states(states))
